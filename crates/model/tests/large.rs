//! The large accounts: as many of everything as they say, the same for the same seed, and lists of them soon told.

mod common;

use common::*;
use credlab_model::account::{self, Settings};
use credlab_model::iam::user::{State, visible};
use credlab_model::template::{self, Template};

#[test]
fn the_large_account_holds_what_it_says_and_is_the_sum_of_its_records() {
    let lab = Lab::of(Template::Large);
    let account = &lab.account;
    assert_eq!(account.users.len(), 1_000);
    assert_eq!(account.policies.len(), 10_000);
    assert_eq!(account.clusters.len(), 40);
    assert_eq!(account.linked_classic().unwrap().users.len(), 1_000);
    assert!(
        account
            .users
            .values()
            .any(|user| user.state == State::Pending)
    );
    assert!(
        account.user_called(ADMIN).is_ok(),
        "the personas of the demo account are there"
    );
    assert_eq!(replay(&lab.records), *account);
    let stored = serde_json::to_string(account).unwrap();
    assert_eq!(
        serde_json::from_str::<credlab_model::Account>(&stored).unwrap(),
        *account
    );
    let again = template::build(Template::Large, lab.now, [7; 32]).unwrap();
    assert_eq!(again.1, lab.records);
    let other = template::build(Template::Large, lab.now, [8; 32]).unwrap();
    assert_ne!(other.0.users, account.users);
}

#[test]
fn in_a_restricted_list_a_team_lead_sees_the_team() {
    let mut lab = Lab::of(Template::Large);
    let settings = Settings {
        restrict_user_list: true,
        ..lab.account.settings
    };
    lab.run(OWNER, account::Command::Configure(settings));
    let linked = lab.account.linked_classic().unwrap();
    let lead = linked.users.values().find(|user| {
        let below = linked
            .users
            .values()
            .filter(|other| other.parent == Some(user.id));
        !user.master && below.count() > 20
    });
    let lead = lead.unwrap().clone();
    let actor = lab.actor(&lead.email);
    let seen: Vec<_> = visible(&lab.account, &actor, lab.now).collect();
    assert!((20..30).contains(&seen.len()), "{}", seen.len());
}
