//! What the shell runs on.

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Actor, Command, Context, Record, Refusal, Timestamp};

/// Reads an account and carries commands out on it.
pub trait Host {
    /// The account as it is now. After [`Host::execute`] has returned, what it did is in.
    fn account(&self) -> Arc<Account>;

    /// The account's time.
    fn now(&self) -> Timestamp;

    /// Carries out a command, durably, or changes nothing and says why. The context shows a secret that was minted.
    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure>;

    /// What an environment variable holds, where there is an environment (`cli.md`, 1.6).
    fn variable(&self, _name: &str) -> Option<String> {
        None
    }

    /// The text of a file, where there are files: on a terminal. In a page there are none.
    fn file(&self, _path: &str) -> Option<std::io::Result<String>> {
        None
    }

    /// A file that is going to be written, where there are files. It is opened now, so that what can't be written is known
    /// before anything is done.
    fn new_file(&self, _path: &str) -> Option<std::io::Result<Box<dyn NewFile>>> {
        None
    }

    /// The account's earlier moments, where they are kept.
    fn history(&mut self) -> Option<&mut dyn History> {
        None
    }
}

/// A file that was opened to be written. One that is dropped unwritten leaves everything as it was.
pub trait NewFile {
    /// Makes `text` all that is in the file. Only the file's owner may read it.
    ///
    /// # Errors
    /// Why not all of it could be written.
    fn write(self: Box<Self>, text: &str) -> std::io::Result<()>;
}

/// The earlier moments of an account. A moment is named by the number of its newest record.
pub trait History {
    /// The account as it was after record `version`.
    fn at(&self, version: u64) -> Result<Account, Failure>;

    /// The newest records, newest first, `limit` at most.
    fn latest(&self, limit: u32) -> Result<Vec<Record>, Failure>;

    /// Makes the account what it was after record `version`. That leaves a record: nothing is lost.
    fn rewind(&mut self, version: u64) -> Result<(), Failure>;

    /// Makes another account of the records up to `version`, and goes on with that one.
    fn fork(&mut self, version: u64) -> Result<(), Failure>;

    /// The account and those that it was forked from or that were forked from it, the oldest first.
    fn family(&self) -> Result<Vec<Relative>, Failure>;

    /// Goes on with another account of the family.
    fn open(&mut self, id: &AccountId) -> Result<(), Failure>;
}

/// An account of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relative {
    /// Its id.
    pub id: AccountId,
    /// How many records it has.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Why a command was not carried out.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The account refuses it.
    Refused(Box<Refusal>),
    /// It can't be written: a sentence for a person.
    Unavailable(String),
}
