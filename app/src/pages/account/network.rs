//! The network of the account's classic infrastructure: virtual routing and forwarding, service endpoints, VLAN spanning
//! (R90-R96).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::{Control, Submit};
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::Select;
use crate::carbon::tag::Status;
use crate::pages::account::settings::PATH;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Choice, Notice, Problem, TagKind};

/// How the network is set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkView {
    /// Virtual routing and forwarding.
    pub vrf: Switch,
    /// Service endpoints.
    pub endpoints: Switch,
    /// VLAN spanning.
    pub spanning: Switch,
}

/// Something that is on or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Whether it is on.
    pub on: bool,
    /// The control that opens the dialog to turn it on.
    pub enable: ActionView,
    /// Why it can't be changed.
    pub disabled: Option<Barrier>,
}

/// Turns something of the account's network `on` or `off`: `vrf`, `endpoints` or `spanning`.
#[server(prefix = "/api", endpoint = "account/network")]
pub async fn switch_network(what: String, spanning: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::switch(&visit, &what, &spanning).await)
}

/// How the network is set up, and what can be changed of it.
#[component]
pub fn NetworkSection(
    /// How it is set up.
    network: NetworkView,
) -> impl IntoView {
    view! {
        <h2 class="credlab-settings__heading">"Classic network"</h2>
        <div class="credlab-settings">
            {switch(
                "Virtual routing and forwarding",
                "Routes the account's private network apart from those of others. Worker nodes on different VLANs reach each other, and service endpoints can be enabled. It can't be switched off again.",
                network.vrf,
            )}
            {switch(
                "Service endpoints",
                "Services are reached over the private network. They need virtual routing and forwarding, and can't be disabled again.",
                network.endpoints,
            )}
            {spanning(network.spanning)}
        </div>
    }
}

fn switch(title: &'static str, text: &'static str, switch: Switch) -> AnyView {
    let (kind, label) = state(switch.on);
    let enable = (!switch.on).then(|| view! { <Control action=switch.enable /> });
    view! {
        <section class="credlab-setting" aria-label=title>
            <h3>{title}</h3>
            <p class="credlab-setting__text">{text}</p>
            <p class="credlab-setting__state">
                <Status kind=kind text=label.to_string() />
            </p>
            {enable.views()}
        </section>
    }
    .into_any()
}

fn state(on: bool) -> (TagKind, &'static str) {
    match on {
        true => (TagKind::Good, "On"),
        false => (TagKind::Neutral, "Off"),
    }
}

fn spanning(switch: Switch) -> AnyView {
    let value = if switch.on { "on" } else { "off" };
    view! {
        <section class="credlab-setting" aria-label="VLAN spanning">
            <h3>"VLAN spanning"</h3>
            <p class="credlab-setting__text">
                "Lets servers on different VLANs of the account reach each other over the private network, as worker nodes in several zones must. Virtual routing and forwarding does that by itself."
            </p>
            <div class="cds--layer-two"><PostForm action="/api/account/network">
                <input type="hidden" name="what" value="spanning" />
                <Select
                    name="spanning"
                    label="VLAN spanning"
                    options=vec![Choice::new("on", "On"), Choice::new("off", "Off")]
                    value=value
                />
                <Submit label="Save" kind="tertiary" disabled=switch.disabled />
            </PostForm></div>
        </section>
    }
    .into_any()
}

/// Asks before something is enabled for good: `vrf` or `endpoints`. Nothing for anything else.
pub fn enable_dialog(what: &str, network: &NetworkView) -> AnyView {
    let (title, what, text, switch) = match what {
        "vrf" => (
            "Enable virtual routing and forwarding?",
            "vrf",
            "In a real account this opens a support case; here it is carried out at once. It can't be undone.",
            &network.vrf,
        ),
        "endpoints" => (
            "Enable service endpoints?",
            "endpoints",
            "It can't be undone.",
            &network.endpoints,
        ),
        _ => return ().into_any(),
    };
    let disabled = switch.disabled.clone();
    view! {
        <Dialog title=title close=PATH>
            <PostForm action="/api/account/network">
                <p class="credlab-dialog-text">{text}</p>
                <input type="hidden" name="what" value=what />
                <input type="hidden" name="spanning" value="on" />
                <DialogButtons close=PATH submit="Enable" disabled=disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::network_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{Command, Settings};
    use credlab_model::refusal::{Refusal, RefusalKind};

    use super::{NetworkView, Switch};
    use crate::backend::{Visit, kind_of, lines};
    use crate::pages::account::settings::PATH;
    use crate::view::{ActionView, Barrier, Notice};

    /// How the network of the visitor's account is set up.
    pub fn network_of(visit: &Visit) -> NetworkView {
        let settings = visit.account.settings;
        let spanning = Settings {
            vlan_spanning: !settings.vlan_spanning,
            ..settings
        };
        NetworkView {
            vrf: enabled(visit, "vrf", settings.vrf),
            endpoints: enabled(visit, "endpoints", settings.service_endpoints),
            spanning: Switch {
                on: settings.spans_vlans(),
                disabled: match settings.vrf {
                    true => Some(Barrier::from(
                        "Virtual routing and forwarding spans the VLANs already.".to_string(),
                    )),
                    false => visit.impossible(Command::Configure(spanning)),
                },
                enable: ActionView::open("Enable", PATH),
            },
        }
    }

    fn enabled(visit: &Visit, what: &str, on: bool) -> Switch {
        let next = with(visit.account.settings, what, true).ok();
        let disabled = next.and_then(|next| visit.impossible(Command::Configure(next)));
        Switch {
            on,
            enable: ActionView::open("Enable", format!("{PATH}?dialog={what}"))
                .unless(disabled.clone()),
            disabled: match on {
                true => Some(Barrier::from("It is on already.".to_string())),
                false => disabled,
            },
        }
    }

    /// The settings with one part of the network on or off.
    fn with(mut settings: Settings, what: &str, on: bool) -> Result<Settings, Refusal> {
        match what {
            "vrf" => settings.vrf = on,
            "endpoints" => settings.service_endpoints = on,
            "spanning" => settings.vlan_spanning = on,
            _ => {
                return Err(invalid(
                    "part of the network",
                    "must be vrf, endpoints or spanning",
                ));
            }
        }
        Ok(settings)
    }

    pub async fn switch(visit: &Visit, what: &str, to: &str) -> Result<Notice, Notice> {
        let on = match to {
            "on" => true,
            "off" => false,
            _ => return Err(invalid("setting", "must be on or off").into()),
        };
        let next = with(visit.account.settings, what, on)?;
        if next == visit.account.settings {
            let state = if on { "on" } else { "off" };
            let reason = format!("It is {state} already.");
            return Err(RefusalKind::NotPossible { reason }.refusal().into());
        }
        let effects = visit.impact(Command::Configure(next));
        visit.perform(Command::Configure(next)).await?;
        let title = match (what, on) {
            ("vrf", _) => "Virtual routing and forwarding is enabled",
            ("endpoints", _) => "Service endpoints are enabled",
            (_, true) => "VLAN spanning is on",
            _ => "VLAN spanning is off",
        };
        Ok(Notice {
            kind: kind_of(&effects),
            why: lines(&effects),
            ..Notice::success(title).then(PATH)
        })
    }

    fn invalid(field: &'static str, problem: &str) -> Refusal {
        let problem = problem.into();
        RefusalKind::InvalidField { field, problem }.refusal()
    }
}
