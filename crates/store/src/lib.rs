//! Accounts that last.
//!
//! An account is the sum of its records. The [`Store`] keeps the records in SQLite, holds the accounts that are
//! in use in memory, and is the one place where a command becomes a fact:
//!
//! ```text
//! execute ──> wait for the account's turn ──> Account::decide ──> append (one durable transaction)
//!                                                                   └─> new snapshot ──> watchers are told
//! ```
//!
//! - Reads take an immutable snapshot, `Arc<Account>`, and never wait for a writer.
//! - What was acknowledged is on disk. What failed has changed nothing, neither on disk nor in memory.
//! - Records are chained by hashes, so that one that was altered past the store is found: [`Store::verify`].
//! - Several processes may share one file: an append that was overtaken is noticed, and decided again.
//!
//! Architecture invariant: the store holds no rule of the account. It knows records, versions and times.
//!
//! Architecture invariant: memory is a cache. Whatever is in it can be rebuilt from the file.

mod account;
mod append;
mod chain;
mod database;
mod error;
mod execute;
mod history;
mod live;
mod location;
mod records;
mod session;
mod settings;
mod snapshot;
mod store;
mod transfer;
mod watch;

pub use account::Summary;
pub use chain::Verified;
pub use error::{Failure, StoreError};
pub use execute::Executed;
pub use history::FAMILY_LIMIT;
pub use location::Location;
pub use session::{SESSION_DAYS, SHELL_LIMIT, Session};
pub use settings::Settings;
pub use store::Store;
pub use transfer::FORMAT;
