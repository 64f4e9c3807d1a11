//! Users of a classic account: what they hold, and who may hand out what (R76-R88).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::classic::account::ClassicAccount;
use crate::classic::device::Device;
use crate::classic::notification::Notification;
use crate::classic::permission::{Permission, PermissionSet};
use crate::classic::profile::Profile;
use crate::classic::vpn::Vpn;
use crate::iam::access::{self, Ask};
use crate::id::{ClassicUserId, DeviceId, UserId};
use crate::refusal::{Refusal, RefusalKind, Remedy};
use crate::secret::SecretHash;

/// A user of a classic account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicUser {
    /// The number.
    pub id: ClassicUserId,
    /// The API user name: account number, underscore, address.
    pub username: String,
    /// The address.
    pub email: String,
    /// The display name.
    pub display_name: String,
    /// The parent in the hierarchy; none for the master user (R80).
    pub parent: Option<ClassicUserId>,
    /// Whether this is the master user, who holds everything (R77).
    pub master: bool,
    /// The permissions that were given.
    pub permissions: PermissionSet,
    /// Permissions that were taken away, each lot with the moment until which it still works (R84).
    pub(crate) withdrawn: Vec<(PermissionSet, Timestamp)>,
    /// The devices that were given one by one.
    pub devices: BTreeSet<DeviceId>,
    /// The classic infrastructure API key: one at most (R137).
    pub api_key: Option<ClassicApiKey>,
    /// The VPN.
    #[serde(default)]
    pub vpn: Vpn,
    /// What was noted of the person by hand.
    #[serde(default)]
    pub profile: Profile,
    /// What the user does not want mail about.
    #[serde(default)]
    pub muted: BTreeSet<Notification>,
    /// Whether the user was cancelled: `sl user delete`. Classic infrastructure is closed to them, the platform is not.
    #[serde(default)]
    pub cancelled: bool,
    /// The platform user that this is, where the account is the linked one.
    pub iam: Option<UserId>,
}

/// A classic infrastructure API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicApiKey {
    /// The hash of its value.
    pub hash: SecretHash,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ClassicUser {
    /// What the user holds, as the tab and the listing show it.
    pub fn granted(&self) -> PermissionSet {
        if self.master {
            PermissionSet::ALL
        } else {
            self.permissions
        }
    }

    /// What works at `now`: what is held, and what was taken away a moment ago (R84).
    pub fn effective(&self, now: Timestamp) -> PermissionSet {
        let lingering = self.withdrawn.iter().filter(|(_, until)| now < *until);
        lingering.fold(self.granted(), |held, (lot, _)| held.union(*lot))
    }

    /// Whether the user is given a device: as master user, by its kind, or by name.
    pub fn reaches(&self, device: &Device) -> bool {
        self.reaches_with(self.granted(), device)
    }

    /// Whether the user gets at a device at `now`: access to a whole kind lingers like any permission (R84).
    pub fn reaches_at(&self, device: &Device, now: Timestamp) -> bool {
        self.reaches_with(self.effective(now), device)
    }

    fn reaches_with(&self, held: PermissionSet, device: &Device) -> bool {
        held.contains(device.kind.future_access()) || self.devices.contains(&device.id)
    }

    /// Gives permissions on top.
    pub(crate) fn grant(&mut self, permissions: PermissionSet) {
        self.permissions = self.permissions.union(permissions);
    }

    /// Notes what is known of the person now. A new display name is the one that lists show.
    pub(crate) fn describe(&mut self, change: &Profile) {
        self.profile = std::mem::take(&mut self.profile).with(change);
        if let Some(name) = &self.profile.display_name {
            self.display_name.clone_from(name);
        }
    }

    pub(crate) fn set_permissions(
        &mut self,
        next: PermissionSet,
        now: Timestamp,
        withdrawn_until: Timestamp,
    ) {
        let lost = self.permissions.minus(next);
        self.withdrawn.push((lost, withdrawn_until));
        for (lot, _) in &mut self.withdrawn {
            *lot = lot.minus(next);
        }
        self.withdrawn
            .retain(|(lot, until)| !lot.is_empty() && now < *until);
        self.permissions = next;
    }
}

/// What a user of the linked account can do at `now`: classic permissions, and the support-case permissions that
/// come from the Support Center role (R49, R83).
pub fn effective(account: &Account, user: &ClassicUser, now: Timestamp) -> PermissionSet {
    let held = user.effective(now);
    let Some(iam) = &user.iam else { return held };
    let cases = [
        ("support.case.read", Permission::TICKET_VIEW),
        ("support.case.create", Permission::TICKET_ADD),
        ("support.case.update", Permission::TICKET_EDIT),
    ];
    let identity = Identity::User(iam.clone());
    let granted = cases.into_iter().filter(|(action, _)| {
        access::decide(account, &identity, &Ask::action(action), now).allowed
    });
    granted.fold(held, |held, (_, permission)| held.with(permission))
}

/// Whether `actor` sees a user's classic permissions: own, or those of descendants with Manage Users (R76).
pub fn may_view(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    id: ClassicUserId,
) -> Result<(), Refusal> {
    if is_own(account, actor, id) || is_manager(account, actor, linked, id) {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized { to: "view this user's classic infrastructure permissions".into() }
        .refusal()
        .because("You need the classic permission Manage Users, and you must be above the user in the user hierarchy."))
}

/// The users that `actor` sees in `sl user list`: own, and descendants with Manage Users.
pub fn visible<'a>(
    account: &'a Account,
    actor: &'a Actor,
    linked: &'a ClassicAccount,
) -> impl Iterator<Item = &'a ClassicUser> {
    linked
        .users
        .values()
        .filter(move |user| may_view(account, actor, linked, user.id).is_ok())
}

/// The user, if `actor` may change what they hold (R76, R77).
pub fn may_edit<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    if target.master {
        let reason = "The account owner holds every classic infrastructure permission. They can't be changed.".into();
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    if is_own(account, actor, id) {
        return Err(RefusalKind::NotAuthorized {
            to: "change your own classic infrastructure permissions".into(),
        }
        .refusal()
        .remedy(Remedy::text(
            "Ask the account owner, or a user above you in the user hierarchy.",
        )));
    }
    if is_manager(account, actor, linked, id) {
        return Ok(target);
    }
    Err(RefusalKind::NotAuthorized { to: format!("change the classic infrastructure permissions of {}", target.username) }
        .refusal()
        .because("You need the classic permission Manage Users, and you must be above the user in the user hierarchy.")
        .remedy(Remedy::text("Ask the account owner, or a user above both of you in the user hierarchy.")))
}

/// The owner manages everybody; others those below them, with Manage Users (R76).
pub(crate) fn is_manager(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    id: ClassicUserId,
) -> bool {
    if actor.identity == Identity::User(account.owner.clone()) {
        return true;
    }
    account
        .open_classic_user(&actor.identity)
        .is_some_and(|own| {
            own.granted().contains(Permission::USER_MANAGE)
                && (own.master || linked.is_ancestor(own.id, id))
        })
}

/// What `actor` may hand out: the owner everything, others what they hold (R78).
pub fn grantable(account: &Account, actor: &Actor) -> PermissionSet {
    if actor.identity == Identity::User(account.owner.clone()) {
        return PermissionSet::ALL;
    }
    account
        .open_classic_user(&actor.identity)
        .map(ClassicUser::granted)
        .unwrap_or_default()
}

/// Nobody hands out what they don't hold (R78).
pub fn may_grant(account: &Account, actor: &Actor, wanted: PermissionSet) -> Result<(), Refusal> {
    let lacking = wanted.minus(grantable(account, actor));
    if lacking.is_empty() {
        return Ok(());
    }
    Err(RefusalKind::CannotGrant { lacking }
        .refusal()
        .remedy(Remedy::text(
            "Ask the account owner, or a user who holds these permissions and is above the user.",
        )))
}

/// Nobody hands out a device that they don't reach (R79).
pub fn may_grant_device(account: &Account, actor: &Actor, device: &Device) -> Result<(), Refusal> {
    let reached = match account.open_classic_user(&actor.identity) {
        Some(own) => own.reaches(device),
        None => actor.identity == Identity::User(account.owner.clone()),
    };
    if reached {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized {
        to: format!("grant access to the device {}", device.fqdn()),
    }
    .refusal()
    .because("You can't grant a user access to a device that you can't access yourself."))
}

/// The user, if `actor` may change what is noted of the person: one's own, or that of a user below.
pub(crate) fn may_describe<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
) -> Result<&'a ClassicUser, Refusal> {
    if is_own(account, actor, id) {
        return linked.user(id);
    }
    below(account, actor, linked, id, "edit this user's details")
}

/// The user, if `actor` may cancel them: a user below, neither oneself nor the master user.
pub(crate) fn may_cancel<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    let reason = match target.master {
        true => "The account owner can't be cancelled.",
        false if is_own(account, actor, id) => "You can't cancel yourself.",
        false if target.cancelled => "The user is cancelled already.",
        false => return below(account, actor, linked, id, "cancel this user"),
    };
    let reason = reason.into();
    Err(RefusalKind::NotPossible { reason }.refusal())
}

/// Whether the user is the one whom `actor` is.
pub(super) fn is_own(account: &Account, actor: &Actor, id: ClassicUserId) -> bool {
    let own = account.linked_user(&actor.identity);
    own.is_some_and(|own| own.id == id)
}

/// The user, if `actor` manages them (R76).
fn below<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
    to: &str,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    if is_manager(account, actor, linked, id) {
        return Ok(target);
    }
    Err(RefusalKind::NotAuthorized { to: to.into() }
        .refusal()
        .because("You need the classic permission Manage Users, and you must be above the user in the user hierarchy."))
}

/// The user, if `actor` may make the classic API key: one's own, or with Manage Users that of a user below.
pub(crate) fn may_hold_key<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    if !is_own(account, actor, id) && !is_manager(account, actor, linked, id) {
        return Err(RefusalKind::NotAuthorized {
            to: "create a classic infrastructure API key for this user".into(),
        }
        .refusal()
        .remedy(Remedy::text(
            "Log in as that user, or ask a user above them in the user hierarchy.",
        )));
    }
    let state = target
        .iam
        .as_ref()
        .and_then(|iam| account.users.get(iam))
        .map(|user| user.state);
    match state {
        _ if target.cancelled => {
            let reason = "The classic infrastructure user was cancelled.".into();
            Err(RefusalKind::NotPossible { reason }.refusal())
        }
        Some(state) if !state.allows_classic() => {
            let reason = format!(
                "Classic infrastructure is closed to this user: the status is {}.",
                state.label()
            );
            Err(RefusalKind::NotPossible { reason }.refusal())
        }
        _ => Ok(target),
    }
}

/// The user, if `actor` may delete the classic API key: also in states in which none can be made (R137).
pub(crate) fn may_delete_key<'a>(
    account: &Account,
    actor: &Actor,
    linked: &'a ClassicAccount,
    id: ClassicUserId,
) -> Result<&'a ClassicUser, Refusal> {
    let target = linked.user(id)?;
    if is_own(account, actor, id) || is_manager(account, actor, linked, id) {
        return Ok(target);
    }
    Err(RefusalKind::NotAuthorized {
        to: "delete this user's classic infrastructure API key".into(),
    }
    .refusal()
    .remedy(Remedy::text(
        "Only the user, and users above them with Manage Users, can delete it.",
    )))
}
