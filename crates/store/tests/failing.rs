//! Files that can't be read or written: each failure has its own error, and nothing has changed.

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use common::*;
use credlab_model::iam::session::{self, Method};
use credlab_model::template::Template;
use credlab_store::{Location, Settings, Store, StoreError};
use sqlx::{Connection, SqliteConnection};

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_has_changed() {
    let small = Settings {
        max_pages: Some(40),
        ..Settings::default()
    };
    let place = Place::with(&small).await;
    let account = empty(&place.store).await;
    let watcher = place.store.watch(&account.id);
    let (error, kept) = fill(&place.store, &account).await;
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(kept.version > account.version, "some of it did fit");

    assert_eq!(place.store.account(&account.id).await.unwrap(), kept);
    assert_eq!(*watcher.borrow(), kept.version);
    assert_eq!(rebuilt(&place.store, &account.id).await, *kept);
    let demo = place.store.create(Template::Demo).await;
    assert!(matches!(demo, Err(StoreError::Full)), "{demo:?}");
    assert_eq!(place.store.accounts().await.unwrap().len(), 1);
    let elsewhere = place.another(&Settings::default()).await;
    assert_eq!(elsewhere.account(&account.id).await.unwrap(), kept);
    let executed = add_group(&elsewhere, &kept, "no limit here").await.unwrap();
    assert_eq!(executed.account.version, kept.version + 1);
}

/// Lets the owner sign in again and again until that fails. Gives the error and the account that was acknowledged last.
async fn fill(
    store: &Store,
    account: &credlab_model::Account,
) -> (StoreError, std::sync::Arc<credlab_model::Account>) {
    let mut kept = store.account(&account.id).await.unwrap();
    for _ in 0..5000 {
        match run(store, account, session::Command::Start(Method::Password)).await {
            Ok(executed) => kept = executed.account,
            failure => return (store_error(failure), kept),
        }
    }
    panic!("the limit was never reached")
}

#[tokio::test]
async fn after_a_full_disk_the_same_store_goes_on_once_there_is_room() {
    let small = Settings {
        max_pages: Some(40),
        ..Settings::default()
    };
    let place = Place::with(&small).await;
    let account = empty(&place.store).await;
    let spare = empty(&place.store).await;
    for n in 0..40 {
        let name = format!("group {n}");
        add_group(&place.store, &spare, &name).await.unwrap();
    }
    let (error, kept) = fill(&place.store, &account).await;
    assert!(matches!(error, StoreError::Full), "{error}");

    place.store.delete(&spare.id).await.unwrap();
    let executed = add_group(&place.store, &kept, "there is room").await;
    assert_eq!(executed.unwrap().account.version, kept.version + 1);
}

#[tokio::test]
async fn a_locked_database_is_said_and_nothing_has_changed_and_reading_goes_on() {
    let hasty = Settings {
        busy_timeout: Duration::from_millis(100),
        ..attentive()
    };
    let place = Place::with(&hasty).await;
    let account = empty(&place.store).await;
    let persona = owner(&account).identity;
    let session = place.store.start_session(&account.id, &persona).await;
    let token = session.unwrap();
    let watcher = place.store.watch(&account.id);
    let mut other = place.raw().await;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();

    let error = store_error(add_group(&place.store, &account, "x").await);
    assert!(matches!(error, StoreError::Busy), "{error}");
    let created = place.store.create(Template::EmptyLite).await;
    assert!(matches!(created, Err(StoreError::Busy)), "{created:?}");
    let opened = Store::open_with(&place.location, &hasty).await;
    assert!(matches!(opened, Err(StoreError::Busy)), "{opened:?}");

    assert_eq!(place.store.account(&account.id).await.unwrap(), account);
    assert_eq!(rebuilt(&place.store, &account.id).await, *account);
    assert_eq!(place.store.accounts().await.unwrap().len(), 1);
    assert!(place.store.session(&token).await.unwrap().is_some());
    assert!(!watcher.has_changed().unwrap());

    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    let executed = add_group(&place.store, &account, "x").await.unwrap();
    assert_eq!(executed.account.version, account.version + 1);
}

#[tokio::test]
async fn a_refused_command_stays_refused_when_its_audit_record_cannot_be_written() {
    let hasty = Settings {
        busy_timeout: Duration::from_millis(50),
        ..Settings::default()
    };
    let place = Place::with(&hasty).await;
    let account = place.store.create(Template::Demo).await.unwrap();
    let viewer = account.user_by_email("viewer@example.com").unwrap();
    let viewer = credlab_model::Actor::user(viewer.id.clone(), credlab_model::Face::Api);
    let mut other = place.raw().await;
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    let command = make_group("x");
    let outcome = place.store.execute(&account.id, &viewer, &command).await;
    assert!(
        matches!(outcome, Err(credlab_store::Failure::Refused(_))),
        "{outcome:?}"
    );
    assert_eq!(place.store.account(&account.id).await.unwrap(), account);
}

#[tokio::test]
async fn a_read_only_file_is_said_and_left_as_it_is() {
    let place = Place::new().await;
    empty(&place.store).await;
    let Location::File(path) = &place.location else {
        panic!("it is a file")
    };
    let copy = path.with_file_name("copy.db");
    place.sql("PRAGMA wal_checkpoint(TRUNCATE)").await;
    fs::copy(path, &copy).unwrap();
    let before = fs::read(&copy).unwrap();
    let mut permissions = fs::metadata(&copy).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&copy, permissions).unwrap();

    let opened = Store::open(&Location::File(copy.clone())).await;
    assert!(matches!(opened, Err(StoreError::ReadOnly)), "{opened:?}");
    assert_eq!(fs::read(&copy).unwrap(), before);
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "Not a database, but a page of notes.\n".repeat(200)).unwrap();
    let foreign = folder.path().join("foreign.db");
    let url = format!("sqlite:{}?mode=rwc", foreign.display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    let table = sqlx::query("CREATE TABLE recipes (name TEXT)");
    table.execute(&mut other).await.unwrap();
    other.close().await.unwrap();

    for path in [text, foreign] {
        let before = fs::read(&path).unwrap();
        let opened = Store::open(&Location::File(path.clone())).await;
        assert!(
            matches!(&opened, Err(StoreError::NotOurs { path: named }) if *named == path),
            "{opened:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    assert_eq!(files(folder.path()), 2, "nothing was put beside them");
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[tokio::test]
async fn a_path_that_leads_nowhere_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        folder.path().join("missing").join("accounts.db"),
        folder.path().to_path_buf(),
    ] {
        let opened = Store::open(&Location::File(path.clone())).await;
        assert!(
            matches!(&opened, Err(StoreError::CannotOpen { path: named, .. }) if *named == path),
            "{opened:?}"
        );
    }
    assert_eq!(files(folder.path()), 0);
}

#[tokio::test]
async fn a_file_that_a_newer_program_wrote_is_not_touched() {
    let place = Place::new().await;
    let columns = "INSERT INTO _sqlx_migrations SELECT 9999, 'later', installed_on, success, checksum, \
                   execution_time FROM _sqlx_migrations WHERE version = 1";
    assert_eq!(place.sql(columns).await, 1);
    let opened = Store::open(&place.location).await;
    assert!(matches!(opened, Err(StoreError::Newer)), "{opened:?}");
}

#[tokio::test]
async fn damaged_records_are_said_and_never_skipped() {
    for damage in [
        "UPDATE events SET record = '{' WHERE version = 2",
        "UPDATE events SET record = replace(record, '\"version\":2', '\"version\":7') WHERE version = 2",
        "DELETE FROM events WHERE version = 2",
        "DELETE FROM events WHERE version = 1",
    ] {
        let place = Place::new().await;
        let account = empty(&place.store).await;
        add_group(&place.store, &account, "a").await.unwrap();
        add_group(&place.store, &account, "b").await.unwrap();
        assert_eq!(place.sql(damage).await, 1, "{damage}");

        let fresh = place.another(&Settings::default()).await;
        let read = fresh.account(&account.id).await;
        assert!(
            matches!(read, Err(StoreError::Damaged { .. })),
            "{damage}: {read:?}"
        );
        let error = store_error(add_group(&fresh, &account, "c").await);
        assert!(
            matches!(error, StoreError::Damaged { .. }),
            "{damage}: {error}"
        );
        // What was good already stays usable where it is in memory.
        assert!(add_group(&place.store, &account, "c").await.is_ok());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new().await;
    empty(&place.store).await;
    let Location::File(path) = &place.location else {
        panic!("it is a file")
    };
    for name in ["accounts.db", "accounts.db-wal", "accounts.db-shm"] {
        let mode = fs::metadata(path.with_file_name(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
