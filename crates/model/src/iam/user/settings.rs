//! A user's login settings: at which addresses, and by whom they are changed (`console.md`, section 3.1).

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::event;
use crate::iam::access::Ask;
use crate::iam::session::AllowedAddresses;
use crate::iam::user::{Event, User};
use crate::id::UserId;
use crate::refusal::Refusal;

/// Editors of User Management change everybody's settings; who manages their own login, their own too (that the list of
/// addresses is among what they change is inferred).
pub(super) fn allow_addresses(
    account: &Account,
    actor: &Actor,
    id: &UserId,
    addresses: &AllowedAddresses,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    let user = account.user(id)?;
    if !manages_own_login(user, actor) {
        may_change(account, actor, "change a user's allowed IP addresses", now)?;
    }
    let allowed = Event::AddressesAllowed {
        id: id.clone(),
        addresses: addresses.clone(),
    };
    Ok(vec![allowed.into()])
}

/// Nobody lets themselves.
pub(super) fn set_self_managed(
    account: &Account,
    actor: &Actor,
    id: &UserId,
    self_managed: bool,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    account.user(id)?;
    may_change(account, actor, "change who manages a user's login", now)?;
    let set = Event::SelfManagedSet {
        id: id.clone(),
        self_managed,
    };
    Ok(vec![set.into()])
}

fn manages_own_login(user: &User, actor: &Actor) -> bool {
    user.self_managed && actor.identity == Identity::User(user.id.clone())
}

fn may_change(account: &Account, actor: &Actor, to: &str, now: Timestamp) -> Result<(), Refusal> {
    let ask = Ask::action("user-management.user-setting.update");
    account.require(actor, &ask, to, now)
}
