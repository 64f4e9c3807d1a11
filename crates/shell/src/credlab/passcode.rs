//! `credlab passcode`: what *Log in to CLI and API* in the console's avatar menu shows.

use credlab_model::actor::{Actor, Face};
use credlab_model::iam::session::{Command, passcode};

use crate::run::{Outcome, Run, Stop};

/// `credlab passcode [USER]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Passcode {
    /// Whose; the user who is logged in if it is left out
    #[arg(value_name = "USER")]
    user: Option<String>,
}

impl Passcode {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        let actor = match &self.user {
            Some(typed) => Actor::user(account.user_called(typed)?.id.clone(), Face::Shell),
            None => {
                let nobody = "Nobody is logged in. Name a user: credlab passcode USER.";
                run.session.actor().ok_or(Stop::Failed(nobody.into()))?
            }
        };
        let user = account.member_name(&actor.identity)?;
        let ctx = run.execute(&actor, Command::MakePasscode)?;
        let (code, minutes) = (ctx.passcode_value(), passcode::LIFETIME / 60);
        run.out
            .marked(&format!("One-time code of `{user}`: `{code}`"));
        run.out.line(format!(
            "It works once, within {minutes} minutes: ibmcloud login -u passcode -p {code}"
        ));
        Ok(())
    }
}
