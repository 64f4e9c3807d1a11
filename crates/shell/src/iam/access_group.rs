//! `ibmcloud iam access-group*`: the groups themselves (`cli.md`, 6.6). Members are in [`super::member`].

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::actor::{Actor, Identity};
use credlab_model::iam::access_group::{AccessGroup, Command, PUBLIC, may_see};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use serde_json::{Value, json};

use crate::flags::{Force, Format};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};
use crate::time::rfc3339;

/// The group of that name or id, if the caller may know of it.
pub(super) fn find<'a>(
    account: &'a Account,
    actor: &Actor,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a AccessGroup> {
    let found = account.access_group_called(typed).ok();
    let seen = found.filter(|group| may_see(account, &actor.identity, group, now));
    seen.ok_or_else(|| {
        let (noun, name) = (Noun::AccessGroup, shorten(typed));
        RefusalKind::NotFound { noun, name }.refusal().into()
    })
}

/// `iam access-groups [-u USER | -s SERVICE_ID]`: those that the caller may see.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("member").args(["user", "service_id"]))]
pub(crate) struct List {
    /// Only groups that this user is in
    #[arg(short, long, value_name = "USER")]
    user: Option<String>,
    /// Only groups that this service ID is in
    #[arg(short, long, value_name = "SERVICE_ID")]
    service_id: Option<String>,
    /// Only groups that this trusted profile is in
    #[arg(short = 'p', long = "trusted-profile", value_name = "PROFILE")]
    profile: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let member: Option<Identity> = match (&self.user, &self.service_id, &self.profile) {
            (Some(user), ..) => Some(account.user_called(user)?.identity()),
            (_, Some(service_id), _) => Some(account.service_id_called(service_id)?.identity()),
            (.., Some(profile)) => Some(account.trusted_profile_called(profile)?.identity()),
            (None, None, None) => None,
        };
        let all = account.access_groups.values().chain([&*PUBLIC]);
        let mut groups: Vec<&AccessGroup> = all.collect();
        groups.retain(|group| {
            member
                .as_ref()
                .is_none_or(|member| group.members.contains(member))
        });
        groups.retain(|group| may_see(&account, &actor.identity, group, run.now()));
        groups.sort_by_key(|group| &group.name);
        if json {
            let groups = groups.iter().map(|group| as_json(&account, group));
            run.json(&groups.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving all access groups under current account as `{caller}`..."
        ));
        run.ok();
        let rows: Vec<[String; 3]> = groups
            .iter()
            .map(|group| {
                [
                    group.name.clone(),
                    group.id.to_string(),
                    group.description.clone(),
                ]
            })
            .collect();
        if rows.is_empty() {
            run.out.line("No access groups found");
            return Ok(());
        }
        run.out.table(["Name", "ID", "Description"], &rows);
        Ok(())
    }
}

/// `iam access-group GROUP_NAME [--id]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[arg(value_name = "GROUP_NAME")]
    name: String,
    /// Show the ID only
    #[arg(long)]
    id: bool,
    #[command(flatten)]
    format: Format,
}

impl Show {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let group = find(&account, &actor, &self.name, run.now())?;
        if json {
            run.json(&as_json(&account, group));
            return Ok(());
        }
        if self.id {
            run.out.line(group.id.as_str());
            return Ok(());
        }
        run.progress(&format!(
            "Retrieving access group `{}` under current account as `{caller}`...",
            group.name
        ));
        run.ok();
        show(run, group);
        Ok(())
    }
}

/// `iam access-group-create GROUP_NAME [-d DESCRIPTION]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "GROUP_NAME")]
    name: String,
    /// Description of the group
    #[arg(
        short,
        long,
        value_name = "DESCRIPTION",
        default_value = "",
        hide_default_value = true
    )]
    description: String,
    #[command(flatten)]
    format: Format,
}

impl Create {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let caller = run.caller(&actor)?;
        run.progress(&format!(
            "Creating access group `{}` under current account as `{caller}`...",
            self.name
        ));
        let (name, description) = (self.name.clone(), self.description.clone());
        run.execute(&actor, Command::Create { name, description })?;
        let account = run.account();
        let group = account.access_group_called(self.name.trim())?;
        if json {
            run.json(&as_json(&account, group));
            return Ok(());
        }
        run.ok();
        run.out
            .marked(&format!("Access group `{}` was created.", group.name));
        show(run, group);
        Ok(())
    }
}

/// `iam access-group-update GROUP_NAME [-n NEW_NAME] [-d DESCRIPTION]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    /// New name of the group
    #[arg(short, long, value_name = "NEW_NAME")]
    name: Option<String>,
    /// New description of the group
    #[arg(short, long, value_name = "DESCRIPTION")]
    description: Option<String>,
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let group = find(&before, &actor, &self.group, run.now())?;
        if self.name.is_none() && self.description.is_none() {
            return Err(Stop::Usage("Give '--name' or '--description'.".into()));
        }
        run.progress(&format!(
            "Updating access group `{}` under current account as `{caller}`...",
            group.name
        ));
        let command = Command::Update {
            id: group.id.clone(),
            name: self.name.as_ref().unwrap_or(&group.name).clone(),
            description: self
                .description
                .as_ref()
                .unwrap_or(&group.description)
                .clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        run.out
            .marked(&format!("Access group `{}` was updated.", group.name));
        let account = run.account();
        show(run, account.access_group(&group.id)?);
        Ok(())
    }
}

/// `iam access-group-delete GROUP_NAME [-f] [-r]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
    #[command(flatten)]
    force: Force,
    /// Delete the group although it has members
    #[arg(short, long)]
    recursive: bool,
    /// Delete the group with all that belongs to it: its members and policies (inferred)
    #[arg(short, long)]
    all: bool,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let group = find(&account, &actor, &self.group, run.now())?;
        let question = format!("Really delete access group {}?", group.name);
        self.force.confirm(run, &question)?;
        if !group.members.is_empty() && !self.recursive && !self.all {
            return Err(Stop::Failed(format!(
                "Access group '{}' has members. Remove them first, or delete the group with '--recursive'.",
                group.name
            )));
        }
        run.progress(&format!(
            "Deleting access group `{}` under current account as `{caller}`...",
            group.name
        ));
        let id = group.id.clone();
        run.execute(&actor, Command::Delete { id })?;
        run.ok();
        run.out
            .marked(&format!("Access group `{}` was deleted.", group.name));
        Ok(())
    }
}

fn show(run: &mut Run<'_>, group: &AccessGroup) {
    run.out.pairs(&[
        ("Name", group.name.clone()),
        ("ID", group.id.to_string()),
        ("Description", group.description.clone()),
    ]);
}

fn as_json(account: &Account, group: &AccessGroup) -> Value {
    json!({
        "id": group.id,
        "name": group.name,
        "description": group.description,
        "created_at": rfc3339(group.created_at),
        "members": group.members.iter().map(|member| account.iam_id(member)).collect::<Vec<_>>(),
    })
}
