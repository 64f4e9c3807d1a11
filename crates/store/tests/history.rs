//! Earlier moments: looking at them, going back to them, forking at them; and the chain that guards them.

mod common;

use common::*;
use credlab_model::iam::session::with_password;
use credlab_model::template::{self, Template};
use credlab_store::{FAMILY_LIMIT, Failure, Location, Store, StoreError};

#[tokio::test]
async fn every_moment_can_be_looked_at() {
    let place = Place::with(&often()).await;
    let mut moments = vec![empty(&place.store).await];
    for n in 0..25 {
        let last = moments.last().unwrap();
        let next = add_group(&place.store, last, &format!("group {n}")).await;
        moments.push(next.unwrap().account);
    }
    for moment in &moments {
        let at = place.store.at(&moment.id, moment.version).await.unwrap();
        assert_eq!(at, **moment);
    }
    let newest = moments.last().unwrap();
    for version in [0, newest.version + 1, u64::MAX] {
        let at = place.store.at(&newest.id, version).await;
        assert!(
            matches!(at, Err(StoreError::NoVersion { newest: n, .. }) if n == newest.version),
            "{at:?}"
        );
    }
}

#[tokio::test]
async fn going_back_loses_nothing() {
    let place = Place::new().await;
    let begin = empty(&place.store).await;
    let with_group = add_group(&place.store, &begin, "developers").await.unwrap();
    let with_group = with_group.account;

    let back = place.store.rewind(&begin.id, begin.version).await.unwrap();
    assert!(back.account.access_groups.is_empty());
    assert_eq!(back.account.version, with_group.version + 1);
    assert_eq!(rebuilt(&place.store, &begin.id).await, *back.account);
    let fresh = place.another(&attentive()).await;
    assert_eq!(fresh.account(&begin.id).await.unwrap(), back.account);

    let again = place.store.rewind(&begin.id, with_group.version).await;
    let again = again.unwrap().account;
    assert_eq!(again.access_groups, with_group.access_groups);
    add_group(&place.store, &again, "operators").await.unwrap();

    let here = place.store.account(&begin.id).await.unwrap();
    for version in [0, here.version, here.version + 1] {
        let refused = place.store.rewind(&begin.id, version).await;
        let refused = refused.unwrap_err();
        assert!(
            matches!(
                refused,
                Failure::Store(StoreError::NoVersion { .. }) | Failure::Refused(_)
            ),
            "{version}: {refused:?}"
        );
    }
    assert_eq!(place.store.account(&begin.id).await.unwrap(), here);
}

#[tokio::test]
async fn a_fork_has_the_same_past_and_its_own_future() {
    let place = Place::new().await;
    let begin = place.store.create(Template::Demo).await.unwrap();
    let later = add_group(&place.store, &begin, "late").await.unwrap();

    let fork = place.store.fork(&begin.id, begin.version).await.unwrap();
    assert_ne!(fork.id, begin.id);
    assert_eq!(fork.users, begin.users);
    assert_eq!(fork.clusters, begin.clusters);
    assert!(begin.diff(&fork).is_empty());
    let owner = fork.user(&fork.owner).unwrap().email.to_string();
    with_password(&fork, &owner, template::PASSWORD).unwrap();

    let grown = add_group(&place.store, &fork, "own").await.unwrap();
    assert_eq!(rebuilt(&place.store, &fork.id).await, *grown.account);
    let untouched = place.store.account(&begin.id).await.unwrap();
    assert_eq!(untouched, later.account);
    place.store.verify(&fork.id).await.unwrap();

    // Going back beyond the fork, in the fork, leaves it the fork.
    let back = place.store.rewind(&fork.id, 1).await.unwrap();
    assert_eq!(back.account.id, fork.id);
    with_password(&back.account, &owner, template::PASSWORD).unwrap();
}

#[tokio::test]
async fn a_session_moves_within_its_family_and_nowhere_else() {
    let place = Place::new().await;
    let (mine, other) = (empty(&place.store).await, empty(&place.store).await);
    let persona = mine.users[&mine.owner].identity();
    let token = place.store.start_session(&mine.id, &persona).await.unwrap();
    let fork = place.store.fork(&mine.id, 1).await.unwrap();
    let grandchild = place.store.fork(&fork.id, 1).await.unwrap();

    let ids = |family: Vec<credlab_store::Summary>| family.into_iter().map(|s| s.id);
    let family = [&mine.id, &fork.id, &grandchild.id];
    for member in family {
        let found = place.store.family(member).await.unwrap();
        assert!(ids(found).eq(family.iter().copied().cloned()));
        place.store.move_session(&token, member).await.unwrap();
        let session = place.store.session(&token).await.unwrap().unwrap();
        assert_eq!(session.account, *member);
    }
    let moved = place.store.move_session(&token, &other.id).await;
    assert!(matches!(moved, Err(StoreError::NoAccount(_))), "{moved:?}");
    let session = place.store.session(&token).await.unwrap().unwrap();
    assert_eq!(session.account, grandchild.id);
    let moved = place.store.move_session("nobody's", &mine.id).await;
    assert!(matches!(moved, Err(StoreError::NoSession)), "{moved:?}");
}

#[tokio::test]
async fn a_family_does_not_grow_without_end() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let mine = empty(&store).await;
    for _ in 1..FAMILY_LIMIT {
        store.fork(&mine.id, 1).await.unwrap();
    }
    let one_more = store.fork(&mine.id, 1).await;
    assert!(
        matches!(one_more, Err(StoreError::TooManyForks)),
        "{one_more:?}"
    );
    assert_eq!(store.accounts().await.unwrap().len(), FAMILY_LIMIT);
}

#[tokio::test]
async fn an_untouched_account_is_verified() {
    let place = Place::with(&often()).await;
    let mut account = place.store.create(Template::Demo).await.unwrap();
    for n in 0..12 {
        let grown = add_group(&place.store, &account, &format!("group {n}")).await;
        account = grown.unwrap().account;
    }
    let verified = place.store.verify(&account.id).await.unwrap();
    assert_eq!(verified.records, account.version);
    assert_eq!(verified.head.len(), 64);
    add_group(&place.store, &account, "one more").await.unwrap();
    let later = place.store.verify(&account.id).await.unwrap();
    assert_ne!(later.head, verified.head);
}

#[tokio::test]
async fn whatever_is_changed_past_the_store_is_found() {
    let changes = [
        (
            "UPDATE events SET record = replace(record, 'group 4', 'group 3') WHERE version = 5",
            "Record 5 is not what was written",
        ),
        (
            "UPDATE events SET at = 0, hash = x'00' WHERE version = 4",
            "Record 4 is not what was written",
        ),
        (
            "DELETE FROM events WHERE version = 6",
            "Record 6 is missing",
        ),
        (
            "DELETE FROM events WHERE version = (SELECT max(version) FROM events)",
            "is missing",
        ),
        (
            "UPDATE events SET version = CASE version WHEN 5 THEN -6 ELSE -5 END WHERE version IN (5, 6);
             UPDATE events SET version = -version WHERE version < 0",
            "Record 5 is not what was written",
        ),
        (
            "DELETE FROM events WHERE version > 8; UPDATE accounts SET version = 8",
            "Record 8 is not the newest that was written",
        ),
        (
            "UPDATE snapshots SET state = replace(state, 'group 1', 'group X')",
            "does not lead to the snapshot that is stored for it",
        ),
    ];
    for (sql, expected) in changes {
        let place = Place::with(&often()).await;
        let mut account = empty(&place.store).await;
        for n in 1..=12 {
            let grown = add_group(&place.store, &account, &format!("group {n}")).await;
            account = grown.unwrap().account;
        }
        place.store.verify(&account.id).await.unwrap();
        for statement in sql.split(';') {
            let done = sqlx::query(sqlx::AssertSqlSafe(statement));
            let done = done.execute(&mut place.raw().await).await.unwrap();
            assert_ne!(done.rows_affected(), 0, "{statement}");
        }
        let found = place.store.verify(&account.id).await.unwrap_err();
        assert!(
            matches!(found, StoreError::Altered { .. }) && found.to_string().contains(expected),
            "{sql}: {found}"
        );
    }
}

#[tokio::test]
async fn a_database_from_before_the_chain_gets_one() {
    let place = Place::new().await;
    let first = place.store.create(Template::Demo).await.unwrap();
    let second = empty(&place.store).await;
    let verified = place.store.verify(&first.id).await.unwrap();
    // As the first version left its files.
    place.sql("DROP INDEX accounts_by_family").await;
    place.sql("ALTER TABLE accounts DROP COLUMN family").await;
    place.sql("ALTER TABLE events DROP COLUMN hash").await;
    place.sql("ALTER TABLE accounts DROP COLUMN head").await;
    place
        .sql("DELETE FROM _sqlx_migrations WHERE version = 2")
        .await;

    let migrated = place.another(&attentive()).await;
    assert_eq!(migrated.verify(&first.id).await.unwrap(), verified);
    let grown = add_group(&migrated, &second, "after").await.unwrap();
    let verified = migrated.verify(&second.id).await.unwrap();
    assert_eq!(verified.records, grown.account.version);
}

#[tokio::test]
async fn an_altered_export_is_not_imported() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    add_group(&store, &account, "developers").await.unwrap();
    let text = store.export(&account.id).await.unwrap();
    store.delete(&account.id).await.unwrap();

    let altered = text.replace("developers", "administrators");
    let refused = store.import(&altered).await.unwrap_err();
    insta::assert_snapshot!(refused, @"Line 1 can't be imported: the records are not those that were exported: one of them was altered. Nothing was imported; correct the file and try again.");
    // Texts of the first version had no hash.
    store.import(&without_hash(&text)).await.unwrap();
}

fn often() -> credlab_store::Settings {
    credlab_store::Settings {
        snapshot_every: 10,
        ..attentive()
    }
}
