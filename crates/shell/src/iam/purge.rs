//! `ibmcloud iam access-group-*-purge`: out of all access groups at once (`cli.md`, 6.6; texts are inferred).

use credlab_model::actor::{Actor, Identity};
use credlab_model::iam::access_group::Command;
use credlab_model::{Account, Timestamp};

use crate::flags::Force;
use crate::iam::{service_id, trusted_profile};
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
        purge(run, &self.force, "user", |account, _, _| {
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
        purge(run, &self.force, "service ID", |account, actor, now| {
            Ok(service_id::find(account, actor, &self.service_id, now)?.identity())
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
        purge(
            run,
            &self.force,
            "trusted profile",
            |account, actor, now| {
                Ok(trusted_profile::find(account, actor, &self.profile, now)?.identity())
            },
        )
    }
}

/// Takes a member out of its groups, and says which they were.
fn purge(
    run: &mut Run<'_>,
    force: &Force,
    kind: &str,
    member: impl Fn(&Account, &Actor, Timestamp) -> Outcome<Identity>,
) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    let (account, caller) = (run.account(), run.caller(&actor)?);
    let member = member(&account, &actor, run.now())?;
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
    run.execute(&actor, Command::Purge { member })?;
    run.ok();
    let rows: Vec<[String; 2]> = groups
        .iter()
        .map(|group| [group.name.clone(), "Removed".into()])
        .collect();
    run.out.table(["Access group", "Result"], &rows);
    Ok(())
}
