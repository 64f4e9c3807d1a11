//! `ibmcloud update` (`cli.md`, 3.5).

use crate::flags::Force;
use crate::ibmcloud::VERSION;
use crate::run::{Outcome, Run};

/// `ibmcloud update`: there is one version.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[command(flatten)]
    force: Force,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.progress("Checking for updates...");
        let version = VERSION.split('+').next().unwrap_or(VERSION);
        run.out.line(format!(
            "No update is available: version {version} is up to date."
        ));
        Ok(())
    }
}
