//! Kinds of account (R58-R62).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Event};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::id::ClassicAccountNumber;
use crate::refusal::{Refusal, RefusalKind, Remedy};

/// What kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Free; no clusters, no classic infrastructure (R58).
    Lite,
    /// Free for 30 days, and deactivated after that (R58, R62).
    Trial,
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
            AccountKind::Trial => "Trial",
            AccountKind::PayAsYouGo => "Pay-As-You-Go",
            AccountKind::Subscription => "Subscription",
            AccountKind::InfrastructureOnly => "Infrastructure-only",
        }
    }

    /// Whether it is billed.
    pub fn is_billable(self) -> bool {
        !matches!(self, AccountKind::Lite | AccountKind::Trial)
    }

    /// Whether a classic infrastructure account belongs to it (R58, R59).
    pub fn has_classic(self) -> bool {
        self.is_billable()
    }

    /// For how many days it is agreed, if not for good: a trial, and a subscription, whose twelve months are (inferred).
    pub fn term_days(self) -> Option<i64> {
        match self {
            AccountKind::Trial => Some(30),
            AccountKind::Subscription => Some(365),
            _ => None,
        }
    }

    /// The most users (`console.md`, section 16).
    pub fn user_limit(self) -> usize {
        if self.is_billable() { 7500 } else { 100 }
    }
}

impl Account {
    /// What kind of account it is at `now`: an ended subscription has become Pay-As-You-Go (R62).
    pub fn kind_at(&self, now: Timestamp) -> AccountKind {
        let ended = self.term_ends.is_some_and(|ends| ends <= now);
        match self.kind {
            AccountKind::Subscription if ended => AccountKind::PayAsYouGo,
            kind => kind,
        }
    }

    /// Whether its trial is over (R62).
    pub fn is_deactivated(&self, now: Timestamp) -> bool {
        self.kind == AccountKind::Trial && self.term_ends.is_some_and(|ends| ends <= now)
    }
}

/// Refuses whatever is asked of an account whose trial is over.
pub(super) fn must_be_active(account: &Account, now: Timestamp) -> Result<(), Refusal> {
    if !account.is_deactivated(now) {
        return Ok(());
    }
    let ended = account.term_ends.unwrap_or(now).strftime("%Y-%m-%d");
    let reason = format!("The trial ended on {ended}, and the account is deactivated.");
    Err(RefusalKind::NotPossible { reason }
        .refusal()
        .remedy(Remedy::run(
            "Upgrade the account, which activates it again.",
            "credlab upgrade",
        )))
}

/// Adds a credit card: a free account becomes Pay-As-You-Go, and gets a classic infrastructure account, as one has that
/// is billable from the start (R59, R93). Only the owner does that (inferred: billing is the owner's).
pub(super) fn upgrade(account: &Account, actor: &Actor, ctx: &Context) -> Result<Event, Refusal> {
    if actor.identity != Identity::User(account.owner.clone()) {
        let to = "upgrade the account".to_string();
        return Err(RefusalKind::NotAuthorized { to }
            .refusal()
            .remedy(Remedy::text("Ask the account owner.")));
    }
    if account.kind.is_billable() {
        let reason = format!(
            "The account is billed already: {}.",
            account.kind_at(ctx.now)
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    Ok(Event::Upgraded {
        linked: ClassicAccountNumber(ctx.number("classic-account", 0, 2_000_000, 900_000)),
    })
}

impl fmt::Display for AccountKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
