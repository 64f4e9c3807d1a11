//! Watchers: told what was appended, and only that.

mod common;

use std::time::Duration;

use common::*;
use credlab_model::template::Template;
use credlab_model::{Actor, Face};
use credlab_store::{Location, Settings, Store};
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn every_watcher_learns_the_new_version_after_it_can_be_read() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    let mut watchers = [store.watch(&account.id), store.watch(&account.id)];
    assert_eq!(*watchers[0].borrow(), account.version);

    let executed = add_group(&store, &account, "x").await.unwrap();
    for watcher in &mut watchers {
        timeout(LONG, watcher.changed()).await.unwrap().unwrap();
        assert_eq!(*watcher.borrow_and_update(), executed.account.version);
    }
}

#[tokio::test]
async fn nobody_is_told_of_what_is_not_there() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = store.create(Template::Demo).await.unwrap();
    let other = empty(&store).await;
    let watcher = store.watch(&account.id);
    add_group(&store, &account, "").await.unwrap_err();
    add_group(&store, &other, "x").await.unwrap();
    store.account(&account.id).await.unwrap();
    assert!(!watcher.has_changed().unwrap());

    let viewer = account.user_by_email("viewer@example.com").unwrap();
    let viewer = Actor::user(viewer.id.clone(), Face::Console);
    let command = make_group("x");
    let refused = store.execute(&account.id, &viewer, &command).await;
    refused.unwrap_err();
    assert!(
        watcher.has_changed().unwrap(),
        "a refused attempt is news for the audit trail"
    );
}

#[tokio::test]
async fn reading_an_account_for_the_first_time_is_no_news() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let fresh = place.another(&Settings::default()).await;
    let mut watcher = fresh.watch(&account.id);
    assert_eq!(*watcher.borrow_and_update(), 0);
    fresh.account(&account.id).await.unwrap();
    assert!(!watcher.has_changed().unwrap());
    add_group(&fresh, &account, "x").await.unwrap();
    assert!(watcher.has_changed().unwrap());
}

#[tokio::test]
async fn watchers_learn_what_another_process_appended() {
    let often = Settings {
        recheck: Duration::from_millis(20),
        ..Settings::default()
    };
    let place = Place::with(&often).await;
    let account = empty(&place.store).await;
    let mut watcher = place.store.watch(&account.id);
    let there = place.another(&often).await;
    let executed = add_group(&there, &account, "x").await.unwrap();
    timeout(LONG, watcher.changed()).await.unwrap().unwrap();
    assert_eq!(*watcher.borrow_and_update(), executed.account.version);

    there.delete(&account.id).await.unwrap();
    let end = timeout(LONG, watcher.changed()).await.unwrap();
    assert!(end.is_err(), "the channel closes when the account is gone");
}

#[tokio::test]
async fn the_channel_closes_when_the_account_is_deleted() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    let mut watcher = store.watch(&account.id);
    store.delete(&account.id).await.unwrap();
    let end = timeout(LONG, watcher.changed()).await.unwrap();
    assert!(end.is_err());
}

#[tokio::test]
async fn an_account_that_was_used_lately_is_read_from_memory() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let (id, in_memory) = (account.id.clone(), std::sync::Arc::downgrade(&account));
    drop(account);
    empty(&place.store).await;
    let again = place.store.account(&id).await.unwrap();
    assert!(
        in_memory
            .upgrade()
            .is_some_and(|first| std::sync::Arc::ptr_eq(&first, &again))
    );
}

#[tokio::test]
async fn an_idle_account_leaves_memory_and_its_watchers_stay() {
    let settings = Settings {
        idle: Duration::from_millis(60),
        ..Settings::default()
    };
    let place = Place::with(&settings).await;
    let account = empty(&place.store).await;
    let (id, unwatched) = (account.id.clone(), empty(&place.store).await);
    let mut watcher = place.store.watch(&id);
    let in_memory = [
        std::sync::Arc::downgrade(&account),
        std::sync::Arc::downgrade(&unwatched),
    ];
    let copies = [(*account).clone(), (*unwatched).clone()];
    drop((account, unwatched));

    tokio::time::sleep(settings.idle * 2).await;
    let other = empty(&place.store).await;
    assert!(in_memory.iter().all(|account| account.upgrade().is_none()));
    assert!(place.store.account(&other.id).await.is_ok());

    for copy in copies {
        assert_eq!(*place.store.account(&copy.id).await.unwrap(), copy);
    }
    assert!(!watcher.has_changed().unwrap(), "coming back is no news");
    let back = place.store.account(&id).await.unwrap();
    let executed = add_group(&place.store, &back, "x").await.unwrap();
    timeout(LONG, watcher.changed()).await.unwrap().unwrap();
    assert_eq!(*watcher.borrow_and_update(), executed.account.version);
}
