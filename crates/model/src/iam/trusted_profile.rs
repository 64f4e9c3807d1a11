//! Trusted profiles: access without credentials of one's own, put on by the users and service IDs that a profile trusts
//! (R97; `api.md`, section 2). Of the ways to be trusted only being named is in this model: it has neither federated users
//! nor compute resources.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::policy::Subject;
use crate::id::TrustedProfileId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};

/// The most trusted profiles of an account (R113).
pub const LIMIT: usize = 2000;

/// A trusted profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedProfile {
    /// Its id.
    pub id: TrustedProfileId,
    /// Its name, unique in the account.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who may put it on: users and service IDs.
    pub trusts: BTreeSet<Identity>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// How often it was changed; part of the entity tag.
    pub revision: u32,
}

impl TrustedProfile {
    /// The profile as somebody who acts.
    pub fn identity(&self) -> Identity {
        Identity::TrustedProfile(self.id.clone())
    }
}

impl Account {
    /// The trusted profile of that id.
    pub fn trusted_profile(&self, id: &TrustedProfileId) -> Result<&TrustedProfile, Refusal> {
        let (noun, name) = (Noun::TrustedProfile, id.to_string());
        let found = self.trusted_profiles.get(id);
        found.ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())
    }

    /// The trusted profile of that name or id.
    pub fn trusted_profile_called(&self, typed: &str) -> Result<&TrustedProfile, Refusal> {
        let mut profiles = self.trusted_profiles.values();
        let found = profiles.find(|profile| {
            profile.name == typed
                || profile.id.as_str() == typed
                || self.iam_id(&profile.identity()) == typed
        });
        let (noun, name) = (Noun::TrustedProfile, shorten(typed));
        found.ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())
    }
}

/// What can be asked of trusted profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of TrustedProfile")]
pub enum Command {
    Create {
        name: String,
        description: String,
    },
    Update {
        id: TrustedProfileId,
        name: String,
        description: String,
    },
    /// Deletes the profile with its policies and memberships.
    Delete {
        id: TrustedProfileId,
    },
    /// Lets a user or a service ID put the profile on.
    Trust {
        id: TrustedProfileId,
        identity: Identity,
    },
    /// Lets them no longer.
    Distrust {
        id: TrustedProfileId,
        identity: Identity,
    },
    /// The actor puts the profile on.
    Assume {
        id: TrustedProfileId,
    },
}

/// What happens to trusted profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of TrustedProfile")]
pub enum Event {
    Created {
        id: TrustedProfileId,
        name: String,
        description: String,
    },
    Updated {
        id: TrustedProfileId,
        name: String,
        description: String,
    },
    Deleted {
        id: TrustedProfileId,
    },
    Trusted {
        id: TrustedProfileId,
        identity: Identity,
    },
    Distrusted {
        id: TrustedProfileId,
        identity: Identity,
    },
    /// Somebody put it on. Changes no state.
    Assumed {
        id: TrustedProfileId,
    },
}

/// Whether `identity` may know of a profile: who may put it on, the profile itself, and by Viewer on the IAM Identity
/// Service.
pub fn may_see(
    account: &Account,
    identity: &Identity,
    profile: &TrustedProfile,
    now: Timestamp,
) -> bool {
    let ask = Ask::role(
        "iam-identity",
        &["Viewer", "Operator", "Editor", "Administrator"],
    );
    profile.identity() == *identity
        || profile.trusts.contains(identity)
        || access::decide(account, identity, &ask, now).allowed
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let manage = || {
        let ask = Ask::role("iam-identity", &["Operator", "Editor", "Administrator"]);
        account.require(actor, &ask, "manage trusted profiles", ctx.now)
    };
    let not_possible = |reason: String| Err(RefusalKind::NotPossible { reason }.refusal());
    let event = match command {
        Command::Create { name, description } => {
            manage()?;
            if account.trusted_profiles.len() >= LIMIT {
                return Err(Refusal::limit(Noun::TrustedProfile, LIMIT));
            }
            let (name, description) = texts(account, None, name, description)?;
            Event::Created {
                id: ctx.fresh_trusted_profile(),
                name,
                description,
            }
        }
        Command::Update {
            id,
            name,
            description,
        } => {
            manage()?;
            account.trusted_profile(id)?;
            let (name, description) = texts(account, Some(id), name, description)?;
            Event::Updated {
                id: id.clone(),
                name,
                description,
            }
        }
        Command::Delete { id } => {
            manage()?;
            account.trusted_profile(id)?;
            Event::Deleted { id: id.clone() }
        }
        Command::Trust { id, identity } => {
            manage()?;
            let profile = account.trusted_profile(id)?;
            let name = account.member_name(identity)?;
            if !matches!(identity, Identity::User(_) | Identity::ServiceId(_)) {
                return not_possible("A trusted profile trusts users and service IDs.".into());
            }
            if profile.trusts.contains(identity) {
                return not_possible(format!("{} trusts {name} already.", profile.name));
            }
            Event::Trusted {
                id: id.clone(),
                identity: identity.clone(),
            }
        }
        Command::Distrust { id, identity } => {
            manage()?;
            let profile = account.trusted_profile(id)?;
            if !profile.trusts.contains(identity) {
                let name = account.member_name(identity)?;
                return not_possible(format!("{} does not trust {name}.", profile.name));
            }
            Event::Distrusted {
                id: id.clone(),
                identity: identity.clone(),
            }
        }
        Command::Assume { id } => {
            let profile = account.trusted_profile(id)?;
            if !profile.trusts.contains(&actor.identity) {
                let name = &profile.name;
                return Err(RefusalKind::NotAuthorized {
                    to: format!("assume trusted profile {name}"),
                }
                .refusal()
                .because(format!(
                    "{name} does not trust {}.",
                    account.member_name(&actor.identity).unwrap_or_default()
                )));
            }
            Event::Assumed { id: id.clone() }
        }
    };
    Ok(vec![event.into()])
}

fn texts(
    account: &Account,
    own: Option<&TrustedProfileId>,
    name: &str,
    description: &str,
) -> Result<(String, String), Refusal> {
    let name = name::text("name", name, 1)?;
    let mut others = account.trusted_profiles.values();
    if others.any(|profile| Some(&profile.id) != own && profile.name == name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::TrustedProfile,
            name,
        }
        .refusal());
    }
    Ok((name, name::text("description", description, 0)?))
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    let mut change = |id: &TrustedProfileId, change: &dyn Fn(&mut TrustedProfile)| {
        if let Some(profile) = account.trusted_profiles.get_mut(id) {
            change(profile);
            profile.modified_at = record.at;
            profile.revision += 1;
        }
    };
    match event {
        Event::Created {
            id,
            name,
            description,
        } => {
            let profile = TrustedProfile {
                id: id.clone(),
                name: name.clone(),
                description: description.clone(),
                trusts: BTreeSet::new(),
                created_at: record.at,
                modified_at: record.at,
                revision: 1,
            };
            account.trusted_profiles.insert(id.clone(), profile);
        }
        Event::Updated {
            id,
            name,
            description,
        } => change(id, &|profile| {
            profile.name = name.clone();
            profile.description = description.clone();
        }),
        Event::Trusted { id, identity } => change(id, &|profile| {
            profile.trusts.insert(identity.clone());
        }),
        Event::Distrusted { id, identity } => change(id, &|profile| {
            profile.trusts.remove(identity);
        }),
        Event::Deleted { id } => {
            account.trusted_profiles.remove(id);
            account
                .policies
                .remove_of(&Subject::TrustedProfile(id.clone()));
            account
                .access_groups
                .forget(&Identity::TrustedProfile(id.clone()));
        }
        Event::Assumed { .. } => {}
    }
}

/// Nobody who is gone is trusted.
pub(super) fn forget(account: &mut Account, identity: &Identity) {
    for profile in account.trusted_profiles.values_mut() {
        profile.trusts.remove(identity);
    }
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, id) = match event {
        Event::Created { id, .. } => (CREATE, id),
        Event::Updated { id, .. } | Event::Trusted { id, .. } | Event::Distrusted { id, .. } => {
            (UPDATE, id)
        }
        Event::Deleted { id } => (DELETE, id),
        Event::Assumed { id } => (LOGIN, id),
    };
    Audited::new(action, id)
}

/// What a command would have been in the audit trail, and what it was about.
pub(crate) fn attempted(command: &Command) -> (&'static str, String) {
    match command {
        Command::Create { name, .. } => (CREATE, shorten(name)),
        Command::Update { id, .. } | Command::Trust { id, .. } | Command::Distrust { id, .. } => {
            (UPDATE, id.to_string())
        }
        Command::Delete { id } => (DELETE, id.to_string()),
        Command::Assume { id } => (LOGIN, id.to_string()),
    }
}

// Of these, the login's name is documented (rules.md, section L); the others are (inferred) from service IDs.
const CREATE: &str = "iam-identity.account-profile.create";
const UPDATE: &str = "iam-identity.account-profile.update";
const DELETE: &str = "iam-identity.account-profile.delete";
const LOGIN: &str = "iam-identity.trustedprofile-apikey.login";
