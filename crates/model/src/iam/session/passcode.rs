//! One-time passcodes: a user who is in the console gets one there, and logs in to the command line with it
//! (`cli.md`, 3.1).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, later};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::refusal::{Refusal, RefusalKind, SignInFailure};
use crate::secret::SecretHash;

/// How long a passcode can be used, in seconds (inferred).
pub const LIFETIME: i64 = 300;

/// A passcode that waits to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passcode {
    /// The hash of its value.
    pub hash: SecretHash,
    /// Until when it can be used.
    pub until: Timestamp,
}

/// A passcode for `actor`, whose value the context shows. It takes the place of an earlier one.
pub(super) fn make(actor: &Actor, ctx: &Context) -> Result<Passcode, Refusal> {
    if !matches!(actor.identity, Identity::User(_)) {
        let reason = "Only users get one-time passcodes: others log in with an API key.".into();
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    Ok(Passcode {
        hash: SecretHash::of(&ctx.passcode_value()),
        until: later(ctx.now, LIFETIME),
    })
}

/// The user whose unused passcode this is: one answer for all that is wrong with it.
///
/// # Errors
/// A [`SignInFailure::Passcode`], or that the user can't log in (R111, R125).
pub fn with_passcode(account: &Account, value: &str, now: Timestamp) -> Result<Identity, Refusal> {
    let owner = holder(account, &SecretHash::of(value.trim()), now)?;
    super::may_enter(account, &owner)?;
    Ok(owner)
}

/// The user who has the passcode of that hash.
pub(super) fn holder(
    account: &Account,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Identity, Refusal> {
    let mut passcodes = account.passcodes.iter();
    let found = passcodes.find(|(_, passcode)| passcode.hash == *hash && now < passcode.until);
    match found {
        Some((id, _)) => Ok(Identity::User(id.clone())),
        None => Err(RefusalKind::SignIn(SignInFailure::Passcode).refusal()),
    }
}
