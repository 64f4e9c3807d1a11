//! Identities and what they may do.

use std::collections::BTreeSet;

use credlab_model::Account;
use credlab_model::account::AccessTag;
use credlab_model::actor::Identity;
use credlab_model::iam::api_key::{self, ApiKey, Terms};
use credlab_model::iam::policy::{self, AttributeName, Content, Operator, Rule, Scope, Subject};
use credlab_model::iam::{access_group, custom_role, service_id, trusted_profile};
use credlab_model::id::AccessGroupId;

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
        .flag("--id", called_identity(account, identity)?);
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
                Identity::ServiceId(_) => Line::of("ibmcloud iam service-api-key-create")
                    .word(name)
                    .word(&called_identity(account, owner)?),
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
        Identity::ServiceId(_) => Line::of(&format!("ibmcloud iam service-api-key-{verb}"))
            .word(key.id.as_str())
            .word(&called_identity(account, &key.owner)?),
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
    let name = |id: &AccessGroupId| called(account, &Subject::AccessGroup(id.clone()));
    let line = match command {
        Create { name, description } => Line::of("ibmcloud iam access-group-create")
            .word(name)
            .flag("-d", description),
        Update {
            id,
            name: new,
            description,
        } => {
            let old = account.access_group(id).ok()?;
            Line::of("ibmcloud iam access-group-update")
                .word(&name(id)?)
                .option("-n", (*new != old.name).then_some(new))
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
        .word(&called_identity(account, member)?),
        RemoveMember { id, member } => Line::of(&format!(
            "ibmcloud iam access-group-{}-remove",
            kind_of_member(member)?
        ))
        .word(&name(id)?)
        .word(&called_identity(account, member)?),
        Purge { member } => Line::of(&format!(
            "ibmcloud iam access-group-{}-purge",
            kind_of_member(member)?
        ))
        .word(&called_identity(account, member)?)
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
            ..
        } => {
            let policy = account.policy(policy).ok()?;
            let line = of_subject(account, &policy.subject, "update")?.word(policy.id.as_str());
            let names = listed(roles.iter().map(String::as_str));
            let roles_only = *rule == policy.rule && *scope == policy.scope;
            if let Some(names) = names.filter(|_| roles_only) {
                line.flag("--roles", names)
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
    let kind = match subject {
        Subject::User(_) => "user",
        Subject::ServiceId(_) => "service",
        Subject::TrustedProfile(_) => "trusted-profile",
        Subject::AccessGroup(_) => "access-group",
    };
    let line = Line::of(&format!("ibmcloud iam {kind}-policy-{verb}"));
    Some(line.word(&called(account, subject)?))
}

/// What commands call a subject: its name, or where another one has that too, or it looks like a flag, its id.
fn called(account: &Account, subject: &Subject) -> Option<String> {
    let (name, is_it) = match subject {
        Subject::User(id) => return Some(account.user(id).ok()?.email.to_string()),
        Subject::ServiceId(id) => {
            let name = account.service_id(id).ok()?.name.clone();
            let first = account.service_id_called(&name).ok()?;
            (name, first.id == *id)
        }
        Subject::TrustedProfile(id) => {
            let name = account.trusted_profile(id).ok()?.name.clone();
            let first = account.trusted_profile_called(&name).ok()?;
            (name, first.id == *id)
        }
        Subject::AccessGroup(id) => {
            let name = account.access_group(id).ok()?.name.clone();
            let first = account.access_group_called(&name).ok()?;
            (name, first.id == *id)
        }
    };
    match is_it && !name.starts_with('-') {
        true => Some(name),
        false => Some(subject.to_string()),
    }
}

/// What a line calls somebody who acts.
fn called_identity(account: &Account, identity: &Identity) -> Option<String> {
    let subject = match identity {
        Identity::User(id) => Subject::User(id.clone()),
        Identity::ServiceId(id) => Subject::ServiceId(id.clone()),
        Identity::TrustedProfile(id) => Subject::TrustedProfile(id.clone()),
        Identity::Credlab => return None,
    };
    called(account, &subject)
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
        && let Some(names) = listed(roles.iter().map(String::as_str))
        && let Some(flags) = flags(account, scope)
    {
        let line = line.flag("--roles", names);
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
    let line = line.flag("--file", content.v2(account).to_string());
    Some(line.flag("--api-version", "v2"))
}

/// Values separated by commas, which none of them may have.
fn listed<'a>(values: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let apart = values.clone().all(|value| !value.contains(','));
    apart.then(|| values.collect::<Vec<_>>().join(","))
}

type Flag = (&'static str, Option<String>);

/// The flags for a scope, if there are flags for all of it: for equal texts, one for each attribute.
fn flags(account: &Account, scope: &Scope) -> Option<Vec<Flag>> {
    use AttributeName as Name;
    let has = |name| scope.get(name).is_some();
    let mut flags: Vec<Flag> = Vec::new();
    let (mut pairs, mut tags) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for attribute in scope.attributes() {
        let (name, value) = (attribute.name, attribute.value.as_str());
        let any_group = name == Name::ResourceGroupId && value == "*";
        let plain = any_group == (attribute.operator == Operator::StringMatch)
            && !value.starts_with('-')
            && value.trim() == value;
        let again = !seen.insert(name) && name != Name::AccessTag;
        if again || !plain {
            return None;
        }
        let flag = match name {
            Name::ServiceName => "--service-name",
            Name::ServiceInstance if has(Name::ServiceName) => "--service-instance",
            Name::Region => "--region",
            Name::ResourceType => "--resource-type",
            Name::Resource if !has(Name::ResourceGroupId) => "--resource",
            Name::ResourceGroupId if any_group => "--resource-group-name",
            Name::ResourceGroupId => {
                let mut groups = account.resource_groups.values();
                let group = groups.find(|group| group.id.as_str() == value)?;
                flags.push(("--resource-group-name", Some(group.name.clone())));
                continue;
            }
            Name::ServiceType if value == "platform_service" && !has(Name::ServiceName) => {
                flags.push(("--account-management", None));
                continue;
            }
            Name::AccessTag => {
                let tag: AccessTag = value.parse().ok()?;
                if tag.as_str() != value {
                    return None;
                }
                tags.push(value.to_owned());
                continue;
            }
            Name::ServiceInstance
            | Name::Resource
            | Name::ServiceType
            | Name::ServiceGroupId
            | Name::Namespace => {
                pairs.push(format!("{}={value}", name.as_str()));
                continue;
            }
        };
        flags.push((flag, Some(value.to_owned())));
    }
    for (flag, values) in [("--attributes", pairs), ("--tags", tags)] {
        if !values.is_empty() {
            flags.push((flag, Some(listed(values.iter().map(String::as_str))?)));
        }
    }
    Some(flags)
}
