//! Classic infrastructure: separate accounts with users, permissions and devices of their own (R52).
//!
//! A Pay-As-You-Go or Subscription account is linked to one of them (R59). Others exist beside it, reached only by
//! manually set credentials (R60, R64). IAM has no say in here; [`permission`] and [`device`] decide.

pub mod account;
pub mod device;
pub mod notification;
pub mod permission;
pub mod profile;
pub mod user;
mod users;
pub mod vlan;
pub mod vpn;

pub use account::ClassicAccount;
pub use device::{Device, DeviceKind};
pub use notification::Notification;
pub use permission::{Permission, PermissionSet, SetName};
pub use profile::Profile;
pub use user::ClassicUser;
pub use users::ClassicUsers;
pub use vlan::{VlanCommand, VlanEvent};
pub use vpn::{Vpn, VpnCommand};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::account::{Account, Audited};
use crate::actor::Actor;
use crate::context::Context;
use crate::event::{self, Record};
use crate::id::{ClassicUserId, DeviceId};
use crate::refusal::{Noun, Refusal, RefusalKind};
use crate::secret::SecretHash;

/// What can be asked of the linked classic account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Makes the user's permissions exactly these: the Permissions tab (R76-R78). What IAM manages is left alone.
    SetPermissions {
        /// Whose.
        user: ClassicUserId,
        /// All that the user is to have.
        permissions: PermissionSet,
    },
    /// Adds or removes permissions: `sl user permission-edit --permission` (R86).
    EditPermissions {
        /// Whose.
        user: ClassicUserId,
        /// Which.
        permissions: PermissionSet,
        /// Add them, or remove them.
        change: Change,
    },
    /// Makes the permissions those of another user: `sl user permission-edit --from-user` (R86).
    CopyPermissions {
        /// Whose permissions change.
        user: ClassicUserId,
        /// Whose permissions are copied.
        from: ClassicUserId,
    },
    /// Makes the reachable devices exactly these: the Devices tab (R79, R85).
    SetDevices {
        /// Whose.
        user: ClassicUserId,
        /// The devices.
        devices: BTreeSet<DeviceId>,
        /// The kinds of which all devices, present and to come, are accessible.
        future: BTreeSet<DeviceKind>,
    },
    /// Grants or removes access to single devices: `sl user grant-access`, `remove-access`.
    EditDevices {
        /// Whose.
        user: ClassicUserId,
        /// Which.
        devices: BTreeSet<DeviceId>,
        /// Add them, or remove them.
        change: Change,
    },
    /// Makes the one classic infrastructure API key of a user (R137).
    CreateApiKey {
        /// Whose.
        user: ClassicUserId,
    },
    /// Deletes it.
    DeleteApiKey {
        /// Whose.
        user: ClassicUserId,
    },
    /// Changes a user's VPN.
    Vpn {
        /// Whose.
        user: ClassicUserId,
        /// How.
        change: VpnCommand,
    },
    /// Changes what is noted of the person: `sl user detail-edit`.
    EditProfile {
        /// Whose.
        user: ClassicUserId,
        /// What is to be changed.
        profile: Box<Profile>,
    },
    /// Cancels a user: `sl user delete`. Classic infrastructure is closed to them from then on.
    Cancel {
        /// Whom.
        user: ClassicUserId,
    },
    /// Turns mail to the caller on or off: `sl user edit-notifications`.
    Notify {
        /// Which.
        notification: Notification,
        /// Whether it is to come.
        enabled: bool,
    },
    /// Orders, names and cancels VLANs.
    Vlan(VlanCommand),
}

/// Adding or removing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The user gets it.
    Add,
    /// The user loses it.
    Remove,
}

/// What happens in the linked classic account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of ClassicUser")]
pub enum Event {
    /// A user's permissions are these now.
    PermissionsSet {
        user: ClassicUserId,
        permissions: PermissionSet,
    },
    /// A user reaches these devices now.
    DevicesSet {
        user: ClassicUserId,
        devices: BTreeSet<DeviceId>,
    },
    /// A user's classic infrastructure API key was made.
    ApiKeyCreated {
        user: ClassicUserId,
        hash: SecretHash,
    },
    /// A user's classic infrastructure API key is gone.
    ApiKeyDeleted { user: ClassicUserId },
    /// A user's VPN is set to this now.
    VpnSet { user: ClassicUserId, vpn: Vpn },
    /// What is noted of a user was changed.
    ProfileEdited {
        user: ClassicUserId,
        profile: Box<Profile>,
    },
    /// A user was cancelled.
    Cancelled { user: ClassicUserId },
    /// Mail to a user was turned on or off.
    Notified {
        user: ClassicUserId,
        notification: Notification,
        enabled: bool,
    },
    /// Something happened to a VLAN.
    Vlan(VlanEvent),
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let linked = linked(account)?;
    let events = match command {
        Command::SetPermissions { user, permissions } => {
            let target = user::may_edit(account, actor, linked, *user)?;
            permission_change(
                account,
                actor,
                target,
                kept(target).union(permissions.editable()),
            )?
        }
        Command::EditPermissions {
            user,
            permissions,
            change,
        } => {
            let target = user::may_edit(account, actor, linked, *user)?;
            let wanted = permissions.editable();
            if let Some(migrated) = permissions
                .minus(wanted)
                .iter()
                .next()
                .filter(|_| *permissions != PermissionSet::ALL)
            {
                return Err(migrated_to_iam(migrated));
            }
            if *change == Change::Add {
                user::may_grant(account, actor, wanted)?;
            }
            let next = match change {
                Change::Add => target.permissions.union(wanted),
                Change::Remove => target.permissions.minus(wanted),
            };
            permission_change(account, actor, target, next)?
        }
        Command::CopyPermissions { user, from } => {
            let target = user::may_edit(account, actor, linked, *user)?;
            let wanted = linked.user(*from)?.granted().editable();
            permission_change(account, actor, target, kept(target).union(wanted))?
        }
        Command::SetDevices {
            user,
            devices,
            future,
        } => {
            let target = user::may_edit(account, actor, linked, *user)?;
            let mut permissions = target.permissions;
            for kind in DeviceKind::ALL {
                permissions = match future.contains(&kind) {
                    true => permissions.with(kind.future_access()),
                    false => permissions.minus(PermissionSet::of([kind.future_access()])),
                };
            }
            let mut events = device_change(account, actor, linked, target, devices.clone())?;
            events.extend(permission_change(account, actor, target, permissions)?);
            events
        }
        Command::EditDevices {
            user,
            devices,
            change,
        } => {
            let target = user::may_edit(account, actor, linked, *user)?;
            let next = match change {
                Change::Add => target.devices.union(devices).copied().collect(),
                Change::Remove => target.devices.difference(devices).copied().collect(),
            };
            devices
                .iter()
                .try_for_each(|device| linked.device(*device).map(drop))?;
            device_change(account, actor, linked, target, next)?
        }
        Command::CreateApiKey { user } => {
            let target = user::may_hold_key(account, actor, linked, *user)?;
            if target.api_key.is_some() {
                let name = target.username.clone();
                return Err(RefusalKind::AlreadyExists {
                    noun: Noun::ClassicApiKey,
                    name,
                }
                .refusal()
                .because("A user has at most one classic infrastructure API key."));
            }
            vec![Event::ApiKeyCreated {
                user: *user,
                hash: SecretHash::of(&ctx.classic_api_key_value()),
            }]
        }
        Command::DeleteApiKey { user } => {
            let target = user::may_delete_key(account, actor, linked, *user)?;
            if target.api_key.is_none() {
                let name = target.username.clone();
                return Err(RefusalKind::NotFound {
                    noun: Noun::ClassicApiKey,
                    name,
                }
                .refusal());
            }
            vec![Event::ApiKeyDeleted { user: *user }]
        }
        Command::Vpn { user, change } => {
            vpn::decide(account, actor, linked, *user, change, ctx.now)?
        }
        Command::EditProfile { user, profile } => {
            user::may_describe(account, actor, linked, *user)?;
            profile.check()?;
            let (user, profile) = (*user, profile.clone());
            vec![Event::ProfileEdited { user, profile }]
        }
        Command::Cancel { user } => {
            user::may_cancel(account, actor, linked, *user)?;
            vec![Event::Cancelled { user: *user }]
        }
        Command::Notify {
            notification,
            enabled,
        } => notify(account, actor, *notification, *enabled)?,
        Command::Vlan(command) => vlan::decide(account, actor, linked, command)?,
    };
    Ok(events.into_iter().map(event::Event::from).collect())
}

/// The linked classic account, or why there is none (R58).
pub fn linked(account: &Account) -> Result<&ClassicAccount, Refusal> {
    account.linked_classic().ok_or_else(|| {
        let reason = format!(
            "A {} account has no classic infrastructure account.",
            account.kind.label()
        );
        RefusalKind::NoClassicAccount {
            reason: reason.clone(),
        }
        .refusal()
        .because(reason)
    })
}

/// What an edit of the tab leaves alone: device access has a tab of its own, the rest is managed by IAM (R87).
fn kept(target: &ClassicUser) -> PermissionSet {
    let future = PermissionSet::of(DeviceKind::ALL.map(DeviceKind::future_access));
    target.permissions.intersection(
        PermissionSet::ALL
            .minus(PermissionSet::ALL.editable())
            .union(future),
    )
}

/// Everybody chooses their own mail.
fn notify(
    account: &Account,
    actor: &Actor,
    notification: Notification,
    enabled: bool,
) -> Result<Vec<Event>, Refusal> {
    let Some(own) = account.open_classic_user(&actor.identity) else {
        return Err(RefusalKind::NotAuthorized {
            to: "use classic infrastructure".into(),
        }
        .refusal()
        .because("Notifications belong to a user of the classic infrastructure account."));
    };
    if own.muted.contains(&notification) != enabled {
        let state = if enabled { "enabled" } else { "disabled" };
        let reason = format!(
            "The notification '{}' is {state} already.",
            notification.name()
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    Ok(vec![Event::Notified {
        user: own.id,
        notification,
        enabled,
    }])
}

fn permission_change(
    account: &Account,
    actor: &Actor,
    target: &ClassicUser,
    next: PermissionSet,
) -> Result<Vec<Event>, Refusal> {
    user::may_grant(account, actor, next.minus(target.permissions))?;
    Ok(vec![Event::PermissionsSet {
        user: target.id,
        permissions: next,
    }])
}

fn device_change(
    account: &Account,
    actor: &Actor,
    linked: &ClassicAccount,
    target: &ClassicUser,
    next: BTreeSet<DeviceId>,
) -> Result<Vec<Event>, Refusal> {
    for id in next.difference(&target.devices) {
        user::may_grant_device(account, actor, linked.device(*id)?)?;
    }
    Ok(vec![Event::DevicesSet {
        user: target.id,
        devices: next,
    }])
}

fn migrated_to_iam(permission: Permission) -> Refusal {
    let reason = format!(
        "{} can't be changed in classic infrastructure any more: IBM Cloud IAM manages it.",
        permission.key_name()
    );
    RefusalKind::NotPossible { reason }
        .refusal()
        .remedy(crate::refusal::Remedy::run(
            "For support cases, assign a role on Support Center.",
            "ibmcloud iam user-policy-create USER --roles Editor --service-name support",
        ))
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    let withdrawn_until = account.pace.permission_withdrawn(record.at);
    let Some(linked) = account.linked_classic_mut() else {
        return;
    };
    let user = match event {
        Event::Vlan(event) => return vlan::apply(&mut linked.network, event),
        Event::PermissionsSet { user, .. }
        | Event::DevicesSet { user, .. }
        | Event::ApiKeyCreated { user, .. }
        | Event::ApiKeyDeleted { user }
        | Event::VpnSet { user, .. }
        | Event::ProfileEdited { user, .. }
        | Event::Cancelled { user }
        | Event::Notified { user, .. } => user,
    };
    let Some(user) = linked.users.get_mut(user) else {
        return;
    };
    match event {
        Event::PermissionsSet { permissions, .. } => {
            user.set_permissions(*permissions, record.at, withdrawn_until);
        }
        Event::DevicesSet { devices, .. } => user.devices = devices.clone(),
        Event::ApiKeyCreated { hash, .. } => {
            user.api_key = Some(user::ClassicApiKey {
                hash: hash.clone(),
                created_at: record.at,
            });
        }
        Event::ApiKeyDeleted { .. } => user.api_key = None,
        Event::VpnSet { vpn, .. } => user.vpn = vpn.clone(),
        Event::ProfileEdited { profile, .. } => user.describe(profile),
        Event::Cancelled { .. } => user.cancelled = true,
        Event::Notified {
            notification,
            enabled: true,
            ..
        } => drop(user.muted.remove(notification)),
        Event::Notified { notification, .. } => drop(user.muted.insert(*notification)),
        Event::Vlan(_) => {}
    }
}

/// Classic changes stand in the classic event log, named as SoftLayer's services name them (R146: inferred).
pub(crate) fn audited(event: &Event) -> Audited {
    let (action, user) = match event {
        Event::PermissionsSet { user, .. } => ("classic.user-permission.update", user),
        Event::DevicesSet { user, .. } => ("classic.user-device-access.update", user),
        Event::ApiKeyCreated { user, .. } => ("classic.user-api-key.create", user),
        Event::ApiKeyDeleted { user } => ("classic.user-api-key.delete", user),
        Event::VpnSet { user, .. } => ("classic.user-vpn.update", user),
        Event::ProfileEdited { user, .. } => ("classic.user-profile.update", user),
        Event::Cancelled { user } => ("classic.user.delete", user),
        Event::Notified { user, .. } => ("classic.user-notification.update", user),
        Event::Vlan(event) => return vlan::audited(event),
    };
    Audited::new(action, user)
}
