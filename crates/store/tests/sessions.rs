//! Browser sessions.

mod common;

use std::time::Duration;

use common::*;
use credlab_model::template::Template;
use credlab_model::{Account, Identity};
use credlab_store::{Location, SHELL_LIMIT, Settings, Store, StoreError};

fn persona(account: &Account, name: &str) -> Identity {
    let email = format!("{name}@example.com");
    account.user_by_email(&email).unwrap().identity()
}

#[tokio::test]
async fn a_session_is_found_by_its_token_only_and_the_token_is_not_stored() {
    let place = Place::new().await;
    let account = place.store.create(Template::Demo).await.unwrap();
    let admin = persona(&account, "admin");
    let token = place
        .store
        .start_session(&account.id, &admin)
        .await
        .unwrap();
    assert_eq!(token.len(), 43);
    assert!(
        token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    );

    let elsewhere = place.another(&Settings::default()).await;
    let session = elsewhere.session(&token).await.unwrap().unwrap();
    assert_eq!(session.account, account.id);
    assert_eq!(session.persona, admin);
    assert_eq!(session.shell, None);

    let stored: Vec<Vec<u8>> = sqlx::query_scalar("SELECT token_hash FROM sessions")
        .fetch_all(&mut place.raw().await)
        .await
        .unwrap();
    use base64::Engine as _;
    use sha2::Digest as _;
    let bits = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(&token)
        .unwrap();
    assert_eq!(stored, [sha2::Sha256::digest(&bits).to_vec()]);
    let bytes = place.bytes();
    for secret in [token.as_bytes(), &bits] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
}

#[tokio::test]
async fn tokens_differ_and_others_are_unknown() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    let identity = owner(&account).identity;
    let token = store.start_session(&account.id, &identity).await.unwrap();
    let other = store.start_session(&account.id, &identity).await.unwrap();
    assert_ne!(token, other);
    let unknown = "A".repeat(43);
    for wrong in [
        "",
        " ",
        "x",
        "' OR 1=1 --",
        "ünïcödé",
        "\0",
        &unknown,
        &token[..42],
        &format!("{token}A"),
        &format!("{token}="),
        &format!(" {token}"),
        &"A".repeat(1 << 20),
    ] {
        assert_eq!(store.session(wrong).await.unwrap(), None);
        for outcome in [
            store.set_persona(wrong, &identity).await,
            store.set_viewing(wrong, Some(&identity)).await,
            store.set_shell(wrong, "{}").await,
        ] {
            assert!(matches!(outcome, Err(StoreError::NoSession)));
        }
        store.end_session(wrong).await.unwrap();
    }
    assert!(store.session(&token).await.unwrap().is_some());
}

#[tokio::test]
async fn what_one_session_changes_the_others_do_not_see() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = store.create(Template::Demo).await.unwrap();
    let (admin, viewer) = (persona(&account, "admin"), persona(&account, "viewer"));
    let mine = store.start_session(&account.id, &admin).await.unwrap();
    let theirs = store.start_session(&account.id, &admin).await.unwrap();

    store.set_persona(&mine, &viewer).await.unwrap();
    store
        .set_shell(&mine, r#"{"region":"eu-de"}"#)
        .await
        .unwrap();
    let session = store.session(&mine).await.unwrap().unwrap();
    assert_eq!(session.persona, viewer);
    assert_eq!(session.shell.as_deref(), Some(r#"{"region":"eu-de"}"#));
    let session = store.session(&theirs).await.unwrap().unwrap();
    assert_eq!((session.persona, session.shell), (admin, None));

    store.end_session(&mine).await.unwrap();
    assert_eq!(store.session(&mine).await.unwrap(), None);
    assert!(store.session(&theirs).await.unwrap().is_some());
    store.delete(&account.id).await.unwrap();
    assert_eq!(store.session(&theirs).await.unwrap(), None);
}

#[tokio::test]
async fn a_session_looks_as_somebody_else_until_it_returns_or_acts_as_another() {
    let place = Place::new().await;
    let account = place.store.create(Template::Demo).await.unwrap();
    let (admin, viewer) = (persona(&account, "admin"), persona(&account, "viewer"));
    let token = place
        .store
        .start_session(&account.id, &admin)
        .await
        .unwrap();
    let look = |as_whom| place.store.set_viewing(&token, as_whom);
    look(Some(&viewer)).await.unwrap();
    let elsewhere = place.another(&Settings::default()).await;
    let session = elsewhere.session(&token).await.unwrap().unwrap();
    assert_eq!(
        (session.persona, session.viewing),
        (admin, Some(viewer.clone()))
    );
    look(None).await.unwrap();
    let session = place.store.session(&token).await.unwrap().unwrap();
    assert_eq!(session.viewing, None);

    look(Some(&viewer)).await.unwrap();
    place.store.set_persona(&token, &viewer).await.unwrap();
    let session = place.store.session(&token).await.unwrap().unwrap();
    assert_eq!((session.persona, session.viewing), (viewer.clone(), None));
    let set = look(Some(&Identity::Credlab)).await;
    assert!(matches!(set, Err(StoreError::NotAPersona)));
}

#[tokio::test]
async fn credlab_itself_is_no_persona_and_a_shell_has_its_limit() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = empty(&store).await;
    let started = store.start_session(&account.id, &Identity::Credlab).await;
    assert!(matches!(started, Err(StoreError::NotAPersona)));
    let identity = owner(&account).identity;
    let token = store.start_session(&account.id, &identity).await.unwrap();
    let set = store.set_persona(&token, &Identity::Credlab).await;
    assert!(matches!(set, Err(StoreError::NotAPersona)));

    let most = "x".repeat(SHELL_LIMIT);
    store.set_shell(&token, &most).await.unwrap();
    let set = store.set_shell(&token, &format!("{most}x")).await;
    assert!(matches!(set, Err(StoreError::ShellTooLong)));
    let session = store.session(&token).await.unwrap().unwrap();
    assert_eq!(session.persona, identity);
    assert_eq!(session.shell, Some(most));
}

#[tokio::test]
async fn a_session_ends_thirty_days_after_its_last_use() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let identity = owner(&account).identity;
    let token = place
        .store
        .start_session(&account.id, &identity)
        .await
        .unwrap();
    const DAY: &str = "UPDATE sessions SET used_at = used_at - 86400000";
    for _ in 0..29 {
        place.sql(DAY).await;
    }
    assert!(place.store.session(&token).await.unwrap().is_some());
    // That was a use, so another 29 days are fine.
    wait_until(
        &place,
        "SELECT count(*) FROM sessions WHERE used_at >= started_at",
    )
    .await;
    for _ in 0..29 {
        place.sql(DAY).await;
    }
    assert!(place.store.session(&token).await.unwrap().is_some());
    wait_until(
        &place,
        "SELECT count(*) FROM sessions WHERE used_at >= started_at",
    )
    .await;
    for _ in 0..31 {
        place.sql(DAY).await;
    }
    assert_eq!(place.store.session(&token).await.unwrap(), None);
    let set = place.store.set_persona(&token, &identity).await;
    assert!(matches!(set, Err(StoreError::NoSession)));

    // The next one that begins sweeps it out.
    let next = place
        .store
        .start_session(&account.id, &identity)
        .await
        .unwrap();
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions")
        .fetch_one(&mut place.raw().await)
        .await
        .unwrap();
    assert_eq!(left, 1);
    assert!(place.store.session(&next).await.unwrap().is_some());
}

#[tokio::test]
async fn a_use_is_written_once_an_hour_at_most() {
    let place = Place::new().await;
    let account = empty(&place.store).await;
    let identity = owner(&account).identity;
    let token = place
        .store
        .start_session(&account.id, &identity)
        .await
        .unwrap();
    place
        .sql("UPDATE sessions SET used_at = started_at - 3000000")
        .await;
    assert!(place.store.session(&token).await.unwrap().is_some());
    // A write that comes after the look: had the use been noted, it would be in the file before this.
    tokio::task::yield_now().await;
    place.store.set_shell(&token, "{}").await.unwrap();
    let noted = place.sql("UPDATE sessions SET shell = '' WHERE used_at = started_at - 3000000");
    assert_eq!(noted.await, 1, "50 minutes are less than an hour");

    place
        .sql("UPDATE sessions SET used_at = started_at - 4000000")
        .await;
    assert!(place.store.session(&token).await.unwrap().is_some());
    wait_until(
        &place,
        "SELECT count(*) FROM sessions WHERE used_at >= started_at",
    )
    .await;
}

/// Waits for what happens aside: until `count` is not 0.
async fn wait_until(place: &Place, count: &'static str) {
    let waiting = async {
        let mut file = place.raw().await;
        while sqlx::query_scalar::<_, i64>(count)
            .fetch_one(&mut file)
            .await
            .unwrap()
            == 0
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting)
        .await
        .expect("it happens");
}

/// A browser that hangs up takes its request with it, wherever that is.
#[tokio::test]
async fn a_caller_who_goes_away_at_any_moment_leaves_the_store_usable() {
    let store = Store::open(&Location::Memory).await.unwrap();
    let account = store.create(Template::EmptyLite).await.unwrap();
    let owner = Identity::User(account.owner.clone());
    for moments in 0..40 {
        let leave = async {
            for _ in 0..moments {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            _ = store.start_session(&account.id, &owner) => {}
            () = leave => {}
        }
        // The database's own thread may be busy with what was asked of it still.
        std::thread::sleep(Duration::from_millis(2));
        store.create(Template::EmptyLite).await.unwrap();
    }
}
