//! Commands: what they leave behind, and what a refused one leaves.

mod common;

use std::time::Duration;

use common::*;
use credlab_model::iam::api_key;
use credlab_model::template::Template;
use credlab_model::{Actor, Event, Face, SecretHash, Timestamp};
use credlab_store::{Failure, Location, Store, StoreError};

#[tokio::test]
async fn what_is_executed_is_read_back_by_the_next_process() {
    let place = Place::new().await;
    let account = place.store.create(Template::Demo).await.unwrap();
    let executed = add_group(&place.store, &account, "auditors").await.unwrap();
    let many = invite(&["one", "two", "three"]);
    let invited = run(&place.store, &account, many).await.unwrap();
    assert_eq!(executed.account.version, account.version + 1);
    assert_eq!(invited.records.len(), 3);

    let other = place.another(&attentive()).await;
    assert_eq!(other.account(&account.id).await.unwrap(), invited.account);
    let tail = other.records(&account.id, account.version, 100).await;
    assert_eq!(
        tail.unwrap(),
        [executed.records, invited.records].concat(),
        "records come back as they were given"
    );
    assert_eq!(rebuilt(&other, &account.id).await, *invited.account);
}

#[tokio::test]
async fn records_come_in_pages_from_either_end() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    for name in ["a", "b", "c", "d"] {
        add_group(&store, &account, name).await.unwrap();
    }
    let forwards = async |after, limit| {
        let records = store.records(&account.id, after, limit).await.unwrap();
        records.iter().map(|r| r.version).collect::<Vec<_>>()
    };
    assert_eq!(forwards(0, 2).await, [1, 2]);
    assert_eq!(forwards(2, 100).await, [3, 4, 5]);
    assert_eq!(forwards(5, 100).await, [0; 0]);
    assert_eq!(forwards(u64::MAX, 100).await, [0; 0]);
    let backwards = async |before, limit| {
        let records = store.latest(&account.id, before, limit).await.unwrap();
        records.iter().map(|r| r.version).collect::<Vec<_>>()
    };
    assert_eq!(backwards(None, 2).await, [5, 4]);
    assert_eq!(backwards(Some(4), 2).await, [3, 2]);
    assert_eq!(backwards(Some(1), 2).await, [0; 0]);
}

#[tokio::test]
async fn a_refusal_at_a_gate_leaves_one_audit_record_and_no_change() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let before = store.create(Template::Demo).await.unwrap();
    let viewer = before.user_by_email("viewer@example.com").unwrap();
    let viewer = Actor::user(viewer.id.clone(), Face::Console);

    let failure = store.execute(&before.id, &viewer, &make_group("x")).await;
    let Err(Failure::Refused(refusal)) = failure else {
        panic!("a viewer makes no groups: {failure:?}")
    };
    let after = store.account(&before.id).await.unwrap();
    let [audit] = &store.latest(&before.id, None, 1).await.unwrap()[..] else {
        panic!("there is a record")
    };
    let Event::Refused(recorded) = &audit.event else {
        panic!("it is a refused attempt: {audit:?}")
    };
    assert_eq!(recorded.message, refusal.message());
    assert_eq!(audit.actor, viewer);
    assert_eq!(after.version, before.version + 1);
    let same = credlab_model::Account {
        version: before.version,
        ..(*after).clone()
    };
    assert_eq!(same, *before);
}

#[tokio::test]
async fn a_slip_of_the_keyboard_leaves_nothing() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let before = empty(&store).await;
    let failure = add_group(&store, &before, "").await;
    assert!(matches!(failure, Err(Failure::Refused(_))), "{failure:?}");
    assert_eq!(store.account(&before.id).await.unwrap(), before);
    let records = store.records(&before.id, 0, 100).await.unwrap();
    assert_eq!(records.len() as u64, before.version);
}

#[tokio::test]
async fn the_secret_that_a_command_minted_is_shown_from_its_context_and_never_stored() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let command = api_key::Command::Create {
        owner: owner(&account).identity,
        name: "mine".into(),
        description: String::new(),
        locked: false,
        terms: api_key::Terms::default(),
    };
    let executed = run(&place.store, &account, command).await.unwrap();
    let secret = executed.context.api_key_value();
    let key = executed.account.api_keys.values().next().unwrap();
    assert_eq!(key.hash, SecretHash::of(&secret));
    let bytes = place.bytes();
    assert!(!contains(&bytes, secret.as_bytes()));
    assert!(contains(&bytes, key.id.as_str().as_bytes()));
    assert!(!format!("{executed:?}").contains(&secret));
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn time_does_not_run_backwards_within_an_account() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let original = empty(&store).await;
    let text = store.export(&original.id).await.unwrap();
    store.delete(&original.id).await.unwrap();
    let then = &store_time(&text);
    let later: Timestamp = "2222-02-02T02:02:02Z".parse().unwrap();
    let text = without_hash(&text).replace(then, &later.to_string());

    let account = store.import(&text).await.unwrap();
    let executed = add_group(&store, &account, "late").await.unwrap();
    assert_eq!(executed.records[0].at, later);
}

/// When the account in `text` was founded.
fn store_time(text: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    record["at"].as_str().unwrap().to_string()
}

#[tokio::test]
async fn an_account_that_is_not_there_is_named() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    store.delete(&account.id).await.unwrap();
    let id = &account.id;
    let token = store.start_session(id, &owner(&account).identity).await;
    for outcome in [
        store.account(id).await.map(drop),
        store.records(id, 0, 1).await.map(drop),
        store.latest(id, None, 1).await.map(drop),
        store.export(id).await.map(drop),
        store.delete(id).await,
        token.map(drop),
        Err(store_error(add_group(&store, &account, "x").await)),
    ] {
        assert!(matches!(&outcome, Err(StoreError::NoAccount(missing)) if missing == id));
    }
    assert_eq!(store.accounts().await.unwrap(), []);
}

#[tokio::test]
async fn the_list_says_what_there_is() {
    let place = Place::new().await;
    let first = place.store.create(Template::Demo).await.unwrap();
    let second = empty(&place.store).await;
    add_group(&place.store, &second, "x").await.unwrap();
    let list = place.store.accounts().await.unwrap();
    let lines: Vec<_> = list.iter().map(|s| (&s.id, s.version)).collect();
    assert_eq!(lines, [(&first.id, first.version), (&second.id, 2)]);
    assert_eq!(list[0].name, first.name);
    assert_eq!(list[0].owner_email, "owner@example.com");
    assert!(
        list[0]
            .created_at
            .duration_until(Timestamp::now())
            .as_secs()
            < 600
    );

    place.store.delete(&first.id).await.unwrap();
    assert_eq!(place.store.accounts().await.unwrap(), list[1..]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_accounts_and_many_writers_get_their_turns() {
    let place = Place::new().await;
    let mut accounts = Vec::new();
    for _ in 0..12 {
        accounts.push(empty(&place.store).await);
    }
    let mut work = tokio::task::JoinSet::new();
    for account in &accounts {
        for writer in 0..3 {
            let (store, account) = (place.store.clone(), account.clone());
            work.spawn(async move {
                for n in 0..5 {
                    let name = format!("group {writer} {n}");
                    let done = add_group(&store, &account, &name).await.unwrap();
                    assert!(done.account.access_group_called(&name).is_ok());
                }
            });
        }
    }
    while let Some(done) = work.join_next().await {
        done.unwrap();
    }
    for account in accounts {
        let now = place.store.account(&account.id).await.unwrap();
        assert_eq!(now.access_groups.len(), 15);
        assert_eq!(rebuilt(&place.store, &account.id).await, *now);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_goes_away_leaves_memory_and_file_alike() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let watcher = place.store.watch(&account.id);
    for n in 0..60 {
        let name = format!("group {n}");
        let command = add_group(&place.store, &account, &name);
        let patience = Duration::from_micros(n * 40);
        _ = tokio::time::timeout(patience, command).await;
    }
    add_group(&place.store, &account, "last").await.unwrap();
    // What was begun before may have its turn afterwards.
    let finished = async {
        loop {
            let now = place.store.account(&account.id).await.unwrap();
            if now.access_groups.len() == 61 {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let now = tokio::time::timeout(Duration::from_secs(30), finished).await;
    let now = now.expect("what was begun was finished");
    assert_eq!(rebuilt(&place.store, &account.id).await, *now);
    assert_eq!(*watcher.borrow(), now.version);
}
