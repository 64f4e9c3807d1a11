//! Access tags: pairs of a key and a value that are attached to resources, and named by policies (R108).
//!
//! Clusters are the resources that carry tags here. Who may do what is (inferred): making and deleting tags takes
//! Administrator on all account management services, attaching and detaching takes Editor on the cluster.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::Actor;
use crate::iam::access::Ask;
use crate::iam::policy::AttributeName;
use crate::iam::service::Family;
use crate::id::ClusterId;
use crate::kubernetes::{self, Gate};
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};

/// The most access tags of an account.
pub const LIMIT: usize = 250;

/// The most characters of a tag.
const LENGTH: usize = 128;

/// A tag: `env:prod`. In lower case; a key and a value of letters, digits, spaces, `_`, `-` and `.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccessTag(String);

impl AccessTag {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccessTag {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<AccessTag, Refusal> {
        let tag = text.trim().to_lowercase();
        let part = |part: &str| {
            let mut chars = part.chars();
            !part.trim().is_empty() && chars.all(|c| c.is_alphanumeric() || " _-.".contains(c))
        };
        let pair = tag.split_once(':');
        let fits = tag.chars().count() <= LENGTH;
        if fits && pair.is_some_and(|(key, value)| part(key) && part(value)) {
            return Ok(AccessTag(tag));
        }
        let problem = format!("'{}' does not read key:value", shorten(text));
        let field = "access tag";
        Err(RefusalKind::InvalidField { field, problem }.refusal())
    }
}

impl TryFrom<String> for AccessTag {
    type Error = Refusal;

    fn try_from(text: String) -> Result<AccessTag, Refusal> {
        text.parse()
    }
}

impl From<AccessTag> for String {
    fn from(tag: AccessTag) -> String {
        tag.0
    }
}

impl fmt::Display for AccessTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What can be asked of access tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagCommand {
    /// Makes a tag.
    Create(AccessTag),
    /// Deletes a tag that nothing carries and no policy names.
    Delete(AccessTag),
    /// Attaches a tag to a cluster.
    Attach(AccessTag, ClusterId),
    /// Takes a tag off a cluster.
    Detach(AccessTag, ClusterId),
}

/// What happens to access tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of TagCommand")]
pub enum TagEvent {
    Created(AccessTag),
    Deleted(AccessTag),
    Attached(AccessTag, ClusterId),
    Detached(AccessTag, ClusterId),
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    command: &TagCommand,
    now: Timestamp,
) -> Result<TagEvent, Refusal> {
    let administer = |to| {
        let ask = Ask::all_of(Family::AccountManagement);
        account.require(actor, &ask, to, now)
    };
    let known = |tag: &AccessTag| match account.access_tags.contains(tag) {
        true => Ok(()),
        false => Err(RefusalKind::NotFound {
            noun: Noun::AccessTag,
            name: tag.to_string(),
        }
        .refusal()),
    };
    let not_possible = |reason: String| Err(RefusalKind::NotPossible { reason }.refusal());
    Ok(match command {
        TagCommand::Create(tag) => {
            administer("create access tags")?;
            if account.access_tags.contains(tag) {
                return Err(RefusalKind::AlreadyExists {
                    noun: Noun::AccessTag,
                    name: tag.to_string(),
                }
                .refusal());
            }
            if account.access_tags.len() >= LIMIT {
                return Err(Refusal::limit(Noun::AccessTag, LIMIT));
            }
            TagEvent::Created(tag.clone())
        }
        TagCommand::Delete(tag) => {
            administer("delete access tags")?;
            known(tag)?;
            let carried = account.clusters.values().find(|c| c.tags.contains(tag));
            if let Some(cluster) = carried {
                return not_possible(format!("Access tag {tag} is attached to {}.", cluster.name));
            }
            let named = account
                .policies
                .values()
                .find(|policy| policy.scope.get(AttributeName::AccessTag) == Some(tag.as_str()));
            if let Some(policy) = named {
                return not_possible(format!("Policy {} names access tag {tag}.", policy.id));
            }
            TagEvent::Deleted(tag.clone())
        }
        TagCommand::Attach(tag, id) => {
            let cluster = account.cluster(id)?;
            kubernetes::require(account, actor, cluster, Gate::Update, now)?;
            known(tag)?;
            if cluster.tags.contains(tag) {
                return not_possible(format!(
                    "{} carries access tag {tag} already.",
                    cluster.name
                ));
            }
            TagEvent::Attached(tag.clone(), id.clone())
        }
        TagCommand::Detach(tag, id) => {
            let cluster = account.cluster(id)?;
            kubernetes::require(account, actor, cluster, Gate::Update, now)?;
            if !cluster.tags.contains(tag) {
                return not_possible(format!("{} does not carry access tag {tag}.", cluster.name));
            }
            TagEvent::Detached(tag.clone(), id.clone())
        }
    })
}

pub(super) fn apply(account: &mut Account, event: &TagEvent) {
    match event {
        TagEvent::Created(tag) => _ = account.access_tags.insert(tag.clone()),
        TagEvent::Deleted(tag) => _ = account.access_tags.remove(tag),
        TagEvent::Attached(tag, id) => {
            if let Some(cluster) = account.clusters.get_mut(id) {
                cluster.tags.insert(tag.clone());
            }
        }
        TagEvent::Detached(tag, id) => {
            if let Some(cluster) = account.clusters.get_mut(id) {
                cluster.tags.remove(tag);
            }
        }
    }
}

pub(super) fn audited(event: &TagEvent) -> Audited {
    let (action, target): (_, &dyn fmt::Display) = match event {
        TagEvent::Created(tag) => (CREATE, tag),
        TagEvent::Deleted(tag) => (DELETE, tag),
        TagEvent::Attached(_, id) => (ATTACH, id),
        TagEvent::Detached(_, id) => (DETACH, id),
    };
    Audited::new(action, target)
}

/// The audit trail's name of a command, and what it is about.
pub(crate) fn attempted(command: &TagCommand) -> (&'static str, String) {
    match command {
        TagCommand::Create(tag) => (CREATE, tag.to_string()),
        TagCommand::Delete(tag) => (DELETE, tag.to_string()),
        TagCommand::Attach(_, id) => (ATTACH, id.to_string()),
        TagCommand::Detach(_, id) => (DETACH, id.to_string()),
    }
}

const CREATE: &str = "global-search-tagging.tag.create";
const DELETE: &str = "global-search-tagging.tag.delete";
const ATTACH: &str = "global-search-tagging.tag.attach-access";
const DETACH: &str = "global-search-tagging.tag.detach-access";
