//! What can go wrong, told to a person: what happened and what to do.

use std::path::PathBuf;

use credlab_model::Refusal;
use credlab_model::id::AccountId;

use crate::history::FAMILY_LIMIT;
use crate::session::SHELL_LIMIT;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The account's rules forbid it.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// It was allowed, but could not be recorded. Nothing has changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the store could not do something. Unless said otherwise, nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such account.
    #[error("There is no account {0}. List the accounts to see which there are.")]
    NoAccount(AccountId),
    /// There is an account of that id already.
    #[error("There is an account {0} already. Delete it first, or import into another database.")]
    Exists(AccountId),
    /// The session is unknown or has expired.
    #[error("The session has ended. Sign in again.")]
    NoSession,
    /// A session can't act as that identity.
    #[error("A session can only act as a user or a service ID. Choose one of the account's.")]
    NotAPersona,
    /// The text of a shell's session is too long.
    #[error(
        "The shell's session takes more than {} bytes. Start a new one.",
        SHELL_LIMIT
    )]
    ShellTooLong,
    /// A line of an import is not what it should be.
    #[error(
        "Line {line} can't be imported: {reason}. Nothing was imported; correct the file and try again."
    )]
    Import {
        /// The line, from 1 on.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Somebody else holds the database, or wrote again and again in between.
    #[error(
        "The database is locked: somebody else is writing. Nothing was changed; try again in a moment, and if it goes on, stop the other program that has the file open."
    )]
    Busy,
    /// No room.
    #[error(
        "The disk is full, or the database has reached its largest size. Nothing was changed; make room and try again."
    )]
    Full,
    /// The file, its folder or its disk is read-only.
    #[error(
        "The database is read-only. Nothing was changed; make the file and its folder writable, or use another file."
    )]
    ReadOnly,
    /// The file can't be opened or created.
    #[error("The database {} can't be opened: {problem}. Check that its folder exists and that you may write there.", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        problem: String,
    },
    /// The file is no database, or one of another program.
    #[error("The file {} is not a database of Credlab. Choose another file.", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a program that knows more.
    #[error(
        "The database was written by a newer version of Credlab. Update the program, or use another file."
    )]
    Newer,
    /// What is stored can't be read.
    #[error(
        "The database is damaged: {what}. Stop the program, keep a copy of the file, and restore a backup."
    )]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The records of an account are not what was written.
    #[error(
        "Record {version} {what}. The account was changed past Credlab, or its database is damaged: restore a backup."
    )]
    Altered {
        /// The first record that does not fit.
        version: i64,
        /// What is wrong with it, to follow `Record 7`.
        what: &'static str,
    },
    /// The account has no such moment.
    #[error("The account has records 1 to {newest}, and no record {version}.")]
    NoVersion {
        /// What was asked for.
        version: u64,
        /// Its newest record.
        newest: u64,
    },
    /// The account has been forked as often as it may be.
    #[error(
        "The account and its forks are {} already. Delete one that is no longer needed.",
        FAMILY_LIMIT
    )]
    TooManyForks,
    /// The template could not be set up.
    #[error("The account could not be set up: {0}. This is an error in Credlab.")]
    Template(String),
    /// The system failed to read or write.
    #[error(
        "The system failed to read or write the database: {0}. Check the disk, then try again."
    )]
    Io(#[source] std::io::Error),
    /// The database failed in a way that has no better description.
    #[error("The database failed: {0}. Try again; if it goes on, restart the program.")]
    Sql(#[source] sqlx::Error),
    /// The program is stopping. Whether the change was made is not known.
    #[error("Credlab is stopping. Look whether the change was made when it runs again.")]
    Stopping,
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>) -> StoreError {
        StoreError::Damaged { what: what.into() }
    }
}

/// SQLite's primary result codes (the low byte of the extended ones).
mod code {
    pub const BUSY: i32 = 5;
    pub const LOCKED: i32 = 6;
    pub const READONLY: i32 = 8;
    pub const IOERR: i32 = 10;
    pub const CORRUPT: i32 = 11;
    pub const FULL: i32 = 13;
    pub const NOTADB: i32 = 26;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match error {
            sqlx::Error::PoolTimedOut => StoreError::Busy,
            sqlx::Error::Io(problem) => StoreError::Io(problem),
            sqlx::Error::Decode(problem)
            | sqlx::Error::ColumnDecode {
                source: problem, ..
            } => StoreError::damaged(problem.to_string()),
            sqlx::Error::Database(problem) => match primary_code(problem.as_ref()) {
                Some(code::BUSY | code::LOCKED) => StoreError::Busy,
                Some(code::READONLY) => StoreError::ReadOnly,
                Some(code::FULL) => StoreError::Full,
                Some(code::CORRUPT | code::NOTADB) => StoreError::damaged(problem.message()),
                Some(code::IOERR) => StoreError::Io(std::io::Error::other(problem.to_string())),
                _ => StoreError::Sql(sqlx::Error::Database(problem)),
            },
            other => StoreError::Sql(other),
        }
    }
}

/// SQLite's primary result code of `error`.
pub(crate) fn primary_code(error: &dyn sqlx::error::DatabaseError) -> Option<i32> {
    let extended: i32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_happened_and_what_to_do() {
        let id: AccountId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let (path, problem) = (PathBuf::from("accounts.db"), "No such file".to_string());
        let broken = || std::io::Error::other("input/output error");
        let errors = [
            StoreError::NoAccount(id.clone()),
            StoreError::Exists(id),
            StoreError::NoSession,
            StoreError::NotAPersona,
            StoreError::ShellTooLong,
            StoreError::Import {
                line: 7,
                reason: "record 6 was expected, this is record 8".into(),
            },
            StoreError::Busy,
            StoreError::Full,
            StoreError::ReadOnly,
            StoreError::CannotOpen {
                path: path.clone(),
                problem,
            },
            StoreError::NotOurs { path },
            StoreError::Newer,
            StoreError::damaged("record 6 is missing"),
            StoreError::Altered {
                version: 6,
                what: "is missing",
            },
            StoreError::NoVersion {
                version: 9,
                newest: 6,
            },
            StoreError::TooManyForks,
            StoreError::Template("no room".into()),
            StoreError::Io(broken()),
            StoreError::Sql(sqlx::Error::WorkerCrashed),
            StoreError::Stopping,
        ];
        let lines: Vec<String> = errors.iter().map(StoreError::to_string).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        There is no account 0123456789abcdef0123456789abcdef. List the accounts to see which there are.
        There is an account 0123456789abcdef0123456789abcdef already. Delete it first, or import into another database.
        The session has ended. Sign in again.
        A session can only act as a user or a service ID. Choose one of the account's.
        The shell's session takes more than 16384 bytes. Start a new one.
        Line 7 can't be imported: record 6 was expected, this is record 8. Nothing was imported; correct the file and try again.
        The database is locked: somebody else is writing. Nothing was changed; try again in a moment, and if it goes on, stop the other program that has the file open.
        The disk is full, or the database has reached its largest size. Nothing was changed; make room and try again.
        The database is read-only. Nothing was changed; make the file and its folder writable, or use another file.
        The database accounts.db can't be opened: No such file. Check that its folder exists and that you may write there.
        The file accounts.db is not a database of Credlab. Choose another file.
        The database was written by a newer version of Credlab. Update the program, or use another file.
        The database is damaged: record 6 is missing. Stop the program, keep a copy of the file, and restore a backup.
        Record 6 is missing. The account was changed past Credlab, or its database is damaged: restore a backup.
        The account has records 1 to 6, and no record 9.
        The account and its forks are 20 already. Delete one that is no longer needed.
        The account could not be set up: no room. This is an error in Credlab.
        The system failed to read or write the database: input/output error. Check the disk, then try again.
        The database failed: attempted to communicate with a crashed background worker. Try again; if it goes on, restart the program.
        Credlab is stopping. Look whether the change was made when it runs again.
        ");
    }
}
