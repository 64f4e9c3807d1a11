//! Where accounts are kept.

use std::fmt;
use std::path::PathBuf;

/// Where accounts are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In memory: they end with the store.
    Memory,
    /// In a SQLite file, which is created if it is not there. Its folder must exist. SQLite keeps two more files
    /// beside it (`-wal`, `-shm`) while it is open.
    File(PathBuf),
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Memory => f.write_str("memory"),
            Location::File(path) => path.display().fmt(f),
        }
    }
}
