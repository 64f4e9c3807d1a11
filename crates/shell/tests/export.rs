//! Access as text: what it says, and that the lines make the same access again.

mod common;

use std::sync::Arc;

use common::Lab;
use credlab_model::Identity;
use credlab_model::iam::policy::{
    Attribute, AttributeName as Name, Command, Operator, Policy, Scope, Subject, Times, Window,
};
use credlab_model::{Actor, Face};
use credlab_shell::export::{Access, Language, policy};
use insta::assert_snapshot;
use proptest::prelude::*;

const VIEWER: &str = "viewer@example.com";

/// A shell whose account has something of every kind that can be copied.
fn lab() -> Lab {
    lab_of(usize::MAX)
}

/// The same with only the first `most` policies of each subject.
fn lab_of(most: usize) -> Lab {
    let mut lab = Lab::demo();
    for line in [
        "ibmcloud iam access-group-create 'Night shift' --description \"It's for the night\"",
        "ibmcloud iam access-group-user-add 'Night shift' viewer@example.com",
        "ibmcloud iam trusted-profile-create night --description 'For jobs'",
        "ibmcloud iam access-group-trusted-profile-add 'Night shift' night",
        "ibmcloud iam role-create Sweeper --display-name 'Sweeper, nightly' --service-name containers-kubernetes --actions containers-kubernetes.cluster.read",
        "ibmcloud resource tag-create --tag-names shift:night --tag-type access",
    ] {
        lab.ok(line);
    }
    let whom = [
        Subject::User(lab.host.account.user_called(VIEWER).unwrap().id.clone()),
        Subject::ServiceId(service_id(&lab, "ci-deployer")),
        Subject::AccessGroup(group(&lab, "Night shift")),
        Subject::TrustedProfile(profile(&lab, "night")),
    ];
    for subject in whom {
        for (roles, scope, window) in grants(&lab).into_iter().take(most) {
            let rule = window.map(|window| window.rule().unwrap());
            let roles = roles.iter().map(|role| role.to_string()).collect();
            let subject = subject.clone();
            let command = Command::Create {
                subject,
                roles,
                scope,
                rule,
            };
            let actor = owner(&lab);
            credlab_shell::Host::execute(&mut lab.host, &actor, &command.into()).unwrap();
        }
    }
    lab
}

fn owner(lab: &Lab) -> Actor {
    Actor {
        identity: Identity::User(lab.host.account.owner.clone()),
        face: Face::Shell,
    }
}

fn service_id(lab: &Lab, name: &str) -> credlab_model::id::ServiceIdId {
    lab.host.account.service_id_called(name).unwrap().id.clone()
}

fn group(lab: &Lab, name: &str) -> credlab_model::id::AccessGroupId {
    lab.host
        .account
        .access_group_called(name)
        .unwrap()
        .id
        .clone()
}

fn profile(lab: &Lab, name: &str) -> credlab_model::id::TrustedProfileId {
    lab.host
        .account
        .trusted_profile_called(name)
        .unwrap()
        .id
        .clone()
}

type Given = (&'static [&'static str], Scope, Option<Window>);

/// What flags can say, and what takes JSON.
fn grants(lab: &Lab) -> Vec<Given> {
    let kubernetes = || Scope::service("containers-kubernetes");
    let prod = lab.host.account.resource_group_called("prod").unwrap();
    let matching = |name, value: &str| Attribute {
        name,
        operator: Operator::StringMatch,
        value: value.into(),
    };
    let once = Window {
        zone: "+01:00".into(),
        times: Times::Once {
            from: "2024-10-01T08:00".into(),
            until: "2024-10-31T18:00".into(),
        },
    };
    let weekly = Window {
        zone: "+00:00".into(),
        times: Times::Weekly {
            days: vec![1, 2, 3],
            from: "09:00".into(),
            until: "17:00".into(),
        },
    };
    vec![
        (&["Viewer", "Operator"], kubernetes(), None),
        (&["Editor"], kubernetes().in_group(&prod.id).unwrap(), None),
        (&["Sweeper, nightly"], kubernetes(), None),
        (
            &["Reader"],
            kubernetes()
                .and(Name::ServiceInstance, "c1")
                .and(Name::Namespace, "it's $(default), \"too\""),
            None,
        ),
        (&["Viewer"], Scope::all_services(), None),
        (&["Viewer"], Scope::default(), None),
        (&["Viewer"], Scope::all_account_management(), None),
        (&["Viewer"], Scope::all_iam_account_management(), None),
        (&["Viewer"], Scope::all_resource_groups(), None),
        (&["Viewer"], Scope::resource_group(&prod.id), None),
        (
            &["User API key creator"],
            Scope::service("iam-identity"),
            None,
        ),
        (
            &["Viewer"],
            Scope::all_services().and(Name::AccessTag, "shift:night"),
            None,
        ),
        (
            &["Viewer"],
            Scope::of([matching(Name::AccessTag, "shift:n*")]),
            None,
        ),
        (
            &["Writer"],
            Scope::of([
                Attribute::equals(Name::ServiceName, "container-registry"),
                matching(Name::ResourceGroupId, "*"),
                Attribute::equals(Name::ResourceType, "namespace"),
                Attribute::equals(Name::Resource, "team-a"),
            ]),
            None,
        ),
        (
            &["Reader"],
            Scope::of([
                Attribute::equals(Name::ServiceName, "container-registry"),
                matching(Name::Resource, "team-*"),
            ]),
            None,
        ),
        (
            &["Viewer"],
            Scope::all_services().and(Name::Region, "--eu ${de}"),
            None,
        ),
        (&["Viewer"], Scope::service("is"), Some(once)),
        (&["Viewer"], Scope::service("is"), Some(weekly)),
    ]
}

/// What a policy gives, whomever it is for.
fn content(policy: &Policy) -> (Subject, Vec<String>, Scope, String) {
    let roles = policy.roles.iter().map(|role| role.to_string());
    let rule = serde_json::to_string(&policy.rule).unwrap();
    let subject = policy.subject.clone();
    (subject, roles.collect(), policy.scope.clone(), rule)
}

/// Runs the line of a policy on a copy of the account that has everything but that policy.
fn made_again(lab: &Lab, policy_to_copy: &Policy) -> Policy {
    let account = lab.host.account.clone();
    let line = policy(&account, policy_to_copy, Language::Shell);
    let mut copy = Lab::demo();
    copy.host.account = account.clone();
    copy.host.now = lab.host.now;
    let delete = Command::Delete {
        policy: policy_to_copy.id.clone(),
    };
    let actor = owner(lab);
    credlab_shell::Host::execute(&mut copy.host, &actor, &delete.into()).unwrap();
    let without = copy.host.account.clone();
    copy.ok(line.trim());
    let mut policies = copy.host.account.policies.values();
    let found = policies.find(|policy| !without.policies.contains_key(&policy.id));
    Policy::clone(found.unwrap())
}

#[test]
fn every_line_makes_the_policy_that_it_was_copied_from() {
    let lab = lab();
    let account = lab.host.account.clone();
    let mut tried = 0;
    for policy in account.policies.values() {
        let again = made_again(&lab, policy);
        assert_eq!(content(&again), content(policy));
        tried += 1;
    }
    assert!(tried > 80, "{tried}");
}

/// What somebody has is taken away, and the script gives it back.
#[test]
fn a_script_gives_back_all_that_somebody_had() {
    let lab = lab();
    let account = lab.host.account.clone();
    let (actor, now) = (owner(&lab), lab.host.now);
    let user = account.user_called("classic@example.com").unwrap();
    let of = |account: &credlab_model::Account, subject: &Subject| {
        let mut access: Vec<_> = account.policies.of(subject).map(|p| content(p)).collect();
        access.sort_by_key(|content| format!("{content:?}"));
        access
    };
    let subjects = [
        Subject::User(account.user_called(VIEWER).unwrap().id.clone()),
        Subject::User(user.id.clone()),
        Subject::ServiceId(service_id(&lab, "ci-deployer")),
        Subject::AccessGroup(group(&lab, "Night shift")),
        Subject::TrustedProfile(profile(&lab, "night")),
    ];
    for subject in subjects {
        let script = Access::of(&account, &subject, &actor, now).text(Language::Shell);
        let mut copy = Lab::demo();
        copy.host.account = account.clone();
        let emptied = Arc::make_mut(&mut copy.host.account);
        let ids: Vec<_> = account
            .policies
            .of(&subject)
            .map(|p| p.id.clone())
            .collect();
        for policy in ids {
            let command = Command::Delete { policy };
            let ctx = credlab_model::Context::new(now, [1; 32]);
            let events = emptied.decide(&actor, &command.into(), &ctx).unwrap();
            for record in emptied.records(&actor, events, &ctx) {
                emptied.apply(&record);
            }
        }
        match &subject {
            Subject::User(id) if *id != user.id => {
                copy.ok("ibmcloud iam access-group-user-purge viewer@example.com --force");
            }
            Subject::User(_) => {
                let id = account.linked_user(&user.identity()).unwrap().id;
                copy.ok(&format!(
                    "ibmcloud sl user permission-edit {id} --permission ALL --enable false"
                ));
            }
            Subject::TrustedProfile(_) => {
                copy.ok("ibmcloud iam access-group-trusted-profile-remove 'Night shift' night");
            }
            _ => {}
        }
        for line in script.lines() {
            copy.ok(line);
        }
        let now_there = &copy.host.account;
        assert_eq!(of(now_there, &subject), of(&account, &subject), "{script}");
        let night = group(&lab, "Night shift");
        let members = |account: &credlab_model::Account| {
            let group = account.access_group(&night).unwrap();
            group.members.clone()
        };
        assert_eq!(members(now_there), members(&account));
        let granted = |account: &credlab_model::Account| {
            let own = account.linked_user(&user.identity()).unwrap();
            own.granted()
        };
        assert_eq!(granted(now_there), granted(&account));
    }
}

#[test]
fn what_has_to_be_there_before_is_made_by_the_lines_of_its_comments() {
    let lab = lab();
    let account = lab.host.account.clone();
    let (actor, now) = (owner(&lab), lab.host.now);
    let subjects = [
        Subject::ServiceId(service_id(&lab, "ci-deployer")),
        Subject::AccessGroup(group(&lab, "Night shift")),
        Subject::TrustedProfile(profile(&lab, "night")),
    ];
    for subject in subjects {
        let script = Access::of(&account, &subject, &actor, now).text(Language::Shell);
        let mut made = script
            .lines()
            .filter_map(|line| line.strip_prefix("# ibmcloud "));
        Lab::demo().ok(&format!("ibmcloud {}", made.next().unwrap()));
    }
}

#[test]
fn access_of_everybody_in_every_language() {
    let mut shown = String::new();
    let lab = lab();
    let (actor, now) = (owner(&lab), lab.host.now);
    let subject = Subject::User(lab.host.account.user_called(VIEWER).unwrap().id.clone());
    for language in [Language::Shell, Language::Terraform] {
        let access = Access::of(&lab.host.account, &subject, &actor, now);
        shown += &format!("=== {}\n{}\n", language.label(), access.text(language));
    }
    let lab = lab_of(2);
    let account = &lab.host.account;
    let named = [
        Subject::ServiceId(service_id(&lab, "ci-deployer")),
        Subject::AccessGroup(group(&lab, "Night shift")),
        Subject::TrustedProfile(profile(&lab, "night")),
        Subject::User(
            account
                .user_called("k8s-functional@example.com")
                .unwrap()
                .id
                .clone(),
        ),
        Subject::User(account.owner.clone()),
    ];
    for subject in named {
        for language in [Language::Shell, Language::Terraform] {
            let access = Access::of(account, &subject, &actor, now);
            shown += &format!("=== {}\n{}\n", language.label(), access.text(language));
        }
    }
    let weak = account.user_called("classic@example.com").unwrap();
    let subject = Subject::User(weak.id.clone());
    let access = Access::of(account, &subject, &actor, now);
    shown += &access.text(Language::Json);
    assert_snapshot!(shown);
}

#[test]
fn one_policy_in_every_language() {
    let lab = lab();
    let account = &lab.host.account;
    let subject = Subject::AccessGroup(group(&lab, "Night shift"));
    let mut shown = String::new();
    let mut policies: Vec<_> = account.policies.of(&subject).collect();
    policies.sort_by_key(|policy| format!("{:?}", content(policy)));
    let timed = policies.iter().find(|policy| policy.rule.is_some());
    for chosen in [timed, policies.first()] {
        for language in Language::ALL {
            shown += &policy(account, chosen.unwrap(), language);
        }
    }
    assert_snapshot!(shown);
}

/// Somebody who may read nothing of another one's copies nothing of it.
#[test]
fn only_what_the_reader_may_see_is_told() {
    let lab = lab();
    let account = &lab.host.account;
    let viewer = account.user_called(VIEWER).unwrap();
    let reader = Actor::user(viewer.id.clone(), Face::Console);
    let other = account.user_called("k8s-functional@example.com").unwrap();
    let stranger = Actor::user(other.id.clone(), Face::Console);
    let subject = Subject::User(viewer.id.clone());
    let seen = Access::of(account, &subject, &stranger, lab.host.now);
    let whole = Access::of(account, &subject, &reader, lab.host.now);
    assert_eq!(seen.counts(), (0, 0));
    assert!(whole.counts().0 > 10 && whole.counts().1 == 2);
    for language in Language::ALL {
        assert!(!seen.text(language).contains("night"), "{language:?}");
    }
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let names = prop::sample::select(vec![
        Name::ServiceInstance,
        Name::Region,
        Name::ResourceGroupId,
        Name::ResourceType,
        Name::Resource,
        Name::Namespace,
        Name::ServiceType,
    ]);
    let operator = prop_oneof![Just(Operator::StringEquals), Just(Operator::StringMatch)];
    let value = prop_oneof!["[ -~]{1,12}", "\\PC{1,6}", Just("*".to_string())];
    (names, operator, value).prop_map(|(name, operator, value)| Attribute {
        name,
        operator,
        value,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_policy_applies_to_its_line_says_it(
        attributes in prop::collection::vec(attribute(), 0..4),
        service in prop::option::of(Just("containers-kubernetes")),
    ) {
        let mut lab = Lab::demo();
        let named = service.map(|name| Attribute::equals(Name::ServiceName, name));
        let scope = Scope::of(attributes.into_iter().chain(named));
        let subject = Subject::User(lab.host.account.user_called(VIEWER).unwrap().id.clone());
        let before = lab.host.account.clone();
        let actor = owner(&lab);
        let made = ["Reader", "Viewer"].iter().any(|role| {
            let command = Command::Create {
                subject: subject.clone(),
                roles: vec![role.to_string()],
                scope: scope.clone(),
                rule: None,
            };
            credlab_shell::Host::execute(&mut lab.host, &actor, &command.into()).is_ok()
        });
        prop_assume!(made);
        let account = lab.host.account.clone();
        let mut policies = account.policies.values();
        let policy = policies.find(|policy| !before.policies.contains_key(&policy.id)).unwrap();
        let again = made_again(&lab, policy);
        prop_assert_eq!(content(&again), content(policy));
    }
}
