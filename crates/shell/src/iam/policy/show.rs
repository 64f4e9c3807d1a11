//! Listing and showing policies.

use credlab_model::Account;
use credlab_model::iam::policy::{AttributeName, Policy, may_read};

use super::{ApiVersion, Whom, find};
use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `iam user-policies USER_NAME` and its siblings: the policies of the subject itself, not those of its groups.
#[derive(Debug, clap::Args)]
pub(crate) struct List<W: Whom> {
    #[command(flatten)]
    whom: W,
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    version: ApiVersion,
    #[command(flatten)]
    format: Format,
}

impl<W: Whom> List<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let (subject, name) = self.whom.find(&account, &actor, run.now())?;
        let mut policies: Vec<&Policy> = account.policies.values().collect();
        policies.retain(|policy| policy.subject == subject);
        policies.retain(|policy| may_read(&account, &actor.identity, policy, run.now()));
        policies.sort_by_key(|policy| (policy.created_at, &policy.id));
        if json {
            let policies = policies
                .iter()
                .map(|policy| self.version.json(&account, policy));
            run.json(&policies.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!(
            "Getting policies of {} `{name}` under current account as `{caller}`...",
            W::KIND
        ));
        run.ok();
        if policies.is_empty() {
            run.out.line("No policy found.");
            return Ok(());
        }
        for policy in policies {
            print(run, &account, policy, false);
        }
        Ok(())
    }
}

/// `iam user-policy USER_NAME POLICY_ID` and its siblings.
#[derive(Debug, clap::Args)]
pub(crate) struct Show<W: Whom> {
    #[command(flatten)]
    whom: W,
    #[arg(value_name = "POLICY_ID")]
    policy: String,
    #[command(flatten)]
    version: ApiVersion,
    #[command(flatten)]
    format: Format,
}

impl<W: Whom> Show<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let (subject, name) = self.whom.find(&account, &actor, run.now())?;
        let policy = find(&account, &actor, &subject, &self.policy, run.now())?;
        if json {
            run.json(&self.version.json(&account, policy));
            return Ok(());
        }
        run.progress(&format!(
            "Getting policy `{}` of {} `{name}` under current account as `{caller}`...",
            policy.id,
            W::KIND
        ));
        run.ok();
        print(run, &account, policy, true);
        Ok(())
    }
}

/// Prints a policy: its roles, and what it applies to as a table in a cell.
pub(super) fn print(run: &mut Run<'_>, account: &Account, policy: &Policy, with_version: bool) {
    let mut rows = vec![("Policy ID:", policy.id.to_string())];
    if with_version {
        rows.push(("Version:", policy.version()));
    }
    rows.push(("Roles:", policy.role_names()));
    let resources = resources(account, policy);
    let width = resources
        .iter()
        .map(|(label, _)| label.len())
        .max()
        .unwrap_or(0);
    let resources = resources
        .iter()
        .map(|(label, value)| format!("\n{label:width$}   {value}"));
    rows.push(("Resources:", resources.collect()));
    if let Some(rule) = &policy.rule {
        rows.push(("Conditions:", rule.to_string()));
    }
    run.out.pairs(&rows);
}

/// What a policy applies to, as the command line labels it (`cli.md`, 6.4).
fn resources(account: &Account, policy: &Policy) -> Vec<(&'static str, String)> {
    let scope = &policy.scope;
    let named = [
        AttributeName::ServiceName,
        AttributeName::ResourceType,
        AttributeName::ServiceGroupId,
    ];
    let everything = named.iter().all(|name| scope.get(*name).is_none());
    let family = match scope.get(AttributeName::ServiceType) {
        Some("platform_service") => "All account management services",
        _ => "All resources in account",
    };
    let mut rows = Vec::new();
    if everything {
        rows.push((AttributeName::ServiceType.label(), family.to_string()));
    }
    for attribute in scope.attributes() {
        match attribute.name {
            AttributeName::ServiceType => {}
            AttributeName::ResourceGroupId => {
                let groups = &account.resource_groups;
                let group = groups
                    .values()
                    .find(|group| group.id.as_str() == attribute.value);
                let name = group.map_or(&attribute.value, |group| &group.name);
                rows.push(("Resource Group Name", name.clone()));
            }
            name => rows.push((name.label(), attribute.value.clone())),
        }
    }
    rows
}
