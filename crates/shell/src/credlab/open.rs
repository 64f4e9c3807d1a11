//! `credlab open`: going on with another account of the family.

use credlab_model::id::AccountId;

use crate::run::{Outcome, Run, Stop};

/// `credlab open ACCOUNT_ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    /// The account's ID, as 'credlab accounts' lists it
    #[arg(value_name = "ACCOUNT_ID")]
    id: String,
}

impl Open {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        // No word of accounts that are not of the family, whether there are any or not.
        let unknown = || {
            let id = credlab_model::refusal::shorten(&self.id);
            Stop::Failed(format!(
                "The account has no fork '{id}'. 'credlab accounts' lists those that there are."
            ))
        };
        let id: AccountId = self.id.parse().map_err(|_| unknown())?;
        let history = run.history()?;
        if !history.family()?.iter().any(|one| one.id == id) {
            return Err(unknown());
        }
        history.open(&id)?;
        let account = run.account();
        run.session.prune(&account);
        run.out
            .marked(&format!("You work on account `{}` now.", account.id));
        Ok(())
    }
}
