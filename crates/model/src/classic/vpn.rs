//! The VPN of a classic user: whether it is open, its password, and the subnets that are reached through it
//! (`console.md`, VPN subnets; `cli.md`, 8.4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::classic::permission::{Permission, PermissionSet};
use crate::classic::user::{self, grantable as held, is_manager, is_own};
use crate::classic::{Change, ClassicAccount, ClassicUser, Event};
use crate::iam::user::visibility::sees_everybody;
use crate::id::ClassicUserId;
use crate::refusal::{Refusal, RefusalKind, Remedy};
use crate::secret::SecretHash;

/// What a user's VPN is set to. Whether it is open at all is the permission `SSL_VPN_ENABLED`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Vpn {
    /// Whether the subnets are chosen by hand. If not, those of all devices that the user reaches are assigned.
    pub manual: bool,
    /// The subnets that were chosen.
    pub subnets: BTreeSet<u32>,
    /// The hash of the VPN password, if one was set.
    pub password: Option<SecretHash>,
}

/// What can be asked of a user's VPN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VpnCommand {
    /// Opens or closes it: `sl user vpn-enable`, `vpn-disable`.
    Open(bool),
    /// Chooses the subnets by hand, or assigns them automatically: `sl user vpn-manual`.
    Manual(bool),
    /// Sets the VPN password, of which the hash is given (see [`password`]): `sl user vpn-password`.
    SetPassword(SecretHash),
    /// Says all of it at once: the VPN subnets tab.
    Choose {
        /// Whether the VPN is open.
        open: bool,
        /// Whether the subnets are chosen by hand.
        manual: bool,
        /// The subnets that are chosen. They are kept while they are assigned automatically.
        subnets: BTreeSet<u32>,
    },
    /// Adds or removes a subnet: `sl user vpn-subnet`.
    EditSubnet {
        /// The subnet's number.
        subnet: u32,
        /// Add it, or remove it.
        change: Change,
    },
}

/// The salted hash of a VPN password as it was typed. IBM Cloud takes (inferred) 8 to 20 printable characters, among them a
/// letter and a digit.
///
/// # Errors
/// What is wrong with it, as a refusal.
pub fn password(
    account: &Account,
    user: ClassicUserId,
    typed: &str,
) -> Result<SecretHash, Refusal> {
    let length = typed.chars().count();
    let printable = typed.bytes().all(|b| b.is_ascii_graphic());
    let mixed =
        typed.bytes().any(|b| b.is_ascii_alphabetic()) && typed.bytes().any(|b| b.is_ascii_digit());
    if (8..=20).contains(&length) && printable && mixed {
        return Ok(SecretHash::salted(&format!("{}:{user}", account.id), typed));
    }
    Err(RefusalKind::InvalidField {
        field: "VPN password",
        problem: "must have 8 to 20 characters, no spaces, and contain a letter and a digit".into(),
    }
    .refusal())
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    id: ClassicUserId,
    command: &VpnCommand,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let target = may_manage(account, actor, linked, id, now)?;
    let mut vpn = target.vpn.clone();
    match command {
        VpnCommand::Open(open) => return Ok(vec![opened(target, *open)]),
        VpnCommand::Choose {
            open,
            manual,
            subnets,
        } => {
            let new = subnets.difference(&vpn.subnets);
            new.into_iter()
                .try_for_each(|subnet| known(account, linked, *subnet))?;
            (vpn.manual, vpn.subnets) = (*manual, subnets.clone());
            let set = Event::VpnSet { user: id, vpn };
            return Ok(vec![opened(target, *open), set]);
        }
        VpnCommand::Manual(manual) => vpn.manual = *manual,
        VpnCommand::SetPassword(hash) => vpn.password = Some(hash.clone()),
        VpnCommand::EditSubnet { subnet, change } => {
            known(account, linked, *subnet)?;
            match change {
                Change::Add => vpn.subnets.insert(*subnet),
                Change::Remove if !vpn.subnets.contains(subnet) => {
                    let reason = format!("Subnet {subnet} is not assigned to User {id}");
                    return Err(RefusalKind::NotPossible { reason }.refusal());
                }
                Change::Remove => vpn.subnets.remove(subnet),
            };
        }
    }
    Ok(vec![Event::VpnSet { user: id, vpn }])
}

/// Whether the VPN is open is a permission.
fn opened(target: &ClassicUser, open: bool) -> Event {
    let open_to = PermissionSet::of([Permission::SSL_VPN_ENABLED]);
    Event::PermissionsSet {
        user: target.id,
        permissions: match open {
            true => target.permissions.union(open_to),
            false => target.permissions.minus(open_to),
        },
    }
}

fn known(account: &Account, linked: &ClassicAccount, subnet: u32) -> Result<(), Refusal> {
    let mut subnets = account.portable_subnets(linked.number);
    if subnets.any(|known| known.id == subnet) {
        return Ok(());
    }
    let reason = format!("Unable to find a subnet with id of '{subnet}'.");
    Err(RefusalKind::NotPossible { reason }.refusal())
}

/// Whether `actor` sees a user's VPN: who sees their classic permissions (R76), and who may change the VPN.
///
/// # Errors
/// Why the user's classic permissions are not seen.
pub fn may_view(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    id: ClassicUserId,
    now: Timestamp,
) -> Result<(), Refusal> {
    let seen = user::may_view(account, actor, linked, id);
    match may_manage(account, actor, linked, id, now) {
        Ok(_) => Ok(()),
        Err(_) => seen,
    }
}

/// The user, if `actor` may change their VPN: the master user may for everybody; others need VPN Administration, and to be
/// the user, to stand above them, or to be a Viewer of User Management (`console.md`, VPN subnets).
fn may_manage<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
    now: Timestamp,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    let administers = held(account, actor).contains(Permission::VPN_MANAGE);
    let close = is_own(account, actor, id) || is_manager(account, actor, linked, id);
    if administers && (close || sees_everybody(account, actor, now)) {
        return Ok(target);
    }
    Err(RefusalKind::NotAuthorized {
        to: format!("change the VPN access of {}", target.username),
    }
    .refusal()
    .because("You need the classic permission VPN Administration, and for users who are not below you the Viewer role on User Management.")
    .remedy(Remedy::text("Ask the account owner, or a user who holds VPN Administration.")))
}
