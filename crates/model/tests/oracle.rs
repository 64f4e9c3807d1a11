//! The first gate against an evaluator that is slow and obvious: on random policies both give the same answer.
//!
//! `cargo xtask test --thorough` asks a million questions; an ordinary run asks fewer.

mod common;

use common::*;
use credlab_model::Account;
use credlab_model::account::AccessTag;
use credlab_model::actor::Identity;
use credlab_model::iam::access::{self, Ask};
use credlab_model::iam::policy::{
    Attribute, AttributeName, Operator, Policy, Rule, Scope, Subject,
};
use credlab_model::iam::role::Role;
use credlab_model::iam::service::{Family, Service};
use credlab_model::iam::user::State;
use credlab_model::id::{PolicyId, ResourceGroupId};
use credlab_model::region::Region;

/// How many questions an ordinary run asks.
const CASES: usize = 100_000;

/// How many questions are asked of one set of policies.
const QUESTIONS: usize = 60;

/// Numbers that look random, the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const SERVICES: [&str; 7] = [
    "containers-kubernetes",
    "container-registry",
    "is",
    "iam-identity",
    "user-management",
    "support",
    "resource-group",
];
const REGIONS: [Region; 3] = [Region::UsSouth, Region::UsEast, Region::EuDe];
const INSTANCES: [&str; 3] = ["c1", "c12", "d1"];
const NAMESPACES: [&str; 2] = ["default", "kube-system"];
const ROLES: [&str; 8] = [
    "Viewer",
    "Operator",
    "Editor",
    "Administrator",
    "Reader",
    "Writer",
    "Manager",
    "User API key creator",
];

const TAGS: [&str; 2] = ["env:dev", "team:blue"];

/// Days of the week at which the account's time is, or is not.
const OPEN: &str = r#"["1+00:00"]"#;
const CLOSED: &str = r#"["2+00:00", "7+00:00"]"#;

fn rule(days: &str) -> Rule {
    let key = "{{environment.attributes.day_of_week}}";
    let rule = format!(r#"{{"key": "{key}", "operator": "dayOfWeekAnyOf", "value": {days}}}"#);
    serde_json::from_str(&rule).unwrap()
}

/// What is asked, kept apart from the model's own question.
struct Question {
    who: Identity,
    service: Option<&'static Service>,
    family: Family,
    roles: Vec<&'static str>,
    region: Option<&'static str>,
    group: Option<ResourceGroupId>,
    instance: Option<&'static str>,
    namespace: Option<&'static str>,
    tags: Vec<&'static str>,
}

impl Question {
    fn drawn(dice: &mut Dice, people: &[Identity], groups: &[ResourceGroupId]) -> (Question, Ask) {
        let who = dice.of(people);
        let service = Service::find(dice.of(&SERVICES)).unwrap();
        let (service, roles, mut ask) = match dice.below(10) {
            0 => {
                let family = dice.of(&[Family::IamEnabled, Family::AccountManagement]);
                let question = Question {
                    who,
                    service: None,
                    family,
                    roles: vec!["Administrator"],
                    region: None,
                    group: None,
                    instance: None,
                    namespace: None,
                    tags: Vec::new(),
                };
                return (question, Ask::all_of(family));
            }
            1..5 if !service.actions.is_empty() => {
                let (action, roles) = dice.of(service.actions);
                (service, roles.to_vec(), Ask::action(action))
            }
            _ => {
                let roles = vec![dice.of(&ROLES), dice.of(&ROLES)];
                (service, roles.clone(), Ask::role(service.name, &roles))
            }
        };
        let region = (!dice.once_in(3)).then(|| dice.of(&REGIONS));
        let group = (!dice.once_in(3)).then(|| dice.of(groups));
        let instance = (!dice.once_in(3)).then(|| dice.of(&INSTANCES));
        if let Some(region) = region {
            ask = ask.in_region(region);
        }
        if let Some(group) = &group {
            ask = ask.in_group(group);
        }
        if let Some(instance) = instance {
            ask = ask.on_instance(instance);
        }
        let tags: Vec<&str> = TAGS.into_iter().filter(|_| dice.once_in(2)).collect();
        let carried: Vec<AccessTag> = tags.iter().map(|tag| tag.parse().unwrap()).collect();
        ask = ask.tagged(&carried);
        let question = Question {
            who,
            service: Some(service),
            family: service.family,
            roles,
            region: region.map(Region::as_str),
            group,
            instance,
            namespace: None,
            tags,
        };
        (question, ask)
    }
}

fn policy(dice: &mut Dice, n: usize, subjects: &[Subject], groups: &[ResourceGroupId]) -> Policy {
    let mut attributes = Vec::new();
    match dice.below(8) {
        0 => {}
        1 => attributes.push(Attribute::equals(
            AttributeName::ServiceType,
            dice.of(&["service", "platform_service"]),
        )),
        2 => attributes.push(Attribute::equals(AttributeName::ServiceGroupId, "IAM")),
        3 => attributes.push(Attribute::equals(
            AttributeName::ResourceType,
            "resource-group",
        )),
        _ => attributes.push(Attribute::equals(
            AttributeName::ServiceName,
            dice.of(&SERVICES),
        )),
    }
    let mut narrow = |dice: &mut Dice, name, values: &[&str], patterns: &[&str]| {
        if !dice.once_in(4) {
            return;
        }
        attributes.push(match dice.once_in(2) {
            true => Attribute::equals(name, dice.of(values)),
            false => Attribute {
                name,
                operator: dice.of(&[Operator::StringMatch, Operator::StringEquals]),
                value: dice.of(patterns).to_string(),
            },
        });
    };
    let regions = REGIONS.map(Region::as_str);
    let patterns = ["us-*", "*", "*-de", "us-?ast", "us-????", "?", "", "**-*th"];
    narrow(dice, AttributeName::Region, &regions, &patterns);
    let ids: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
    narrow(
        dice,
        AttributeName::ResourceGroupId,
        &ids,
        &["*", "0*", "*1*"],
    );
    let patterns = ["c*", "c?", "?1", "*", "c1*2"];
    narrow(dice, AttributeName::ServiceInstance, &INSTANCES, &patterns);
    if dice.once_in(4) {
        narrow(dice, AttributeName::Namespace, &NAMESPACES, &["*"]);
    }
    if dice.once_in(8) {
        attributes = vec![Attribute::equals(AttributeName::AccessTag, dice.of(&TAGS))];
    }
    let rule = match dice.below(6) {
        0 => Some(rule(OPEN)),
        1 => Some(rule(CLOSED)),
        _ => None,
    };
    let roles = (0..=dice.below(2)).map(|_| Role::named(dice.of(&ROLES)));
    Policy {
        roles: roles.collect(),
        id: format!("00000000-0000-4000-8000-{n:012}")
            .parse::<PolicyId>()
            .unwrap(),
        subject: dice.of(subjects),
        scope: Scope::of(attributes),
        rule,
        created_at: credlab_model::Timestamp::UNIX_EPOCH,
        created_by: Identity::Credlab,
        modified_at: credlab_model::Timestamp::UNIX_EPOCH,
        modified_by: Identity::Credlab,
        revision: 1,
    }
}

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
fn obvious(account: &Account, question: &Question) -> bool {
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

#[test]
fn r97_random_policies_are_decided_as_the_documents_say() {
    let cases = match thorough() {
        true => 1_000_000,
        false => CASES,
    };
    let mut dice = Dice(0x005e_ed0f_c2ed_1ab5);
    let mut lab = Lab::demo();
    lab.set_state(EDITOR, State::Suspended);
    let base = lab.account.clone();
    let people: Vec<Identity> = [
        OWNER,
        ADMIN,
        OPERATOR,
        EDITOR,
        VIEWER,
        FUNCTIONAL,
        "ci-deployer",
    ]
    .map(|who| lab.actor(who).identity)
    .to_vec();
    let groups: Vec<ResourceGroupId> = base.resource_groups.keys().cloned().collect();
    let mut subjects: Vec<Subject> = base
        .access_groups
        .keys()
        .cloned()
        .map(Subject::AccessGroup)
        .collect();
    subjects.extend(people.iter().filter_map(|who| match who {
        Identity::User(id) => Some(Subject::User(id.clone())),
        Identity::ServiceId(id) => Some(Subject::ServiceId(id.clone())),
        Identity::TrustedProfile(id) => Some(Subject::TrustedProfile(id.clone())),
        Identity::Credlab => None,
    }));
    let (mut asked, mut allowed) = (0, 0);
    while asked < cases {
        let mut account = base.clone();
        let mut policies = Vec::new();
        for n in 0..=dice.below(40) {
            policies.push(policy(&mut dice, n, &subjects, &groups));
        }
        account.policies = policies.into_iter().collect();
        for _ in 0..QUESTIONS {
            let (question, ask) = Question::drawn(&mut dice, &people, &groups);
            let decision = access::decide(&account, &question.who, &ask, lab.now);
            let expected = obvious(&account, &question);
            assert_eq!(
                decision.allowed, expected,
                "{decision:?}\n{:#?}",
                account.policies
            );
            assert_eq!(
                access::allows(&account, &question.who, &ask, lab.now),
                expected
            );
            asked += 1;
            allowed += usize::from(expected && question.who != people[0]);
        }
    }
    // Both answers are given often enough to mean something.
    assert!(
        allowed * 50 > asked && allowed * 2 < asked,
        "{allowed} of {asked}"
    );
}
