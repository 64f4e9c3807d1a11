//! Listing and showing API keys.

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::actor::Actor;
use credlab_model::iam::api_key::{ApiKey, may_see};

use super::{Owner, as_json, find, show};
use crate::flags::{Format, Unasked};
use crate::iam::service_id;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};
use crate::time::minutes;

/// What narrows a list, and how it is shown.
#[derive(Debug, clap::Args)]
struct Filter {
    /// Show the UUIDs only
    #[arg(long)]
    uuid: bool,
    /// Only keys whose name contains this
    #[arg(short, long, value_name = "STRING", default_value = "")]
    name: String,
    /// Only keys whose description contains this
    #[arg(short, long, value_name = "STRING", default_value = "")]
    description: String,
    #[command(flatten)]
    format: Format,
}

impl Filter {
    /// The keys that are wanted and that the caller may know of, oldest first.
    fn keys<'a>(
        &self,
        account: &'a Account,
        actor: &Actor,
        wanted: impl Fn(&ApiKey) -> bool,
        now: Timestamp,
    ) -> Vec<&'a ApiKey> {
        let mut keys: Vec<&ApiKey> = account.api_keys.values().collect();
        keys.retain(|key| wanted(key) && may_see(account, &actor.identity, key, now));
        keys.retain(|key| {
            key.name.contains(&self.name) && key.description.contains(&self.description)
        });
        keys.sort_by_key(|key| (key.created_at, &key.id));
        keys
    }

    fn print(
        &self,
        run: &mut Run<'_>,
        account: &Account,
        keys: &[&ApiKey],
        progress: &str,
        with_owner: bool,
    ) -> Outcome {
        if self.format.is_json(run)? {
            let keys = keys.iter().map(|key| as_json(account, key));
            run.json(&keys.collect::<Vec<_>>());
            return Ok(());
        }
        if self.uuid {
            for key in keys {
                run.out.line(key.id.as_str());
            }
            return Ok(());
        }
        run.progress(progress);
        run.ok();
        if keys.is_empty() {
            run.out.line("No API keys found");
            return Ok(());
        }
        let row = |key: &&ApiKey| {
            let (id, name, description) = (
                key.id.to_string(),
                key.name.clone(),
                key.description.clone(),
            );
            let (created, updated) = (minutes(key.created_at), minutes(key.modified_at));
            [
                id,
                name,
                description,
                created,
                updated,
                key.locked.to_string(),
            ]
        };
        const HEADINGS: [&str; 6] = [
            "ID",
            "Name",
            "Description",
            "Created At",
            "Last Updated",
            "Locked",
        ];
        if !with_owner {
            let rows: Vec<[String; 6]> = keys.iter().map(row).collect();
            run.out.table(HEADINGS, &rows);
            return Ok(());
        }
        let rows = keys.iter().map(|key| {
            let [id, name, description, created, updated, locked] = row(key);
            let owner = account.member_name(&key.owner).unwrap_or_default();
            [id, name, owner, description, created, updated, locked]
        });
        let rows: Vec<[String; 7]> = rows.collect();
        let [id, name, description, created, updated, locked] = HEADINGS;
        run.out.table(
            [id, name, "Owner", description, created, updated, locked],
            &rows,
        );
        Ok(())
    }
}

/// `iam api-keys`: one's own; with `--all`, every key of the account that one may know of.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// List all API keys of the account that you may see, with their owners
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    filter: Filter,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let wanted = |key: &ApiKey| self.all || key.owner == actor.identity;
        let keys = self.filter.keys(&account, &actor, wanted, run.now());
        let progress = match self.all {
            true => format!(
                "Getting all API keys under account `{}` as `{caller}`...",
                account.id
            ),
            false => format!(
                "Getting all API keys of `{caller}` under account `{}` as `{caller}`...",
                account.id
            ),
        };
        self.filter.print(run, &account, &keys, &progress, self.all)
    }
}

/// `iam service-api-keys ([-a, --all] | SERVICE_ID)`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").args(["all", "service_id"]).required(true))]
pub(crate) struct ListOfServiceId {
    #[arg(value_name = "SERVICE_ID")]
    service_id: Option<String>,
    /// List the API keys of all service IDs that you may see, with their owners
    #[arg(short, long)]
    all: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    unasked: Unasked,
}

impl ListOfServiceId {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let one = self.service_id.as_deref();
        let one = one
            .map(|typed| service_id::find(&account, &actor, typed, run.now()))
            .transpose()?;
        let identity = one.map(|service_id| service_id.identity());
        let wanted = |key: &ApiKey| match &identity {
            Some(identity) => key.owner == *identity,
            None => matches!(key.owner, credlab_model::Identity::ServiceId(_)),
        };
        let keys = self.filter.keys(&account, &actor, wanted, run.now());
        let progress = match one {
            Some(service_id) => format!("Getting all API keys of `{}`...", service_id.name),
            None => "Getting all API keys of all service IDs...".into(),
        };
        self.filter.print(run, &account, &keys, &progress, self.all)
    }
}

/// `iam api-key (NAME|UUID) [--uuid]` and `service-api-key APIKEY SERVICE_ID [--uuid]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show<W: Owner> {
    #[arg(value_name = "NAME|UUID")]
    key: String,
    #[command(flatten)]
    owner: W,
    /// Show the UUID only
    #[arg(long)]
    uuid: bool,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    unasked: Unasked,
}

impl<W: Owner> Show<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let key = find(&account, &actor, &self.owner, &self.key, run.now())?;
        if json {
            run.json(&as_json(&account, key));
            return Ok(());
        }
        if self.uuid {
            run.out.line(key.id.as_str());
            return Ok(());
        }
        let place = self.owner.place(&account);
        run.progress(&format!(
            "Retrieving API key `{}` {place} as `{caller}`...",
            key.name
        ));
        run.ok();
        show(run, &account, key, None);
        Ok(())
    }
}
