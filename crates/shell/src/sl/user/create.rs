//! `sl user create`: users of an account that is linked to IBM Cloud come by invitation (`api.md`, status ids).

use credlab_model::classic::Profile;
use credlab_model::iam::user::{Command, InvitedAccess};

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::asked;
use crate::sl::user::detail_edit::template;
use crate::sl::{NOT_LOGGED_IN, failing};

/// `sl user create`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "USERNAME")]
    username: String,
    /// Email address for this user. Required for creation
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// Password to set for this user. IBM Cloud's users choose their own
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Base user to use as a template for creating this user. IBM Cloud's invitations have none
    #[arg(long, value_name = "ID")]
    from_user: Option<String>,
    /// A json string describing the user's details
    #[arg(long, value_name = "JSON")]
    template: Option<String>,
    /// VPN password to set for this user. Set it with 'vpn-password' when the invitation is accepted
    #[arg(long, value_name = "PASSWORD")]
    vpn_password: Option<String>,
    /// Force operation without confirmation
    #[arg(short, long)]
    force: bool,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let Some(email) = &self.email else {
            return Err(Stop::Usage("'--email' is required".into()));
        };
        let _: Option<Profile> = self.template.as_deref().map(template).transpose()?;
        for (flag, given) in [
            ("--password", self.password.is_some()),
            ("--from-user", self.from_user.is_some()),
            ("--vpn-password", self.vpn_password.is_some()),
        ] {
            if given {
                return Err(Stop::Failed(format!(
                    "Failed to add user.\n'{flag}' is not for accounts whose users log in with an IBMid: leave it out."
                )));
            }
        }
        if !self.force {
            let question = format!(
                "You are about to create the following user: {}. Do you wish to continue?> ",
                self.username
            );
            asked(run, &question)?;
        }
        let command = Command::Invite {
            emails: vec![email.clone()],
            access: InvitedAccess::default(),
        };
        run.execute(&actor, command)
            .map_err(failing("Failed to add user."))?;
        run.out.line(format!(
            "The account's users log in with an IBMid, so the request went on to IBM Cloud: {email} is invited, and becomes a \
             user when they accept."
        ));
        Ok(())
    }
}
