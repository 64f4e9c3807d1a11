//! `credlab fork`: another account with the same past.

use crate::run::{Outcome, Run};

/// `credlab fork [RECORD]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Fork {
    /// The number of the moment's newest record, as 'credlab history' lists it; now, if it is left out
    #[arg(value_name = "RECORD")]
    at: Option<u64>,
}

impl Fork {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let origin = run.account();
        let at = self.at.unwrap_or(origin.version);
        run.history()?.fork(at)?;
        let account = run.account();
        run.session.prune(&account);
        run.out.marked(&format!(
            "You work on account `{}` now, a fork of `{}` at record `{at}`. To go back to that one, run 'credlab open {}'.",
            account.id, origin.id, origin.id
        ));
        Ok(())
    }
}
