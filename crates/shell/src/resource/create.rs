//! `ibmcloud resource group-create`.

use credlab_model::account::Command;

use super::groups::as_json;
use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `resource group-create NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    format: Format,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        run.progress(&format!(
            "Creating resource group `{}` under account `{}` as `{caller}`...",
            self.name, before.name
        ));
        let name = self.name.clone();
        run.execute(&actor, Command::CreateResourceGroup { name })?;
        let account = run.account();
        let group = account.resource_group_called(self.name.trim())?;
        if json {
            run.json(&as_json(&account, group));
            return Ok(());
        }
        run.ok();
        run.out
            .marked(&format!("Resource group `{}` was created.", group.name));
        run.out.line(format!("Resource Group ID: {}", group.id));
        Ok(())
    }
}
