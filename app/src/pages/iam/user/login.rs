//! How a user logs in: from which addresses, who changes that, and the VPN password (`console.md`, section 3.1).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::{Control, Submit};
use crate::carbon::field::TextInput;
use crate::parts::post_form::PostForm;
use crate::view::{ActionView, Barrier, Notice, Problem};

/// A user's login settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginView {
    /// Who changes them.
    pub managed: String,
    /// Changes that.
    pub manage: ActionView,
    /// The addresses from which the user is given tokens; empty for all.
    pub addresses: String,
    /// What else the addresses must fit.
    pub help: String,
    /// Why they can't be changed.
    pub disabled: Option<Barrier>,
}

/// A user's VPN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpnPasswordView {
    /// The VPN user name.
    pub username: String,
    /// Whether a password was set.
    pub set: bool,
    /// Why it can't be changed.
    pub disabled: Option<Barrier>,
}

/// Lets the user `id` change their own login settings, if `self_managed` is `true`, or not.
#[server(prefix = "/api", endpoint = "iam/users/self_managed")]
pub async fn set_self_managed(id: String, self_managed: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set_self_managed(&visit, &id, self_managed == "true").await)
}

/// Gives the user `id` tokens at `addresses` only: single ones, ranges and subnets, separated by commas; empty for all.
#[server(prefix = "/api", endpoint = "iam/users/addresses")]
pub async fn allow_addresses(
    id: String,
    #[server(default)] addresses: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::allow_addresses(&visit, &id, &addresses).await)
}

/// Sets the VPN password of the user `id`.
#[server(prefix = "/api", endpoint = "iam/users/vpn_password")]
pub async fn set_vpn_password(id: String, password: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::set_vpn_password(&visit, &id, &password).await)
}

/// The login settings, as a section of the details.
pub fn login_section(id: String, view: LoginView) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="login">
            <h2 id="login">"User-managed login"</h2>
            <p class="credlab-note">{view.managed}</p>
            <Control action=view.manage />
        </section>
        <section class="credlab-section" aria-labelledby="addresses-heading">
            <h2 id="addresses-heading">"IP address restrictions"</h2>
            <PostForm action="/api/iam/users/addresses">
                <div class="credlab-form">
                    <input type="hidden" name="id" value=id />
                    <TextInput name="addresses" label="Cloud platform" value=view.addresses help=view.help />
                    <div>
                        <Submit label="Save" disabled=view.disabled />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

/// The VPN password, as a section of the details.
pub fn vpn_section(id: String, view: VpnPasswordView) -> AnyView {
    let state = match view.set {
        true => "A password is set. It is never shown.",
        false => "No password is set yet: the VPN lets nobody in without one.",
    };
    view! {
        <section class="credlab-section" aria-labelledby="vpn">
            <h2 id="vpn">"VPN password"</h2>
            <dl class="credlab-facts">
                <dt>"VPN user name"</dt>
                <dd>
                    <code class="credlab-code">{view.username}</code>
                </dd>
                <dt>"VPN password"</dt>
                <dd>{state}</dd>
            </dl>
            <PostForm action="/api/iam/users/vpn_password">
                <div class="credlab-form">
                    <input type="hidden" name="id" value=id />
                    <TextInput
                        name="password"
                        label="New VPN password"
                        kind="password"
                        help="8 to 20 characters without spaces, a letter and a digit among them"
                        required=true
                    />
                    <div>
                        <Submit label="Update password" disabled=view.disabled />
                    </div>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::{login_of, vpn_of};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::classic::{self, VpnCommand, linked, vpn};
    use credlab_model::iam::session::AllowedAddresses;
    use credlab_model::iam::user::{Command, User};
    use credlab_model::secret::SecretHash;

    use super::{LoginView, VpnPasswordView};
    use crate::backend::Visit;
    use crate::view::{ActionView, Notice};

    /// The login settings of a user.
    pub fn login_of(visit: &Visit, user: &User) -> LoginView {
        let self_managed = !user.self_managed;
        let (label, managed) = match user.self_managed {
            true => (
                "Turn off",
                "On: the user changes these login settings, too.",
            ),
            false => (
                "Turn on",
                "Off: only Editors and Administrators of User Management change these login settings.",
            ),
        };
        let set = Command::SetSelfManaged {
            user: user.id.clone(),
            self_managed,
        };
        let fields = [
            ("id", user.id.to_string()),
            ("self_managed", self_managed.to_string()),
        ];
        let settings = visit.account.settings_for(&visit.actor(), visit.now);
        let all = settings.map(|_| visit.account.allowed_addresses.to_string());
        let all = all.unwrap_or_default();
        let examples = "Addresses, ranges and subnets, separated by commas: 203.0.113.7, 198.51.100.0/24. Empty for all.";
        LoginView {
            managed: managed.into(),
            manage: ActionView::send(label, "/api/iam/users/self_managed", fields)
                .unless(visit.forbidden(set)),
            addresses: user.allowed_addresses.to_string(),
            help: match all.is_empty() {
                true => examples.into(),
                false => {
                    format!("{examples} The account's own list must hold the address, too: {all}.")
                }
            },
            disabled: visit.forbidden(Command::AllowAddresses {
                user: user.id.clone(),
                addresses: user.allowed_addresses.clone(),
            }),
        }
    }

    /// The VPN of a user who has a classic side, if the persona sees it.
    pub fn vpn_of(visit: &Visit, user: &User) -> Option<VpnPasswordView> {
        let (account, actor) = (&visit.account, visit.actor());
        let linked = account.linked_classic()?;
        let classic = linked.user_of(&user.id)?;
        vpn::may_view(account, &actor, linked, classic.id, visit.now).ok()?;
        let any = SecretHash::of("");
        Some(VpnPasswordView {
            username: classic.username.clone(),
            set: classic.vpn.password.is_some(),
            disabled: visit.forbidden(classic::Command::Vpn {
                user: classic.id,
                change: VpnCommand::SetPassword(any),
            }),
        })
    }

    pub async fn set_self_managed(
        visit: &Visit,
        id: &str,
        self_managed: bool,
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let command = Command::SetSelfManaged {
            user: user.id.clone(),
            self_managed,
        };
        visit.perform(command).await?;
        let state = if self_managed { "on" } else { "off" };
        Ok(Notice::success(format!(
            "User-managed login of {} is {state} now",
            user.email
        )))
    }

    pub async fn allow_addresses(
        visit: &Visit,
        id: &str,
        addresses: &str,
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let addresses: AllowedAddresses = addresses.parse()?;
        let text = match addresses.to_string().as_str() {
            "" => "The user logs in from everywhere.".to_string(),
            list => format!("The user is given tokens at {list} only."),
        };
        let command = Command::AllowAddresses {
            user: user.id.clone(),
            addresses,
        };
        visit.perform(command).await?;
        Ok(
            Notice::success(format!("IP address restrictions of {} saved", user.email))
                .with_text(text),
        )
    }

    pub async fn set_vpn_password(
        visit: &Visit,
        id: &str,
        password: &str,
    ) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let linked = linked(&visit.account)?;
        let Some(classic) = linked.user_of(&user.id) else {
            return Err(Notice::error(
                "The user has no user in classic infrastructure",
            ));
        };
        let hash = vpn::password(&visit.account, classic.id, password)?;
        let command = classic::Command::Vpn {
            user: classic.id,
            change: VpnCommand::SetPassword(hash),
        };
        visit.perform(command).await?;
        let done = format!("The VPN password of {} was set", user.email);
        Ok(Notice::success(done).with_text(format!("The VPN user name is {}.", classic.username)))
    }
}
