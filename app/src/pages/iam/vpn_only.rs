//! Adds a VPN-only user (`console.md`, section 2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::TextInput;
use crate::carbon::page_header::PageHeader;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::view::{Barrier, Crumb, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpnOnlyView {
    /// Why the persona can't add one.
    pub disabled: Option<Barrier>,
}

/// Personal details, as the form has them. What is empty is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(
    not(feature = "ssr"),
    expect(dead_code, reason = "the form is sent as it is")
)]
pub struct Person {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The company.
    pub company: String,
    /// Street and number.
    pub address: String,
    /// The city.
    pub city: String,
    /// The state or province.
    pub state: String,
    /// The postal code.
    pub postal_code: String,
    /// The country, as two letters.
    pub country: String,
    /// The phone number.
    pub phone: String,
}

/// Whether a VPN-only user can be added.
#[server(prefix = "/api", endpoint = "iam/users/vpn_only_options", input = GetUrl, output = Json)]
pub async fn vpn_only_options() -> Result<VpnOnlyView, Problem> {
    server::options()
}

/// Adds the VPN-only user of the address `email`.
#[server(prefix = "/api", endpoint = "iam/users/vpn_only")]
pub async fn add_vpn_only(
    email: String,
    #[server(default)] person: Person,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::add(&visit, email, person).await)
}

/// Adds a VPN-only user.
#[component]
pub fn VpnOnlyPage() -> impl IntoView {
    let data = load(|| (), |()| vpn_only_options());
    view! { <Load data=data view=page /> }
}

fn page(view: VpnOnlyView) -> impl IntoView {
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Users", "/iam/users"),
    ];
    view! {
        <PageHeader
            crumbs=crumbs
            title="Add VPN-only user"
            text="A VPN-only user reaches devices of classic infrastructure through the VPN, and can't log in to the console. There is no invitation to accept."
        />
        <PostForm action="/api/iam/users/vpn_only">
            <div class="credlab-form">
                <TextInput name="person[first_name]" label="First name" required=true />
                <TextInput name="person[last_name]" label="Last name" required=true />
                <TextInput name="email" label="Email" kind="email" required=true />
                <TextInput name="person[company]" label="Company (optional)" />
                <TextInput name="person[address]" label="Address (optional)" />
                <TextInput name="person[city]" label="City (optional)" />
                <TextInput name="person[state]" label="State or province (optional)" />
                <TextInput name="person[postal_code]" label="Postal code (optional)" />
                <TextInput name="person[country]" label="Country (optional)" help="Two letters, such as US" />
                <TextInput name="person[phone]" label="Phone (optional)" />
                <div class="credlab-buttons">
                    <Submit label="Save" disabled=view.disabled />
                    <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href="/iam/users">
                        "Cancel"
                    </a>
                </div>
            </div>
        </PostForm>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::classic::{Profile, linked};
    use credlab_model::iam::user::{Command, may_add_vpn_only};

    use super::{Person, VpnOnlyView};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::user_href;
    use crate::view::{Notice, Problem};

    pub fn options() -> Result<VpnOnlyView, Problem> {
        let visit = visit()?;
        linked(&visit.account).map_err(|refusal| Problem {
            status: 404,
            title: "No classic infrastructure".into(),
            ..Problem::from(refusal)
        })?;
        let refused = may_add_vpn_only(&visit.account, &visit.actor(), visit.now).err();
        Ok(VpnOnlyView {
            disabled: refused.as_ref().map(|refusal| refusal.sentence().into()),
        })
    }

    pub async fn add(visit: &Visit, email: String, person: Person) -> Result<Notice, Notice> {
        let given = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let profile = Profile {
            first_name: given(person.first_name),
            last_name: given(person.last_name),
            company_name: given(person.company),
            address1: given(person.address),
            city: given(person.city),
            state: given(person.state),
            postal_code: given(person.postal_code),
            country: given(person.country),
            office_phone: given(person.phone),
            ..Profile::default()
        };
        let profile = Box::new(profile);
        let command = Command::AddVpnOnly {
            email: email.clone(),
            profile,
        };
        let done = visit.perform(command).await?;
        let user = done.account.user_called(&email)?;
        let next = user_href(user.id.as_str(), "/classic-infrastructure/vpn-subnets");
        Ok(Notice::success(format!("VPN-only user {} added", user.email))
            .with_text("The VPN is open to the user. Choose the subnets here, and set a VPN password under User details.")
            .then(next))
    }
}
