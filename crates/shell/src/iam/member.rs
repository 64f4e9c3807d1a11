//! `ibmcloud iam access-group-user*` and `access-group-service-id*`: who is in a group (`cli.md`, 6.6).

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access_group::{AccessGroup, Command};
use serde_json::json;

use crate::flags::Format;
use crate::iam::access_group::find;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `iam access-group-users GROUP_NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct Users {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[command(flatten)]
    format: Format,
}

impl Users {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        list(run, &self.group, &self.format, "users", |member| {
            matches!(member, Identity::User(_))
        })
    }
}

/// `iam access-group-service-ids GROUP_NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServiceIds {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[command(flatten)]
    format: Format,
}

impl ServiceIds {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        list(run, &self.group, &self.format, "service IDs", |member| {
            matches!(member, Identity::ServiceId(_))
        })
    }
}

/// `iam access-group-trusted-profiles GROUP_NAME`.
#[derive(Debug, clap::Args)]
pub(crate) struct TrustedProfiles {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[command(flatten)]
    format: Format,
}

impl TrustedProfiles {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        list(
            run,
            &self.group,
            &self.format,
            "trusted profiles",
            |member| matches!(member, Identity::TrustedProfile(_)),
        )
    }
}

fn list(
    run: &mut Run<'_>,
    group: &str,
    format: &Format,
    kind: &str,
    wanted: fn(&Identity) -> bool,
) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    let json = format.is_json(run)?;
    let (account, caller) = (run.account(), run.caller(&actor)?);
    let group = find(&account, &actor, group, run.now())?;
    let members = group.members.iter().filter(|member| wanted(member));
    let members: Vec<&Identity> = members.collect();
    if json {
        let members = members.iter().map(|member| {
            json!({"iam_id": account.iam_id(member), "name": account.member_name(member).unwrap_or_default()})
        });
        run.json(&members.collect::<Vec<_>>());
        return Ok(());
    }
    run.progress(&format!(
        "Getting all {kind} in access group `{}` as `{caller}`...",
        group.name
    ));
    run.ok();
    if members.is_empty() {
        run.out
            .line(format!("No {kind} found in access group {}", group.name));
        return Ok(());
    }
    table(run, &account, &members);
    Ok(())
}

fn table(run: &mut Run<'_>, account: &Account, members: &[&Identity]) {
    let rows: Vec<[String; 2]> = members
        .iter()
        .map(|member| {
            let name = account.member_name(member).unwrap_or_default();
            [name, account.iam_id(member)]
        })
        .collect();
    run.out.table(["Name", "ID"], &rows);
}

/// `iam access-group-user-add GROUP_NAME USER...`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddUsers {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "USER", required_unless_present = "iam_ids")]
    users: Vec<String>,
    /// IAM IDs of users, separated by commas
    #[arg(
        long,
        value_name = "IAM_IDS",
        value_delimiter = ',',
        conflicts_with = "users"
    )]
    iam_ids: Vec<String>,
}

impl AddUsers {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        run.actor(NOT_LOGGED_IN)?;
        let typed = self.users.iter().chain(&self.iam_ids);
        let users = typed.map(|typed| Ok(account.user_called(typed)?.identity()));
        let users: Vec<Identity> = users.collect::<Outcome<_>>()?;
        add(run, &self.group, users, "users")
    }
}

/// `iam access-group-service-id-add GROUP_NAME SERVICE_ID...`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddServiceIds {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "SERVICE_ID", required = true)]
    service_ids: Vec<String>,
}

impl AddServiceIds {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        run.actor(NOT_LOGGED_IN)?;
        let typed = self.service_ids.iter();
        let service_ids = typed.map(|typed| Ok(account.service_id_called(typed)?.identity()));
        let service_ids: Vec<Identity> = service_ids.collect::<Outcome<_>>()?;
        add(run, &self.group, service_ids, "service IDs")
    }
}

/// `iam access-group-trusted-profile-add GROUP_NAME PROFILE...`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddTrustedProfiles {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "PROFILE", required = true)]
    profiles: Vec<String>,
}

impl AddTrustedProfiles {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        run.actor(NOT_LOGGED_IN)?;
        let typed = self.profiles.iter();
        let profiles = typed.map(|typed| Ok(account.trusted_profile_called(typed)?.identity()));
        let profiles: Vec<Identity> = profiles.collect::<Outcome<_>>()?;
        add(run, &self.group, profiles, "trusted profiles")
    }
}

/// Adds one after the other. When some fail and some don't, the added ones are shown before the failure.
fn add(run: &mut Run<'_>, group: &str, members: Vec<Identity>, kind: &str) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    let (account, caller) = (run.account(), run.caller(&actor)?);
    let group = find(&account, &actor, group, run.now())?;
    run.progress(&format!(
        "Adding {} to access group `{}` as `{caller}`...",
        names(&account, &members, "`"),
        group.name
    ));
    let (mut added, mut missed, mut reason) = (Vec::new(), Vec::new(), String::new());
    for member in &members {
        let command = Command::AddMember {
            id: group.id.clone(),
            member: member.clone(),
        };
        match run.execute(&actor, command) {
            Ok(_) => added.push(member),
            Err(Stop::Refused(refusal)) => {
                reason = refusal.message();
                missed.push(member.clone());
            }
            Err(other) => return Err(other),
        }
    }
    if added.is_empty() {
        return Err(Stop::Failed(format!(
            "Failed to add access group {kind}\n{reason}"
        )));
    }
    if missed.is_empty() {
        run.ok();
    }
    table(run, &account, &added);
    if !missed.is_empty() {
        let missed = names(&account, &missed, "");
        return Err(Stop::Failed(format!(
            "Partial success. The following {kind} are not added: {missed}\n{reason}"
        )));
    }
    Ok(())
}

fn names(account: &Account, members: &[Identity], mark: &str) -> String {
    let names = members.iter().filter_map(|m| account.member_name(m).ok());
    let names: Vec<String> = names.map(|name| format!("{mark}{name}{mark}")).collect();
    names.join(", ")
}

/// `iam access-group-user-remove GROUP_NAME USER`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveUser {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "USER")]
    user: String,
}

impl RemoveUser {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let group = find(&account, &actor, &self.group, run.now())?;
        let member = account.user_called(&self.user)?.identity();
        remove(run, group, member)
    }
}

/// `iam access-group-service-id-remove GROUP_NAME SERVICE_ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveServiceId {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "SERVICE_ID")]
    service_id: String,
}

impl RemoveServiceId {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let group = find(&account, &actor, &self.group, run.now())?;
        let member = account.service_id_called(&self.service_id)?.identity();
        remove(run, group, member)
    }
}

/// `iam access-group-trusted-profile-remove GROUP_NAME PROFILE`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveTrustedProfile {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[arg(value_name = "PROFILE")]
    profile: String,
}

impl RemoveTrustedProfile {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let group = find(&account, &actor, &self.group, run.now())?;
        let member = account.trusted_profile_called(&self.profile)?.identity();
        remove(run, group, member)
    }
}

fn remove(run: &mut Run<'_>, group: &AccessGroup, member: Identity) -> Outcome {
    let actor = run.actor(NOT_LOGGED_IN)?;
    let (account, caller) = (run.account(), run.caller(&actor)?);
    let name = account.member_name(&member)?;
    run.progress(&format!(
        "Removing `{name}` from access group `{}` as `{caller}`...",
        group.name
    ));
    let id = group.id.clone();
    run.execute(&actor, Command::RemoveMember { id, member })?;
    run.ok();
    run.out.marked(&format!(
        "`{name}` was removed from access group `{}`.",
        group.name
    ));
    Ok(())
}
