//! `credlab rewind`: the account as it was.

use crate::credlab::diff;
use crate::flags::Force;
use crate::run::{Outcome, Run};

/// `credlab rewind RECORD`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rewind {
    /// The number of the moment's newest record, as 'credlab history' lists it
    #[arg(value_name = "RECORD")]
    to: u64,
    #[command(flatten)]
    force: Force,
}

impl Rewind {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let now = run.account();
        let differences = now.diff(&run.history()?.at(self.to)?);
        for difference in &differences {
            diff::print(run, difference);
        }
        self.force.confirm(
            run,
            &format!("Make the account what it was after record {}?", self.to),
        )?;
        run.history()?.rewind(self.to)?;
        let account = run.account();
        run.session.prune(&account);
        run.out.marked(&format!(
            "The account is what it was after record `{}`. To undo this, run 'credlab rewind {}'.",
            self.to, now.version
        ));
        Ok(())
    }
}
