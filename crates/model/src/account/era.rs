//! Where documents differ, and how long things take.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::refusal::{Refusal, RefusalKind, shorten};

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

impl Era {
    /// Every era, the earliest first.
    pub const ALL: [Era; 3] = [Era::Y2024M01, Era::Y2024M09, Era::Y2026];

    /// The name on the command line: `2024-09`.
    pub fn as_str(self) -> &'static str {
        match self {
            Era::Y2024M01 => "2024-01",
            Era::Y2024M09 => "2024-09",
            Era::Y2026 => "2026",
        }
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Era {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Era, Refusal> {
        named("era", text, &Era::ALL.map(|era| (era.as_str(), era)))
    }
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
    /// Every pace.
    pub const ALL: [Pace; 2] = [Pace::Brisk, Pace::Lifelike];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Pace::Brisk => "brisk",
            Pace::Lifelike => "lifelike",
        }
    }

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

    /// Until when access that was taken away at `at` still works (R105).
    pub fn access_withdrawn(self, at: Timestamp) -> Timestamp {
        self.after(at, 0, 600)
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

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Pace {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Pace, Refusal> {
        named("pace", text, &Pace::ALL.map(|pace| (pace.as_str(), pace)))
    }
}

/// The value of that name.
pub(crate) fn named<T: Copy>(
    field: &'static str,
    text: &str,
    values: &[(&'static str, T)],
) -> Result<T, Refusal> {
    let found = values.iter().find(|(name, _)| *name == text);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let problem = format!("'{}' is not one of {}", shorten(text), names.join(", "));
        RefusalKind::InvalidField { field, problem }.refusal()
    })
}

/// `seconds` after `at`; the end of time at the latest.
pub fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(jiff::SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}
