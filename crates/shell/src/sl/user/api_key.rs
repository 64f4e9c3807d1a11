//! `sl user apikey`: the one classic infrastructure API key of a user (R137).

use credlab_model::actor::Actor;
use credlab_model::classic::Command;
use credlab_model::id::ClassicUserId;

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::OfUser;
use crate::sl::{NOT_LOGGED_IN, failing};

/// `sl user apikey`.
#[derive(Debug, clap::Args)]
pub(crate) struct ApiKey {
    #[command(flatten)]
    user: OfUser,
    /// Create an API authentication key
    #[arg(long)]
    add: bool,
    /// Remove the API authentication key
    #[arg(long)]
    remove: bool,
    /// Replace the API authentication key
    #[arg(long)]
    refresh: bool,
}

impl ApiKey {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        match (self.add, self.remove, self.refresh) {
            (true, false, false) => add(run, &actor, user),
            (false, true, false) => remove(run, &actor, user),
            (false, false, true) => {
                remove(run, &actor, user)?;
                add(run, &actor, user)
            }
            (false, false, false) => {
                Err(Stop::Usage("Please pass at least one of the flags.".into()))
            }
            _ => Err(Stop::Usage(
                "'--add', '--remove', '--refresh' are exclusive.".into(),
            )),
        }
    }
}

fn add(run: &mut Run<'_>, actor: &Actor, user: ClassicUserId) -> Outcome {
    let made = run
        .execute(actor, Command::CreateApiKey { user })
        .map_err(failing("Failed to add user's API authentication key"))?;
    run.ok();
    run.out.line(format!(
        "Successfully added. New API Authentication Key: {}",
        made.classic_api_key_value()
    ));
    Ok(())
}

fn remove(run: &mut Run<'_>, actor: &Actor, user: ClassicUserId) -> Outcome {
    run.execute(actor, Command::DeleteApiKey { user })
        .map_err(failing("Failed to remove user's API authentication key"))?;
    run.ok();
    run.out
        .line("Successfully removed user's API authentication key");
    Ok(())
}
