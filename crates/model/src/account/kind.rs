//! Kinds of account (R58-R61).

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Free; no clusters, no classic infrastructure (R58).
    Lite,
    /// Billed by use.
    PayAsYouGo,
    /// Billed in advance.
    Subscription,
    /// Classic infrastructure only (R60).
    InfrastructureOnly,
}

impl AccountKind {
    /// The name.
    pub fn label(self) -> &'static str {
        match self {
            AccountKind::Lite => "Lite",
            AccountKind::PayAsYouGo => "Pay-As-You-Go",
            AccountKind::Subscription => "Subscription",
            AccountKind::InfrastructureOnly => "Infrastructure-only",
        }
    }

    /// Whether it is billed.
    pub fn is_billable(self) -> bool {
        self != AccountKind::Lite
    }

    /// Whether a classic infrastructure account belongs to it (R58, R59).
    pub fn has_classic(self) -> bool {
        self.is_billable()
    }

    /// The most users (`console.md`, section 16).
    pub fn user_limit(self) -> usize {
        if self.is_billable() { 7500 } else { 100 }
    }
}

impl fmt::Display for AccountKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
