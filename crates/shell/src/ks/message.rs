//! `ks messages` (`cli.md`, 7.9).

use crate::ks::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `ks messages`.
#[derive(Debug, clap::Args)]
pub(crate) struct Messages {}

impl Messages {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        run.ok();
        run.out.line("There are no messages.");
        Ok(())
    }
}
