//! The API key of a region and resource group (R1-R33).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Era};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::credentials::Event;
use crate::credentials::slot::{self, Slot};
use crate::event;
use crate::iam::access::{self, Ask};
use crate::iam::api_key::{self, NewKey};
use crate::id::{ApiKeyId, TrustedProfileId};
use crate::refusal::{KeyCaller, Refusal, RefusalKind, Remedy};

/// The stored key. It is an API key of its owner like any other (R12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionKey {
    /// The API key. It may have been deleted since (R30).
    pub id: ApiKeyId,
    /// Whose it is: what `api-key info` answers (R15).
    pub owner: Identity,
    /// The owner's name when the key was stored: the owner may be gone (R30).
    pub owner_name: String,
    /// The owner's address when the key was stored.
    pub owner_email: String,
    /// When it was stored.
    pub stored_at: Timestamp,
}

impl RegionKey {
    pub(crate) fn of(account: &Account, id: ApiKeyId, owner: Identity, at: Timestamp) -> RegionKey {
        let (owner_name, owner_email) = match &owner {
            Identity::User(user) => account
                .users
                .get(user)
                .map(|u| (u.name.clone(), u.email.to_string()))
                .unwrap_or_default(),
            other => (
                account.member_name(other).unwrap_or_default(),
                String::new(),
            ),
        };
        RegionKey {
            id,
            owner,
            owner_name,
            owner_email,
            stored_at: at,
        }
    }
}

/// The key of a slot: whose it is answers `ks api-key info`, also where it no longer works (R15).
pub fn stored<'a>(account: &'a Account, slot: &Slot) -> Result<&'a RegionKey, Refusal> {
    let key = account.slots.get(slot).and_then(|state| state.key.as_ref());
    key.ok_or_else(|| RefusalKind::NoRegionKey.refusal())
}

/// `ks api-key reset`: a new key of the caller takes the place of the old one (R6). Whether the caller could order
/// anything is not looked at (R9).
pub(crate) fn reset(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    may_own(account, actor, ctx.now)?;
    slot::require(account, actor, slot, slot::Access::Administer, ctx.now)?;
    let mut events = create(account, actor, slot, ctx)?;
    let old = account.slots.get(slot).and_then(|state| state.key.as_ref());
    if let (Era::Y2024M01, Some(old)) = (account.era, old) {
        // The first of the two documents deletes the old key, the second leaves it behind (R10).
        if account
            .api_keys
            .get(&old.id)
            .is_some_and(|key| !key.locked && !key.is_removed(ctx.now))
        {
            events.push(api_key::Event::Deleted { id: old.id.clone() }.into());
        }
    }
    Ok(events)
}

/// The first administrator action in an empty slot makes a key for the caller (R3); a filled one stays (R5).
pub(crate) fn ensure(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if account
        .slots
        .get(slot)
        .is_some_and(|state| state.key.is_some())
    {
        return Ok(Vec::new());
    }
    may_own(account, actor, ctx.now)?;
    create(account, actor, slot, ctx)
}

fn create(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if let Identity::User(_) = actor.identity {
        // Restricted API key creation stops the service too (R13).
        api_key::may_create(account, actor, &actor.identity, ctx.now)
            .map_err(|refusal| cannot_create(account, actor, refusal))?;
    }
    let description = format!(
        "Kubernetes Service API key for region {} and resource group {}",
        slot.region, slot.group
    );
    let name = api_key::REGION_KEY_NAME.to_string();
    let new = NewKey::of(&actor.identity, name, description);
    let created = api_key::created(account, ctx, 0, new)?;
    let api_key::Event::Created { id, .. } = &created else {
        return Ok(Vec::new());
    };
    let stored = Event::KeyStored {
        slot: slot.clone(),
        key: id.clone(),
    };
    Ok(vec![created.into(), stored.into()])
}

/// Service IDs own no region key in 2024; in 2026 with Operator on IAM Identity (R19, R20).
fn may_own(account: &Account, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
    let id = match &actor.identity {
        Identity::ServiceId(id) => id,
        Identity::TrustedProfile(id) => return cannot_own(account, id),
        Identity::User(_) | Identity::Credlab => return Ok(()),
    };
    let decision = access::decide(
        account,
        &actor.identity,
        &Ask::action("iam-identity.apikey.create"),
        now,
    );
    if account.era == Era::Y2026 && decision.allowed {
        return Ok(());
    }
    let name = account.service_id(id)?.name.clone();
    let refusal = RefusalKind::CannotCreateApiKey {
        caller: KeyCaller::ServiceId(name),
    }
    .refusal();
    Err(match account.era {
        Era::Y2026 => refusal.with_decision(decision),
        _ => refusal
            .because("The API key of a region and resource group stores the credentials of a user. A service ID can't own it.")
            .remedy(Remedy::text("Log in as a user or functional ID with the required permissions and reset the API key.")),
    })
}

/// In no era: whoever has put on a trusted profile can't create an API key of a user (R19).
fn cannot_own(account: &Account, id: &TrustedProfileId) -> Result<(), Refusal> {
    let name = account.trusted_profile(id)?.name.clone();
    Err(RefusalKind::CannotCreateApiKey {
        caller: KeyCaller::TrustedProfile(name),
    }
    .refusal()
    .because("The API key of a region and resource group stores the credentials of a user. A session of a trusted profile can't create API keys.")
    .remedy(Remedy::run(
        "Leave the profile and reset the API key as a user with the required permissions.",
        "ibmcloud iam trusted-profile-leave",
    )))
}

fn cannot_create(account: &Account, actor: &Actor, cause: Refusal) -> Refusal {
    let email = account.member_name(&actor.identity).unwrap_or_default();
    let kind = RefusalKind::CannotCreateApiKey {
        caller: KeyCaller::User(email),
    };
    kind.refusal()
        .because(cause.message())
        .with_remedies(cause.remedies)
}
