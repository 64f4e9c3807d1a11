//! Where documents differ, and how long things take.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Which documents' rules an account follows where they differ (`rules.md`, section N).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Era {
    /// The document of January 2024: a reset deletes the old key.
    #[serde(rename = "2024-01")]
    Y2024M01,
    /// The document of September 2024: a reset leaves the old key behind.
    #[default]
    #[serde(rename = "2024-09")]
    Y2024M09,
    /// As of 2026: service IDs may own the stored key.
    #[serde(rename = "2026")]
    Y2026,
}

/// How fast things happen that take time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// For demonstrations: at once, or within half a minute.
    #[default]
    Brisk,
    /// As in life: seconds to minutes.
    Lifelike,
}

impl Pace {
    fn after(self, at: Timestamp, brisk: i64, lifelike: i64) -> Timestamp {
        match self {
            Pace::Brisk => later(at, brisk),
            Pace::Lifelike => later(at, lifelike),
        }
    }

    /// When a key made at `at` is known everywhere (R14).
    pub fn key_replicated(self, at: Timestamp) -> Timestamp {
        self.after(at, 0, 10)
    }

    /// Until when a permission that was taken away at `at` still works (R84).
    pub fn permission_withdrawn(self, at: Timestamp) -> Timestamp {
        self.after(at, 0, 300)
    }

    /// When a worker ordered at `at` has joined.
    pub fn provisioned(self, at: Timestamp) -> Timestamp {
        self.after(at, 30, 900)
    }

    /// When a worker reloaded at `at` is back.
    pub fn reloaded(self, at: Timestamp) -> Timestamp {
        self.after(at, 15, 600)
    }

    /// When a worker rebooted at `at` is back.
    pub fn rebooted(self, at: Timestamp) -> Timestamp {
        self.after(at, 5, 120)
    }

    /// When a master ordered at `at` is there.
    pub fn master_deployed(self, at: Timestamp) -> Timestamp {
        self.after(at, 15, 480)
    }
}

/// `seconds` after `at`; the end of time at the latest.
pub fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(jiff::SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}
