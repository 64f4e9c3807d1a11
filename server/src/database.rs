//! Where accounts are kept.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use credlab_store::{Location, Store};

/// The flag of every command that works on accounts.
#[derive(Args, Clone)]
pub struct Database {
    /// Where accounts are kept
    #[arg(
        long,
        env = "CREDLAB_DATABASE",
        default_value = "sqlite:credlab.db",
        value_name = "sqlite:FILE"
    )]
    database: SqliteFile,
}

impl Database {
    /// The file as a storage.
    pub fn storage(&self) -> Storage {
        Storage::File(self.database.0.clone())
    }

    /// Opens a file that is there: a command that looks for an account makes no database.
    pub async fn open_existing(&self) -> Result<Store, String> {
        let path = &self.database.0;
        if !path.exists() {
            return Err(format!(
                "there is no database {}: name it with --database, or make an account with 'credlab account new'",
                path.display()
            ));
        }
        self.storage().open().await
    }
}

/// A value of `--database`.
#[derive(Clone, Debug)]
struct SqliteFile(PathBuf);

impl FromStr for SqliteFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("sqlite:") {
            Some("") => Err("name a file after 'sqlite:'"),
            Some(file) => Ok(Self(file.into())),
            None => Err("write it as sqlite:FILE"),
        }
    }
}

/// Where accounts are kept.
#[derive(Clone, Debug)]
pub enum Storage {
    /// In memory, gone with the process.
    Memory,
    /// In a SQLite file.
    File(PathBuf),
}

impl Storage {
    /// Opens the store, and makes the file if there is none. The error is one line that says what to do.
    pub async fn open(&self) -> Result<Store, String> {
        let location = match self {
            Self::Memory => Location::Memory,
            Self::File(path) => Location::File(path.clone()),
        };
        let opened = Store::open(&location).await;
        opened.map_err(|problem| format!("{self}: {problem}"))
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory only, gone when the server stops"),
            Self::File(path) => write!(f, "SQLite file {}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_written_with_its_kind() {
        for (text, accepted) in [
            ("sqlite:a.db", true),
            ("sqlite:", false),
            ("a.db", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<SqliteFile>().is_ok(), accepted, "{text}");
        }
    }
}
