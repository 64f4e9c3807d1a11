//! `ibmcloud account list`.

use clap::builder::PossibleValuesParser;
use serde_json::json;

use crate::flags::ShortFormat;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// The states of accounts.
const STATES: [&str; 5] = [
    "ACTIVE",
    "SUSPENDED",
    "CANCEL_PENDING",
    "CANCELED",
    "PENDING",
];

/// `account list`: this account, which is active.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only list active accounts
    #[arg(long, conflicts_with = "exclude")]
    active: bool,
    /// Leave out accounts in these states, separated by commas: ACTIVE, SUSPENDED, CANCEL_PENDING, CANCELED, PENDING
    #[arg(long, value_name = "STATES", value_delimiter = ',', ignore_case = true, value_parser = PossibleValuesParser::new(STATES))]
    exclude: Vec<String>,
    #[command(flatten)]
    format: ShortFormat,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let owner = account.user(&account.owner)?;
        let linked = account
            .linked
            .map(|number| number.to_string())
            .unwrap_or_default();
        let excluded = self
            .exclude
            .iter()
            .any(|s| s.eq_ignore_ascii_case("ACTIVE"));
        if json {
            let all = [json!({
                "Guid": account.id,
                "ImsID": linked,
                "Name": account.name,
                "State": "ACTIVE",
                "Owner": owner.email,
            })];
            run.json(if excluded { &[][..] } else { &all });
            return Ok(());
        }
        run.progress(&format!("Retrieving all accounts of `{caller}`..."));
        run.ok();
        if excluded {
            run.out.line("No accounts found.");
            return Ok(());
        }
        let (id, name, owner) = (
            account.id.to_string(),
            account.name.clone(),
            owner.email.to_string(),
        );
        run.out.table(
            ["Account GUID", "IMS ID", "Name", "State", "Owner User ID"],
            &[[id, linked, name, "ACTIVE".into(), owner]],
        );
        Ok(())
    }
}
