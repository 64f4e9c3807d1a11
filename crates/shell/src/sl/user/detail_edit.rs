//! `sl user detail-edit`: what is noted of the person.

use credlab_model::classic::{Command, Profile};

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::OfUser;
use crate::sl::{NOT_LOGGED_IN, failing};

/// `sl user detail-edit`.
#[derive(Debug, clap::Args)]
pub(crate) struct DetailEdit {
    #[command(flatten)]
    user: OfUser,
    /// A json string describing the fields to change, in the API's words: {"firstName": "Ada", "city": "Springfield"}
    #[arg(long, value_name = "JSON")]
    template: Option<String>,
}

impl DetailEdit {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let Some(json) = &self.template else {
            return Err(Stop::Usage("'--template' is required".into()));
        };
        let profile = Box::new(template(json)?);
        let failed = format!("Failed to update user {user}.");
        run.execute(&actor, Command::EditProfile { user, profile })
            .map_err(failing(&failed))?;
        run.ok();
        run.out.line(format!("User {user} updated successfully."));
        Ok(())
    }
}

/// The details in a `--template`.
pub(super) fn template(json: &str) -> Outcome<Profile> {
    serde_json::from_str(json)
        .map_err(|problem| Stop::Usage(format!("Unable to unmarshal template json: {problem}")))
}
