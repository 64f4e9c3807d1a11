//! `credlab`: what no cloud has, standing beside `ibmcloud` in the shell.

mod accept;
mod act_as;
mod personas;

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
        /// List who there is in the account
        Personas(personas::Personas),
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
