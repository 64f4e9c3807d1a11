//! Service IDs: identities of applications. They reach what IAM governs, and never own a cluster's key (R19).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::policy::Subject;
use crate::iam::trusted_profile;
use crate::id::ServiceIdId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy};

/// The most service IDs in an account (`console.md`, section 16).
pub const LIMIT: usize = 2000;

/// A service ID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceId {
    /// Its id.
    pub id: ServiceIdId,
    /// Its name; need not be unique.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// A locked service ID can't be deleted, nor its policies changed (R139).
    pub locked: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
}

impl ServiceId {
    /// The IAM ID: `iam-` and the id.
    pub fn iam_id(&self) -> String {
        format!("iam-{}", self.id)
    }

    /// The identity.
    pub fn identity(&self) -> Identity {
        Identity::ServiceId(self.id.clone())
    }
}

/// What can be asked of service IDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of ServiceId")]
pub enum Command {
    /// Makes one.
    Create { name: String, description: String },
    /// Renames one, or describes it anew.
    Update {
        id: ServiceIdId,
        name: String,
        description: String,
    },
    /// Locks or unlocks one.
    SetLocked { id: ServiceIdId, locked: bool },
    /// Deletes one, with its keys and policies (R139).
    Delete { id: ServiceIdId },
}

/// What happens to service IDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of ServiceId")]
pub enum Event {
    Created {
        id: ServiceIdId,
        name: String,
        description: String,
    },
    Updated {
        id: ServiceIdId,
        name: String,
        description: String,
    },
    LockSet {
        id: ServiceIdId,
        locked: bool,
    },
    Deleted {
        id: ServiceIdId,
    },
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let update = Ask::action("iam-identity.serviceid.update");
    let event = match command {
        Command::Create { name, description } => {
            if account.settings.restrict_service_id_creation {
                let ask = Ask::action("iam-identity.serviceid.create");
                require_creator(account, actor, &ask, ctx.now)?;
            }
            if account.service_ids.len() >= LIMIT {
                return Err(Refusal::limit(Noun::ServiceId, LIMIT));
            }
            let (name, description) = (
                name::text("name", name, 1)?,
                name::text("description", description, 0)?,
            );
            Event::Created {
                id: ctx.fresh_service_id(0),
                name,
                description,
            }
        }
        Command::Update {
            id,
            name,
            description,
        } => {
            let old = account.service_id(id)?;
            account.require(actor, &update, "change service IDs", ctx.now)?;
            unlocked(old)?;
            let (name, description) = (
                name::text("name", name, 1)?,
                name::text("description", description, 0)?,
            );
            Event::Updated {
                id: id.clone(),
                name,
                description,
            }
        }
        Command::SetLocked { id, locked } => {
            account.service_id(id)?;
            account.require(actor, &update, "lock service IDs", ctx.now)?;
            Event::LockSet {
                id: id.clone(),
                locked: *locked,
            }
        }
        Command::Delete { id } => {
            let old = account.service_id(id)?;
            account.require(
                actor,
                &Ask::action("iam-identity.serviceid.delete"),
                "delete service IDs",
                ctx.now,
            )?;
            unlocked(old)?;
            Event::Deleted { id: id.clone() }
        }
    };
    Ok(vec![event.into()])
}

/// Whether `identity` may know of a service ID: itself, or by a role on the IAM Identity Service.
pub fn may_see(
    account: &Account,
    identity: &Identity,
    service_id: &ServiceId,
    now: Timestamp,
) -> bool {
    let ask = Ask::action("iam-identity.serviceid.get");
    service_id.identity() == *identity || access::decide(account, identity, &ask, now).allowed
}

/// Creation may be restricted to a creator role, for the owner too (R135, R136).
pub(crate) fn require_creator(
    account: &Account,
    actor: &Actor,
    ask: &Ask,
    now: Timestamp,
) -> Result<(), Refusal> {
    let held = access::is_granted(account, &actor.identity, ask, now);
    if held {
        return Ok(());
    }
    let role = ask.roles.first().copied().unwrap_or_default();
    Err(RefusalKind::NotAuthorized {
        to: "create this credential: creation is restricted in the account settings".into(),
    }
    .refusal()
    .remedy(Remedy::text(format!(
        "Ask for the role {role} on the IAM Identity Service."
    ))))
}

fn unlocked(service_id: &ServiceId) -> Result<(), Refusal> {
    if service_id.locked {
        return Err(RefusalKind::Locked {
            noun: Noun::ServiceId,
            name: service_id.name.clone(),
        }
        .refusal());
    }
    Ok(())
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Created {
            id,
            name,
            description,
        } => {
            let service_id = ServiceId {
                id: id.clone(),
                name: name.clone(),
                description: description.clone(),
                locked: false,
                created_at: record.at,
                modified_at: record.at,
            };
            account.service_ids.insert(id.clone(), service_id);
        }
        Event::Updated {
            id,
            name,
            description,
        } => {
            if let Some(service_id) = account.service_ids.get_mut(id) {
                service_id.name = name.clone();
                service_id.description = description.clone();
                service_id.modified_at = record.at;
            }
        }
        Event::LockSet { id, locked } => {
            if let Some(service_id) = account.service_ids.get_mut(id) {
                service_id.locked = *locked;
                service_id.modified_at = record.at;
            }
        }
        Event::Deleted { id } => {
            let identity = Identity::ServiceId(id.clone());
            account.service_ids.remove(id);
            account.api_keys.retain(|_, key| key.owner != identity);
            account.policies.remove_of(&Subject::ServiceId(id.clone()));
            account.access_groups.forget(&identity);
            trusted_profile::forget(account, &identity);
        }
    }
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, id) = match event {
        Event::Created { id, .. } => ("iam-identity.account-serviceid.create", id),
        Event::Updated { id, .. } | Event::LockSet { id, .. } => {
            ("iam-identity.account-serviceid.update", id)
        }
        Event::Deleted { id } => ("iam-identity.account-serviceid.delete", id),
    };
    Audited::new(action, id)
}
