//! `ibmcloud resource groups`.

use credlab_model::account::{Account, ResourceGroup};
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};
use crate::time::rfc3339;

/// `resource groups [--default]`.
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
        groups.sort_by_key(|group| (!group.default, &group.name));
        if json {
            run.json(
                &groups
                    .iter()
                    .map(|group| as_json(&account, group))
                    .collect(),
            );
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving all resource groups under account `{}` as `{caller}`...",
            account.id
        ));
        run.ok();
        let rows: Vec<[String; 4]> = groups
            .iter()
            .map(|group| {
                let (name, id) = (group.name.clone(), group.id.to_string());
                [name, id, group.default.to_string(), "ACTIVE".into()]
            })
            .collect();
        run.out
            .table(["Name", "ID", "Default Group", "State"], &rows);
        Ok(())
    }
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
