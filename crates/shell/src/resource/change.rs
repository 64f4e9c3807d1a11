//! `ibmcloud resource group-update` and `group-delete` (`cli.md`, section 5).

use credlab_model::account::Command;

use super::groups::as_json;
use crate::flags::{Force, Format};
use crate::ibmcloud::{NOT_LOGGED_IN, target::visible_group};
use crate::run::{Outcome, Run, Stop};

/// `resource group-update NAME [-n NEW]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "NAME")]
    group: String,
    /// New name of the resource group
    #[arg(short, long = "name", value_name = "NEW_NAME")]
    new_name: Option<String>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    format: Format,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let Some(name) = self.new_name.clone() else {
            return Err(Stop::Usage("'-n, --name' is required.".into()));
        };
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let group = visible_group(&account, &actor.identity, &self.group, run.now())?;
        if !json {
            let question = format!("Really update resource group {}?", group.name);
            self.force.confirm(run, &question)?;
        }
        run.progress(&format!(
            "Updating resource group `{}` under account `{}` as `{caller}`...",
            group.name, account.name
        ));
        let id = group.id.clone();
        let command = Command::RenameResourceGroup {
            group: id.clone(),
            name,
        };
        run.execute(&actor, command)?;
        let account = run.account();
        let group = account.resource_group(&id)?;
        if json {
            run.json(&as_json(&account, group));
            return Ok(());
        }
        run.ok();
        run.out
            .marked(&format!("Resource group `{}` was updated.", group.name));
        Ok(())
    }
}

/// `resource group-delete NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[arg(value_name = "NAME")]
    group: String,
    #[command(flatten)]
    force: Force,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let group = visible_group(&account, &actor.identity, &self.group, run.now())?;
        let question = format!("Really delete resource group {}?", group.name);
        self.force.confirm(run, &question)?;
        run.progress(&format!(
            "Deleting resource group `{}` under account `{}` as `{caller}`...",
            group.name, account.name
        ));
        let command = Command::DeleteResourceGroup {
            group: group.id.clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        run.out
            .marked(&format!("Resource group `{}` was deleted.", group.name));
        Ok(())
    }
}
