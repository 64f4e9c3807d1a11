//! Who may know of what: lists show no more than that, in every face.

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::api_key::Listing;
use credlab_model::iam::{access_group, api_key, policy, service_id};
use credlab_model::template::{self, Template};

fn now() -> Timestamp {
    "2024-09-24T10:00:00Z".parse().unwrap()
}

fn demo() -> Account {
    template::build(Template::Demo, now(), [7; 32]).unwrap().0
}

fn who(account: &Account, name: &str) -> Identity {
    match account.user_called(name) {
        Ok(user) => user.identity(),
        Err(_) => account.service_id_called(name).unwrap().identity(),
    }
}

#[test]
fn r102_resource_groups_are_seen_by_a_role_on_the_group_itself() {
    let account = demo();
    for (name, sees) in [
        ("owner@example.com", true),
        ("admin@example.com", true),
        ("operator@example.com", false),
        ("ci-deployer", false),
    ] {
        for group in account.resource_groups.values() {
            assert_eq!(
                group.is_visible_to(&account, &who(&account, name), now()),
                sees,
                "{name}, {}",
                group.name
            );
        }
    }
}

#[test]
fn r130_keys_are_seen_by_their_owner_and_by_administrators() {
    let account = demo();
    let seen = |name: &str| {
        let identity = who(&account, name);
        let keys = account.api_keys.values();
        keys.filter(|key| api_key::may_see(&account, &identity, key, now()))
            .count()
    };
    assert_eq!(seen("owner@example.com"), account.api_keys.len());
    assert_eq!(seen("leaver@example.com"), 1);
    assert_eq!(seen("ci-deployer"), 1);
    assert_eq!(seen("viewer@example.com"), 0);
}

#[test]
fn r130_only_lists_that_one_may_use_are_offered() {
    let account = demo();
    let offered = |name: &str| {
        let actor = Actor {
            identity: who(&account, name),
            face: Face::Console,
        };
        let lists = Listing::ALL.into_iter();
        lists
            .filter(|list| list.is_open_to(&account, &actor, now()))
            .map(|list| {
                let keys = list.keys(&account, &actor, now()).count();
                (
                    list.as_str(),
                    keys + list.classic_users(&account, &actor).count(),
                )
            })
            .collect::<Vec<_>>()
    };
    let of = |kind: fn(&Identity) -> bool| {
        let keys = account.api_keys.values();
        keys.filter(|key| kind(&key.owner)).count()
    };
    let mine = |name: &str| {
        let identity = who(&account, name);
        let keys = account.api_keys.values();
        keys.filter(|key| key.owner == identity).count()
    };
    let users = of(|owner| matches!(owner, Identity::User(_)));
    let service_ids = of(|owner| matches!(owner, Identity::ServiceId(_)));
    let linked = account.linked_classic().unwrap();
    let classic = linked
        .users
        .values()
        .filter(|u| u.api_key.is_some())
        .count();
    assert!(users > 0 && service_ids > 0 && classic > 0);
    assert_eq!(
        offered("owner@example.com"),
        [
            ("mine", mine("owner@example.com")),
            ("users", users),
            ("service_ids", service_ids),
            ("classic", classic)
        ]
    );
    assert_eq!(
        offered("leaver@example.com"),
        [("mine", mine("leaver@example.com")), ("classic", 1)]
    );
    assert_eq!(offered("ci-deployer"), [("mine", 1)]);
}

#[test]
fn service_ids_and_groups_are_seen_from_within_and_by_role() {
    let account = demo();
    let seen = |name: &str| {
        let identity = who(&account, name);
        let service_ids = account.service_ids.values();
        let groups = account.access_groups.values();
        (
            service_ids
                .filter(|one| service_id::may_see(&account, &identity, one, now()))
                .count(),
            groups
                .filter(|one| access_group::may_see(&account, &identity, one, now()))
                .count(),
        )
    };
    let everything = (account.service_ids.len(), account.access_groups.len());
    assert_eq!(seen("owner@example.com"), everything);
    assert_eq!(seen("viewer@example.com"), (0, 1));
    assert_eq!(seen("ci-deployer"), (1, 0));
}

#[test]
fn policies_are_read_by_those_they_reach_and_by_a_role_on_their_target() {
    let account = demo();
    let read = |name: &str, service: &str| {
        let identity = who(&account, name);
        let scope = policy::Scope::service(service);
        let mut policies = account
            .policies
            .values()
            .filter(|policy| policy.scope == scope);
        policies.all(|policy| policy::may_read(&account, &identity, policy, now()))
    };
    assert!(read("viewer@example.com", "containers-kubernetes"));
    assert!(!read("viewer@example.com", "is"));
    assert!(read("admin@example.com", "is"));
    assert!(!read("classic@example.com", "is"));
}
