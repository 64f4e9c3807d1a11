//! How a store behaves. The defaults are right for a server; tests and tools turn the knobs.

use std::time::Duration;

/// How a store behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// After how many records an account's state is stored as well, so that opening it reads fewer records than
    /// that. At least 1.
    pub snapshot_every: u64,
    /// For how long an account that nobody uses stays in memory.
    pub idle: Duration,
    /// How often the file is asked whether another process has appended to an account that is in use here. In
    /// memory there is no other process.
    pub recheck: Duration,
    /// How long a write waits for another process that is writing, before it fails with
    /// [`StoreError::Busy`](crate::StoreError::Busy).
    pub busy_timeout: Duration,
    /// The largest size of the file in pages of 4 KiB; past it, writes fail with
    /// [`StoreError::Full`](crate::StoreError::Full). None: as large as the disk.
    pub max_pages: Option<u32>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            snapshot_every: 500,
            idle: Duration::from_secs(15 * 60),
            recheck: Duration::from_secs(1),
            busy_timeout: Duration::from_secs(5),
            max_pages: None,
        }
    }
}
