//! Access as a configuration of Terraform's provider `IBM-Cloud/ibm`, by the arguments that its documentation lists.

use std::collections::BTreeSet;
use std::fmt::Write;

use credlab_model::Account;
use credlab_model::iam::policy::{AttributeName, Operator, Policy, Scope, Subject, sorted};
use credlab_model::iam::user::User;
use serde_json::Value;

use super::{Access, comment, name};

/// A block: its arguments, then the blocks in it.
#[derive(Default)]
struct Block {
    head: String,
    arguments: Vec<(String, String)>,
    blocks: Vec<Block>,
}

impl Block {
    fn new(head: impl Into<String>) -> Block {
        Block {
            head: head.into(),
            ..Block::default()
        }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Block {
        self.arguments.push((name.into(), value.into()));
        self
    }

    /// The block as `terraform fmt` leaves it.
    fn write(&self, text: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        let width = self.arguments.iter().map(|(name, _)| name.chars().count());
        let width = width.max().unwrap_or_default();
        // Writing to a text can't fail.
        _ = writeln!(text, "{indent}{} {{", self.head);
        for (name, value) in &self.arguments {
            _ = writeln!(text, "{indent}  {name:width$} = {value}");
        }
        for (n, block) in self.blocks.iter().enumerate() {
            if n > 0 || !self.arguments.is_empty() {
                text.push('\n');
            }
            block.write(text, depth + 1);
        }
        _ = writeln!(text, "{indent}}}");
    }

    fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }
}

/// The resource that makes a policy; `number` tells those of one subject apart.
pub(super) fn policy(account: &Account, policy: &Policy, number: usize) -> String {
    let subject = &policy.subject;
    let (kind, whom) = match subject {
        Subject::User(_) => ("user_policy", "ibm_id"),
        Subject::ServiceId(_) => ("service_policy", "iam_service_id"),
        Subject::AccessGroup(_) => ("access_group_policy", "access_group_id"),
        Subject::TrustedProfile(_) => ("trusted_profile_policy", "profile_id"),
    };
    let id = match subject {
        Subject::User(_) => name(account, subject),
        other => other.to_string(),
    };
    let label = format!("{}_{number}", label(&name(account, subject)));
    let mut block =
        Block::new(format!("resource \"ibm_iam_{kind}\" \"{label}\"")).with(whom, string(&id));
    grant(account, policy, &mut block);
    conditions(policy, &mut block);
    format!("{}\n{}", comment(&policy.describe(account)), block.text())
}

/// Roles, and what they apply to.
fn grant(account: &Account, policy: &Policy, block: &mut Block) {
    let roles: Vec<&str> = sorted(&policy.roles).iter().map(|r| r.as_str()).collect();
    block.arguments.push(("roles".into(), strings(&roles)));
    let scope = &policy.scope;
    if *scope == Scope::all_account_management() {
        let yes = ("account_management".into(), "true".into());
        block.arguments.push(yes);
        return;
    }
    let attributes = scope.attributes();
    let (tags, others): (Vec<_>, Vec<_>) =
        attributes.partition(|attribute| attribute.name == AttributeName::AccessTag);
    let is_plain = others.iter().all(|a| a.operator == Operator::StringEquals)
        && others.iter().map(|a| a.name).collect::<BTreeSet<_>>().len() == others.len()
        && !(scope.get(AttributeName::ServiceName).is_some()
            && scope.get(AttributeName::ServiceType).is_some());
    // Without any resources a policy is for all services that IAM knows.
    let everything = others
        .iter()
        .all(|a| a.name == AttributeName::ServiceType && a.value == "service");
    if is_plain && !everything {
        let mut resources = Block::new("resources");
        let mut further = Vec::new();
        for attribute in &others {
            let argument = match attribute.name {
                AttributeName::ServiceName => "service",
                AttributeName::ServiceType => "service_type",
                AttributeName::ServiceGroupId => "service_group_id",
                AttributeName::ServiceInstance => "resource_instance_id",
                AttributeName::Region => "region",
                AttributeName::ResourceGroupId => "resource_group_id",
                AttributeName::ResourceType => "resource_type",
                AttributeName::Resource => "resource",
                AttributeName::Namespace | AttributeName::AccessTag => {
                    further.push((attribute.name.as_str(), &attribute.value));
                    continue;
                }
            };
            let mut value = string(&attribute.value);
            let groups = account.resource_groups.values();
            let mut group = groups
                .into_iter()
                .filter(|g| g.id.as_str() == attribute.value);
            if let Some(group) = group.next() {
                value = format!("{value} # {}", group.name);
            }
            resources.arguments.push((argument.into(), value));
        }
        if !further.is_empty() {
            let pairs = further
                .iter()
                .map(|(name, value)| format!("{} = {}", string(name), string(value)));
            let pairs = pairs.collect::<Vec<_>>().join(", ");
            let map = ("attributes".into(), format!("{{ {pairs} }}"));
            resources.arguments.push(map);
        }
        block.blocks.push(resources);
    } else if !is_plain {
        block.blocks.extend(others.iter().map(|attribute| {
            Block::new("resource_attributes")
                .with("name", string(attribute.name.as_str()))
                .with("value", string(&attribute.value))
                .with("operator", string(attribute.operator.as_str()))
        }));
    }
    block.blocks.extend(tags.iter().map(|tag| {
        let (name, value) = tag.value.split_once(':').unwrap_or((&tag.value, ""));
        Block::new("resource_tags")
            .with("name", string(name))
            .with("value", string(value))
            .with("operator", string(tag.operator.as_str()))
    }));
}

/// When the policy applies.
fn conditions(policy: &Policy, block: &mut Block) {
    let Some(rule) = &policy.rule else { return };
    let wire = serde_json::to_value(rule).unwrap_or_default();
    let top = wire.get("conditions").and_then(Value::as_array);
    let (operator, conditions) = match top {
        Some(conditions) => (text_of(&wire, "operator"), conditions.clone()),
        None => (String::new(), vec![wire.clone()]),
    };
    block.blocks.extend(conditions.iter().map(condition));
    if !operator.is_empty() {
        let operator = string(&operator);
        block.arguments.push(("rule_operator".into(), operator));
    }
    let pattern = string(rule.pattern().as_str());
    block.arguments.push(("pattern".into(), pattern));
}

/// A condition, or a group of them.
fn condition(wire: &Value) -> Block {
    fn fill(wire: &Value, mut block: Block) -> Block {
        if let Some(inner) = wire.get("conditions").and_then(Value::as_array) {
            block = block.with("operator", string(&text_of(wire, "operator")));
            let inner = inner.iter();
            block.blocks = inner
                .map(|one| fill(one, Block::new("conditions")))
                .collect();
            return block;
        }
        let values = match wire.get("value") {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(value)) => vec![value.as_str()],
            _ => Vec::new(),
        };
        block
            .with("key", string(&text_of(wire, "key")))
            .with("operator", string(&text_of(wire, "operator")))
            .with("value", strings(&values))
    }
    fill(wire, Block::new("rule_conditions"))
}

fn text_of(value: &Value, key: &str) -> String {
    let text = value.get(key).and_then(Value::as_str);
    text.unwrap_or_default().into()
}

/// Everything that a subject has.
pub(super) fn access(access: &Access<'_>) -> String {
    let (account, subject) = (access.account, access.subject);
    let mut parts = vec![format!("{}\n", access.title())];
    let user = match subject {
        Subject::User(id) => account.user(id).ok(),
        _ => None,
    };
    match user.filter(|user| user.state.is_invited()) {
        Some(user) => parts.push(invitation(access, user)),
        None => {
            parts.extend(access.groups.iter().map(|group| {
                let who = label(&name(account, subject));
                let head = format!(
                    "resource \"ibm_iam_access_group_members\" \"{}_{who}\"",
                    label(&group.name)
                );
                let (argument, member) = match subject {
                    Subject::User(_) => ("ibm_ids", name(account, subject)),
                    Subject::ServiceId(_) => ("iam_service_ids", subject.to_string()),
                    _ => ("iam_profile_ids", subject.to_string()),
                };
                let block = Block::new(head)
                    .with("access_group_id", string(group.id.as_str()))
                    .with(argument, strings(&[&member]));
                format!("{}\n{}", comment(&group.name), block.text())
            }));
            let policies = access.policies.iter().enumerate();
            parts.extend(policies.map(|(n, found)| policy(account, found, n + 1)));
            if access
                .classic
                .is_some_and(|user| !user.granted().is_empty())
            {
                parts.push(
                    "# Classic infrastructure permissions of somebody who has joined are no resource of the provider: use the \
                     shell script.\n"
                        .into(),
                );
            }
        }
    }
    if parts.len() == 1 {
        parts.push("# No access policies and no access groups.\n".into());
    }
    parts.join("\n")
}

/// The invitation that gives the same access: nothing else can be given before it is accepted.
fn invitation(access: &Access<'_>, user: &User) -> String {
    let account = access.account;
    let label = label(user.email.as_str());
    let mut block = Block::new(format!("resource \"ibm_iam_user_invite\" \"{label}\""))
        .with("users", strings(&[user.email.as_str()]));
    if !access.groups.is_empty() {
        let ids: Vec<&str> = access
            .groups
            .iter()
            .map(|group| group.id.as_str())
            .collect();
        block = block.with("access_groups", strings(&ids));
    }
    let mut left_out = String::new();
    for policy in &access.policies {
        let mut given = Block::new("iam_policy");
        grant(account, policy, &mut given);
        let known = ["resources"];
        let fits = given
            .blocks
            .iter()
            .all(|block| known.contains(&block.head.as_str()));
        if fits && policy.rule.is_none() {
            block.blocks.push(given);
        } else {
            let what = format!("An invitation can't carry: {}", policy.describe(account));
            _ = writeln!(left_out, "{}", comment(&what));
        }
    }
    let granted = access.classic.map(|user| user.granted());
    if let Some(granted) = granted.filter(|granted| !granted.is_empty()) {
        let names: Vec<&str> = granted.iter().map(|p| p.key_name()).collect();
        let classic = Block::new("classic_infra_roles").with("permissions", strings(&names));
        block.blocks.push(classic);
    }
    format!("{}{left_out}", block.text())
}

/// A name as Terraform takes it for a resource: letters, digits and underscores.
fn label(name: &str) -> String {
    let mut label: String = name
        .chars()
        .map(|c| match c.is_ascii_alphanumeric() {
            true => c.to_ascii_lowercase(),
            false => '_',
        })
        .collect();
    if !label.starts_with(|c: char| c.is_ascii_lowercase()) {
        label.insert_str(0, "access_");
    }
    label
}

/// A text between quotes. Terraform would fill in what stands between braces after a dollar or a percent sign.
fn string(text: &str) -> String {
    let mut quoted = String::from('"');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '$' | '%' if rest.peek() == Some(&'{') => quoted.extend([c, c]),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn strings(texts: &[&str]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}
