//! The account's IAM settings (`console.md`, section 9).

#![allow(clippy::too_many_arguments, reason = "one for each setting")]

#[cfg(feature = "ssr")]
mod change;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::{Select, TextInput};
use crate::carbon::notification::Findings;
use crate::carbon::page_header::PageHeader;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Crumb, Json, Notice, Problem};

/// Where settings are saved that the account has in one place.
const UPDATE: &str = "/api/iam/settings/update";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Whether making API keys takes a role of its own.
    pub api_keys: Setting,
    /// The same of service IDs.
    pub service_ids: Setting,
    /// Who sees the list of users.
    pub user_list: Setting,
    /// Whether the access group *Public Access* counts.
    pub public_access: Setting,
    /// Where tokens are given.
    pub addresses: Setting,
    /// Multifactor authentication.
    pub mfa: Setting,
    /// How long sessions last: the longest, and without activity.
    pub sessions: [String; 2],
    /// Why the persona can't change that.
    pub no_sessions: Option<Barrier>,
    /// How long access tokens and refresh tokens are good.
    pub tokens: [String; 2],
    /// Why the persona can't change that.
    pub no_tokens: Option<Barrier>,
}

/// A setting that is saved by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What it is now.
    pub value: String,
    /// What can be chosen; nothing, if it is typed.
    pub options: Vec<Choice>,
    /// What another value would do elsewhere, one line each.
    pub effects: Vec<String>,
    /// Why the persona can't change it.
    pub disabled: Option<Barrier>,
}

/// The account's IAM settings.
#[server(prefix = "/api", endpoint = "iam/settings", input = GetUrl, output = Json)]
pub async fn settings() -> Result<SettingsView, Problem> {
    server::settings()
}

/// Changes settings; what is empty stays as it is. The first three are `restricted` or `unrestricted`, `mfa` is `NONE`,
/// `TOTP` or `TOTP4ALL`, the others are lengths of time such as `24h`.
#[server(prefix = "/api", endpoint = "iam/settings/update")]
pub async fn update_settings(
    #[server(default)] api_keys: String,
    #[server(default)] service_ids: String,
    #[server(default)] user_list: String,
    #[server(default)] mfa: String,
    #[server(default)] session: String,
    #[server(default)] inactivity: String,
    #[server(default)] access_token: String,
    #[server(default)] refresh_token: String,
) -> Result<Notice, Problem> {
    let form = SettingsForm {
        restrictions: [api_keys, service_ids, user_list],
        mfa,
        lifetimes: [session, inactivity, access_token, refresh_token],
    };
    let visit = crate::backend::visit()?;
    crate::backend::told(change::update(&visit, &form).await)
}

/// Turns the access group *Public Access* `on` or `off`.
#[server(prefix = "/api", endpoint = "iam/settings/public_access")]
pub async fn set_public_access(public_access: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::set_public_access(&visit, &public_access).await)
}

/// Gives tokens at these IP addresses, ranges and subnets only, separated by commas; everywhere, if there are none.
#[server(prefix = "/api", endpoint = "iam/settings/addresses")]
pub async fn allow_addresses(addresses: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(change::allow_addresses(&visit, &addresses).await)
}

/// The form as it was filled in.
#[derive(Debug)]
#[cfg_attr(not(feature = "ssr"), allow(dead_code))]
struct SettingsForm {
    restrictions: [String; 3],
    mfa: String,
    lifetimes: [String; 4],
}

/// The account's IAM settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let data = load(|| (), |()| settings());
    view! { <Load data=data view=page /> }
}

fn page(view: SettingsView) -> impl IntoView {
    let account = [
        choice(
            ("API key creation", "api_keys", UPDATE),
            "Restricted: creating an IBM Cloud API key takes the role User API key creator on the IAM Identity Service, for the account owner too. Keys that there are go on working.",
            view.api_keys,
        ),
        choice(
            ("Service ID creation", "service_ids", UPDATE),
            "Restricted: creating a service ID takes the role Service ID creator on the IAM Identity Service.",
            view.service_ids,
        ),
        choice(
            ("User list visibility", "user_list", UPDATE),
            "Restricted: users without a role on User Management see only whom they invited and who is below them in the classic hierarchy. Only the account owner can change it.",
            view.user_list,
        ),
        choice(
            (
                "Public access group",
                "public_access",
                "/api/iam/settings/public_access",
            ),
            "Off: no policy of the access group Public Access gives access, to anybody.",
            view.public_access,
        ),
        typed(
            (
                "IP address access",
                "addresses",
                "/api/iam/settings/addresses",
            ),
            "Identities of the account get tokens at these addresses only. A user's own list narrows it further.",
            "IP addresses, ranges and subnets, separated by commas, 100 at most; empty for all: 203.0.113.7, 198.51.100.0/24, 192.0.2.1-192.0.2.9",
            view.addresses,
        ),
    ];
    let mfa = choice(
        ("Multifactor authentication", "mfa", UPDATE),
        "TOTP for all users stops the Kubernetes Service from reaching classic infrastructure by the credentials of the linked account. Credentials that are set by hand go on working.",
        view.mfa,
    );
    let sessions = lengths(
        (
            "Login sessions",
            "They begin with a login, and replace the settings for tokens.",
        ),
        [
            (
                "session",
                "Active sessions",
                "How long a session lasts: 15m to 720h.",
            ),
            (
                "inactivity",
                "Sign out due to inactivity",
                "After how long without activity a session ends: 15m to 24h.",
            ),
        ],
        view.sessions,
        view.no_sessions,
    );
    let tokens = lengths(
        (
            "Tokens",
            "They count where there is no login session: for calls of the API with an API key.",
        ),
        [
            (
                "access_token",
                "Access token",
                "How long it is good: 15m to 60m.",
            ),
            (
                "refresh_token",
                "Refresh token",
                "How long new access tokens can be had for it: 15m to 72h.",
            ),
        ],
        view.tokens,
        view.no_tokens,
    );
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Access (IAM)", "/iam/users")]
            title="Settings"
            text="What holds for every identity of the account. Each setting is saved by itself."
        />
        <h2 class="credlab-settings__heading">"Account"</h2>
        <div class="credlab-settings">{account.views()}</div>
        <h2 class="credlab-settings__heading">"Authentication"</h2>
        <div class="credlab-settings">{mfa}</div>
        <h2 class="credlab-settings__heading">"Sessions and tokens"</h2>
        <div class="credlab-settings">{sessions} {tokens}</div>
    }
}

/// A setting that is chosen: its title, its field's name and where it is saved.
fn choice(
    (title, name, action): (&'static str, &'static str, &'static str),
    text: &'static str,
    setting: Setting,
) -> AnyView {
    let field =
        view! { <Select name=name label=title options=setting.options value=setting.value /> };
    section(
        title,
        text,
        action,
        field.into_any(),
        setting.effects,
        setting.disabled,
    )
}

/// A setting that is typed.
fn typed(
    (title, name, action): (&'static str, &'static str, &'static str),
    text: &'static str,
    help: &'static str,
    setting: Setting,
) -> AnyView {
    let field = view! { <TextInput name=name label=title value=setting.value help=help /> };
    section(
        title,
        text,
        action,
        field.into_any(),
        setting.effects,
        setting.disabled,
    )
}

/// Two lengths of time that are saved together: name, label and limits of each.
fn lengths(
    (title, text): (&'static str, &'static str),
    fields: [(&'static str, &'static str, &'static str); 2],
    values: [String; 2],
    disabled: Option<Barrier>,
) -> AnyView {
    let fields = fields
        .into_iter()
        .zip(values)
        .map(|((name, label, help), value)| {
            view! { <TextInput name=name label=label value=value help=help required=true /> }
        });
    section(title, text, UPDATE, fields.views(), Vec::new(), disabled)
}

fn section(
    title: &'static str,
    text: &'static str,
    action: &'static str,
    fields: AnyView,
    effects: Vec<String>,
    disabled: Option<Barrier>,
) -> AnyView {
    view! {
        <section class="credlab-setting" aria-label=title>
            <h3>{title}</h3>
            <p class="credlab-setting__text">{text}</p>
            <Findings why=effects />
            <div class="cds--layer-two">
                <PostForm action=action>
                    {fields}
                    <Submit label="Save" kind="tertiary" disabled=disabled />
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{Command, Mfa, Settings};
    use credlab_model::iam::access_group::{self, PublicAccess};
    use credlab_model::iam::session::AllowedAddresses;

    use super::change::MFA;
    use super::{Setting, SettingsView};
    use crate::backend::moment::length;
    use crate::backend::{Visit, lines, visit};
    use crate::view::{Barrier, Choice, Problem};

    pub fn settings() -> Result<SettingsView, Problem> {
        let visit = visit()?;
        let now = visit.account.settings_for(&visit.actor(), visit.now)?;
        // What the persona may change is found out by changing it to something else.
        let forbidden = |change: &dyn Fn(&mut Settings)| {
            let mut next = *now;
            change(&mut next);
            visit.forbidden(Command::Configure(next))
        };
        let restriction = |restricted: bool, change: &dyn Fn(&mut Settings)| Setting {
            value: if restricted {
                "restricted"
            } else {
                "unrestricted"
            }
            .into(),
            options: vec![
                Choice::new("unrestricted", "Not restricted"),
                Choice::new("restricted", "Restricted"),
            ],
            effects: Vec::new(),
            disabled: forbidden(change),
        };
        let lifetimes = now.lifetimes;
        Ok(SettingsView {
            api_keys: restriction(now.restrict_api_key_creation, &|next| {
                next.restrict_api_key_creation ^= true;
            }),
            service_ids: restriction(now.restrict_service_id_creation, &|next| {
                next.restrict_service_id_creation ^= true;
            }),
            user_list: restriction(now.restrict_user_list, &|next| {
                next.restrict_user_list ^= true
            }),
            public_access: public_access(&visit),
            addresses: Setting {
                value: visit
                    .account
                    .allowed_addresses
                    .to_string()
                    .replace(',', ", "),
                options: Vec::new(),
                effects: Vec::new(),
                disabled: visit.forbidden(Command::AllowAddresses(AllowedAddresses::default())),
            },
            mfa: mfa(&visit, now, &forbidden),
            sessions: [lifetimes.session, lifetimes.inactivity].map(length),
            no_sessions: forbidden(&|next| next.lifetimes.session = other(lifetimes.session)),
            tokens: [lifetimes.access_token, lifetimes.refresh_token].map(length),
            no_tokens: forbidden(&|next| {
                next.lifetimes.access_token = other(lifetimes.access_token)
            }),
        })
    }

    /// A length of time within all limits that is not this one.
    fn other(seconds: u32) -> u32 {
        if seconds == 900 { 901 } else { 900 }
    }

    fn public_access(visit: &Visit) -> Setting {
        let enabled = visit.account.public_access == PublicAccess::Enabled;
        let other = match enabled {
            true => PublicAccess::Disabled,
            false => PublicAccess::Enabled,
        };
        Setting {
            value: if enabled { "on" } else { "off" }.into(),
            options: vec![Choice::new("on", "On"), Choice::new("off", "Off")],
            effects: Vec::new(),
            disabled: visit.forbidden(access_group::Command::SetPublicAccess(other)),
        }
    }

    /// Why settings that are changed like this may not be set, if they may not.
    type Forbidden<'a> = dyn Fn(&dyn Fn(&mut Settings)) -> Option<Barrier> + 'a;

    fn mfa(visit: &Visit, now: &Settings, forbidden: &Forbidden<'_>) -> Setting {
        let other = match now.mfa {
            Mfa::Totp4All => Mfa::None,
            _ => Mfa::Totp4All,
        };
        let next = Settings { mfa: other, ..*now };
        let label = MFA.iter().find(|(mfa, ..)| *mfa == other);
        let label = label.map_or("", |(.., label)| label);
        let effects = lines(&visit.impact(Command::Configure(next)));
        Setting {
            value: name_of(now.mfa).into(),
            options: MFA
                .map(|(_, name, label)| Choice::new(name, label))
                .to_vec(),
            effects: effects
                .into_iter()
                .map(|effect| format!("With {label}: {effect}"))
                .collect(),
            disabled: forbidden(&|next| next.mfa = other),
        }
    }

    fn name_of(mfa: Mfa) -> &'static str {
        let found = MFA.iter().find(|(other, ..)| *other == mfa);
        found.map_or("", |(_, name, _)| name)
    }
}
