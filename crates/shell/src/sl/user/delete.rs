//! `sl user delete`: classic infrastructure is closed to the user, whose status is then Cancel Pending.

use credlab_model::classic::Command;

use crate::run::{Outcome, Run};
use crate::sl::user::{OfUser, asked};
use crate::sl::{NOT_LOGGED_IN, failing};

/// `sl user delete`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    user: OfUser,
    /// Force operation without confirmation
    #[arg(short, long)]
    force: bool,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        if !self.force {
            let question =
                format!("This will delete the user: {user} and cannot be undone. Continue?> ");
            asked(run, &question)?;
        }
        run.execute(&actor, Command::Cancel { user })
            .map_err(failing("Failed to delete user."))?;
        run.ok();
        Ok(())
    }
}
