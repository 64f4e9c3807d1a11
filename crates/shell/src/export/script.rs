//! Access as lines of the shell, each of which works as it stands.

use credlab_model::Account;
use credlab_model::classic::PermissionSet;
use credlab_model::iam::policy::{Command, Policy, Subject, sorted};
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::iam::{access_group, service_id, trusted_profile};

use super::{Access, comment, identity};
use crate::twin::twin;

/// The line that makes a policy.
pub(super) fn line(account: &Account, policy: &Policy) -> String {
    let roles = sorted(&policy.roles).into_iter();
    let command = Command::Create {
        subject: policy.subject.clone(),
        roles: roles.map(ToString::to_string).collect(),
        scope: policy.scope.clone(),
        rule: policy.rule.clone(),
    };
    twin(account, &command.into()).lines.concat()
}

/// Everything that a subject has, line by line, each with what it is for.
pub(super) fn access(access: &Access<'_>) -> String {
    let (account, subject) = (access.account, access.subject);
    let mut lines = vec![access.title()];
    lines.extend(beginning(account, subject));
    let policies = access.policies.iter();
    let policies: Vec<(&Policy, String)> = policies
        .map(|policy| (*policy, line(account, policy)))
        .collect();
    if policies.iter().any(|(_, line)| line.contains(" --file ")) {
        lines.push(
            "# The ibmcloud command of your own machine wants the name of a file after --file: put the JSON into one.".into(),
        );
    }
    let member = identity(subject);
    let joined = access.groups.iter().zip(member.iter().cycle());
    for (group, member) in joined {
        let add = access_group::Command::AddMember {
            id: group.id.clone(),
            member: member.clone(),
        };
        lines.extend([String::new(), "# Access group".into()]);
        lines.extend(twin(account, &add.into()).lines);
    }
    for (policy, line) in policies {
        let what = format!("{} on {}", policy.role_names(), policy.describe(account));
        let what = comment(&what);
        lines.extend([String::new(), what, line]);
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
    let create: Option<credlab_model::Command> = match subject {
        Subject::User(id) => account.user(id).ok().map(|user| {
            let command = user::Command::Invite {
                emails: vec![user.email.to_string()],
                access: InvitedAccess::default(),
            };
            command.into()
        }),
        Subject::ServiceId(id) => account.service_id(id).ok().map(|found| {
            let (name, description) = (found.name.clone(), found.description.clone());
            service_id::Command::Create { name, description }.into()
        }),
        Subject::TrustedProfile(id) => account.trusted_profile(id).ok().map(|found| {
            let (name, description) = (found.name.clone(), found.description.clone());
            trusted_profile::Command::Create { name, description }.into()
        }),
        Subject::AccessGroup(id) => account.access_group(id).ok().map(|found| {
            let (name, description) = (found.name.clone(), found.description.clone());
            access_group::Command::Create { name, description }.into()
        }),
    };
    let create = create.map(|command| twin(account, &command).lines);
    let mut lines = vec!["# Where it is not there yet:".to_string()];
    let create = create.into_iter().flatten();
    lines.extend(create.map(|line| format!("# {line}")));
    let pending = match subject {
        Subject::User(id) => account.user(id).is_ok_and(|user| user.state.is_invited()),
        _ => false,
    };
    if pending {
        let note = "# The invitation is not accepted yet: access can be assigned after that.";
        lines.push(note.into());
    }
    lines
}
