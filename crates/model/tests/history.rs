//! Going back to an earlier moment, comparing moments, and the account's clock: what no cloud can, and nobody in it may.

mod common;

use common::*;
use credlab_model::account::{self, ClockCommand};
use credlab_model::history::Change;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::UsSouth;
use credlab_model::{Account, Actor, Command};

fn rewind(to: &Account) -> Command {
    account::Command::Rewind(Box::new(to.clone())).into()
}

/// Carries out a command as Credlab itself.
fn by_credlab(lab: &mut Lab, command: &Command) -> bool {
    let (actor, ctx) = (Actor::credlab(), lab.context());
    let Ok(events) = lab.account.decide(&actor, command, &ctx) else {
        return false;
    };
    let records = lab.account.records(&actor, events, &ctx);
    records.iter().for_each(|record| lab.account.apply(record));
    lab.records.extend(records);
    true
}

#[test]
fn an_account_that_was_gone_back_to_is_the_sum_of_its_records_too() {
    let mut lab = Lab::demo();
    let begin = lab.account.clone();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.run(OWNER, lab.create_key(OWNER, "laptop"));
    let later = lab.account.clone();
    assert!(by_credlab(&mut lab, &rewind(&begin)));
    assert_eq!(replay(&lab.records), lab.account);
    assert!(begin.diff(&lab.account).is_empty());
    // Forwards again, past the moment that was gone back to.
    assert!(by_credlab(&mut lab, &rewind(&later)));
    assert!(later.diff(&lab.account).is_empty());
    assert_eq!(replay(&lab.records), lab.account);
    let json = serde_json::to_string(&lab.records).unwrap();
    let read: Vec<credlab_model::Record> = serde_json::from_str(&json).unwrap();
    assert_eq!(replay(&read), lab.account);
}

#[test]
fn nobody_in_the_account_goes_back_or_turns_the_clock() {
    let mut lab = Lab::demo();
    let begin = lab.account.clone();
    lab.run(OWNER, lab.create_key(OWNER, "laptop"));
    let clock = |command| account::Command::Clock(command).into();
    for command in [
        rewind(&begin),
        clock(ClockCommand::Speed(0)),
        clock(ClockCommand::Advance(60)),
    ] {
        for who in [OWNER, ADMIN, VIEWER, "ci-deployer"] {
            let refusal = lab.refused(who, command.clone());
            assert!(
                matches!(refusal.kind, RefusalKind::NotAuthorized { .. }),
                "{who}: {refusal}"
            );
        }
        assert!(by_credlab(&mut lab.clone(), &command));
    }
}

#[test]
fn only_earlier_moments_of_the_same_account_are_gone_back_to() {
    let mut lab = Lab::demo();
    let here = lab.account.clone();
    assert!(!by_credlab(&mut lab, &rewind(&here)));
    let other = Lab::of(credlab_model::template::Template::EmptyLite).account;
    let mut foreign = other.clone();
    foreign.id = "0123456789abcdef0123456789abcdef".parse().unwrap();
    assert!(!by_credlab(&mut lab, &rewind(&foreign)));
    assert_eq!(lab.account, here);
}

#[test]
fn a_difference_names_the_thing_and_its_fields_but_no_secret() {
    let mut lab = Lab::demo();
    let begin = lab.account.clone();
    let ctx = lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.set_permissions(CLASSIC, credlab_model::classic::PermissionSet::ALL);
    let found = begin.diff(&lab.account);
    let told: Vec<(Change, &str)> = found.iter().map(|d| (d.change, d.noun)).collect();
    assert_eq!(
        told,
        [
            (Change::Added, "API key"),
            (Change::Changed, "Classic infrastructure user"),
            (Change::Changed, "Credentials"),
        ]
    );
    let fields = |n: usize| found[n].fields.iter();
    let owner = fields(2).find(|change| change.field.ends_with("owner_email"));
    let owner = owner.unwrap();
    assert_eq!(owner.from.as_deref(), Some(OWNER));
    assert_eq!(owner.to.as_deref(), Some(ADMIN));
    assert!(fields(1).any(|change| change.field.starts_with("permissions")));
    let text = serde_json::to_string(&found).unwrap();
    assert!(!text.contains(&ctx.api_key_value()));
    for key in lab.account.api_keys.values() {
        let hash = serde_json::to_string(&key.hash).unwrap();
        assert!(!text.contains(hash.trim_matches('"')));
    }
}

#[test]
fn of_other_credentials_the_user_is_told_and_not_the_key() {
    let mut lab = Lab::demo();
    let key = lab.create_classic_key(ADMIN);
    let username = lab.classic(ADMIN).username.clone();
    lab.run(OWNER, lab.set_manual(UsSouth, "", &username, &key));
    let before = lab.account.clone();
    lab.run(OWNER, lab.set_other(UsSouth, ""));
    let text = serde_json::to_string(&before.diff(&lab.account)).unwrap();
    assert!(text.contains(&username), "{text}");
    for account in [&before, &lab.account] {
        let manual = account.slots[&lab.slot(UsSouth, "default")].manual.as_ref();
        let hash = serde_json::to_string(&manual.unwrap().hash).unwrap();
        // What is long is told shortened.
        assert!(!text.contains(&hash[1..20]), "{text}");
    }
}

#[test]
fn what_is_going_to_happen_is_told_in_order_and_happens() {
    let mut lab = Lab::lifelike();
    lab.run(OPERATOR, lab.add_workers("classic-dal", 2));
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.set_permissions(LEAVER, credlab_model::classic::PermissionSet::default());
    let agenda = lab.account.agenda(lab.now);
    assert!(agenda.is_sorted_by_key(|due| due.at));
    assert_eq!(
        lab.account.next_change(lab.now),
        agenda.first().map(|due| due.at)
    );
    for what in [
        "of cluster classic-dal has joined",
        "API key containers-kubernetes-key of admin@example.com is known everywhere",
        "loses what was taken away",
    ] {
        assert!(
            agenda.iter().any(|due| due.what.contains(what)),
            "{what}: {agenda:#?}"
        );
    }
    let last = agenda.last().unwrap().at;
    assert!(lab.account.agenda(last).is_empty());
    assert_eq!(lab.account.next_change(last), None);
}

#[test]
fn what_differs_tells_fields_of_what_came_anew_and_no_secret() {
    let mut lab = Lab::demo();
    let before = lab.account.clone();
    lab.run(OWNER, lab.set_other(UsSouth, ""));
    lab.run(OWNER, lab.create_key(OWNER, "laptop"));
    let found = before.diff(&lab.account);
    let credentials = found.iter().find(|found| found.noun == "Credentials");
    let fields = &credentials.unwrap().fields;
    let username = fields.iter().find(|field| field.field == "manual.username");
    assert!(username.is_some_and(|field| field.from.is_none() && field.to.is_some()));
    let told = serde_json::to_string(&found).unwrap();
    let mut runs = told.split(|c: char| !c.is_ascii_hexdigit());
    assert!(!runs.any(|run| run.len() >= 40), "{told}");
}
