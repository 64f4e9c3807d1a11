//! The credentials that clusters order their infrastructure with.
//!
//! A [`slot`] is a region and a resource group. It holds at most one [`region_key`] and at most one set of
//! [`manual`] classic credentials. [`infrastructure`] is the second gate: it says which of them is in force, and
//! whether they can do what is asked.

pub mod infrastructure;
pub mod lineage;
pub mod manual;
pub mod permission_check;
pub mod region_key;
pub mod slot;

pub use region_key::RegionKey;
pub use slot::{Access, Slot, SlotState};

use serde::{Deserialize, Serialize};

use crate::account::{Account, Audited};
use crate::actor::Actor;
use crate::context::Context;
use crate::event::{self, Record};
use crate::id::{ApiKeyId, ResourceGroupId};
use crate::refusal::Refusal;
use crate::region::Region;
use crate::secret::SecretHash;

/// What can be asked of the credentials of a region and resource group. Without a group, the default one (R7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "region and group mean the same everywhere")]
pub enum Command {
    /// Replaces the API key by a new one of the caller: `ks api-key reset` (R6).
    ResetKey {
        region: Region,
        group: Option<ResourceGroupId>,
    },
    /// Stores classic credentials: `ks credential set classic` (R64).
    SetManual {
        region: Region,
        group: Option<ResourceGroupId>,
        username: String,
        api_key: ClassicKeyInput,
    },
    /// Takes them away: `ks credential unset` (R69).
    UnsetManual {
        region: Region,
        group: Option<ResourceGroupId>,
    },
    /// Looks which are set: `ks credential get` (R68).
    GetManual {
        region: Region,
        group: Option<ResourceGroupId>,
    },
    /// Checks the classic permissions of the credentials in force: `ks infra-permissions get` (R47).
    CheckPermissions {
        region: Region,
        group: Option<ResourceGroupId>,
    },
    /// Looks whether VLAN spanning is on: `ks vlan spanning get` (R91).
    GetVlanSpanning { region: Region },
}

impl Command {
    /// The region and resource group that are meant, and what is asked of them (R8, R47, R64, R68, R91).
    pub fn asks(&self, account: &Account) -> Result<(Slot, Access), Refusal> {
        let (region, group, access) = match self {
            Command::ResetKey { region, group }
            | Command::SetManual { region, group, .. }
            | Command::UnsetManual { region, group } => {
                (region, group.as_ref(), Access::Administer)
            }
            Command::GetManual { region, group } | Command::CheckPermissions { region, group } => {
                (region, group.as_ref(), Access::Read)
            }
            Command::GetVlanSpanning { region } => (region, None, Access::Read),
        };
        Ok((Slot::of(account, *region, group)?, access))
    }
}

/// A classic infrastructure API key as somebody typed it: only its hash leaves this type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClassicKeyInput(SecretHash);

impl ClassicKeyInput {
    /// Takes the value.
    pub fn typed(value: &str) -> ClassicKeyInput {
        ClassicKeyInput(SecretHash::of(value.trim()))
    }

    pub(crate) fn hash(&self) -> &SecretHash {
        &self.0
    }
}

/// What happens to the credentials of a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of SlotState")]
pub enum Event {
    /// The slot's key is this one now.
    KeyStored { slot: Slot, key: ApiKeyId },
    /// Classic credentials were stored.
    ManualSet {
        slot: Slot,
        username: String,
        hash: SecretHash,
    },
    /// They were taken away.
    ManualUnset { slot: Slot },
    /// Somebody looked which are set.
    ManualRead { slot: Slot },
    /// Somebody had the permissions checked.
    PermissionsChecked { slot: Slot },
    /// Somebody looked at VLAN spanning.
    VlanSpanningRead { region: Region },
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    match command {
        Command::ResetKey { region, group } => region_key::reset(
            account,
            actor,
            &Slot::of(account, *region, group.as_ref())?,
            ctx,
        ),
        Command::SetManual {
            region,
            group,
            username,
            api_key,
        } => manual::set(
            account,
            actor,
            &Slot::of(account, *region, group.as_ref())?,
            username,
            api_key.hash(),
            ctx.now,
        ),
        Command::UnsetManual { region, group } => manual::unset(
            account,
            actor,
            &Slot::of(account, *region, group.as_ref())?,
            ctx.now,
        ),
        Command::GetManual { region, group } => {
            let slot = Slot::of(account, *region, group.as_ref())?;
            manual::get(account, actor, &slot, ctx.now)?;
            Ok(vec![Event::ManualRead { slot }.into()])
        }
        Command::CheckPermissions { region, group } => {
            let slot = Slot::of(account, *region, group.as_ref())?;
            permission_check::check(account, actor, &slot, ctx.now)?;
            Ok(vec![Event::PermissionsChecked { slot }.into()])
        }
        Command::GetVlanSpanning { region } => {
            slot::require(
                account,
                actor,
                &Slot::of(account, *region, None)?,
                slot::Access::Read,
                ctx.now,
            )?;
            Ok(vec![Event::VlanSpanningRead { region: *region }.into()])
        }
    }
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::KeyStored { slot, key } => {
            let Some(owner) = account.api_keys.get(key).map(|key| key.owner.clone()) else {
                return;
            };
            let stored = RegionKey::of(account, key.clone(), owner, record.at);
            account.slots.entry(slot.clone()).or_default().key = Some(stored);
        }
        Event::ManualSet {
            slot,
            username,
            hash,
        } => {
            let manual = manual::ManualCredentials {
                username: username.clone(),
                hash: hash.clone(),
                set_by: record.actor.identity.clone(),
                set_at: record.at,
            };
            account.slots.entry(slot.clone()).or_default().manual = Some(manual);
        }
        Event::ManualUnset { slot } => {
            if let Some(state) = account.slots.get_mut(slot) {
                state.manual = None;
            }
        }
        Event::ManualRead { .. }
        | Event::PermissionsChecked { .. }
        | Event::VlanSpanningRead { .. } => {}
    }
}

/// R146, R148.
pub(crate) fn audited(event: &Event) -> Audited {
    let (action, slot) = match event {
        Event::KeyStored { slot, .. } => ("containers-kubernetes.account-api-key.reset", slot),
        Event::ManualSet { slot, .. } => {
            ("containers-kubernetes.account-infra-credential.set", slot)
        }
        Event::ManualUnset { slot } => (
            "containers-kubernetes.account-infra-credential.delete",
            slot,
        ),
        Event::ManualRead { slot } => ("containers-kubernetes.account-infra-credential.get", slot),
        Event::PermissionsChecked { slot } => {
            ("containers-kubernetes.account-infra-permission.get", slot)
        }
        Event::VlanSpanningRead { region } => {
            return Audited::new(
                "containers-kubernetes.account-subnet-vlan-spanning.get",
                region,
            );
        }
    };
    Audited::new(action, slot)
}
