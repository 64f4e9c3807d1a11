//! `ibmcloud version`.

use crate::run::{Outcome, Run};

/// The version of the command line whose output this shell follows.
pub(crate) const VERSION: &str = "2.20.0+f382323-2023-09-19T20:06:39+00:00";

/// `ibmcloud version`.
#[derive(Debug, clap::Args)]
pub(crate) struct Version {}

impl Version {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.out.line(format!("ibmcloud version {VERSION}"));
        Ok(())
    }
}
