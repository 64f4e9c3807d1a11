//! Manually set classic credentials: the way to another classic account (R64-R75).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::classic::{ClassicAccount, ClassicUser};
use crate::credentials::Event;
use crate::credentials::slot::{self, Slot};
use crate::event;
use crate::refusal::{Refusal, RefusalKind, Remedy};
use crate::secret::SecretHash;

/// A user name and the hash of a classic infrastructure API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualCredentials {
    /// The classic API user name: `1234567_user@example.com`.
    pub username: String,
    /// The hash of the classic infrastructure API key.
    pub hash: SecretHash,
    /// Who set them.
    pub set_by: Identity,
    /// When.
    pub set_at: Timestamp,
}

impl ManualCredentials {
    /// The classic account and user that the credentials open now, if their key still works (R75, R88).
    pub fn open<'a>(&self, account: &'a Account) -> Option<(&'a ClassicAccount, &'a ClassicUser)> {
        find(account, &self.username, &self.hash)
    }

    /// The classic account and user that the credentials are for, whether their key still works or not.
    pub fn user<'a>(&self, account: &'a Account) -> Option<(&'a ClassicAccount, &'a ClassicUser)> {
        let mut accounts = account.classic.values();
        accounts.find_map(|classic| Some((classic, classic.user_named(&self.username)?)))
    }
}

fn find<'a>(
    account: &'a Account,
    username: &str,
    hash: &SecretHash,
) -> Option<(&'a ClassicAccount, &'a ClassicUser)> {
    account.classic.values().find_map(|classic| {
        let user = classic.user_named(username)?;
        let fits = user.api_key.as_ref().is_some_and(|key| key.hash == *hash);
        let state = user.iam.as_ref().and_then(|iam| account.users.get(iam));
        let open = state.is_none_or(|user| user.state.keeps_classic_key());
        (fits && open && !user.cancelled).then_some((classic, user))
    })
}

pub(crate) fn set(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    username: &str,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    slot::require(account, actor, slot, slot::Access::Administer, now)?;
    crate::classic::linked(account)?;
    let Some((_, user)) = find(account, username.trim(), hash) else {
        return Err(RefusalKind::CredentialsNotValidated
            .refusal()
            .because("The user name must be a classic infrastructure user name, and the API key the classic infrastructure API key of that user.")
            .remedy(Remedy::run("Look up the user name in the classic infrastructure account.", "ibmcloud sl user list")));
    };
    Ok(vec![
        Event::ManualSet {
            slot: slot.clone(),
            username: user.username.clone(),
            hash: hash.clone(),
        }
        .into(),
    ])
}

pub(crate) fn unset(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    slot::require(account, actor, slot, slot::Access::Administer, now)?;
    stored(account, slot)?;
    Ok(vec![Event::ManualUnset { slot: slot.clone() }.into()])
}

/// The credentials of a slot: `ks credential get` (R68).
pub fn get<'a>(
    account: &'a Account,
    actor: &Actor,
    slot: &Slot,
    now: Timestamp,
) -> Result<&'a ManualCredentials, Refusal> {
    slot::require(account, actor, slot, slot::Access::Read, now)?;
    stored(account, slot)
}

fn stored<'a>(account: &'a Account, slot: &Slot) -> Result<&'a ManualCredentials, Refusal> {
    let manual = account
        .slots
        .get(slot)
        .and_then(|state| state.manual.as_ref());
    manual.ok_or_else(|| {
        let resource_group = account.group_name(&slot.group).to_string();
        RefusalKind::NoManualCredentials { resource_group }.refusal().because(
            "Classic infrastructure is reached through the linked account with the API key of the region and resource group.",
        )
    })
}
