//! `ibmcloud logout` (`cli.md`, 3.2).

use credlab_model::iam::session;

use crate::run::{Outcome, Run};

/// `ibmcloud logout`.
#[derive(Debug, clap::Args)]
pub(crate) struct Logout {}

impl Logout {
    /// Region and endpoint stay.
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.progress("Logging out...");
        if let Some(actor) = run.session.actor() {
            run.execute(&actor, session::Command::End)?;
        }
        run.session.identity = None;
        run.session.underneath = None;
        run.session.login = None;
        run.session.group = None;
        run.ok();
        Ok(())
    }
}
