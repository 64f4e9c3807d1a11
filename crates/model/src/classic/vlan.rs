//! VLANs that were ordered by hand, and the names of VLANs: `sl vlan` (`cli.md`, 8.5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::{Account, Audited};
use crate::actor::Actor;
use crate::classic::permission::Permission;
use crate::classic::user::grantable as held;
use crate::classic::{ClassicAccount, Event};
use crate::kubernetes::vlan::{Vlan, VlanKind};
use crate::name::text;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy, shorten};
use crate::region::{Provider, Zone};

/// The number of the first VLAN that is ordered by hand.
const FIRST: u32 = 3_000_000;

/// The longest name, in characters (inferred).
const LONGEST: usize = 20;

/// What is known of an account's VLANs beyond those that clusters bring along.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Network {
    /// The VLANs that were ordered.
    pub ordered: BTreeMap<u32, Vlan>,
    /// The names that VLANs were given.
    pub names: BTreeMap<u32, String>,
    /// How many were ever ordered: numbers are never given twice.
    orders: u32,
}

/// What can be asked of VLANs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VlanCommand {
    /// Orders a VLAN: `sl vlan create`. Needs Add/Upgrade Services (inferred).
    Create {
        /// Its network.
        kind: VlanKind,
        /// The data center: `dal10`.
        zone: String,
        /// Its name.
        name: String,
    },
    /// Names a VLAN: `sl vlan edit`. Needs Manage Network Subnet Routes (inferred).
    Rename {
        /// Which.
        vlan: u32,
        /// The new name.
        name: String,
    },
    /// Cancels a VLAN that was ordered: `sl vlan cancel`. Needs Cancel Services (inferred).
    Cancel {
        /// Which.
        vlan: u32,
    },
}

/// What happens to VLANs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of the command")]
pub enum VlanEvent {
    /// One was ordered.
    Ordered { vlan: Vlan },
    /// One was named.
    Named { vlan: u32, name: String },
    /// One was cancelled.
    Cancelled { vlan: u32 },
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    command: &VlanCommand,
) -> Result<Vec<Event>, Refusal> {
    let events =
        match command {
            VlanCommand::Create { kind, zone, name } => {
                require(account, actor, Permission::SERVICE_ADD)?;
                let zone = Zone::find(zone, Provider::Classic).ok_or_else(|| {
                    let reason = format!(
                        "Unable to find a data center with name of '{}'.",
                        shorten(zone)
                    );
                    RefusalKind::NotPossible { reason }.refusal()
                })?;
                let name = named(name)?;
                let id = FIRST.saturating_add(linked.network.orders);
                let vlan = Vlan {
                    id,
                    kind: *kind,
                    zone: zone.name.clone(),
                };
                vec![
                    VlanEvent::Ordered { vlan },
                    VlanEvent::Named { vlan: id, name },
                ]
            }
            VlanCommand::Rename { vlan, name } => {
                require(account, actor, Permission::NETWORK_ROUTE_MANAGE)?;
                find(account, linked, *vlan)?;
                let name = named(name)?;
                vec![VlanEvent::Named { vlan: *vlan, name }]
            }
            VlanCommand::Cancel { vlan } => {
                require(account, actor, Permission::SERVICE_CANCEL)?;
                find(account, linked, *vlan)?;
                if !linked.network.ordered.contains_key(vlan) {
                    let reason =
                        format!("VLAN {vlan} can't be cancelled: servers of clusters are on it.");
                    return Err(RefusalKind::NotPossible { reason }.refusal().remedy(
                        Remedy::text("It goes away with the last cluster of its data center."),
                    ));
                }
                vec![VlanEvent::Cancelled { vlan: *vlan }]
            }
        };
    Ok(events.into_iter().map(Event::Vlan).collect())
}

/// The VLAN of that number, among all of a classic account's.
pub fn find(account: &Account, linked: &ClassicAccount, id: u32) -> Result<Vlan, Refusal> {
    let mut vlans = account.vlans(linked.number).into_iter();
    let found = vlans.find(|vlan| vlan.id == id);
    found.ok_or_else(|| {
        RefusalKind::NotFound {
            noun: Noun::Vlan,
            name: id.to_string(),
        }
        .refusal()
    })
}

fn named(name: &str) -> Result<String, Refusal> {
    let name = text("name", name, 1)?;
    if name.chars().count() > LONGEST {
        let problem = format!("must have {LONGEST} characters at most");
        return Err(RefusalKind::InvalidField {
            field: "name",
            problem,
        }
        .refusal());
    }
    Ok(name)
}

fn require(account: &Account, actor: &Actor, permission: Permission) -> Result<(), Refusal> {
    if held(account, actor).contains(permission) {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized {
        to: "do this in classic infrastructure".into(),
    }
    .refusal()
    .because(format!(
        "You need the classic permission {}.",
        permission.name()
    ))
    .remedy(Remedy::text(
        "Ask the account owner, or a user above you in the user hierarchy who holds it.",
    )))
}

pub(super) fn apply(network: &mut Network, event: &VlanEvent) {
    match event {
        VlanEvent::Ordered { vlan } => {
            network.orders = network.orders.saturating_add(1);
            network.ordered.insert(vlan.id, vlan.clone());
        }
        VlanEvent::Named { vlan, name } => {
            network.names.insert(*vlan, name.clone());
        }
        VlanEvent::Cancelled { vlan } => {
            network.ordered.remove(vlan);
            network.names.remove(vlan);
        }
    }
}

/// The audit trail's name of what happened to a VLAN.
pub(super) fn audited(event: &VlanEvent) -> Audited {
    match event {
        VlanEvent::Ordered { vlan } => Audited::new("classic.vlan.create", vlan.id),
        VlanEvent::Named { vlan, .. } => Audited::new("classic.vlan.update", vlan),
        VlanEvent::Cancelled { vlan } => Audited::new("classic.vlan.delete", vlan),
    }
}
