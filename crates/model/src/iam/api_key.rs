//! IBM Cloud API keys of users and service IDs. The value is shown once; the account keeps its hash (R129).

mod listing;
mod terms;

pub use listing::Listing;
pub(crate) use terms::prune;
pub use terms::{KEPT_DAYS, LeakAction, Terms};

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited, only_credlab};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::credentials::slot::Slot;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::service_id::require_creator;
use crate::id::ApiKeyId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy};
use crate::secret::SecretHash;

/// The most keys that one identity may have (R129).
pub const LIMIT: usize = 20;

/// The name of every key that the Kubernetes Service stores (R11).
pub const REGION_KEY_NAME: &str = "containers-kubernetes-key";

/// An API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose it is. It acts with everything that this identity may do when it is used (R2).
    pub owner: Identity,
    /// Its name; need not be unique.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The hash of its value.
    pub hash: SecretHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// From when it is known everywhere (R14).
    pub usable_from: Timestamp,
    /// A locked key can't be changed or deleted, but used (R33, R132).
    pub locked: bool,
    /// A disabled key gives no tokens (R131).
    pub disabled: bool,
    /// What happens to it when it leaks (R133).
    #[serde(default)]
    pub action_when_leaked: LeakAction,
    /// From when on it gives no token any more, if it ever expires (R134).
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// How often it was changed; part of the entity tag.
    pub revision: u32,
}

/// What can be asked of API keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of ApiKey")]
pub enum Command {
    /// Makes a key for the caller, or for a service ID. Nobody can make one for another user (R130).
    Create {
        owner: Identity,
        name: String,
        description: String,
        locked: bool,
        #[serde(default)]
        terms: Terms,
    },
    /// Renames a key, describes it anew, or says anew how it ends.
    Update {
        id: ApiKeyId,
        name: String,
        description: String,
        #[serde(default)]
        terms: Terms,
    },
    /// Locks or unlocks.
    SetLocked { id: ApiKeyId, locked: bool },
    /// Disables or enables.
    SetDisabled { id: ApiKeyId, disabled: bool },
    /// Deletes for good.
    Delete { id: ApiKeyId },
    /// Credlab says that its value was found where others can read it (R133).
    ReportLeak { id: ApiKeyId },
}

/// What happens to API keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of ApiKey")]
pub enum Event {
    Created {
        id: ApiKeyId,
        owner: Identity,
        name: String,
        description: String,
        hash: SecretHash,
        locked: bool,
        #[serde(default)]
        terms: Terms,
    },
    Updated {
        id: ApiKeyId,
        name: String,
        description: String,
        #[serde(default)]
        terms: Terms,
    },
    LockSet {
        id: ApiKeyId,
        locked: bool,
    },
    DisabledSet {
        id: ApiKeyId,
        disabled: bool,
    },
    Deleted {
        id: ApiKeyId,
    },
    /// Changes nothing by itself: it is the notice to the owner and the administrators (R133).
    Leaked {
        id: ApiKeyId,
    },
}

impl ApiKey {
    /// Whether a token can be had for the key at `now`: known everywhere, neither disabled nor expired (R14, R131).
    pub fn is_usable(&self, now: Timestamp) -> bool {
        !self.disabled && self.usable_from <= now && !self.is_expired(now)
    }

    /// The slots whose stored key this is.
    pub fn slots<'a>(&'a self, account: &'a Account) -> impl Iterator<Item = &'a Slot> {
        let stored = account
            .slots
            .iter()
            .filter(|(_, s)| s.key.as_ref().is_some_and(|k| k.id == self.id));
        stored.map(|(slot, _)| slot)
    }
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let event = match command {
        Command::Create {
            owner,
            name,
            description,
            locked,
            terms,
        } => {
            may_create(account, actor, owner, ctx.now)?;
            terms::check(account, terms, ctx.now)?;
            let (name, description) = (
                name::text("name", name, 1)?,
                name::text("description", description, 0)?,
            );
            let new = NewKey {
                locked: *locked,
                terms: *terms,
                ..NewKey::of(owner, name, description)
            };
            created(account, ctx, 0, new)?
        }
        Command::Update {
            id,
            name,
            description,
            terms,
        } => {
            let key = there(account, id, ctx.now)?;
            may_change(account, actor, key, "iam-identity.apikey.update", ctx.now)?;
            unlocked(key)?;
            terms::check(account, terms, ctx.now)?;
            let (name, description) = (
                name::text("name", name, 1)?,
                name::text("description", description, 0)?,
            );
            Event::Updated {
                id: id.clone(),
                name,
                description,
                terms: *terms,
            }
        }
        Command::SetLocked { id, locked } => {
            may_change(
                account,
                actor,
                there(account, id, ctx.now)?,
                "iam-identity.apikey.update",
                ctx.now,
            )?;
            Event::LockSet {
                id: id.clone(),
                locked: *locked,
            }
        }
        Command::SetDisabled { id, disabled } => {
            let key = there(account, id, ctx.now)?;
            may_change(account, actor, key, "iam-identity.apikey.update", ctx.now)?;
            unlocked(key)?;
            Event::DisabledSet {
                id: id.clone(),
                disabled: *disabled,
            }
        }
        Command::Delete { id } => {
            let key = there(account, id, ctx.now)?;
            may_change(account, actor, key, "iam-identity.apikey.delete", ctx.now)?;
            unlocked(key)?;
            Event::Deleted { id: id.clone() }
        }
        Command::ReportLeak { id } => return report_leak(account, actor, id, ctx.now),
    };
    Ok(vec![event.into()])
}

/// Anyone may make own keys, unless creation is restricted; keys of a service ID need access to it (R130, R135).
pub(crate) fn may_create(
    account: &Account,
    actor: &Actor,
    owner: &Identity,
    now: Timestamp,
) -> Result<(), Refusal> {
    match owner {
        Identity::User(id) if *owner == actor.identity => {
            account.active_user(id)?;
            if account.settings.restrict_api_key_creation {
                require_creator(
                    account,
                    actor,
                    &Ask::action("iam-identity.user-apikey.create"),
                    now,
                )?;
            }
            Ok(())
        }
        Identity::ServiceId(id) => {
            let service_id = account.service_id(id)?;
            if service_id.locked {
                return Err(RefusalKind::Locked {
                    noun: Noun::ServiceId,
                    name: service_id.name.clone(),
                }
                .refusal());
            }
            account.require(
                actor,
                &Ask::action("iam-identity.apikey.create"),
                "create API keys of service IDs",
                now,
            )
        }
        Identity::TrustedProfile(_) => {
            let reason = "A trusted profile has no API keys: it is put on, not logged in with.";
            let reason = reason.to_string();
            Err(RefusalKind::NotPossible { reason }.refusal())
        }
        _ => Err(RefusalKind::NotAuthorized {
            to: "create an API key for another user".into(),
        }
        .refusal()
        .because(
            "A user's API key carries all of the user's access, so only the user can create it.",
        )
        .remedy(Remedy::text(
            "Log in as that user, or functional ID, and create the key there.",
        ))),
    }
}

/// A key that is to be made.
pub(crate) struct NewKey<'a> {
    owner: &'a Identity,
    name: String,
    description: String,
    locked: bool,
    terms: Terms,
}

impl NewKey<'_> {
    /// A key that is not locked, and that ends as keys do of which nothing is said.
    pub(crate) fn of(owner: &Identity, name: String, description: String) -> NewKey<'_> {
        NewKey {
            owner,
            name,
            description,
            locked: false,
            terms: Terms::default(),
        }
    }
}

/// The event that makes the `n`th key of this decision, if the owner has room for one more (R12).
pub(crate) fn created(
    account: &Account,
    ctx: &Context,
    n: u32,
    new: NewKey<'_>,
) -> Result<Event, Refusal> {
    let keys = account.api_keys.values();
    let own = keys.filter(|key| key.owner == *new.owner && !key.is_removed(ctx.now));
    if own.count() >= LIMIT {
        return Err(Refusal::limit(Noun::ApiKey, LIMIT)
            .remedy(Remedy::text("Delete an API key that is no longer used.")));
    }
    Ok(Event::Created {
        id: ctx.fresh_api_key(n),
        owner: new.owner.clone(),
        name: new.name,
        description: new.description,
        hash: SecretHash::of(&ctx.api_key_value_of(n)),
        locked: new.locked,
        terms: new.terms,
    })
}

/// The key of that id, if it was not removed by `now`.
fn there<'a>(account: &'a Account, id: &ApiKeyId, now: Timestamp) -> Result<&'a ApiKey, Refusal> {
    let key = account.api_key(id)?;
    if key.is_removed(now) {
        let (noun, name) = (Noun::ApiKey, id.to_string());
        return Err(RefusalKind::NotFound { noun, name }.refusal());
    }
    Ok(key)
}

/// What follows when a key has leaked: the notice, and what was chosen for the key, be it locked or not (R133; for
/// locked keys inferred: who found the value is not stopped by a lock either).
fn report_leak(
    account: &Account,
    actor: &Actor,
    id: &ApiKeyId,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    only_credlab(actor, "report that an API key leaked")?;
    let key = there(account, id, now)?;
    terms::known(account, "The search for leaked API keys")?;
    let id = id.clone();
    let notice = Event::Leaked { id: id.clone() };
    let action = match key.action_when_leaked {
        LeakAction::None => None,
        LeakAction::Disable if key.disabled => None,
        LeakAction::Disable => Some(Event::DisabledSet { id, disabled: true }),
        LeakAction::Delete => Some(Event::Deleted { id }),
    };
    Ok(std::iter::once(notice)
        .chain(action)
        .map(event::Event::from)
        .collect())
}

/// Whether `identity` may know of a key: own keys; others' as their service lists them, users' keys to Administrators
/// only (R130). Nobody can see a value.
pub fn may_see(account: &Account, identity: &Identity, key: &ApiKey, now: Timestamp) -> bool {
    if key.is_removed(now) {
        return false;
    }
    key.owner == *identity
        || match key.owner {
            Identity::ServiceId(_) => may_list_service_id_keys(account, identity, now),
            _ => may_list_user_keys(account, identity, now),
        }
}

fn may_list_user_keys(account: &Account, identity: &Identity, now: Timestamp) -> bool {
    let ask = Ask::role("iam-identity", &["Administrator"]);
    access::decide(account, identity, &ask, now).allowed
}

fn may_list_service_id_keys(account: &Account, identity: &Identity, now: Timestamp) -> bool {
    let ask = Ask::action("iam-identity.apikey.list");
    access::decide(account, identity, &ask, now).allowed
}

/// Own keys are everybody's own business; others' need a role on the IAM Identity Service. For users' keys that
/// role is Administrator (R130).
fn may_change(
    account: &Account,
    actor: &Actor,
    key: &ApiKey,
    action: &'static str,
    now: Timestamp,
) -> Result<(), Refusal> {
    if key.owner == actor.identity {
        return Ok(());
    }
    let ask = match key.owner {
        Identity::ServiceId(_) => Ask::action(action),
        _ => Ask::role("iam-identity", &["Administrator"]),
    };
    let decision = access::decide(account, &actor.identity, &ask, now);
    if decision.allowed {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized {
        to: "manage other identities' API keys".into(),
    }
    .refusal()
    .with_decision(decision)
    .remedy(Remedy::text(
        "Ask the account owner, or an Administrator of the IAM Identity Service.",
    )))
}

fn unlocked(key: &ApiKey) -> Result<(), Refusal> {
    if key.locked {
        return Err(RefusalKind::Locked {
            noun: Noun::ApiKey,
            name: key.name.clone(),
        }
        .refusal());
    }
    Ok(())
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    let touch = |key: &mut ApiKey| {
        key.modified_at = record.at;
        key.revision += 1;
    };
    match event {
        Event::Created {
            id,
            owner,
            name,
            description,
            hash,
            locked,
            terms,
        } => {
            let mut key = ApiKey {
                id: id.clone(),
                owner: owner.clone(),
                name: name.clone(),
                description: description.clone(),
                hash: hash.clone(),
                created_at: record.at,
                modified_at: record.at,
                usable_from: account.pace.key_replicated(record.at),
                locked: *locked,
                disabled: false,
                action_when_leaked: LeakAction::default(),
                expires_at: None,
                revision: 1,
            };
            terms::apply(&mut key, terms);
            account.api_keys.insert(id.clone(), key);
        }
        Event::Updated {
            id,
            name,
            description,
            terms,
        } => {
            if let Some(key) = account.api_keys.get_mut(id) {
                key.name = name.clone();
                key.description = description.clone();
                terms::apply(key, terms);
                touch(key);
            }
        }
        Event::LockSet { id, locked } => {
            if let Some(key) = account.api_keys.get_mut(id) {
                key.locked = *locked;
                touch(key);
            }
        }
        Event::DisabledSet { id, disabled } => {
            if let Some(key) = account.api_keys.get_mut(id) {
                key.disabled = *disabled;
                touch(key);
            }
        }
        Event::Deleted { id } => drop(account.api_keys.remove(id)),
        Event::Leaked { .. } => {}
    }
}

pub(crate) fn audited(account: &Account, event: &Event) -> Audited {
    let of_service_id = |id: &ApiKeyId| {
        account
            .api_keys
            .get(id)
            .is_some_and(|key| matches!(key.owner, Identity::ServiceId(_)))
    };
    match event {
        Event::Created {
            id,
            owner: Identity::ServiceId(_),
            ..
        } => Audited::new("iam-identity.serviceid-apikey.create", id),
        Event::Created { id, .. } => Audited::new("iam-identity.user-apikey.create", id),
        Event::Updated { id, .. } | Event::LockSet { id, .. } | Event::DisabledSet { id, .. } => {
            let service = of_service_id(id);
            Audited::new(
                if service {
                    "iam-identity.serviceid-apikey.update"
                } else {
                    "iam-identity.user-apikey.update"
                },
                id,
            )
        }
        Event::Deleted { id } => {
            let service = of_service_id(id);
            Audited::new(
                if service {
                    "iam-identity.serviceid-apikey.delete"
                } else {
                    "iam-identity.user-apikey.delete"
                },
                id,
            )
        }
        Event::Leaked { id } => Audited::new("credlab.apikey.leak", id),
    }
}
