//! Two stores on one file, as two processes have them.

mod common;

use std::time::Duration;

use common::*;
use credlab_store::{Settings, StoreError};

/// Settings under which a store never looks at the file by itself.
fn inattentive() -> Settings {
    Settings {
        recheck: Duration::from_secs(3600),
        ..Settings::default()
    }
}

#[tokio::test]
async fn an_overtaken_command_is_decided_again_on_what_the_other_process_wrote() {
    let place = Place::with(&inattentive()).await;
    let (here, there) = (&place.store, place.another(&inattentive()).await);
    let account = empty(here).await;
    there.account(&account.id).await.unwrap();
    add_group(here, &account, "from here").await.unwrap();
    assert_eq!(
        there.account(&account.id).await.unwrap().version,
        account.version,
        "the other one has not looked yet"
    );

    let second = add_group(&there, &account, "from there").await.unwrap();
    assert_eq!(second.records[0].version, account.version + 2);
    assert!(second.account.access_group_called("from here").is_ok());

    // Allowed by what this store knows, refused by what is in the file.
    let refusal = add_group(here, &account, "from there").await.unwrap_err();
    assert!(refusal.to_string().contains("already"), "{refusal}");
    let now = here.account(&account.id).await.unwrap();
    assert_eq!(now, second.account);
    assert_eq!(rebuilt(here, &account.id).await, *now);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_may_write_to_one_account_at_once() {
    let place = Place::with(&inattentive()).await;
    let account = empty(&place.store).await;
    let mut work = tokio::task::JoinSet::new();
    for side in ["left", "right"] {
        let store = place.another(&inattentive()).await;
        let account = account.clone();
        work.spawn(async move {
            for n in 0..25 {
                let name = format!("{side} {n}");
                // Eight attempts may be lost in a row; a person would try again, too.
                while let Err(failure) = add_group(&store, &account, &name).await {
                    let error = store_error::<()>(Err(failure));
                    assert!(matches!(error, StoreError::Busy), "{error}");
                }
            }
        });
    }
    while let Some(done) = work.join_next().await {
        done.unwrap();
    }
    let fresh = place.another(&Settings::default()).await;
    let now = fresh.account(&account.id).await.unwrap();
    assert_eq!(now.access_groups.len(), 50);
    assert_eq!(rebuilt(&fresh, &account.id).await, *now);
}

#[tokio::test]
async fn reads_follow_the_other_process() {
    let place = Place::with(&attentive()).await;
    let there = place.another(&attentive()).await;
    let account = empty(&place.store).await;
    assert_eq!(there.account(&account.id).await.unwrap(), account);

    let executed = add_group(&place.store, &account, "x").await.unwrap();
    let seen = there.account(&account.id).await.unwrap();
    assert_eq!(seen, executed.account);

    place.store.delete(&account.id).await.unwrap();
    let gone = there.account(&account.id).await;
    assert!(matches!(gone, Err(StoreError::NoAccount(_))), "{gone:?}");
}

#[tokio::test]
async fn an_account_that_was_deleted_and_imported_elsewhere_is_taken_as_it_is_now() {
    let place = Place::with(&inattentive()).await;
    let there = place.another(&inattentive()).await;
    let account = empty(&place.store).await;
    let text = place.store.export(&account.id).await.unwrap();
    add_group(&place.store, &account, "lost").await.unwrap();

    there.delete(&account.id).await.unwrap();
    there.import(&text).await.unwrap();
    add_group(&there, &account, "one").await.unwrap();

    // This store still has the deleted account in memory, at the same version.
    let executed = add_group(&place.store, &account, "two").await.unwrap();
    let groups = &executed.account.access_groups;
    let mut names: Vec<_> = groups.values().map(|group| &group.name[..]).collect();
    names.sort();
    assert_eq!(names, ["one", "two"]);
    assert_eq!(rebuilt(&there, &account.id).await, *executed.account);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_file_can_be_opened_by_several_processes_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let location = credlab_store::Location::File(folder.path().join("new.db"));
    let mut work = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let location = location.clone();
        work.spawn(async move {
            let store = credlab_store::Store::open(&location).await.unwrap();
            empty(&store).await
        });
    }
    let mut made = 0;
    while let Some(account) = work.join_next().await {
        account.unwrap();
        made += 1;
    }
    let store = credlab_store::Store::open(&location).await.unwrap();
    assert_eq!(store.accounts().await.unwrap().len(), made);
}
