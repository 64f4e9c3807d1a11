//! `ibmcloud account show`.

use serde_json::json;

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `account show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let owner = account.user(&account.owner)?;
        if json {
            run.json(&json!({
                "account_id": account.id,
                "name": account.name,
                "type": account.kind_at(run.now()).label(),
                "owner": owner.email,
                "state": "ACTIVE",
                "targeted": true,
                "linked_softlayer_account": account.linked.map(|number| number.to_string()),
                "vrf_enabled": account.settings.vrf,
                "service_endpoint_enabled": account.settings.service_endpoints,
            }));
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving account `{}` of `{caller}`...",
            account.name
        ));
        run.ok();
        let linked = account.linked.map(|number| number.to_string());
        run.out.pairs(&[
            ("Account ID:", account.id.to_string()),
            ("Account Name:", account.name.clone()),
            ("Account Owner:", owner.email.to_string()),
            ("Currently Targeted Account:", "true".into()),
            ("Linked Softlayer Account:", linked.unwrap_or_default()),
            ("VRF Enabled:", account.settings.vrf.to_string()),
            (
                "Service Endpoint Enabled:",
                account.settings.service_endpoints.to_string(),
            ),
        ]);
        Ok(())
    }
}
