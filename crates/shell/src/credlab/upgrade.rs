//! `credlab upgrade`: what adding a credit card in the console does.

use credlab_model::account::Command;

use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `credlab upgrade`.
#[derive(Debug, clap::Args)]
pub(crate) struct Upgrade {}

impl Upgrade {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.execute(&actor, Command::Upgrade)?;
        let account = run.account();
        let kind = account.kind_at(run.now());
        run.out.marked(&format!(
            "Account `{}` is a {kind} account now.",
            account.name
        ));
        if let Some(number) = account.linked {
            run.out
                .line(format!("Its classic infrastructure account is {number}."));
        }
        Ok(())
    }
}
