//! VPN-only users: on classic infrastructure through the VPN, without the console (`console.md`, sections 1 and 2; R88).

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::classic::permission::{Permission, PermissionSet, SetName};
use crate::classic::user::may_grant;
use crate::classic::{Profile, linked};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::session::AllowedAddresses;
use crate::iam::user::{Event, State, User, already_there, check_room, may_invite};
use crate::name::Email;
use crate::refusal::Refusal;

/// What opens the VPN.
const OPEN: [Permission; 1] = [Permission::SSL_VPN_ENABLED];

/// Whoever may invite adds one, and gives the VPN, which they must hold themselves (R78, R116; that it takes no more is
/// inferred).
pub fn may_add(account: &Account, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
    may_invite(account, actor, now)?;
    may_grant(account, actor, PermissionSet::of(OPEN))
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    email: &str,
    profile: &Profile,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    may_add(account, actor, ctx.now)?;
    let linked = linked(account)?;
    check_room(account, 1, ctx.now)?;
    let email = Email::parse(email)?;
    if account.user_by_email(email.as_str()).is_some() {
        return Err(already_there(&email));
    }
    profile.check()?;
    let parent = account.linked_user(&actor.identity).map(|user| user.id);
    let added = Event::VpnOnlyAdded {
        id: ctx.fresh_user(0),
        name: name(profile, &email),
        email,
        classic_id: linked.next_user(0),
        parent: parent.or_else(|| linked.master()),
        profile: Box::new(Profile::default().with(profile)),
    };
    Ok(vec![added.into()])
}

/// First and last name, as far as they are known.
fn name(profile: &Profile, email: &Email) -> String {
    let parts = [&profile.first_name, &profile.last_name].map(|part| part.as_deref());
    let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).collect();
    match (&profile.display_name, parts.as_slice()) {
        (Some(name), _) => name.trim().into(),
        (None, []) => email.to_string(),
        (None, parts) => parts.join(" "),
    }
}

pub(super) fn apply(account: &mut Account, record: &Record, event: &Event) {
    let Event::VpnOnlyAdded {
        id,
        email,
        name,
        classic_id,
        parent,
        profile,
    } = event
    else {
        return;
    };
    let user = User {
        id: id.clone(),
        email: email.clone(),
        name: name.clone(),
        state: State::VpnOnly,
        added_at: record.at,
        added_by: record.actor.identity.clone(),
        invitation_expires_at: None,
        invited_classic: SetName::NoAccess,
        allowed_addresses: AllowedAddresses::default(),
        self_managed: false,
    };
    if let Some(linked) = account.linked_classic_mut() {
        linked.add_user(*classic_id, &user, *parent);
        if let Some(classic) = linked.users.get_mut(classic_id) {
            classic.grant(PermissionSet::of(OPEN));
            classic.describe(profile);
        }
    }
    account.users.insert(id.clone(), user);
}
