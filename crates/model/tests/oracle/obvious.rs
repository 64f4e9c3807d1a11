//! The evaluator that is slow and obvious.

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::policy::{AttributeName, Operator, Policy, Subject};
use credlab_model::iam::service::Family;
use credlab_model::iam::user::State;

use crate::drawn::{CLOSED, Question, rule};

/// `*` is any run, `?` one character: by trying everything.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => (0..=text.len()).any(|n| matches(rest, &text[n..])),
        (Some((b'?', pattern)), Some((_, text))) => matches(pattern, text),
        (Some((c, pattern)), Some((d, text))) => c == d && matches(pattern, text),
        _ => false,
    }
}

/// R97-R101, said as the documents say them.
pub fn obvious(account: &Account, question: &Question) -> bool {
    if let Identity::User(id) = &question.who {
        if *id == account.owner {
            return true;
        }
        let state = account.users[id].state;
        if state != State::Active && state != State::DisabledClassicInfrastructure {
            return false;
        }
    }
    account.policies.values().any(|policy| {
        let subject = match &policy.subject {
            Subject::User(id) => question.who == Identity::User(id.clone()),
            Subject::ServiceId(id) => question.who == Identity::ServiceId(id.clone()),
            Subject::TrustedProfile(id) => question.who == Identity::TrustedProfile(id.clone()),
            Subject::AccessGroup(id) => account.access_groups[id].members.contains(&question.who),
        };
        let roles = policy.roles.iter().map(|role| role.as_str());
        let role = roles.into_iter().any(|role| question.roles.contains(&role));
        let kubernetes = question
            .service
            .is_some_and(|s| s.name == "containers-kubernetes");
        let time = kubernetes || policy.rule != Some(rule(CLOSED));
        subject && role && time && fits(policy, question)
    })
}

fn fits(policy: &Policy, question: &Question) -> bool {
    let names_services = [
        AttributeName::ServiceName,
        AttributeName::ServiceType,
        AttributeName::ServiceGroupId,
        AttributeName::ResourceType,
    ];
    let mut attributes = policy.scope.attributes();
    if !attributes.any(|a| names_services.contains(&a.name))
        && question.family != Family::IamEnabled
    {
        return false;
    }
    let service = question.service.map(|service| service.name);
    policy.scope.attributes().all(|attribute| {
        let value = attribute.value.as_str();
        let asked = match attribute.name {
            AttributeName::ServiceName => return service == Some(value),
            AttributeName::ServiceType => {
                return match value {
                    "service" => question.family == Family::IamEnabled,
                    _ => question.family == Family::AccountManagement,
                };
            }
            AttributeName::ServiceGroupId => {
                return service.is_some_and(|service| {
                    [
                        "iam-identity",
                        "iam-access-management",
                        "user-management",
                        "iam-groups",
                    ]
                    .contains(&service)
                });
            }
            AttributeName::ResourceType => return service == Some("resource-group"),
            AttributeName::Region => question.region,
            AttributeName::ResourceGroupId => question.group.as_ref().map(|g| g.as_str()),
            AttributeName::ServiceInstance => question.instance,
            AttributeName::Namespace => question.namespace,
            AttributeName::Resource => None,
            AttributeName::AccessTag => return question.tags.contains(&value),
        };
        asked.is_some_and(|asked| match attribute.operator {
            Operator::StringEquals => asked == value,
            Operator::StringMatch => matches(value.as_bytes(), asked.as_bytes()),
        })
    })
}
