//! `ibmcloud iam role-create`, `role-update` and `role-delete`.

use credlab_model::Account;
use credlab_model::iam::custom_role::{Command, CustomRole};

use super::custom_as_json;
use crate::flags::{Force, Format};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `iam role-create ROLE_NAME --display-name NAME --service-name SERVICE_NAME -a ACTION1,ACTION2`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "ROLE_NAME")]
    name: String,
    /// Name of the role in policies and lists
    #[arg(long, value_name = "DISPLAY_NAME")]
    display_name: String,
    /// Service name: containers-kubernetes
    #[arg(long, value_name = "SERVICE_NAME")]
    service_name: String,
    /// Actions of the service, separated by commas
    #[arg(
        short,
        long,
        value_name = "ACTION1,ACTION2...",
        value_delimiter = ',',
        required = true
    )]
    actions: Vec<String>,
    /// Description of the role
    #[arg(
        short,
        long,
        value_name = "DESCRIPTION",
        default_value = "",
        hide_default_value = true
    )]
    description: String,
    #[command(flatten)]
    format: Format,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let caller = run.caller(&actor)?;
        run.progress(&format!(
            "Creating custom role `{}` under current account as `{caller}`...",
            self.name
        ));
        let before = run.account();
        run.execute(
            &actor,
            Command::Create {
                name: self.name.clone(),
                display_name: self.display_name.clone(),
                description: self.description.clone(),
                service: self.service_name.clone(),
                actions: self.actions.clone(),
            },
        )?;
        let account = run.account();
        let mut roles = account.custom_roles.values();
        if let Some(role) = roles.find(|role| !before.custom_roles.contains_key(&role.id)) {
            show(run, &account, role, "created", json);
        }
        Ok(())
    }
}

/// `iam role-update ROLE_NAME`. What is not given stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "ROLE_NAME")]
    name: String,
    /// New name of the role in policies and lists
    #[arg(long, value_name = "DISPLAY_NAME")]
    display_name: Option<String>,
    /// The actions from now on, separated by commas
    #[arg(short, long, value_name = "ACTION1,ACTION2...", value_delimiter = ',')]
    actions: Vec<String>,
    /// New description of the role
    #[arg(short, long, value_name = "DESCRIPTION")]
    description: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        if self.display_name.is_none() && self.description.is_none() && self.actions.is_empty() {
            let detail = "Give at least one of '--display-name', '--actions', '--description'.";
            return Err(Stop::Usage(detail.into()));
        }
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let old = before.custom_role_called(&self.name)?;
        run.progress(&format!(
            "Updating custom role `{}` under current account as `{caller}`...",
            old.name
        ));
        let or = |new: &Option<String>, old: &String| new.as_ref().unwrap_or(old).clone();
        run.execute(
            &actor,
            Command::Update {
                id: old.id.clone(),
                display_name: or(&self.display_name, &old.display_name),
                description: or(&self.description, &old.description),
                actions: match self.actions.is_empty() {
                    true => old.actions.iter().cloned().collect(),
                    false => self.actions.clone(),
                },
            },
        )?;
        let account = run.account();
        let role = account.custom_role_called(old.id.as_str())?;
        show(run, &account, role, "updated", json);
        Ok(())
    }
}

/// `iam role-delete ROLE_NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[arg(value_name = "ROLE_NAME")]
    name: String,
    #[command(flatten)]
    force: Force,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let role = account.custom_role_called(&self.name)?;
        self.force
            .confirm(run, &format!("Really delete custom role {}?", role.name))?;
        run.progress(&format!(
            "Deleting custom role `{}` under current account as `{caller}`...",
            role.name
        ));
        let id = role.id.clone();
        run.execute(&actor, Command::Delete { id })?;
        run.ok();
        run.out
            .marked(&format!("Custom role `{}` is deleted.", role.name));
        Ok(())
    }
}

fn show(run: &mut Run<'_>, account: &Account, role: &CustomRole, done: &str, json: bool) {
    if json {
        run.json(&custom_as_json(account, role));
        return;
    }
    run.ok();
    run.out.marked(&format!(
        "Custom role `{}` is successfully {done}",
        role.name
    ));
    let actions: Vec<&str> = role.actions.iter().map(String::as_str).collect();
    run.out.pairs(&[
        ("ID", role.id.to_string()),
        ("Name", role.name.clone()),
        ("Display Name", role.display_name.clone()),
        ("Service Name", role.service.clone()),
        ("Description", role.description.clone()),
        ("Actions", actions.join("\n")),
    ]);
}
