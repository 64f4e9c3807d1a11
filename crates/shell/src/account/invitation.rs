//! `ibmcloud account user-invite` and `user-reinvite`.

use credlab_model::iam::user::{Command, InvitedAccess};

use super::user;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `account user-invite USER_EMAIL [--access-groups GROUP]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Invite {
    #[arg(value_name = "USER_EMAIL")]
    email: String,
    /// Names or IDs of access groups that the user joins; repeatable or separated by commas
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    access_groups: Vec<String>,
    /// Deprecated: organizations went with Cloud Foundry
    #[arg(short = 'o', value_name = "ORG")]
    org: Option<String>,
    /// Deprecated: the region of the organization
    #[arg(short = 'r', value_name = "REGION")]
    region: Option<String>,
}

impl Invite {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let mut access = InvitedAccess::default();
        for group in &self.access_groups {
            access
                .access_groups
                .push(account.access_group_called(group)?.id.clone());
        }
        run.progress(&format!(
            "Inviting user `{}` to account `{}` as `{caller}`...",
            self.email, account.id
        ));
        let emails = vec![self.email.clone()];
        run.execute(&actor, Command::Invite { emails, access })?;
        run.ok();
        run.out.marked(&format!(
            "User `{}` is invited to account `{}`.",
            self.email, account.name
        ));
        Ok(())
    }
}

/// `account user-reinvite USER_EMAIL`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reinvite {
    #[arg(value_name = "USER_EMAIL")]
    email: String,
}

impl Reinvite {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let invited = user(&account, &self.email)?;
        run.progress(&format!(
            "Inviting user `{}` to account `{}` again as `{caller}`...",
            invited.email, account.id
        ));
        let user = invited.id.clone();
        run.execute(&actor, Command::Resend { user })?;
        run.ok();
        run.out.marked(&format!(
            "User `{}` is invited to account `{}`.",
            invited.email, account.name
        ));
        Ok(())
    }
}
