//! Identities and what they may do.

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::api_key::{self, ApiKey, Terms};
use credlab_model::iam::policy::{self, AttributeName, Content, Operator, Rule, Scope, Subject};
use credlab_model::iam::{access_group, custom_role, service_id, trusted_profile};

use super::{Line, Lines};

pub(super) fn of_service_ids(account: &Account, command: &service_id::Command) -> Lines {
    use service_id::Command::*;
    let id = |id: &credlab_model::id::ServiceIdId| id.to_string();
    let line = match command {
        Create { name, description } => Line::of("ibmcloud iam service-id-create")
            .word(name)
            .flag("-d", description),
        Update {
            id: which,
            name,
            description,
        } => {
            let old = account.service_id(which).ok()?;
            Line::of("ibmcloud iam service-id-update")
                .word(&id(which))
                .option("-n", (*name != old.name).then_some(name))
                .option(
                    "-d",
                    (*description != old.description).then_some(description),
                )
        }
        SetLocked { id: which, locked } => {
            let verb = if *locked { "lock" } else { "unlock" };
            Line::of(&format!("ibmcloud iam service-id-{verb}"))
                .word(&id(which))
                .switch("-f", true)
        }
        Delete { id: which } => Line::of("ibmcloud iam service-id-delete")
            .word(&id(which))
            .switch("-f", true),
    };
    line.alone()
}

pub(super) fn of_trusted_profiles(account: &Account, command: &trusted_profile::Command) -> Lines {
    use trusted_profile::Command::*;
    let line = match command {
        Create { name, description } => Line::of("ibmcloud iam trusted-profile-create")
            .word(name)
            .flag("-d", description),
        Update {
            id,
            name,
            description,
        } => {
            let old = account.trusted_profiles.get(id)?;
            Line::of("ibmcloud iam trusted-profile-update")
                .word(id.as_str())
                .option("-n", (*name != old.name).then_some(name))
                .option(
                    "-d",
                    (*description != old.description).then_some(description),
                )
                .switch("-f", true)
        }
        Delete { id } => Line::of("ibmcloud iam trusted-profile-delete")
            .word(id.as_str())
            .switch("-f", true),
        Trust { id, identity } => trust("create", account, id.as_str(), identity)?,
        Distrust { id, identity } => trust("delete", account, id.as_str(), identity)?,
        Assume { id } => Line::of("ibmcloud iam trusted-profile-assume").word(id.as_str()),
    };
    line.alone()
}

fn trust(verb: &str, account: &Account, profile: &str, identity: &Identity) -> Option<Line> {
    let line = Line::of(&format!("ibmcloud iam trusted-profile-identity-{verb}"))
        .word(profile)
        .flag("--id", account.member_name(identity).ok()?);
    Some(line)
}

pub(super) fn of_api_keys(account: &Account, command: &api_key::Command) -> Lines {
    use api_key::Command::*;
    let line = match command {
        Create {
            owner,
            name,
            description,
            locked,
            terms,
        } => {
            let line = match owner {
                Identity::ServiceId(id) => Line::of("ibmcloud iam service-api-key-create")
                    .word(name)
                    .word(&account.service_id(id).ok()?.name),
                _ => Line::of("ibmcloud iam api-key-create").word(name),
            };
            let line = line.flag("-d", description);
            ending(line, terms).switch("--lock", *locked)
        }
        Update {
            id,
            name,
            description,
            terms,
        } => {
            let key = account.api_key(id).ok()?;
            let line = of_key(account, key, "update")?
                .option("-n", (*name != key.name).then_some(name))
                .option(
                    "-d",
                    (*description != key.description).then_some(description),
                );
            ending(line, terms)
        }
        SetLocked { id, locked } => {
            let verb = if *locked { "lock" } else { "unlock" };
            of_key(account, account.api_key(id).ok()?, verb)?.switch("-f", true)
        }
        SetDisabled { id, disabled } => {
            let verb = if *disabled { "disable" } else { "enable" };
            of_key(account, account.api_key(id).ok()?, verb)?.switch("-f", true)
        }
        Delete { id } => of_key(account, account.api_key(id).ok()?, "delete")?.switch("-f", true),
        ReportLeak { id } => Line::of("credlab leak").word(id.as_str()),
    };
    line.alone()
}

/// `iam api-key-VERB ID`, or its sibling for the key of a service ID.
fn of_key(account: &Account, key: &ApiKey, verb: &str) -> Option<Line> {
    let line = match &key.owner {
        Identity::ServiceId(id) => Line::of(&format!("ibmcloud iam service-api-key-{verb}"))
            .word(key.id.as_str())
            .word(&account.service_id(id).ok()?.name),
        _ => Line::of(&format!("ibmcloud iam api-key-{verb}")).word(key.id.as_str()),
    };
    Some(line)
}

fn ending(line: Line, terms: &Terms) -> Line {
    line.option(
        "--action-if-leaked",
        terms.action_when_leaked.map(|action| action.as_str()),
    )
    .option(
        "--expires-at",
        terms.expires_at.map(|moment| moment.to_string()),
    )
}

pub(super) fn of_access_groups(account: &Account, command: &access_group::Command) -> Lines {
    use access_group::Command::*;
    let name = |id| Some(account.access_group(id).ok()?.name.clone());
    let line = match command {
        Create { name, description } => Line::of("ibmcloud iam access-group-create")
            .word(name)
            .flag("-d", description),
        Update {
            id,
            name,
            description,
        } => {
            let old = account.access_group(id).ok()?;
            Line::of("ibmcloud iam access-group-update")
                .word(&old.name)
                .option("-n", (*name != old.name).then_some(name))
                .option(
                    "-d",
                    (*description != old.description).then_some(description),
                )
                .switch("-f", true)
        }
        // The command of the model deletes a group with its members, which the line has to be told.
        Delete { id } => Line::of("ibmcloud iam access-group-delete")
            .word(&name(id)?)
            .switch("-r", true)
            .switch("-f", true),
        AddMember { id, member } => Line::of(&format!(
            "ibmcloud iam access-group-{}-add",
            kind_of_member(member)?
        ))
        .word(&name(id)?)
        .word(&account.member_name(member).ok()?),
        RemoveMember { id, member } => Line::of(&format!(
            "ibmcloud iam access-group-{}-remove",
            kind_of_member(member)?
        ))
        .word(&name(id)?)
        .word(&account.member_name(member).ok()?),
        Purge { member } => Line::of(&format!(
            "ibmcloud iam access-group-{}-purge",
            kind_of_member(member)?
        ))
        .word(&account.member_name(member).ok()?)
        .switch("-f", true),
        SetPublicAccess(_) => return None,
    };
    line.alone()
}

fn kind_of_member(member: &Identity) -> Option<&'static str> {
    match member {
        Identity::User(_) => Some("user"),
        Identity::ServiceId(_) => Some("service-id"),
        Identity::TrustedProfile(_) => Some("trusted-profile"),
        Identity::Credlab => None,
    }
}

pub(super) fn of_custom_roles(account: &Account, command: &custom_role::Command) -> Lines {
    use custom_role::Command::*;
    let line = match command {
        Create {
            name,
            display_name,
            description,
            service,
            actions,
        } => Line::of("ibmcloud iam role-create")
            .word(name)
            .flag("--display-name", display_name)
            .flag("--service-name", service)
            .flag("--actions", actions.join(","))
            .flag("-d", description),
        Update {
            id,
            display_name,
            description,
            actions,
        } => {
            let old = account.custom_roles.get(id)?;
            let same = old.actions.iter().eq(actions.iter());
            Line::of("ibmcloud iam role-update")
                .word(&old.name)
                .option(
                    "--display-name",
                    (*display_name != old.display_name).then_some(display_name),
                )
                .option("--actions", (!same).then(|| actions.join(",")))
                .option(
                    "-d",
                    (*description != old.description).then_some(description),
                )
        }
        Delete { id } => Line::of("ibmcloud iam role-delete")
            .word(&account.custom_roles.get(id)?.name)
            .switch("-f", true),
    };
    line.alone()
}

pub(super) fn of_policies(account: &Account, command: &policy::Command) -> Lines {
    use policy::Command::*;
    let line = match command {
        Create {
            subject,
            roles,
            scope,
            rule,
        } => {
            let line = of_subject(account, subject, "create")?;
            content(account, line, roles, scope, rule.as_ref())?
        }
        Update {
            policy,
            roles,
            scope,
            rule,
        } => {
            let policy = account.policy(policy).ok()?;
            let line = of_subject(account, &policy.subject, "update")?.word(policy.id.as_str());
            if *rule == policy.rule && *scope == policy.scope {
                line.flag("--roles", roles.join(","))
            } else {
                content(account, line, roles, scope, rule.as_ref())?
            }
        }
        Delete { policy } => {
            let policy = account.policy(policy).ok()?;
            of_subject(account, &policy.subject, "delete")?
                .word(policy.id.as_str())
                .switch("-f", true)
        }
    };
    line.alone()
}

/// `ibmcloud iam user-policy-VERB NAME` or one of its siblings.
fn of_subject(account: &Account, subject: &Subject, verb: &str) -> Option<Line> {
    let named = |identity: Identity| account.member_name(&identity).ok();
    let (kind, name) = match subject {
        Subject::User(id) => ("user", named(Identity::User(id.clone()))?),
        Subject::ServiceId(id) => ("service", named(Identity::ServiceId(id.clone()))?),
        Subject::TrustedProfile(id) => (
            "trusted-profile",
            named(Identity::TrustedProfile(id.clone()))?,
        ),
        Subject::AccessGroup(id) => ("access-group", account.access_group(id).ok()?.name.clone()),
    };
    Some(Line::of(&format!("ibmcloud iam {kind}-policy-{verb}")).word(&name))
}

/// What a policy gives, by flags where there are flags for it, else as the API's JSON.
fn content(
    account: &Account,
    line: Line,
    roles: &[String],
    scope: &Scope,
    rule: Option<&Rule>,
) -> Option<Line> {
    if rule.is_none()
        && let Some(flags) = flags(account, scope)
    {
        let line = line.flag("--roles", roles.join(","));
        return Some(
            flags
                .into_iter()
                .fold(line, |line, (flag, value)| match value {
                    Some(value) => line.flag(flag, value),
                    None => line.switch(flag, true),
                }),
        );
    }
    let content = Content {
        roles: roles.to_vec(),
        scope: scope.clone(),
        rule: rule.cloned(),
    };
    Some(line.flag("--file", content.v2(account).to_string()))
}

type Flag = (&'static str, Option<String>);

/// The flags for a scope, if there are flags for all of it.
fn flags(account: &Account, scope: &Scope) -> Option<Vec<Flag>> {
    let has = |name| scope.get(name).is_some();
    let apart = [
        has(AttributeName::ServiceInstance) && !has(AttributeName::ServiceName),
        has(AttributeName::Resource) && has(AttributeName::ResourceGroupId),
        has(AttributeName::ServiceType) && has(AttributeName::ServiceName),
    ];
    if apart.contains(&true) {
        return None;
    }
    let (mut flags, mut others, mut tags): (Vec<Flag>, Vec<String>, Vec<String>) =
        Default::default();
    for attribute in scope.attributes() {
        let value = attribute.value.clone();
        let whole_group = attribute.name == AttributeName::ResourceGroupId && value == "*";
        if attribute.operator == Operator::StringMatch && !whole_group {
            return None;
        }
        let of = |flag| (flag, Some(value.clone()));
        match attribute.name {
            AttributeName::ServiceName => flags.push(of("--service-name")),
            AttributeName::ServiceInstance => flags.push(of("--service-instance")),
            AttributeName::Region => flags.push(of("--region")),
            AttributeName::ResourceType => flags.push(of("--resource-type")),
            AttributeName::Resource => flags.push(of("--resource")),
            AttributeName::ResourceGroupId => {
                let group = account.resource_group_called(&value);
                let name = group.map_or(value.clone(), |group| group.name.clone());
                flags.push(("--resource-group-name", Some(name)));
            }
            AttributeName::ServiceType if value == "platform_service" => {
                flags.push(("--account-management", None));
            }
            AttributeName::AccessTag => tags.push(value),
            _ if value.contains([',', '=']) => return None,
            other => others.push(format!("{}={value}", other.as_str())),
        }
    }
    if !others.is_empty() {
        flags.push(("--attributes", Some(others.join(","))));
    }
    if !tags.is_empty() {
        flags.push(("--tags", Some(tags.join(","))));
    }
    Some(flags)
}
