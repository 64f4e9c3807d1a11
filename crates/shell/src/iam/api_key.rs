//! `ibmcloud iam api-key*` and `service-api-key*` (`cli.md`, 6.2 and 6.3): the same commands over two kinds of owner.

mod change;
mod create;
mod ending;
mod list;

pub(crate) use change::{Delete, Disable, Enable, Lock, Unlock, Update};
pub(crate) use create::Create;
pub(crate) use list::{List, ListOfServiceId, Show};

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::account::Era;
use credlab_model::actor::{Actor, Identity};
use credlab_model::iam::api_key::{ApiKey, may_see};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use serde_json::{Value, json};

use crate::iam::crn::{identity_crn, version};
use crate::iam::service_id;
use crate::run::{Outcome, Run, Stop};
use crate::time::{minutes, rfc3339};

/// Whose API keys a command is about.
pub(crate) trait Owner: clap::Args + std::fmt::Debug {
    /// What such a key is called at the start of a sentence.
    const KEY: &'static str;

    /// The owner.
    fn identity(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<Identity>;

    /// Where a change happens, for the progress line: `under GUID`.
    fn place(&self, account: &Account) -> String;

    /// The line that unlocks a key of this owner.
    fn unlock(&self, key: &str) -> String;

    /// Whether a key that was named by its id may be anybody's.
    fn reaches_others(&self) -> bool;
}

/// The caller.
#[derive(Debug, clap::Args)]
pub(crate) struct Own {}

impl Owner for Own {
    const KEY: &'static str = "API key";

    fn identity(&self, _: &Account, actor: &Actor, _: Timestamp) -> Outcome<Identity> {
        Ok(actor.identity.clone())
    }

    fn place(&self, account: &Account) -> String {
        format!("under `{}`", account.id)
    }

    fn unlock(&self, key: &str) -> String {
        format!("ibmcloud iam api-key-unlock {key}")
    }

    fn reaches_others(&self) -> bool {
        true
    }
}

/// A service ID.
#[derive(Debug, clap::Args)]
pub(crate) struct OfServiceId {
    #[arg(value_name = "SERVICE_ID")]
    service_id: String,
}

impl Owner for OfServiceId {
    const KEY: &'static str = "Service API key";

    fn identity(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<Identity> {
        Ok(service_id::find(account, actor, &self.service_id, now)?.identity())
    }

    fn place(&self, _: &Account) -> String {
        format!("of service ID `{}`", self.service_id)
    }

    fn unlock(&self, key: &str) -> String {
        format!(
            "ibmcloud iam service-api-key-unlock {key} {}",
            self.service_id
        )
    }

    fn reaches_others(&self) -> bool {
        false
    }
}

/// The key of that name or id. Names need not be unique: then the id has to be given.
fn find<'a>(
    account: &'a Account,
    actor: &Actor,
    owner: &impl Owner,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a ApiKey> {
    let identity = owner.identity(account, actor, now)?;
    let reachable = |key: &&ApiKey| {
        let of_owner = key.owner == identity && key.name == typed;
        let by_id = key.id.as_str() == typed;
        of_owner || by_id && (key.owner == identity || owner.reaches_others())
    };
    let seen = account.api_keys.values().filter(reachable);
    let seen = seen.filter(|key| may_see(account, &actor.identity, key, now));
    let keys: Vec<&ApiKey> = seen.collect();
    match keys.as_slice() {
        [key] => Ok(key),
        [] => {
            let (noun, name) = (Noun::ApiKey, shorten(typed));
            Err(RefusalKind::NotFound { noun, name }.refusal().into())
        }
        several => Err(Stop::Failed(several_keys(typed, several))),
    }
}

/// What is said where a name doesn't tell which key is meant.
pub(crate) fn several_keys(typed: &str, keys: &[&ApiKey]) -> String {
    let rows = keys
        .iter()
        .map(|key| format!("{}   {}", key.id, key.description));
    let rows: Vec<String> = rows.collect();
    format!(
        "Several API keys are named '{}'. Give the UUID of one:\n{}",
        shorten(typed),
        rows.join("\n")
    )
}

/// Prints a key; its value, too, when it was just made.
fn show(run: &mut Run<'_>, account: &Account, key: &ApiKey, value: Option<String>) {
    let mut rows = vec![
        ("ID", key.id.to_string()),
        ("Name", key.name.clone()),
        ("Description", key.description.clone()),
    ];
    if let Some(service_id) = bound_to(account, key) {
        rows.push(("Bound To", service_id));
    }
    rows.push(("Created At", minutes(key.created_at)));
    match value {
        Some(value) => rows.push(("API Key", value)),
        None => rows.push(("Last Updated", minutes(key.modified_at))),
    }
    rows.push(("Locked", key.locked.to_string()));
    if key.disabled {
        rows.push(("Disabled", "true".into()));
    }
    if account.era == Era::Y2026 {
        let action = key.action_when_leaked.as_str().to_uppercase();
        rows.push(("Action If Leaked", action));
    }
    if let Some(at) = key.expires_at {
        rows.push(("Expires At", minutes(at)));
    }
    run.out.pairs(&rows);
}

fn bound_to(account: &Account, key: &ApiKey) -> Option<String> {
    let Identity::ServiceId(id) = &key.owner else {
        return None;
    };
    let service_id = account.service_ids.get(id)?;
    Some(service_id::crn(account, service_id))
}

/// A key as IAM's API has it (`cli.md`, section 10).
fn as_json(account: &Account, key: &ApiKey) -> Value {
    let owner = account.iam_id(&key.owner);
    let mut value = json!({
        "id": key.id,
        "entity_tag": version(key.revision, key.id.as_str()),
        "crn": identity_crn(account, "apikey", key.id.as_str()),
        "locked": key.locked,
        "disabled": key.disabled,
        "created_at": rfc3339(key.created_at),
        "modified_at": rfc3339(key.modified_at),
        "name": key.name,
        "description": key.description,
        "iam_id": owner,
        "account_id": account.id,
    });
    if let Some(fields) = value.as_object_mut() {
        if account.era == Era::Y2026 {
            let action = key.action_when_leaked.as_str();
            fields.insert("action_when_leaked".into(), action.into());
        }
        if let Some(at) = key.expires_at {
            fields.insert("expires_at".into(), rfc3339(at).into());
        }
    }
    value
}
