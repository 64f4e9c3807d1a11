//! `ibmcloud account user-remove`.

use credlab_model::iam::user::Command;

use super::{check_account, user};
use crate::flags::Force;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `account user-remove USER_ID [-c ACCOUNT_ID] [-f]`. An invitation that is pending is cancelled.
#[derive(Debug, clap::Args)]
pub(crate) struct Remove {
    #[arg(value_name = "USER_ID")]
    user: String,
    /// Account ID. The targeted account is used if not specified.
    #[arg(short = 'c', value_name = "ACCOUNT_ID")]
    account_id: Option<String>,
    #[command(flatten)]
    force: Force,
}

impl Remove {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        check_account(&account, self.account_id.as_deref())?;
        let leaving = user(&account, &self.user)?;
        let (email, user) = (&leaving.email, leaving.id.clone());
        self.force.confirm(
            run,
            &format!(
                "Are you sure you want to remove user {email} from account {}?",
                account.name
            ),
        )?;
        run.progress(&format!(
            "Removing user `{email}` from account `{}` as `{caller}`...",
            account.id
        ));
        let command = match leaving.state.is_invited() {
            true => Command::Cancel { user },
            false => Command::Remove { user },
        };
        run.execute(&actor, command)?;
        run.ok();
        run.out.marked(&format!(
            "User `{email}` is removed from account `{}`.",
            account.id
        ));
        Ok(())
    }
}
