//! How long API keys are good for (R134), and what happens to those that leak (R133). Neither is known before 2026.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Era, later, named};
use crate::iam::api_key::ApiKey;
use crate::refusal::{Refusal, RefusalKind};

/// How many days an expired key is kept before it is removed (R134).
pub const KEPT_DAYS: i64 = 90;

/// What happens to a key whose value is found where others can read it (R133).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakAction {
    /// It goes on working.
    None,
    /// It is disabled.
    #[default]
    Disable,
    /// It is deleted.
    Delete,
}

impl LeakAction {
    /// Every action.
    pub const ALL: [LeakAction; 3] = [LeakAction::None, LeakAction::Disable, LeakAction::Delete];

    /// The name in JSON: `disable`.
    pub fn as_str(self) -> &'static str {
        match self {
            LeakAction::None => "none",
            LeakAction::Disable => "disable",
            LeakAction::Delete => "delete",
        }
    }
}

impl fmt::Display for LeakAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for LeakAction {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<LeakAction, Refusal> {
        let text = text.to_lowercase();
        let actions = LeakAction::ALL.map(|action| (action.as_str(), action));
        named("action if leaked", &text, &actions)
    }
}

/// What is said of a key's end. What is left out is the default of a new key, and stays as it is with an existing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// What happens when it leaks.
    pub action_when_leaked: Option<LeakAction>,
    /// From when on it gives no token any more. A key that has none never expires.
    pub expires_at: Option<Timestamp>,
}

impl Terms {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Terms::default()
    }
}

impl ApiKey {
    /// Whether its time is over: it gives no token any more (R131, R134).
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// When it is removed, locked or not (R134).
    pub fn removed_at(&self) -> Option<Timestamp> {
        self.expires_at.map(|at| later(at, KEPT_DAYS * 86_400))
    }

    /// Whether it was removed for having been expired so long. The account forgets it with its next record.
    pub fn is_removed(&self, now: Timestamp) -> bool {
        self.removed_at().is_some_and(|at| at <= now)
    }
}

/// Refuses what the account's documents don't know, and moments that have passed: a key that is to end now is disabled
/// or deleted (inferred).
pub(super) fn check(account: &Account, terms: &Terms, now: Timestamp) -> Result<(), Refusal> {
    if !terms.is_empty() {
        known(
            account,
            "API keys that expire, or that are acted on when they leak,",
        )?;
    }
    if terms.expires_at.is_some_and(|at| at <= now) {
        let (field, problem) = ("expiration date", "must be in the future".to_string());
        return Err(RefusalKind::InvalidField { field, problem }.refusal());
    }
    Ok(())
}

/// Refuses `what` where the account follows documents of 2024.
pub(super) fn known(account: &Account, what: &str) -> Result<(), Refusal> {
    if account.era == Era::Y2026 {
        return Ok(());
    }
    let reason = format!(
        "{what} came in 2025. This account follows the documents of {}.",
        account.era
    );
    Err(RefusalKind::NotPossible { reason }.refusal())
}

pub(super) fn apply(key: &mut ApiKey, terms: &Terms) {
    if let Some(action) = terms.action_when_leaked {
        key.action_when_leaked = action;
    }
    if let Some(at) = terms.expires_at {
        key.expires_at = Some(at);
    }
}

/// Forgets the keys that were removed by `now`.
pub(crate) fn prune(account: &mut Account, now: Timestamp) {
    account.api_keys.retain(|_, key| !key.is_removed(now));
}
