//! `ibmcloud iam access-group-*-purge`: out of all access groups at once (`cli.md`, 6.6; texts are inferred).

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access_group::Command;

use crate::flags::Force;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `iam access-group-user-purge USER`.
#[derive(Debug, clap::Args)]
pub(crate) struct User {
    #[arg(value_name = "USER_NAME")]
    user: String,
    #[command(flatten)]
    force: Force,
}

impl User {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        purge(run, &self.force, "user", |account| {
            Ok(account.user_called(&self.user)?.identity())
        })
    }
}

/// `iam access-group-service-id-purge SERVICE_ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServiceId {
    #[arg(value_name = "SERVICE_ID")]
    service_id: String,
    #[command(flatten)]
    force: Force,
}

impl ServiceId {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        purge(run, &self.force, "service ID", |account| {
            Ok(account.service_id_called(&self.service_id)?.identity())
        })
    }
}

/// `iam access-group-trusted-profile-purge PROFILE`.
#[derive(Debug, clap::Args)]
pub(crate) struct TrustedProfile {
    #[arg(value_name = "PROFILE")]
    profile: String,
    #[command(flatten)]
    force: Force,
}

impl TrustedProfile {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        purge(run, &self.force, "trusted profile", |account| {
            Ok(account.trusted_profile_called(&self.profile)?.identity())
        })
    }
}

/// Takes a member out of one group after the other. The first that is refused ends it; the groups before it were left.
fn purge(
    run: &mut Run<'_>,
    force: &Force,
    kind: &str,
    member: impl Fn(&Account) -> Outcome<Identity>,
) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    let (account, caller) = (run.account(), run.caller(&actor)?);
    let member = member(&account)?;
    let name = account.member_name(&member)?;
    force.confirm(
        run,
        &format!("Really remove {kind} {name} from all access groups?"),
    )?;
    run.progress(&format!(
        "Removing {kind} `{name}` from all access groups as `{caller}`..."
    ));
    let groups = account.access_groups.values();
    let groups: Vec<_> = groups.filter(|g| g.members.contains(&member)).collect();
    for group in &groups {
        let command = Command::RemoveMember {
            id: group.id.clone(),
            member: member.clone(),
        };
        run.execute(&actor, command)?;
    }
    run.ok();
    if groups.is_empty() {
        run.out.marked(&format!("`{name}` is in no access group."));
        return Ok(());
    }
    let rows: Vec<[String; 2]> = groups
        .iter()
        .map(|group| [group.name.clone(), "Removed".into()])
        .collect();
    run.out.table(["Access group", "Result"], &rows);
    Ok(())
}
