//! The policies of an account in the language of Cedar (<https://cedarpolicy.com>), and Cedar's answers.
//!
//! Roles are groups of actions: what is asked for is an action that is in each of the roles that would do. Access groups
//! are the parents of their members. What is asked for access is a resource with the attributes that are known of it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression,
};
use credlab_model::actor::Identity;
use credlab_model::iam::access::{Ask, Target};
use credlab_model::iam::policy::{Attribute, AttributeName, Operator, Policy, Subject};
use credlab_model::iam::service::Family;
use credlab_model::iam::user::State;
use credlab_model::{Account, Timestamp};

/// An account as Cedar knows it.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
}

impl Cedar {
    /// The same users, service IDs, access groups and policies. Patterns with `?` can't be said in Cedar: those policies
    /// must not be there.
    pub fn of(account: &Account) -> Cedar {
        let owner = uid("User", account.owner.as_str());
        let mut text = format!(
            "permit(principal == {owner}, action, resource);\n\
             forbid(principal, action, resource) unless {{ principal.active }};\n"
        );
        for policy in account.policies.values() {
            writeln!(text, "{}", translated(policy)).unwrap();
        }
        Cedar {
            authorizer: Authorizer::new(),
            policies: text.parse().unwrap_or_else(|e| panic!("{e}\n{text}")),
            entities: Entities::from_entities(members(account), None).unwrap(),
        }
    }

    /// What is asked at `now`, in Cedar's words.
    pub fn question(&self, who: &Identity, ask: &Ask, tags: &[&str], now: Timestamp) -> Question {
        let roles = ask.roles.iter().map(|role| uid("Action", role));
        let action = Entity::new_no_attrs(uid("Action", "what is asked"), roles.collect());
        let resource = resource(ask, tags);
        let day = RestrictedExpression::new_long(weekday(now));
        let context = Context::from_pairs([("day".to_string(), day)]).unwrap();
        let request = Request::new(who_is(who), action.uid(), resource.uid(), context, None);
        let entities = self.entities.clone();
        Question {
            request: request.unwrap(),
            entities: entities.add_entities([action, resource], None).unwrap(),
        }
    }

    /// Cedar's answer to it.
    pub fn answer(&self, question: &Question) -> bool {
        let Question { request, entities } = question;
        let answer = (self.authorizer).is_authorized(request, &self.policies, entities);
        let mut errors = answer.diagnostics().errors();
        assert!(errors.next().is_none(), "{answer:?}");
        answer.decision() == Decision::Allow
    }
}

/// Who asks for what, and everything that is there.
pub struct Question {
    request: Request,
    entities: Entities,
}

/// The day of the week, Monday is 1. The first day of 1970 was a Thursday.
fn weekday(now: Timestamp) -> i64 {
    let days = now.as_second().div_euclid(24 * 60 * 60);
    (days + 3).rem_euclid(7) + 1
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().unwrap();
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}

fn who_is(identity: &Identity) -> EntityUid {
    match identity {
        Identity::User(id) => uid("User", id.as_str()),
        Identity::ServiceId(id) => uid("ServiceId", id.as_str()),
        Identity::TrustedProfile(id) => uid("TrustedProfile", id.as_str()),
        Identity::Credlab => panic!("it is not in the account"),
    }
}

/// Users and service IDs, in their access groups.
fn members(account: &Account) -> Vec<Entity> {
    let mut active: BTreeMap<Identity, bool> = BTreeMap::new();
    for user in account.users.values() {
        let able = [State::Active, State::DisabledClassicInfrastructure].contains(&user.state);
        active.insert(Identity::User(user.id.clone()), able);
    }
    for id in account.service_ids.keys() {
        active.insert(Identity::ServiceId(id.clone()), true);
    }
    let entities = active.into_iter().map(|(member, active)| {
        let groups = account.access_groups.values();
        let groups = groups.filter(|group| group.members.contains(&member));
        let groups: HashSet<_> = groups.map(|g| uid("AccessGroup", g.id.as_str())).collect();
        let active = ("active".to_string(), RestrictedExpression::new_bool(active));
        Entity::new(who_is(&member), HashMap::from([active]), groups).unwrap()
    });
    entities.collect()
}

/// What is asked for access, with everything that is known of it.
fn resource(ask: &Ask, tags: &[&str]) -> Entity {
    let text = |value: &str| RestrictedExpression::new_string(value.to_string());
    let (Target::Service(_, family) | Target::All(family)) = ask.target;
    let tags = tags.iter().map(|tag| text(tag));
    let mut attributes = HashMap::from([
        ("family".to_string(), text(name_of(family))),
        ("accessTag".to_string(), RestrictedExpression::new_set(tags)),
    ]);
    if let Target::Service(service, _) = ask.target {
        attributes.insert("serviceName".to_string(), text(service));
    }
    for name in AttributeName::ALL {
        if let Some(value) = ask.value(name) {
            attributes.insert(name.as_str().to_string(), text(value));
        }
    }
    Entity::new(uid("Resource", "what is asked"), attributes, HashSet::new()).unwrap()
}

fn name_of(family: Family) -> &'static str {
    match family {
        Family::IamEnabled => "service",
        Family::AccountManagement => "platform_service",
        Family::ResourceGroup => "resource-group",
    }
}

/// A policy in Cedar's language.
fn translated(policy: &Policy) -> String {
    let principal = match &policy.subject {
        Subject::User(id) => format!("== {}", uid("User", id.as_str())),
        Subject::ServiceId(id) => format!("== {}", uid("ServiceId", id.as_str())),
        Subject::TrustedProfile(id) => format!("== {}", uid("TrustedProfile", id.as_str())),
        Subject::AccessGroup(id) => format!("in {}", uid("AccessGroup", id.as_str())),
    };
    let roles = policy.roles.iter().map(|role| uid("Action", role.as_str()));
    let roles: Vec<String> = roles.map(|role| role.to_string()).collect();
    let mut conditions: Vec<String> = policy.scope.attributes().map(condition).collect();
    let names_services = |attribute: &Attribute| {
        matches!(
            attribute.name,
            AttributeName::ServiceName
                | AttributeName::ServiceType
                | AttributeName::ServiceGroupId
                | AttributeName::ResourceType
        )
    };
    if !policy.scope.attributes().any(names_services) {
        conditions.push(r#"resource.family == "service""#.to_string());
    }
    if let Some(rule) = &policy.rule {
        let days = weekdays(&serde_json::to_value(rule).unwrap());
        conditions.push(format!(
            r#"(resource has serviceName && resource.serviceName == "containers-kubernetes") || {days:?}.contains(context.day)"#
        ));
    }
    let conditions: Vec<String> = conditions.iter().map(|c| format!("({c})")).collect();
    format!(
        "permit(principal {principal}, action in [{}], resource) when {{ {} }};",
        roles.join(", "),
        conditions.join(" && ")
    )
}

fn condition(attribute: &Attribute) -> String {
    let (name, value) = (attribute.name.as_str(), &attribute.value);
    match (attribute.name, attribute.operator) {
        (AttributeName::ServiceType | AttributeName::ResourceType, _) => {
            format!("resource.family == {value:?}")
        }
        (AttributeName::ServiceGroupId, _) => concat!(
            r#"resource has serviceName && ["iam-identity", "iam-access-management", "user-management", "#,
            r#""iam-groups"].contains(resource.serviceName)"#
        )
        .to_string(),
        (AttributeName::AccessTag, _) => format!("resource.accessTag.contains({value:?})"),
        (_, Operator::StringEquals) => format!("resource has {name} && resource.{name} == {value:?}"),
        (_, Operator::StringMatch) => {
            assert!(!value.contains('?'), "Cedar's patterns have no such sign");
            format!("resource has {name} && resource.{name} like {value:?}")
        }
    }
}

/// The days of a rule on the day of the week: Monday is 1.
fn weekdays(rule: &serde_json::Value) -> Vec<i64> {
    let days = rule["value"].as_array().unwrap();
    let days = days.iter().map(|day| day.as_str().unwrap());
    days.map(|day| day.split('+').next().unwrap().parse().unwrap())
        .collect()
}
