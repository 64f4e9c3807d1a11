//! `ibmcloud account user-status` and `user-status-update`.

use credlab_model::actor::Identity;
use credlab_model::iam::user::{Command, State};
use credlab_model::refusal::shorten;
use serde_json::json;

use super::user;
use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `account user-status [USER_ID]`: of the caller by default.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[arg(value_name = "USER_ID")]
    user: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let user = match (&self.user, &actor.identity) {
            (Some(typed), _) => user(&account, typed)?,
            (None, Identity::User(id)) => account.user(id)?,
            (None, _) => {
                return Err(Stop::Failed("A service ID has no user status.".into()));
            }
        };
        let status = user.state.as_str();
        if json {
            run.json(&json!({"userId": user.email, "status": status}));
            return Ok(());
        }
        run.progress(&format!(
            "Getting the status of user `{}` in account `{}` as `{caller}`...",
            user.email, account.id
        ));
        run.ok();
        run.out.pairs(&[
            ("User ID:", user.email.to_string()),
            ("Status:", status.into()),
        ]);
        Ok(())
    }
}

/// `account user-status-update USER_ID NEW_STATUS`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "USER_ID")]
    user: String,
    #[arg(value_name = "NEW_STATUS")]
    status: String,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let named = |state: &State| state.as_str().eq_ignore_ascii_case(&self.status);
        let Some(state) = State::ALL.into_iter().find(named) else {
            let settable = State::ALL.into_iter().filter(|state| state.can_be_set());
            let valid: Vec<&str> = settable.map(State::as_str).collect();
            return Err(Stop::Usage(format!(
                "Invalid status '{}'. Valid values are {}.",
                shorten(&self.status),
                valid.join(", ")
            )));
        };
        let changed = user(&account, &self.user)?;
        run.progress(&format!(
            "Updating the status of user `{}` in account `{}` as `{caller}`...",
            changed.email, account.id
        ));
        let user = changed.id.clone();
        run.execute(&actor, Command::SetState { user, state })?;
        run.ok();
        run.out.marked(&format!(
            "The status of user `{}` is {}.",
            changed.email,
            state.as_str()
        ));
        Ok(())
    }
}
