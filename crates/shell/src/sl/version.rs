//! `ibmcloud sl version`.

use crate::run::{Outcome, Run};

/// The version whose output this shell follows.
const VERSION: &str = "1.5.9";

/// `sl version`.
#[derive(Debug, clap::Args)]
pub(crate) struct Version {}

impl Version {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.out.line(VERSION);
        Ok(())
    }
}
