//! `credlab`: what no cloud has, standing beside `ibmcloud` in the shell.

mod accept;
mod act_as;
mod explain;
mod impact;
mod lineage;
mod personas;
mod rehearsal;
mod who_can;

use crate::failure::Dialect;
use crate::program::Program;
use crate::run::{Outcome, Run};

/// The training account behind this shell
#[derive(Debug, clap::Parser)]
#[command(name = "credlab")]
pub(crate) struct Credlab {
    #[command(subcommand)]
    command: Command,
}

commands! {
    enum Command {
        /// Accept an invitation as the invited user
        Accept(accept::Accept),
        /// Act as another user or service ID; the target is kept
        As(act_as::As),
        /// Say why a line would be refused, and what would help
        Explain(explain::Explain),
        /// Say what a line would change elsewhere: what breaks, goes stale or recovers
        Impact(impact::Impact),
        /// Show whose API key serves which clusters, and where that is broken
        Lineage(lineage::Lineage),
        /// List who there is in the account
        Personas(personas::Personas),
        /// List for whom a line would work
        WhoCan(who_can::WhoCan),
    }
}

impl Program for Credlab {
    fn dialect(_: &[&str]) -> Dialect {
        Dialect::Credlab
    }

    fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.command.run(run)
    }
}
