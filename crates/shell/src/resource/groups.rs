//! `ibmcloud resource groups` and `group`.

use credlab_model::account::{Account, ResourceGroup};
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::{NOT_LOGGED_IN, target::visible_group};
use crate::run::{Outcome, Run};
use crate::time::rfc3339;

/// `resource groups [--default]`: those that the caller may see.
#[derive(Debug, clap::Args)]
pub(crate) struct Groups {
    /// Only show the default resource group
    #[arg(long)]
    default: bool,
    #[command(flatten)]
    format: Format,
}

impl Groups {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let mut groups: Vec<&ResourceGroup> = account.resource_groups.values().collect();
        groups.retain(|group| group.default || !self.default);
        groups.retain(|group| group.is_visible_to(&account, &actor.identity, run.now()));
        groups.sort_by_key(|group| (!group.default, &group.name));
        if json {
            let groups = groups.iter().map(|group| as_json(&account, group));
            run.json(&groups.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving all resource groups under account `{}` as `{caller}`...",
            account.id
        ));
        run.ok();
        if groups.is_empty() {
            run.out.line("No resource groups found");
            return Ok(());
        }
        let rows: Vec<[String; 4]> = groups.iter().map(|group| row(group)).collect();
        run.out.table(HEADINGS, &rows);
        Ok(())
    }
}

/// `resource group NAME [--id]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Group {
    #[arg(value_name = "NAME")]
    name: String,
    /// Show the ID only
    #[arg(long)]
    id: bool,
    #[command(flatten)]
    format: Format,
}

impl Group {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let group = visible_group(&account, &actor.identity, &self.name, run.now())?;
        if json {
            run.json(&as_json(&account, group));
            return Ok(());
        }
        if self.id {
            run.out.line(group.id.as_str());
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving resource group `{}` under account `{}` as `{caller}`...",
            group.name, account.id
        ));
        run.ok();
        run.out.table(HEADINGS, &[row(group)]);
        Ok(())
    }
}

const HEADINGS: [&str; 4] = ["Name", "ID", "Default Group", "State"];

fn row(group: &ResourceGroup) -> [String; 4] {
    let (name, id) = (group.name.clone(), group.id.to_string());
    [name, id, group.default.to_string(), "ACTIVE".into()]
}

/// A resource group as the resource manager's API has it.
pub(super) fn as_json(account: &Account, group: &ResourceGroup) -> Value {
    let created = rfc3339(group.created_at);
    json!({
        "id": group.id,
        "crn": format!("crn:v1:bluemix:public:resource-controller::a/{}::resource-group:{}", account.id, group.id),
        "account_id": account.id,
        "name": group.name,
        "state": "ACTIVE",
        "default": group.default,
        "created_at": created,
        "updated_at": created,
    })
}
