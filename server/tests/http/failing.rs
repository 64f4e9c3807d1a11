//! A store that can't be read or written: whoever asks is told what is wrong and what to do, and nothing has changed.

use std::path::PathBuf;
use std::time::Duration;

use axum::http::header::SET_COOKIE;
use axum::http::{Method, StatusCode};
use credlab_store::{Location, Settings};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

use crate::house::{Answer, House};

const LOCKED: &str = "The database is locked";

/// A file for accounts, which ends with the test.
struct Disk(TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("accounts.db")
    }

    async fn house(&self, settings: Settings) -> House {
        House::at(&Location::File(self.file()), &settings).await
    }

    /// A connection to the file, past the store.
    async fn raw(&self) -> SqliteConnection {
        let url = format!("sqlite:{}", self.file().display());
        SqliteConnection::connect(&url).await.unwrap()
    }
}

/// Settings under which nobody waits long for a lock.
fn hasty() -> Settings {
    Settings {
        busy_timeout: Duration::from_millis(100),
        ..Settings::default()
    }
}

/// The answer is a page of the console that says `text`, and nobody is let in.
fn says(answer: &Answer, text: &str) {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.is_html(), "{answer:?}");
    assert!(answer.body.contains(text), "{}", answer.body);
    assert_eq!(answer.header(SET_COOKIE), "");
}

#[tokio::test]
async fn while_another_program_writes_forms_and_the_shell_say_so_and_pages_go_on() {
    let disk = Disk::new();
    let house = disk.house(hasty()).await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    let mut other = disk.raw().await;
    let begin = sqlx::query("BEGIN IMMEDIATE");
    begin.execute(&mut other).await.unwrap();

    says(
        &house.stranger().post("/start", "template=demo").await,
        LOCKED,
    );
    assert_eq!(visitor.get("/iam/users").await.status, StatusCode::OK);

    let key = "list=mine&name=new&description=";
    let sent = visitor.post_from("/iam/apikeys", "/api/iam/apikeys/create", key);
    assert_eq!(sent.await.status, StatusCode::SEE_OTHER);
    let page = visitor.get("/iam/apikeys").await;
    assert!(page.body.contains("The change could not be saved"));
    assert!(page.body.contains(LOCKED), "{}", page.body);
    let called = visitor.call(Method::POST, "/api/iam/apikeys/create", key);
    let notice = called.await.json();
    assert_eq!(notice["title"], "The change could not be saved");

    let line = "line=ibmcloud+iam+api-key-create+new";
    let printed = visitor.call(Method::POST, "/api/shell/run", line).await;
    assert_eq!(printed.status, StatusCode::OK, "{printed:?}");
    assert!(printed.body.contains("FAILED"), "{}", printed.body);
    assert!(printed.body.contains(LOCKED), "{}", printed.body);
    assert_eq!(house.account(&id).await, before);

    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    let called = visitor.call(Method::POST, "/api/iam/apikeys/create", key);
    assert_eq!(called.await.json()["title"], "API key new created");
    assert!(house.account(&id).await.version > before.version);
}

#[tokio::test]
async fn on_a_full_disk_no_account_is_begun() {
    let disk = Disk::new();
    let small = Settings {
        max_pages: Some(16),
        ..Settings::default()
    };
    let house = disk.house(small).await;
    let answer = house.stranger().post("/start", "template=demo").await;
    says(&answer, "The disk is full");
    assert_eq!(house.ids().await, []);
}

#[tokio::test]
async fn sessions_and_accounts_that_cannot_be_read_are_said_to_people_and_to_scripts() {
    for (damage, text) in [
        ("DROP TABLE sessions", "The database failed"),
        (
            "DELETE FROM events WHERE version = 1",
            "The database is damaged",
        ),
    ] {
        let disk = Disk::new();
        let cookie = disk.house(hasty()).await.visitor().await.0.cookie;
        sqlx::query(damage)
            .execute(&mut disk.raw().await)
            .await
            .unwrap();
        let house = disk.house(hasty()).await;
        let mut visitor = house.stranger();
        visitor.cookie = cookie;

        says(&visitor.get("/iam/users").await, text);
        let told = visitor.call(Method::GET, "/api/frame", "").await;
        assert_eq!(told.status, StatusCode::SERVICE_UNAVAILABLE);
        let told = told.json();
        assert_eq!(told["status"], 503);
        assert!(told["text"].as_str().unwrap().contains(text), "{told}");
    }
}
