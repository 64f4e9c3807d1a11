//! `ibmcloud target` (`cli.md`, 3.3).

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::account::ResourceGroup;
use credlab_model::actor::{Actor, Identity};
use credlab_model::refusal::shorten;
use credlab_model::region::Region;
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::{ENDPOINT, NOT_LOGGED_IN};
use crate::run::{Outcome, Run, Stop};

/// `ibmcloud target`.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("where").args(["region", "unset_region"]),
    group = clap::ArgGroup::new("in").args(["group", "unset_resource_group"]),
)]
pub(crate) struct Target {
    /// Name of the region
    #[arg(short = 'r', value_name = "REGION")]
    region: Option<String>,
    /// Unset the region
    #[arg(long)]
    unset_region: bool,
    /// ID of the account
    #[arg(short = 'c', value_name = "ACCOUNT_ID")]
    account: Option<String>,
    /// Name or ID of the resource group
    #[arg(short = 'g', value_name = "RESOURCE_GROUP")]
    group: Option<String>,
    /// Unset the resource group
    #[arg(long)]
    unset_resource_group: bool,
    #[command(flatten)]
    format: Format,
}

impl Target {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let json = self.format.is_json(run)?;
        let account = run.account();
        let Some(actor) = run.session.actor() else {
            return self.logged_out(run, json);
        };
        if let Some(id) = &self.account {
            if *id != account.id.as_str() {
                return Err(Stop::Failed(crate::account::not_found(id)));
            }
            note(
                run,
                &format!("Targeted account {}", self::account(&account)),
            );
        }
        if let Some(typed) = &self.region {
            let region = self::region(typed)?;
            run.session.region = Some(region);
            note(run, &format!("Switched to region `{region}`"));
        }
        if self.unset_region {
            run.session.region = None;
        }
        if let Some(name) = &self.group {
            let group = visible_group(&account, &actor.identity, name, run.now())?;
            run.session.group = Some(group.id.clone());
            note(run, &format!("Targeted resource group `{}`", group.name));
        }
        if self.unset_resource_group {
            run.session.group = None;
        }
        if json {
            let value = as_json(run, &account, &actor);
            run.json(&value);
        } else {
            block(run);
        }
        Ok(())
    }

    fn logged_out(&self, run: &mut Run<'_>, json: bool) -> Outcome {
        let changes = self.region.is_some() || self.account.is_some() || self.group.is_some();
        if json || changes {
            return Err(Stop::Failed(NOT_LOGGED_IN.into()));
        }
        if self.unset_region {
            run.session.region = None;
        }
        run.out.line(format!("API endpoint: {ENDPOINT}"));
        if let Some(region) = run.session.region {
            run.out.line(format!("Region: {region}"));
        }
        run.out.line(NOT_LOGGED_IN);
        Ok(())
    }
}

fn note(run: &mut Run<'_>, text: &str) {
    run.progress(text);
    run.progress("");
}

/// The account as the target shows it: `NAME (GUID) <-> 1234567`, the number only where classic is linked.
pub(crate) fn account(account: &Account) -> String {
    let name = format!("`{}` (`{}`)", account.name, account.id);
    match account.linked {
        Some(number) => format!("{name} <-> `{number}`"),
        None => name,
    }
}

/// The region that was typed.
pub(crate) fn region(typed: &str) -> Outcome<Region> {
    typed
        .parse()
        .map_err(|_| Stop::Failed(format!("Region '{}' was not found.", shorten(typed))))
}

/// Targets a resource group by name or id, and says so.
pub(crate) fn group(run: &mut Run<'_>, actor: &Actor, typed: &str) -> Outcome {
    let account = run.account();
    let group = visible_group(&account, &actor.identity, typed, run.now())?;
    run.session.group = Some(group.id.clone());
    run.out
        .marked(&format!("Targeted resource group `{}`", group.name));
    Ok(())
}

/// The group of exactly that name (`default` is not `Default`) or id, if the identity may see it.
pub(crate) fn visible_group<'a>(
    account: &'a Account,
    identity: &Identity,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a ResourceGroup> {
    let found = account
        .resource_groups
        .values()
        .filter(|group| group.is_visible_to(account, identity, now))
        .find(|group| group.name == typed || group.id.as_str() == typed);
    found.ok_or_else(|| {
        Stop::Failed(format!(
            "Resource group '{}' was not found.",
            shorten(typed)
        ))
    })
}

/// Prints what is targeted: five rows.
pub(crate) fn block(run: &mut Run<'_>) {
    let account = run.account();
    let region = run.session.region.map_or_else(
        || "No region targeted, use 'ibmcloud target -r REGION'".into(),
        |region| region.to_string(),
    );
    let user = run.session.identity.as_ref();
    let user = user.and_then(|identity| account.member_name(identity).ok());
    let group = run.session.group.as_ref().map_or_else(
        || "No resource group targeted, use 'ibmcloud target -g RESOURCE_GROUP'".into(),
        |group| account.group_name(group).to_string(),
    );
    run.out.pairs(&[
        ("API endpoint:", ENDPOINT.into()),
        ("Region:", region),
        ("User:", user.unwrap_or_default()),
        ("Account:", self::account(&account).replace('`', "")),
        ("Resource group:", group),
    ]);
}

fn as_json(run: &Run<'_>, account: &Account, actor: &Actor) -> Value {
    let user = match &actor.identity {
        Identity::User(id) => account.users.get(id).map(
            |user| json!({"user_email": user.email, "type": "IBMid", "display_name": user.name}),
        ),
        Identity::ServiceId(id) => account
            .service_ids
            .get(id)
            .map(|service_id| json!({"type": "ServiceId", "display_name": service_id.name})),
        Identity::TrustedProfile(id) => account
            .trusted_profiles
            .get(id)
            .map(|profile| json!({"type": "Profile", "display_name": profile.name})),
        Identity::Credlab => None,
    };
    let owner = account.users.get(&account.owner).map(|user| &user.email);
    let mut target = json!({
        "api_endpoint": ENDPOINT,
        "user": user,
        "account": {"guid": account.id, "name": account.name, "owner": owner},
    });
    let group = run.session.group.as_ref();
    let group = group.and_then(|id| account.resource_groups.get(id));
    if let Some(fields) = target.as_object_mut() {
        if let Some(region) = run.session.region {
            fields.insert("region".into(), json!({"name": region, "type": "public"}));
        }
        if let Some(group) = group {
            let (guid, name) = (&group.id, &group.name);
            let group =
                json!({"guid": guid, "name": name, "state": "ACTIVE", "default": group.default});
            fields.insert("resource_group".into(), group);
        }
    }
    target
}
