//! What the tests of this folder share: stores, an owner who gives commands, and what an account should be.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::sync::Arc;
use std::time::Duration;

use credlab_model::iam::access_group;
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::id::AccountId;
use credlab_model::template::Template;
use credlab_model::{Account, Actor, Command, Face, Record};
use credlab_store::{Executed, Failure, Location, Settings, Store, StoreError};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

/// A store in a file of its own, which ends with the test.
pub struct Place {
    pub store: Store,
    pub location: Location,
    folder: TempDir,
}

impl Place {
    pub async fn new() -> Place {
        Place::with(&Settings::default()).await
    }

    pub async fn with(settings: &Settings) -> Place {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::File(folder.path().join("accounts.db"));
        let store = Store::open_with(&location, settings).await.unwrap();
        Place {
            store,
            location,
            folder,
        }
    }

    /// Another store on the same file, as another process would have it.
    pub async fn another(&self, settings: &Settings) -> Store {
        Store::open_with(&self.location, settings).await.unwrap()
    }

    /// A connection to the file, past the store.
    pub async fn raw(&self) -> SqliteConnection {
        let path = self.folder.path().join("accounts.db");
        let url = format!("sqlite:{}", path.display());
        SqliteConnection::connect(&url).await.unwrap()
    }

    /// Runs SQL past the store. Gives the number of rows that it changed.
    pub async fn sql(&self, sql: &'static str) -> u64 {
        let done = sqlx::query(sql).execute(&mut self.raw().await).await;
        done.unwrap().rows_affected()
    }

    /// Every byte that is in the file and its companions.
    pub fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .collect()
    }
}

/// An exported text without the hash that its lines are compared with.
pub fn without_hash(text: &str) -> String {
    let (header, records) = text.split_once('\n').unwrap();
    let (header, _) = header.split_once(",\"head\"").unwrap();
    format!("{header}}}\n{records}")
}

/// Settings under which a store looks at the file every time.
pub fn attentive() -> Settings {
    Settings {
        recheck: Duration::ZERO,
        ..Settings::default()
    }
}

pub async fn empty(store: &Store) -> Arc<Account> {
    store.create(Template::EmptyPaygo).await.unwrap()
}

pub fn owner(account: &Account) -> Actor {
    Actor::user(account.owner.clone(), Face::Shell)
}

/// A command with one event.
pub fn make_group(name: &str) -> Command {
    let (name, description) = (name.into(), String::new());
    access_group::Command::Create { name, description }.into()
}

/// A command with an event for each of `names`.
pub fn invite(names: &[&str]) -> Command {
    let emails = names.iter().map(|name| format!("{name}@example.com"));
    let (emails, access) = (emails.collect(), InvitedAccess::default());
    user::Command::Invite { emails, access }.into()
}

/// The owner gives a command.
pub async fn run(
    store: &Store,
    account: &Account,
    command: impl Into<Command>,
) -> Result<Executed, Failure> {
    let (owner, command) = (owner(account), command.into());
    store.execute(&account.id, &owner, &command).await
}

/// The owner makes an access group.
pub async fn add_group(store: &Store, account: &Account, name: &str) -> Result<Executed, Failure> {
    run(store, account, make_group(name)).await
}

/// What all records of an account add up to.
pub async fn rebuilt(store: &Store, id: &AccountId) -> Account {
    sum(&store.records(id, 0, u32::MAX).await.unwrap())
}

/// What `records` add up to.
pub fn sum(records: &[Record]) -> Account {
    let mut account = Account::open(&records[0]).unwrap();
    records[1..].iter().for_each(|r| account.apply(r));
    account
}

/// The error of the store behind a failure.
pub fn store_error<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> StoreError {
    match outcome.unwrap_err() {
        Failure::Store(error) => error,
        Failure::Refused(refusal) => panic!("refused: {refusal}"),
    }
}
