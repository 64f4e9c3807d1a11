//! Access as lines of the shell, each of which works as it stands.

use std::collections::BTreeSet;

use credlab_model::Account;
use credlab_model::account::AccessTag;
use credlab_model::classic::PermissionSet;
use credlab_model::iam::policy::{Attribute, AttributeName, Operator, Policy, Subject, sorted};
use serde_json::json;

use super::{Access, name};

/// The line that makes a policy.
pub(super) fn line(account: &Account, policy: &Policy) -> String {
    let (kind, whom) = (kind(&policy.subject), called(account, &policy.subject));
    let mut words = vec![format!("{kind}-policy-create"), whom];
    match flags(account, policy) {
        Some(flags) => words.extend(flags),
        None => words.extend(file(account, policy)),
    }
    let words = words.iter().map(|word| quoted(word));
    format!("ibmcloud iam {}", words.collect::<Vec<_>>().join(" "))
}

/// What the names of commands about a kind of subject begin with.
fn kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::User(_) => "user",
        Subject::ServiceId(_) => "service",
        Subject::TrustedProfile(_) => "trusted-profile",
        Subject::AccessGroup(_) => "access-group",
    }
}

/// What the commands call a subject: its name, or where it shares that with another, its id.
fn called(account: &Account, subject: &Subject) -> String {
    let name = name(account, subject);
    let (found, id) = match subject {
        Subject::ServiceId(id) => (
            account
                .service_id_called(&name)
                .map(|found| &found.id == id),
            id.to_string(),
        ),
        Subject::TrustedProfile(id) => (
            account
                .trusted_profile_called(&name)
                .map(|found| &found.id == id),
            id.to_string(),
        ),
        Subject::AccessGroup(id) => (
            account
                .access_group_called(&name)
                .map(|found| &found.id == id),
            id.to_string(),
        ),
        Subject::User(_) => return name,
    };
    // A name that begins with a dash would be taken for a flag.
    match found {
        Ok(true) if !name.starts_with('-') => name,
        _ => id,
    }
}

/// The flags that say what a policy gives and on what; none if they can't.
fn flags(account: &Account, policy: &Policy) -> Option<Vec<String>> {
    if policy.rule.is_some() {
        return None;
    }
    let roles: Vec<&str> = sorted(&policy.roles).iter().map(|r| r.as_str()).collect();
    let mut flags = vec!["--roles".to_string(), listed(&roles)?];
    let (mut pairs, mut tags) = (Vec::new(), Vec::new());
    let scope = &policy.scope;
    let mut seen = BTreeSet::new();
    let has_service = scope.get(AttributeName::ServiceName).is_some();
    let has_group = scope.get(AttributeName::ResourceGroupId).is_some();
    for Attribute {
        name,
        operator,
        value,
    } in scope.attributes()
    {
        if !seen.insert(*name) && *name != AttributeName::AccessTag {
            return None;
        }
        let any_group = *name == AttributeName::ResourceGroupId && value == "*";
        if any_group != (*operator == Operator::StringMatch) {
            return None;
        }
        if value.starts_with('-') || value.trim() != value {
            return None;
        }
        let flag = match name {
            AttributeName::ServiceName => "--service-name",
            AttributeName::ServiceInstance if has_service => "--service-instance",
            AttributeName::Region => "--region",
            AttributeName::ResourceType => "--resource-type",
            AttributeName::Resource if !has_group => "--resource",
            AttributeName::ResourceGroupId if any_group => "--resource-group-name",
            AttributeName::ResourceGroupId => {
                let groups = account.resource_groups.values();
                let group = groups
                    .into_iter()
                    .find(|group| group.id.as_str() == value)?;
                flags.extend(["--resource-group-name".into(), group.name.clone()]);
                continue;
            }
            AttributeName::ServiceType if value == "platform_service" && !has_service => {
                flags.push("--account-management".into());
                continue;
            }
            AttributeName::AccessTag => {
                let tag: AccessTag = value.parse().ok()?;
                if tag.as_str() != value {
                    return None;
                }
                tags.push(value.as_str());
                continue;
            }
            name => {
                pairs.push(format!("{}={value}", name.as_str()));
                continue;
            }
        };
        flags.extend([flag.into(), value.clone()]);
    }
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    for (flag, values) in [("--attributes", pairs), ("--tags", tags)] {
        if !values.is_empty() {
            flags.extend([flag.into(), listed(&values)?]);
        }
    }
    Some(flags)
}

/// Values separated by commas, which none of them may have.
fn listed(values: &[&str]) -> Option<String> {
    let apart = values.iter().all(|value| !value.contains(','));
    apart.then(|| values.join(","))
}

/// The policy as JSON, for what flags can't say: time conditions and patterns.
fn file(account: &Account, policy: &Policy) -> [String; 4] {
    let whole = policy.v2(account);
    let parts = ["type", "control", "resource", "pattern", "rule"];
    let parts = parts.iter().filter_map(|key| {
        let part = whole.get(key)?;
        Some((key.to_string(), part.clone()))
    });
    let body = json!(parts.collect::<serde_json::Map<_, _>>()).to_string();
    let word = |word: &str| word.to_string();
    [word("--file"), body, word("--api-version"), word("v2")]
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    // Only a null character can't be quoted, and no name or value has one.
    match shlex::try_quote(word) {
        Ok(quoted) => quoted.into_owned(),
        Err(_) => String::new(),
    }
}

/// Everything that a subject has, line by line, each with what it is for.
pub(super) fn access(access: &Access<'_>) -> String {
    let (account, subject) = (access.account, access.subject);
    let mut lines = vec![format!(
        "# Access of {} in account {} ({})",
        name(account, subject),
        account.name,
        account.id
    )];
    lines.extend(beginning(account, subject));
    let from_file = access
        .policies
        .iter()
        .any(|policy| policy.rule.is_some() || flags(account, policy).is_none());
    if from_file {
        lines.push(
            "# The ibmcloud command of your own machine wants the name of a file after --file: put the JSON into one.".into(),
        );
    }
    let whom = quoted(&called(account, subject));
    for group in &access.groups {
        let add = match subject {
            Subject::User(_) => "access-group-user-add",
            Subject::ServiceId(_) => "access-group-service-id-add",
            Subject::TrustedProfile(_) => "access-group-trusted-profile-add",
            Subject::AccessGroup(_) => continue,
        };
        let group = quoted(&called(account, &Subject::AccessGroup(group.id.clone())));
        lines.extend([String::new(), "# Access group".into()]);
        lines.push(format!("ibmcloud iam {add} {group} {whom}"));
    }
    for policy in &access.policies {
        let roles: Vec<&str> = sorted(&policy.roles).iter().map(|r| r.as_str()).collect();
        let what = format!("# {} on {}", roles.join(", "), policy.describe(account));
        lines.extend([String::new(), what, line(account, policy)]);
    }
    if let Some(user) = access.classic {
        let granted = user.granted();
        lines.extend([String::new(), "# Classic infrastructure permissions".into()]);
        if user.master {
            lines.push("# The account owner holds all of them.".into());
        } else if granted.is_empty() {
            lines.push("# None.".into());
        } else {
            let names: Vec<&str> = granted.iter().map(|p| p.key_name()).collect();
            let names = match granted == PermissionSet::ALL {
                true => "ALL".to_string(),
                false => names.join(","),
            };
            lines.push(format!(
                "ibmcloud sl user permission-edit {} --permission {names} --enable true",
                user.id
            ));
        }
        if !user.devices.is_empty() {
            lines.push(
                "# Access to single devices is given in the console: no command does it.".into(),
            );
        }
    }
    if access.policies.is_empty() && access.groups.is_empty() {
        lines.extend([
            String::new(),
            "# No access policies and no access groups.".into(),
        ]);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What to do before, if the subject is not there or can't take access yet.
fn beginning(account: &Account, subject: &Subject) -> Vec<String> {
    let name = quoted(&name(account, subject));
    let described = |text: &str| match text.is_empty() {
        true => String::new(),
        false => format!(" --description {}", quoted(text)),
    };
    let line = match subject {
        Subject::User(id) => {
            let invited = account.user(id).is_ok_and(|user| user.state.is_invited());
            let note = "# The invitation is not accepted yet: access can be assigned after that.";
            let mut lines = vec![format!("# ibmcloud account user-invite {name}")];
            lines.extend(invited.then(|| note.to_string()));
            lines.insert(0, "# For somebody who is not in the account:".into());
            return lines;
        }
        Subject::ServiceId(id) => {
            let found = account.service_id(id);
            let text = found.map_or("", |found| &found.description);
            format!("service-id-create {name}{}", described(text))
        }
        Subject::TrustedProfile(id) => {
            let found = account.trusted_profile(id);
            let text = found.map_or("", |found| &found.description);
            format!("trusted-profile-create {name}{}", described(text))
        }
        Subject::AccessGroup(id) => {
            let found = account.access_group(id);
            let text = found.map_or("", |found| &found.description);
            format!("access-group-create {name}{}", described(text))
        }
    };
    vec![
        "# Where it is not there yet:".into(),
        format!("# ibmcloud iam {line}"),
    ]
}
