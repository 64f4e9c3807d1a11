//! `ibmcloud iam service-id*` (`cli.md`, 6.3).

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::actor::Actor;
use credlab_model::iam::service_id::{Command, ServiceId, may_see};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use serde_json::{Value, json};

use crate::flags::{Force, Format};
use crate::iam::crn::{identity_crn, version};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};
use crate::time::{minutes, rfc3339};

/// The service ID of that name or id, if the caller may know of it.
pub(super) fn find<'a>(
    account: &'a Account,
    actor: &Actor,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a ServiceId> {
    let found = account.service_id_called(typed).ok();
    let seen = found.filter(|service_id| may_see(account, &actor.identity, service_id, now));
    seen.ok_or_else(|| {
        let (noun, name) = (Noun::ServiceId, shorten(typed));
        RefusalKind::NotFound { noun, name }.refusal().into()
    })
}

/// `iam service-ids [--uuid] [-n STRING] [-d STRING]`: those that the caller may see.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Show the UUIDs only
    #[arg(long)]
    uuid: bool,
    /// Only those whose name contains this
    #[arg(short, long, value_name = "STRING", default_value = "")]
    name: String,
    /// Only those whose description contains this
    #[arg(short, long, value_name = "STRING", default_value = "")]
    description: String,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let mut found: Vec<&ServiceId> = account.service_ids.values().collect();
        found.retain(|s| s.name.contains(&self.name) && s.description.contains(&self.description));
        found.retain(|service_id| may_see(&account, &actor.identity, service_id, run.now()));
        found.sort_by_key(|service_id| (service_id.created_at, &service_id.name));
        if json {
            let found = found.iter().map(|service_id| as_json(&account, service_id));
            run.json(&found.collect::<Vec<_>>());
            return Ok(());
        }
        if self.uuid {
            for service_id in found {
                run.out.line(service_id.id.as_str());
            }
            return Ok(());
        }
        run.progress(&format!(
            "Getting all services IDs bound to current account as `{caller}`..."
        ));
        run.ok();
        if found.is_empty() {
            run.out.line("No service IDs found");
            return Ok(());
        }
        let rows: Vec<[String; 6]> = found
            .iter()
            .map(|s| {
                let (id, name) = (s.id.to_string(), s.name.clone());
                let (created, updated) = (minutes(s.created_at), minutes(s.modified_at));
                [
                    id,
                    name,
                    created,
                    updated,
                    s.description.clone(),
                    s.locked.to_string(),
                ]
            })
            .collect();
        run.out.table(
            [
                "UUID",
                "Name",
                "Created At",
                "Last Updated",
                "Description",
                "Locked",
            ],
            &rows,
        );
        Ok(())
    }
}

/// `iam service-id (NAME|UUID) [--uuid]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[arg(value_name = "NAME|UUID")]
    service_id: String,
    /// Show the UUID only
    #[arg(long)]
    uuid: bool,
    #[command(flatten)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let service_id = find(&account, &actor, &self.service_id, run.now())?;
        if json {
            run.json(&as_json(&account, service_id));
            return Ok(());
        }
        if self.uuid {
            run.out.line(service_id.id.as_str());
            return Ok(());
        }
        run.progress(&format!(
            "Getting service ID `{}` bound to current account as `{caller}`...",
            service_id.name
        ));
        run.ok();
        show(run, &account, service_id);
        Ok(())
    }
}

/// `iam service-id-create NAME [-d DESCRIPTION] [--lock]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "NAME")]
    name: String,
    /// Description of the service ID
    #[arg(short, long, value_name = "DESCRIPTION", default_value = "")]
    description: String,
    /// Lock the service ID
    #[arg(long)]
    lock: bool,
    #[command(flatten)]
    format: Format,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        run.progress(&format!(
            "Creating service ID `{}` bound to current account as `{caller}`...",
            self.name
        ));
        let (name, description) = (self.name.clone(), self.description.clone());
        run.execute(&actor, Command::Create { name, description })?;
        let account = run.account();
        let new = account.service_ids.keys();
        let mut new = new.filter(|id| !before.service_ids.contains_key(*id));
        let Some(id) = new.next() else {
            return Ok(());
        };
        if self.lock {
            let (id, locked) = (id.clone(), true);
            run.execute(&actor, Command::SetLocked { id, locked })?;
        }
        let account = run.account();
        let service_id = account.service_id(id)?;
        if json {
            run.json(&as_json(&account, service_id));
            return Ok(());
        }
        run.ok();
        run.out.marked(&format!(
            "Service ID `{}` is created successfully",
            service_id.name
        ));
        show(run, &account, service_id);
        Ok(())
    }
}

/// `iam service-id-update (NAME|UUID) [-n NEW_NAME] [-d DESCRIPTION]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "NAME|UUID")]
    service_id: String,
    /// New name of the service ID
    #[arg(short, long, value_name = "NEW_NAME")]
    name: Option<String>,
    /// New description of the service ID
    #[arg(short, long, value_name = "DESCRIPTION")]
    description: Option<String>,
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let old = find(&before, &actor, &self.service_id, run.now())?;
        if self.name.is_none() && self.description.is_none() {
            return Err(Stop::Usage("Give '--name' or '--description'.".into()));
        }
        run.progress(&format!(
            "Updating service ID `{}` bound to current account as `{caller}`...",
            old.name
        ));
        let command = Command::Update {
            id: old.id.clone(),
            name: self.name.as_ref().unwrap_or(&old.name).clone(),
            description: self
                .description
                .as_ref()
                .unwrap_or(&old.description)
                .clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        run.out.marked(&format!(
            "Service ID `{}` is updated successfully",
            old.name
        ));
        let account = run.account();
        show(run, &account, account.service_id(&old.id)?);
        Ok(())
    }
}

/// `iam service-id-lock (NAME|UUID) [-f]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Lock {
    #[command(flatten)]
    one: One,
}

impl Lock {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let lock = |id| Command::SetLocked { id, locked: true };
        self.one
            .change(run, ["lock", "Locking", "locked"], |s| lock(s.id.clone()))
    }
}

/// `iam service-id-unlock (NAME|UUID) [-f]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Unlock {
    #[command(flatten)]
    one: One,
}

impl Unlock {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let unlock = |id| Command::SetLocked { id, locked: false };
        self.one
            .change(run, ["unlock", "Unlocking", "unlocked"], |s| {
                unlock(s.id.clone())
            })
    }
}

/// `iam service-id-delete (NAME|UUID) [-f]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    one: One,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let delete = |id| Command::Delete { id };
        self.one
            .change(run, ["delete", "Deleting", "deleted"], |s| {
                delete(s.id.clone())
            })
    }
}

/// One service ID, to be changed after a question.
#[derive(Debug, clap::Args)]
struct One {
    #[arg(value_name = "NAME|UUID")]
    service_id: String,
    #[command(flatten)]
    force: Force,
}

impl One {
    fn change(
        &self,
        run: &mut Run<'_>,
        [verb, doing, done]: [&str; 3],
        command: impl Fn(&ServiceId) -> Command,
    ) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let service_id = find(&account, &actor, &self.service_id, run.now())?;
        let name = &service_id.name;
        let question = format!("Do you really want to {verb} service ID {name}?");
        self.force.confirm(run, &question)?;
        run.progress(&format!(
            "{doing} service ID `{name}` bound to current account as `{caller}`..."
        ));
        run.execute(&actor, command(service_id))?;
        run.ok();
        run.out
            .marked(&format!("Service ID `{name}` is {done} successfully"));
        Ok(())
    }
}

fn show(run: &mut Run<'_>, account: &Account, service_id: &ServiceId) {
    run.out.pairs(&[
        ("ID", service_id.id.to_string()),
        ("Name", service_id.name.clone()),
        ("Description", service_id.description.clone()),
        ("CRN", crn(account, service_id)),
        ("Version", tag(service_id)),
        ("Locked", service_id.locked.to_string()),
    ]);
}

/// The CRN of a service ID: what its API keys are bound to.
pub(super) fn crn(account: &Account, service_id: &ServiceId) -> String {
    identity_crn(account, "serviceid", service_id.id.as_str())
}

fn tag(service_id: &ServiceId) -> String {
    version(1, &format!("{}/{}", service_id.id, service_id.modified_at))
}

fn as_json(account: &Account, service_id: &ServiceId) -> Value {
    json!({
        "id": service_id.id,
        "iam_id": service_id.iam_id(),
        "entity_tag": tag(service_id),
        "crn": crn(account, service_id),
        "locked": service_id.locked,
        "created_at": rfc3339(service_id.created_at),
        "modified_at": rfc3339(service_id.modified_at),
        "account_id": account.id,
        "name": service_id.name,
        "description": service_id.description,
    })
}
