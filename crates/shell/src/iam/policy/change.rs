//! Making, changing and deleting policies.

use credlab_model::iam::policy::{Command, Content, Policy, sorted};

use super::scope::Grant;
use super::show::print;
use super::{ApiVersion, Whom, find};
use crate::flags::{Force, Format};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `iam user-policy-create USER_NAME --roles ...` and its siblings.
#[derive(Debug, clap::Args)]
pub(crate) struct Create<W: Whom> {
    #[command(flatten)]
    whom: W,
    #[command(flatten)]
    grant: Grant,
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    version: ApiVersion,
    #[command(flatten)]
    format: Format,
}

impl<W: Whom> Create<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let content = match self.grant.content(run, &before)? {
            Some(content) => content,
            None => Content {
                roles: self
                    .grant
                    .roles()
                    .ok_or_else(|| Stop::Usage("Required flag \"roles\" not set".into()))?,
                scope: self.grant.scope(&before)?,
                rule: None,
            },
        };
        let (subject, name) = self.whom.find(&before, &actor, run.now())?;
        run.progress(&format!(
            "Creating policy under current account for {} `{name}` as `{caller}`...",
            W::KIND
        ));
        let command = Command::Create {
            subject,
            roles: content.roles,
            scope: content.scope,
            rule: content.rule,
        };
        run.execute(&actor, command)?;
        let account = run.account();
        let mut policies = account.policies.values();
        let Some(policy) = policies.find(|policy| !before.policies.contains_key(&policy.id)) else {
            return Ok(());
        };
        if json {
            run.json(&self.version.json(&account, policy));
            return Ok(());
        }
        run.ok();
        run.out
            .line(format!("{} policy is successfully created", W::POLICY))
            .line("");
        print(run, &account, policy, true);
        Ok(())
    }
}

/// `iam user-policy-update USER_NAME POLICY_ID ...` and its siblings. What is not given stays.
#[derive(Debug, clap::Args)]
pub(crate) struct Update<W: Whom> {
    #[command(flatten)]
    whom: W,
    #[arg(value_name = "POLICY_ID")]
    policy: String,
    #[command(flatten)]
    grant: Grant,
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    version: ApiVersion,
    #[command(flatten)]
    format: Format,
}

impl<W: Whom> Update<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let (subject, name) = self.whom.find(&before, &actor, run.now())?;
        let old = find(&before, &actor, &subject, &self.policy, run.now())?;
        let content = match self.grant.content(run, &before)? {
            Some(content) => content,
            None => Content {
                roles: self.grant.roles().unwrap_or_else(|| role_names(old)),
                scope: match self.grant.names_a_resource() {
                    true => self.grant.scope(&before)?,
                    false => old.scope.clone(),
                },
                rule: old.rule.clone(),
            },
        };
        run.progress(&format!(
            "Updating policy `{}` under current account for {} `{name}` as `{caller}`...",
            old.id,
            W::KIND
        ));
        let command = Command::Update {
            policy: old.id.clone(),
            seen: None,
            roles: content.roles,
            scope: content.scope,
            rule: content.rule,
        };
        run.execute(&actor, command)?;
        let account = run.account();
        let policy = account.policy(&old.id)?;
        if json {
            run.json(&self.version.json(&account, policy));
            return Ok(());
        }
        run.ok();
        run.out
            .line(format!("{} policy is successfully updated", W::POLICY))
            .line("");
        print(run, &account, policy, true);
        Ok(())
    }
}

fn role_names(policy: &Policy) -> Vec<String> {
    let roles = sorted(&policy.roles);
    roles.iter().map(|role| role.to_string()).collect()
}

/// `iam user-policy-delete USER_NAME POLICY_ID` and its siblings.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete<W: Whom> {
    #[command(flatten)]
    whom: W,
    #[arg(value_name = "POLICY_ID")]
    policy: String,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    // What is deleted is the same in both.
    version: ApiVersion,
}

impl<W: Whom> Delete<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let (subject, name) = self.whom.find(&account, &actor, run.now())?;
        let old = find(&account, &actor, &subject, &self.policy, run.now())?;
        let question = format!("Really delete policy {} for {} {name}?", old.id, W::KIND);
        self.force.confirm(run, &question)?;
        run.progress(&format!(
            "Deleting policy `{}` for {} `{name}` under current account as `{caller}`...",
            old.id,
            W::KIND
        ));
        let policy = old.id.clone();
        run.execute(&actor, Command::Delete { policy })?;
        run.ok();
        run.out.marked(&format!(
            "{} policy `{}` is deleted successfully",
            W::POLICY,
            old.id
        ));
        Ok(())
    }
}
