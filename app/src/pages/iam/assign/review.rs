//! What would be stored, as people and as the policy API see it.

use std::collections::BTreeSet;

use credlab_model::Account;
use credlab_model::iam::policy::{Command, Content, Operator, Policy, describe};
use credlab_model::iam::role::Role;
use serde_json::Value;

use super::draft::Draft;
use super::target::Target;
use super::view::PolicyView;
use crate::backend::Visit;
use crate::pages::iam::user::role_boxes::role_tags;
use crate::view::{Barrier, Cell, Notice, NoticeKind};

/// What a policy gets when it is stored, and not before.
const GIVEN: [&str; 6] = [
    "id",
    "href",
    "created_at",
    "created_by_id",
    "last_modified_at",
    "last_modified_by_id",
];

/// The policy that `command` would store, or why it would be refused. `conditions` says what it applies to in words.
pub fn policy_view(
    visit: &Visit,
    title: String,
    content: &Content,
    conditions: String,
    command: Command,
    oddities: Vec<String>,
) -> PolicyView {
    let roles: BTreeSet<Role> = content.roles.iter().map(|name| Role::named(name)).collect();
    let times = match &content.rule {
        Some(rule) => rule.to_string(),
        None => "Always".into(),
    };
    let facts = vec![
        (
            "Access to".into(),
            Cell::text(describe(&content.scope, &visit.account)),
        ),
        ("Resources".into(), Cell::text(conditions)),
        ("Roles".into(), role_tags(&roles)),
        ("Applies".into(), Cell::text(times)),
    ];
    let odd = |text: String| Notice::new(NoticeKind::Warning, "Look again").with_text(text);
    let mut notes: Vec<Notice> = oddities.into_iter().map(odd).collect();
    let json = match visit.refusal(command.clone()) {
        Some(refusal) => {
            notes.insert(0, refusal.into());
            Vec::new()
        }
        None => {
            let after = visit.preview(command.clone());
            let policy = after
                .as_ref()
                .and_then(|after| stored(visit, after, &command));
            let account = &visit.account;
            policy.map_or(Vec::new(), |policy| json(account, policy, &command))
        }
    };
    PolicyView {
        title,
        facts,
        notes,
        json,
    }
}

/// Why not all of the commands would be done. The reason itself stands beside the policy.
pub fn refused(visit: &Visit, commands: &[Command]) -> Option<Barrier> {
    let mut commands = commands.iter();
    let barrier = commands.find_map(|command| visit.impossible(command.clone()))?;
    let text = "It would be refused, for the reason above.".into();
    Some(Barrier { text, ..barrier })
}

/// The policy that a command has stored.
fn stored<'a>(visit: &Visit, after: &'a Account, command: &Command) -> Option<&'a Policy> {
    match command {
        Command::Update { policy, .. } | Command::Delete { policy } => after.policy(policy).ok(),
        Command::Create { subject, .. } => {
            let mut policies = after.policies.of(subject);
            let new = policies.find(|policy| !visit.account.policies.contains_key(&policy.id));
            new.map(|policy| &**policy)
        }
    }
}

/// The policy in both versions of the API; with conditions on the time in the second only, which alone knows of them.
fn json(account: &Account, policy: &Policy, command: &Command) -> Vec<(String, String)> {
    let text = |mut value: Value| {
        if let (Command::Create { .. }, Some(fields)) = (command, value.as_object_mut()) {
            fields.retain(|name, _| !GIVEN.contains(&name.as_str()));
        }
        format!("{value:#}")
    };
    let first = (
        "Policy JSON, version 1 of the API".to_string(),
        policy.v1(account),
    );
    let second = (
        "Policy JSON, version 2 of the API".to_string(),
        policy.v2(account),
    );
    let versions = match policy.rule {
        None => vec![first, second],
        Some(_) => vec![second],
    };
    let shown = versions.into_iter();
    shown.map(|(label, value)| (label, text(value))).collect()
}

/// The resources of a draft in words.
pub fn resources(target: &Target, draft: &Draft) -> String {
    if draft.conditions.is_empty() {
        return "All resources".into();
    }
    let conditions = draft.conditions.iter().map(|condition| {
        let word = match condition.operator {
            Operator::StringEquals => "equals",
            Operator::StringMatch => "matches",
        };
        let (label, value) = (target.label_of(condition.name), condition.value.trim());
        format!("{label} {word} {value}")
    });
    conditions.collect::<Vec<_>>().join("; ")
}

/// What a policy gives, in a line: `Viewer on Kubernetes Service`.
pub fn line(account: &Account, content: &Content) -> String {
    let scope = describe(&content.scope, account);
    let roles = content.roles.join(", ");
    match &content.rule {
        Some(rule) => format!("{roles} on {scope}, {rule}"),
        None => format!("{roles} on {scope}"),
    }
}
