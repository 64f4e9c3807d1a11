//! `credlab`: what no cloud has, standing beside `ibmcloud` in the shell.

mod accept;
mod accounts;
mod act_as;
mod clock;
mod diff;
mod explain;
mod fork;
mod from;
pub(crate) mod grants;
mod history;
mod impact;
mod leak;
mod lineage;
mod matrix;
mod open;
mod passcode;
mod personas;
pub(crate) mod rehearsal;
mod rewind;
mod upgrade;
pub(crate) mod who_can;

use std::sync::LazyLock;

use crate::failure::Dialect;
use crate::program::{Program, built};
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
        /// List the account and its forks
        Accounts(accounts::Accounts),
        /// Give a user tokens at some IP addresses only, as the console's field for that does
        Allow(from::Allow),
        /// Act as another user or service ID; the target is kept
        As(act_as::As),
        /// Show or turn the account's clock, and what time will bring
        Clock(clock::Clock),
        /// Show what is different between two moments of the account
        Diff(diff::Diff),
        /// Say why a line would be refused, and what would help
        Explain(explain::Explain),
        /// Make another account of a moment of this one, and go on with it
        Fork(fork::Fork),
        /// Let the session come from another IP address
        From(from::From),
        /// List what happened in the account, the newest first
        History(history::History),
        /// Say what a line would change elsewhere: what breaks, goes stale or recovers
        Impact(impact::Impact),
        /// Report that an API key leaked: what was chosen for the case happens to it
        Leak(leak::Leak),
        /// Show whose API key serves which clusters, and where that is broken
        Lineage(lineage::Lineage),
        /// Show what somebody may do, service by service and place by place
        Matrix(matrix::Matrix),
        /// Go on with the account that this one was forked from, or with a fork
        Open(open::Open),
        /// Show a one-time code for 'ibmcloud login --sso', as the console's avatar menu does
        Passcode(passcode::Passcode),
        /// List who there is in the account
        Personas(personas::Personas),
        /// Make the account what it was at an earlier moment; what lies between stays in its history
        Rewind(rewind::Rewind),
        /// Make a free account a Pay-As-You-Go account, as adding a credit card does
        Upgrade(upgrade::Upgrade),
        /// List for whom a line would work
        WhoCan(who_can::WhoCan),
    }
}

impl Program for Credlab {
    fn grammar() -> &'static clap::Command {
        static GRAMMAR: LazyLock<clap::Command> = LazyLock::new(built::<Credlab>);
        &GRAMMAR
    }

    fn dialect(_: &[&str]) -> Dialect {
        Dialect::Credlab
    }

    fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.command.run(run)
    }
}
