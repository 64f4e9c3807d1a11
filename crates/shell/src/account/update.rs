//! `ibmcloud account update` (`cli.md`, section 4; texts are inferred).

use credlab_model::account::{Command, Settings};

use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `account update --service-endpoint-enable true|false`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    /// Enable or disable the account's service endpoints: true or false
    #[arg(long, value_name = "true|false", action = clap::ArgAction::Set)]
    service_endpoint_enable: bool,
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    force: bool,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let mut next = before.settings;
        if !next.vrf && self.service_endpoint_enable {
            // Credlab carries out what the support would do on such a case.
            let question = "Virtual routing and forwarding (VRF) must be enabled first. Open a support case to enable it?";
            if !self.force && !run.confirm(question)? {
                return Ok(());
            }
            next.vrf = true;
        }
        run.progress(&format!(
            "Updating account `{}` as `{caller}`...",
            before.name
        ));
        let settings = Settings {
            service_endpoints: self.service_endpoint_enable,
            ..next
        };
        run.execute(&actor, Command::Configure(settings))?;
        run.ok();
        run.out
            .marked(&format!("Account `{}` is updated.", before.name));
        Ok(())
    }
}
