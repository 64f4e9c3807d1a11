//! `credlab accept`: what the invited person does with the mail.

use credlab_model::actor::{Actor, Face};
use credlab_model::iam::user::Command;

use crate::run::{Outcome, Run};

/// `credlab accept EMAIL`.
#[derive(Debug, clap::Args)]
pub(crate) struct Accept {
    #[arg(value_name = "EMAIL")]
    email: String,
}

impl Accept {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        let user = account.user_called(&self.email)?;
        let invited = Actor::user(user.id.clone(), Face::Shell);
        run.execute(&invited, Command::Accept)?;
        run.out.marked(&format!(
            "`{}` is a member of account `{}` now.",
            user.email, account.name
        ));
        run.out.line(format!(
            "To act as this user, run 'credlab as {}'.",
            user.email
        ));
        Ok(())
    }
}
