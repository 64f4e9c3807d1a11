//! `ibmcloud api` (`cli.md`, 3.5).

use crate::ibmcloud::{Connection, ENDPOINT, NOT_LOGGED_IN, check_endpoint};
use crate::run::{Outcome, Run};

/// `ibmcloud api [ENDPOINT]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Api {
    /// The endpoint, only cloud.ibm.com is there
    #[arg(value_name = "API_ENDPOINT", conflicts_with = "unset")]
    endpoint: Option<String>,
    /// Remove all API endpoint settings: the default endpoint is used
    #[arg(long)]
    unset: bool,
    #[command(flatten)]
    connection: Connection,
}

impl Api {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        check_endpoint(self.endpoint.as_deref())?;
        self.connection.check()?;
        if self.unset {
            run.progress("Unsetting API endpoint...");
            run.ok();
            return Ok(());
        }
        if self.endpoint.is_some() {
            run.progress(&format!("Setting API endpoint to `{ENDPOINT}`..."));
            run.ok();
            run.out.line("");
        }
        run.out.line(format!("API endpoint: {ENDPOINT}"));
        let state = match run.session.actor() {
            Some(actor) => format!("Logged in as {}.", run.caller(&actor)?),
            None => NOT_LOGGED_IN.into(),
        };
        run.out.line(state);
        Ok(())
    }
}
