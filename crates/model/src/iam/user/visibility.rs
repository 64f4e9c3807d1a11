//! Whom users see in the list of the account's users (R127). It restricts viewing, not acting: who knows a user's
//! address does with it what their access allows.

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::iam::access::{self, Ask};
use crate::iam::user::User;

/// The users that `actor` sees: all, or where the list is restricted, without a role on User Management, only oneself,
/// whom one invited, and whom one is above in the classic hierarchy (`console.md`, section 1).
pub fn visible<'a, 'b: 'a>(
    account: &'b Account,
    actor: &'a Actor,
    now: Timestamp,
) -> impl Iterator<Item = &'b User> + use<'a, 'b> {
    let all = !account.settings.restrict_user_list || sees_everybody(account, actor, now);
    let users = account.users.values();
    users.filter(move |user| all || is_near(account, actor, user))
}

/// Whether `actor` sees every user: the owner, and who is at least a Viewer of User Management (R127).
pub(crate) fn sees_everybody(account: &Account, actor: &Actor, now: Timestamp) -> bool {
    let roles = &["Viewer", "Operator", "Editor", "Administrator"];
    let ask = Ask::role("user-management", roles);
    matches!(actor.identity, Identity::Credlab)
        || actor.identity == Identity::User(account.owner.clone())
        || access::decide(account, &actor.identity, &ask, now).allowed
}

fn is_near(account: &Account, actor: &Actor, user: &User) -> bool {
    if user.identity() == actor.identity || user.added_by == actor.identity {
        return true;
    }
    let (Some(linked), Some(own)) = (
        account.linked_classic(),
        account.linked_user(&actor.identity),
    ) else {
        return false;
    };
    linked
        .user_of(&user.id)
        .is_some_and(|other| linked.is_ancestor(own.id, other.id))
}
