//! Questions and policies that look random, the same in every run.

use credlab_model::account::AccessTag;
use credlab_model::actor::Identity;
use credlab_model::iam::access::Ask;
use credlab_model::iam::policy::{
    Attribute, AttributeName, Operator, Policy, Rule, Scope, Subject,
};
use credlab_model::iam::role::Role;
use credlab_model::iam::service::{Family, Service};
use credlab_model::id::{PolicyId, ResourceGroupId};
use credlab_model::region::Region;

/// Numbers that look random, the same in every run (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    pub fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())].clone()
    }

    pub fn once_in(&mut self, n: usize) -> bool {
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
pub const CLOSED: &str = r#"["2+00:00", "7+00:00"]"#;

pub fn rule(days: &str) -> Rule {
    let key = "{{environment.attributes.day_of_week}}";
    let rule = format!(r#"{{"key": "{key}", "operator": "dayOfWeekAnyOf", "value": {days}}}"#);
    serde_json::from_str(&rule).unwrap()
}

/// What is asked, kept apart from the model's own question.
pub struct Question {
    pub who: Identity,
    pub service: Option<&'static Service>,
    pub family: Family,
    pub roles: Vec<&'static str>,
    pub region: Option<&'static str>,
    pub group: Option<ResourceGroupId>,
    pub instance: Option<&'static str>,
    pub namespace: Option<&'static str>,
    pub tags: Vec<&'static str>,
}

impl Question {
    pub fn drawn(
        dice: &mut Dice,
        people: &[Identity],
        groups: &[ResourceGroupId],
    ) -> (Question, Ask) {
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

/// The `n`th policy of an account, for one of `subjects`.
pub fn policy(
    dice: &mut Dice,
    n: usize,
    subjects: &[Subject],
    groups: &[ResourceGroupId],
) -> Policy {
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
