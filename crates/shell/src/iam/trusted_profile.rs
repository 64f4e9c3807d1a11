//! `ibmcloud iam trusted-profile*` (`cli.md`, 6.7; texts are inferred from those of service IDs).

use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::trusted_profile::{Command, TrustedProfile, may_see};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use credlab_model::{Account, Timestamp};
use serde_json::{Value, json};

use crate::flags::{Force, Format};
use crate::iam::crn::{identity_crn, version};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};
use crate::time::{minutes, rfc3339};

/// The profile of that name or ID, if the caller may know of it.
pub(super) fn find<'a>(
    account: &'a Account,
    actor: &Actor,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a TrustedProfile> {
    let found = account.trusted_profile_called(typed).ok();
    let seen = found.filter(|profile| may_see(account, &actor.identity, profile, now));
    seen.ok_or_else(|| {
        let (noun, name) = (Noun::TrustedProfile, shorten(typed));
        RefusalKind::NotFound { noun, name }.refusal().into()
    })
}

/// `iam trusted-profiles`: those that the caller may see.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Only profiles with this text in their name
    #[arg(short, long, value_name = "STRING")]
    name: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let mut profiles: Vec<&TrustedProfile> = account.trusted_profiles.values().collect();
        let wanted = self.name.as_deref().unwrap_or_default();
        profiles.retain(|profile| profile.name.contains(wanted));
        profiles.retain(|profile| may_see(&account, &actor.identity, profile, run.now()));
        profiles.sort_by_key(|profile| &profile.name);
        if json {
            let profiles = profiles.iter().map(|profile| as_json(&account, profile));
            run.json(&profiles.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!(
            "Getting all trusted profiles of the current account as `{caller}`..."
        ));
        run.ok();
        if profiles.is_empty() {
            run.out.line("No trusted profiles found");
            return Ok(());
        }
        let rows: Vec<[String; 5]> = profiles
            .iter()
            .map(|profile| {
                [
                    profile.id.to_string(),
                    profile.name.clone(),
                    minutes(profile.created_at),
                    minutes(profile.modified_at),
                    profile.description.clone(),
                ]
            })
            .collect();
        let headings = ["ID", "Name", "Created At", "Last Updated", "Description"];
        run.out.table(headings, &rows);
        Ok(())
    }
}

/// `iam trusted-profile NAME|ID [--id]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[arg(value_name = "NAME|ID")]
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
        let profile = find(&account, &actor, &self.name, run.now())?;
        if json {
            run.json(&as_json(&account, profile));
            return Ok(());
        }
        if self.id {
            run.out.line(profile.id.as_str());
            return Ok(());
        }
        run.progress(&format!(
            "Getting trusted profile `{}` as `{caller}`...",
            profile.name
        ));
        run.ok();
        show(run, &account, profile);
        Ok(())
    }
}

/// `iam trusted-profile-create NAME [-d DESCRIPTION]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Create {
    #[arg(value_name = "NAME")]
    name: String,
    /// Description of the profile
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
            "Creating trusted profile `{}` in the current account as `{caller}`...",
            self.name
        ));
        let (name, description) = (self.name.clone(), self.description.clone());
        run.execute(&actor, Command::Create { name, description })?;
        let account = run.account();
        let profile = account.trusted_profile_called(self.name.trim())?;
        if json {
            run.json(&as_json(&account, profile));
            return Ok(());
        }
        run.ok();
        run.out.marked(&format!(
            "Trusted profile `{}` is created successfully",
            profile.name
        ));
        show(run, &account, profile);
        Ok(())
    }
}

/// `iam trusted-profile-update NAME|ID`. What is not given stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[arg(value_name = "NAME|ID")]
    profile: String,
    /// New name of the profile
    #[arg(short, long, value_name = "NEW_NAME")]
    name: Option<String>,
    /// New description of the profile
    #[arg(short, long, value_name = "DESCRIPTION")]
    description: Option<String>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    format: Format,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        if self.name.is_none() && self.description.is_none() {
            let detail = "Give at least one of '--name', '--description'.";
            return Err(Stop::Usage(detail.into()));
        }
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let old = find(&before, &actor, &self.profile, run.now())?;
        run.progress(&format!(
            "Updating trusted profile `{}` as `{caller}`...",
            old.name
        ));
        let or = |new: &Option<String>, old: &String| new.as_ref().unwrap_or(old).clone();
        let command = Command::Update {
            id: old.id.clone(),
            name: or(&self.name, &old.name),
            description: or(&self.description, &old.description),
        };
        run.execute(&actor, command)?;
        let account = run.account();
        let profile = account.trusted_profile(&old.id)?;
        if json {
            run.json(&as_json(&account, profile));
            return Ok(());
        }
        run.ok();
        run.out.marked(&format!(
            "Trusted profile `{}` is updated successfully",
            profile.name
        ));
        show(run, &account, profile);
        Ok(())
    }
}

/// `iam trusted-profile-delete NAME|ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    #[arg(value_name = "NAME|ID")]
    profile: String,
    #[command(flatten)]
    force: Force,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let profile = find(&account, &actor, &self.profile, run.now())?;
        let name = &profile.name;
        self.force.confirm(
            run,
            &format!("Do you really want to delete trusted profile {name}?"),
        )?;
        run.progress(&format!(
            "Deleting trusted profile `{name}` as `{caller}`..."
        ));
        let id = profile.id.clone();
        run.execute(&actor, Command::Delete { id })?;
        run.ok();
        run.out
            .marked(&format!("Trusted profile `{name}` is deleted successfully"));
        Ok(())
    }
}

/// `iam trusted-profile-identities NAME|ID`: who may put it on.
#[derive(Debug, clap::Args)]
pub(crate) struct Identities {
    #[arg(value_name = "NAME|ID")]
    profile: String,
    #[command(flatten)]
    format: Format,
}

impl Identities {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let profile = find(&account, &actor, &self.profile, run.now())?;
        let trusted = profile.trusts.iter().map(|identity| {
            let kind = match identity {
                Identity::ServiceId(_) => "serviceid",
                _ => "user",
            };
            let name = account.member_name(identity).unwrap_or_default();
            [kind.to_string(), name, account.iam_id(identity)]
        });
        if json {
            let trusted = trusted.map(|[kind, name, iam_id]| {
                json!({"iam_id": iam_id, "identifier": iam_id, "type": kind, "description": name})
            });
            run.json(&json!({ "identities": trusted.collect::<Vec<_>>() }));
            return Ok(());
        }
        run.progress(&format!(
            "Getting the identities that trusted profile `{}` trusts as `{caller}`...",
            profile.name
        ));
        run.ok();
        let rows: Vec<[String; 3]> = trusted.collect();
        if rows.is_empty() {
            run.out.line("No identities found");
            return Ok(());
        }
        run.out.table(["Type", "Name", "IAM ID"], &rows);
        Ok(())
    }
}

/// A profile, and a user or a service ID.
#[derive(Debug, clap::Args)]
struct Trust {
    #[arg(value_name = "NAME|ID")]
    profile: String,
    /// Email address of a user, name of a service ID, or IAM ID of either
    #[arg(long, value_name = "IDENTIFIER")]
    id: String,
}

impl Trust {
    fn change(
        &self,
        run: &mut Run<'_>,
        command: fn(credlab_model::id::TrustedProfileId, Identity) -> Command,
        said: &str,
    ) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let profile = find(&account, &actor, &self.profile, run.now())?;
        let identity = account.identity_called(&self.id)?;
        let (profile, name) = (profile, account.member_name(&identity)?);
        run.execute(&actor, command(profile.id.clone(), identity))?;
        run.ok();
        run.out.marked(&format!(
            "Trusted profile `{}` {said} `{name}`.",
            profile.name
        ));
        Ok(())
    }
}

/// `iam trusted-profile-identity-create NAME|ID --id IDENTIFIER`.
#[derive(Debug, clap::Args)]
pub(crate) struct AddIdentity {
    #[command(flatten)]
    trust: Trust,
}

impl AddIdentity {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let command = |id, identity| Command::Trust { id, identity };
        self.trust.change(run, command, "trusts")
    }
}

/// `iam trusted-profile-identity-delete NAME|ID --id IDENTIFIER`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveIdentity {
    #[command(flatten)]
    trust: Trust,
}

impl RemoveIdentity {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let command = |id, identity| Command::Distrust { id, identity };
        self.trust.change(run, command, "no longer trusts")
    }
}

/// `iam trusted-profile-assume NAME|ID`: the session goes on as the profile.
#[derive(Debug, clap::Args)]
pub(crate) struct Assume {
    #[arg(value_name = "NAME|ID")]
    profile: String,
}

impl Assume {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        assume(run, &actor, &self.profile)
    }
}

/// Puts the profile of that name, id or CRN on the session of `actor`.
pub(crate) fn assume(run: &mut Run<'_>, actor: &Actor, typed: &str) -> Outcome {
    let (account, caller) = (run.account(), run.caller(actor)?);
    // A CRN ends in the profile's id.
    let typed = typed.rsplit(':').next().unwrap_or(typed);
    let profile = find(&account, actor, typed, run.now())?;
    run.progress(&format!(
        "Assuming trusted profile `{}` as `{caller}`...",
        profile.name
    ));
    let id = profile.id.clone();
    run.execute(actor, Command::Assume { id })?;
    run.session.identity = Some(profile.identity());
    run.session
        .underneath
        .get_or_insert_with(|| actor.identity.clone());
    run.ok();
    run.out.marked(&format!(
        "Trusted profile `{}` is assumed. To go back, run 'ibmcloud iam trusted-profile-leave'.",
        profile.name
    ));
    Ok(())
}

/// `iam trusted-profile-leave`.
#[derive(Debug, clap::Args)]
pub(crate) struct Leave {}

impl Leave {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let Some(identity) = run.session.underneath.take() else {
            return Err(Stop::Failed("No trusted profile is assumed.".into()));
        };
        let face = Face::Shell;
        let name = run.caller(&Actor {
            identity: identity.clone(),
            face,
        })?;
        run.session.identity = Some(identity);
        run.ok();
        run.out.marked(&format!("The session goes on as `{name}`."));
        Ok(())
    }
}

fn show(run: &mut Run<'_>, account: &Account, profile: &TrustedProfile) {
    run.out.pairs(&[
        ("ID", profile.id.to_string()),
        ("Name", profile.name.clone()),
        ("Description", profile.description.clone()),
        ("CRN", identity_crn(account, "profile", profile.id.as_str())),
        ("Version", version(profile.revision, profile.id.as_str())),
    ]);
}

/// A profile as the API has it (`api.md`, section 2).
fn as_json(account: &Account, profile: &TrustedProfile) -> Value {
    json!({
        "id": profile.id,
        "entity_tag": version(profile.revision, profile.id.as_str()),
        "crn": identity_crn(account, "profile", profile.id.as_str()),
        "name": profile.name,
        "description": profile.description,
        "created_at": rfc3339(profile.created_at),
        "modified_at": rfc3339(profile.modified_at),
        "iam_id": account.iam_id(&profile.identity()),
        "account_id": account.id,
    })
}
