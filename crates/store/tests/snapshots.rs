//! Snapshots: opening reads few records, and gives what all records would give.

mod common;

use common::*;
use credlab_model::Account;
use credlab_model::template::Template;
use credlab_store::{Settings, Store};

const EVERY: u64 = 10;

fn often() -> Settings {
    Settings {
        snapshot_every: EVERY,
        ..Settings::default()
    }
}

/// A demo account with some commands after it, in a store that keeps many snapshots.
async fn grown(commands: usize) -> (Place, std::sync::Arc<Account>) {
    let place = Place::with(&often()).await;
    let mut account = place.store.create(Template::Demo).await.unwrap();
    for n in 0..commands {
        let command = match n % 3 {
            0 => invite(&[&format!("a{n}"), &format!("b{n}"), &format!("c{n}")]),
            _ => make_group(&format!("group {n}")),
        };
        account = run(&place.store, &account, command).await.unwrap().account;
    }
    (place, account)
}

/// The version of the stored snapshot, 0 if there is none.
async fn snapshot(place: &Place) -> u64 {
    let version = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM snapshots");
    version
        .fetch_one(&mut place.raw().await)
        .await
        .map(i64::unsigned_abs)
        .unwrap()
}

#[tokio::test]
async fn an_account_opened_from_its_snapshot_equals_the_sum_of_its_records() {
    for commands in [0, 1, 2, 3, 7, 19, 40] {
        let (place, account) = grown(commands).await;
        let fresh = Store::open_with(&place.location, &often()).await.unwrap();
        let opened = fresh.account(&account.id).await.unwrap();
        assert_eq!(opened, account);
        assert_eq!(rebuilt(&fresh, &account.id).await, *opened);
        let executed = add_group(&fresh, &opened, "and it goes on").await.unwrap();
        assert_eq!(rebuilt(&fresh, &account.id).await, *executed.account);
    }
}

#[tokio::test]
async fn opening_reads_only_the_records_after_the_snapshot_and_they_are_few() {
    for commands in [0, 5, 6, 11, 23] {
        let (place, account) = grown(commands).await;
        let kept = snapshot(&place).await;
        assert!(
            account.version - kept < EVERY,
            "{kept} of {}",
            account.version
        );
        // The record of the snapshot itself gives the time, those before it are not looked at.
        let spoilt = place.sql(
            "UPDATE events SET record = 'not read' WHERE version < (SELECT version FROM snapshots)",
        );
        assert_eq!(spoilt.await, kept - 1);
        let fresh = Store::open_with(&place.location, &often()).await.unwrap();
        assert_eq!(fresh.account(&account.id).await.unwrap(), account);
    }
}

#[tokio::test]
async fn a_snapshot_that_does_not_fit_the_program_is_ignored_and_replaced() {
    for misfit in [
        "UPDATE snapshots SET state = '{'",
        "UPDATE snapshots SET state = '{}'",
        "UPDATE snapshots SET state = json_remove(state, '$.policies')",
        "UPDATE snapshots SET state = replace(state, '\"pay_as_you_go\"', '\"pay_later\"')",
        "UPDATE snapshots SET state = json_set(state, '$.id', '00000000000000000000000000000000')",
        "UPDATE snapshots SET state = json_set(state, '$.version', 1)",
        "UPDATE snapshots SET state = json_set(state, '$.version', 100000), version = 100000",
    ] {
        let (place, account) = grown(4).await;
        assert_eq!(place.sql(misfit).await, 1, "{misfit}");
        let fresh = Store::open_with(&place.location, &often()).await.unwrap();
        assert_eq!(
            fresh.account(&account.id).await.unwrap(),
            account,
            "{misfit}"
        );
        // A new one is stored aside.
        let replaced = async {
            while snapshot(&place).await != account.version {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        let patience = std::time::Duration::from_secs(30);
        tokio::time::timeout(patience, replaced)
            .await
            .expect(misfit);
    }
}

#[tokio::test]
async fn a_missing_snapshot_is_no_loss() {
    let (place, account) = grown(9).await;
    assert_eq!(place.sql("DELETE FROM snapshots").await, 1);
    let fresh = Store::open_with(&place.location, &Settings::default())
        .await
        .unwrap();
    assert_eq!(fresh.account(&account.id).await.unwrap(), account);
}

#[tokio::test]
async fn an_import_brings_its_snapshot() {
    let (source, account) = grown(4).await;
    let text = source.store.export(&account.id).await.unwrap();
    let place = Place::with(&often()).await;
    place.store.import(&text).await.unwrap();
    assert_eq!(snapshot(&place).await, account.version);
}
