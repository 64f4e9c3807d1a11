//! Users of the account: people and functional IDs (R21), from invitation to removal (R114-R120).

mod settings;
mod state;
pub(crate) mod visibility;
mod vpn_only;

pub use state::State;
pub use visibility::visible;
pub use vpn_only::may_add as may_add_vpn_only;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::classic::permission::{Permission, SetName};
use crate::classic::{ClassicUser, Profile};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::policy::{self, Scope, Subject};
use crate::iam::session::AllowedAddresses;
use crate::iam::trusted_profile;
use crate::id::{AccessGroupId, ClassicUserId, UserId};
use crate::name::Email;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy};

/// A user of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The id, stable from the invitation on.
    pub id: UserId,
    /// The address, which is the user name too.
    pub email: Email,
    /// The display name.
    pub name: String,
    /// The state.
    pub state: State,
    /// When the user was invited, or founded the account.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: Identity,
    /// Until when the invitation can be accepted (R115).
    pub invitation_expires_at: Option<Timestamp>,
    /// The permission set that takes effect on acceptance (R82).
    pub invited_classic: SetName,
    /// The IP addresses at which the user is given tokens; empty for all (R112).
    #[serde(default)]
    pub allowed_addresses: AllowedAddresses,
    /// Whether the user changes their own login settings: user-managed login (`console.md`, section 3.1).
    #[serde(default)]
    pub self_managed: bool,
}

impl User {
    /// The IAM ID: a `BSS-` placeholder while the invitation is pending (R110).
    pub fn iam_id(&self) -> String {
        match (
            self.state.is_invited(),
            self.id.as_str().strip_prefix("IBMid-"),
        ) {
            (true, Some(rest)) => format!("BSS-{rest}"),
            _ => self.id.to_string(),
        }
    }

    /// The identity.
    pub fn identity(&self) -> Identity {
        Identity::User(self.id.clone())
    }
}

/// Access that comes with an invitation. Everyone in one invitation gets the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvitedAccess {
    /// Access groups to join.
    pub access_groups: Vec<AccessGroupId>,
    /// Policies to receive: roles and scope.
    pub policies: Vec<(Vec<String>, Scope)>,
    /// The classic permission set; no device access comes with it (R82).
    pub classic: SetName,
}

/// What can be asked of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Invites people (R116).
    Invite {
        /// Their addresses.
        emails: Vec<String>,
        /// What they get.
        access: InvitedAccess,
    },
    /// The invited user accepts (R125).
    Accept,
    /// Sends the invitation again; it runs 30 days from now (R115).
    Resend {
        /// Whom.
        user: UserId,
    },
    /// Takes the invitation back (R115).
    Cancel {
        /// Whom.
        user: UserId,
    },
    /// Changes the state by hand (R114).
    SetState {
        /// Whose.
        user: UserId,
        /// The new state.
        state: State,
    },
    /// Changes the parent in the classic hierarchy (R80).
    SetParent {
        /// Whose.
        user: UserId,
        /// The new parent.
        parent: UserId,
    },
    /// Adds a user who reaches classic infrastructure through the VPN, and has no console (R88). Nothing is accepted.
    AddVpnOnly {
        /// The address.
        email: String,
        /// What is noted of the person; the name is made of it.
        profile: Box<Profile>,
    },
    /// Gives a user tokens at these IP addresses only (R112).
    AllowAddresses {
        /// Whom.
        user: UserId,
        /// Where; empty for everywhere.
        addresses: AllowedAddresses,
    },
    /// Lets a user change their own login settings, or not.
    SetSelfManaged {
        /// Whom.
        user: UserId,
        /// Whether they may.
        self_managed: bool,
    },
    /// Removes a user from the account (R117-R119).
    Remove {
        /// Whom.
        user: UserId,
    },
}

/// What happens to users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of User")]
pub enum Event {
    /// Somebody was invited.
    Invited {
        id: UserId,
        email: Email,
        classic: SetName,
        expires_at: Timestamp,
        classic_id: Option<ClassicUserId>,
        parent: Option<ClassicUserId>,
    },
    /// A VPN-only user was added.
    VpnOnlyAdded {
        id: UserId,
        email: Email,
        name: String,
        classic_id: ClassicUserId,
        parent: Option<ClassicUserId>,
        profile: Box<Profile>,
    },
    /// The invitation was accepted.
    Accepted { id: UserId },
    /// The invitation was sent again.
    Resent { id: UserId, expires_at: Timestamp },
    /// The invitation was taken back, and everything that came with it.
    Cancelled { id: UserId },
    /// The state was changed by hand.
    StateSet { id: UserId, state: State },
    /// The classic parent was changed.
    ParentSet { id: UserId, parent: UserId },
    /// The user's list of allowed IP addresses was changed.
    AddressesAllowed {
        id: UserId,
        addresses: AllowedAddresses,
    },
    /// The user's login settings are the user's own to change now, or not any more.
    SelfManagedSet { id: UserId, self_managed: bool },
    /// The user is gone, with API keys, policies, memberships and the classic user (R118).
    Removed { id: UserId },
}

/// How long an invitation can be accepted (R115).
pub const INVITATION_DAYS: i64 = 30;

/// The most addresses in one invitation.
const INVITATION_LIMIT: usize = 100;

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    match command {
        Command::Invite { emails, access } => invite(account, actor, emails, access, ctx),
        Command::Accept => {
            let Identity::User(id) = &actor.identity else {
                return Err(not_a_user(actor, "accept an invitation"));
            };
            let user = account.user(id)?;
            if !user.state.is_invited() {
                let reason = format!("There is no pending invitation for {}.", user.email);
                return Err(RefusalKind::NotPossible { reason }.refusal());
            }
            if user.invitation_expires_at.is_some_and(|at| at < ctx.now) {
                let reason = format!(
                    "The invitation of {} has expired. It was valid for {INVITATION_DAYS} days.",
                    user.email
                );
                return Err(RefusalKind::NotPossible { reason }
                    .refusal()
                    .remedy(Remedy::run(
                        "Invite the user again.",
                        format!("ibmcloud account user-reinvite {}", user.email),
                    )));
            }
            Ok(vec![Event::Accepted { id: id.clone() }.into()])
        }
        Command::Resend { user } => {
            may_invite(account, actor, ctx.now)?;
            let user = account.user(user)?;
            if user.state != State::Pending {
                return Err(no_invitation(user));
            }
            Ok(vec![
                Event::Resent {
                    id: user.id.clone(),
                    expires_at: expiry(ctx),
                }
                .into(),
            ])
        }
        Command::Cancel { user } => {
            may_invite(account, actor, ctx.now)?;
            let user = account.user(user)?;
            if !user.state.is_invited() {
                return Err(no_invitation(user));
            }
            Ok(vec![
                Event::Cancelled {
                    id: user.id.clone(),
                }
                .into(),
            ])
        }
        Command::SetState { user, state } => set_state(account, actor, user, *state, ctx.now),
        Command::SetParent { user, parent } => set_parent(account, actor, user, parent, ctx.now),
        Command::AddVpnOnly { email, profile } => {
            vpn_only::decide(account, actor, email, profile, ctx)
        }
        Command::AllowAddresses { user, addresses } => {
            settings::allow_addresses(account, actor, user, addresses, ctx.now)
        }
        Command::SetSelfManaged { user, self_managed } => {
            settings::set_self_managed(account, actor, user, *self_managed, ctx.now)
        }
        Command::Remove { user } => remove(account, actor, user, ctx.now),
    }
}

fn invite(
    account: &Account,
    actor: &Actor,
    emails: &[String],
    access: &InvitedAccess,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    may_invite(account, actor, ctx.now)?;
    if emails.is_empty() {
        let problem = "must name at least one address".to_string();
        return Err(RefusalKind::InvalidField {
            field: "email",
            problem,
        }
        .refusal());
    }
    if emails.len() > INVITATION_LIMIT {
        return Err(Refusal::limit(Noun::User, INVITATION_LIMIT));
    }
    check_room(account, emails.len(), ctx.now)?;
    for group in &access.access_groups {
        account.access_group(group)?;
    }
    let mut policies = Vec::new();
    for (roles, scope) in &access.policies {
        policies.push((policy::check_roles(account, roles, scope)?, scope));
        policy::may_assign(account, actor, scope, ctx.now)?;
    }
    crate::classic::user::may_grant(account, actor, access.classic.permissions())?;

    let inviter = account.linked_user(&actor.identity);
    let mut events: Vec<event::Event> = Vec::new();
    let mut taken = Vec::new();
    let mut number = 0u32;
    for (n, email) in emails.iter().enumerate() {
        let n = u32::try_from(n).unwrap_or(u32::MAX);
        let email = Email::parse(email)?;
        if account.user_by_email(email.as_str()).is_some() || taken.contains(&email) {
            return Err(already_there(&email));
        }
        let id = ctx.fresh_user(n);
        taken.push(email.clone());
        events.push(
            Event::Invited {
                id: id.clone(),
                email,
                classic: access.classic,
                expires_at: expiry(ctx),
                classic_id: account.linked_classic().map(|c| c.next_user(n)),
                parent: inviter
                    .map(|u| u.id)
                    .or_else(|| account.linked_classic().and_then(|c| c.master())),
            }
            .into(),
        );
        for (roles, scope) in &policies {
            events.push(
                policy::Event::Created {
                    id: ctx.fresh_policy(number),
                    subject: Subject::User(id.clone()),
                    roles: roles.clone(),
                    scope: (*scope).clone(),
                    rule: None,
                }
                .into(),
            );
            number = number.saturating_add(1);
        }
        for group in &access.access_groups {
            let member = Identity::User(id.clone());
            events.push(
                crate::iam::access_group::Event::MemberAdded {
                    id: group.clone(),
                    member,
                }
                .into(),
            );
        }
    }
    Ok(events)
}

/// Refuses more users than an account of this kind may have (R113).
fn check_room(account: &Account, more: usize, now: Timestamp) -> Result<(), Refusal> {
    let limit = account.kind_at(now).user_limit();
    match account.users.len() + more > limit {
        true => Err(Refusal::limit(Noun::User, limit)),
        false => Ok(()),
    }
}

fn already_there(email: &Email) -> Refusal {
    RefusalKind::AlreadyExists {
        noun: Noun::User,
        name: email.to_string(),
    }
    .refusal()
}

fn expiry(ctx: &Context) -> Timestamp {
    crate::account::later(ctx.now, INVITATION_DAYS * 24 * 3600)
}

fn no_invitation(user: &User) -> Refusal {
    RefusalKind::NotPossible {
        reason: format!("{} has no pending invitation.", user.email),
    }
    .refusal()
}

fn not_a_user(actor: &Actor, to: &str) -> Refusal {
    let to = to.to_string();
    let refusal = RefusalKind::NotAuthorized { to }.refusal();
    match actor.identity {
        Identity::ServiceId(_) => refusal.because("A service ID can't do this. Only users can."),
        _ => refusal,
    }
}

/// The owner, Editor or Administrator on User Management, or classic Manage Users; never a service ID (R116).
pub fn may_invite(account: &Account, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
    let Identity::User(_) = actor.identity else {
        return Err(not_a_user(actor, "invite users"));
    };
    let decision = access::decide(
        account,
        &actor.identity,
        &Ask::action("user-management.user.create"),
        now,
    );
    let classic = account
        .open_classic_user(&actor.identity)
        .is_some_and(|u| u.granted().contains(Permission::USER_MANAGE));
    if decision.allowed || classic {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized { to: "invite users".into() }
        .refusal()
        .because("Inviting needs Editor or Administrator on User Management, or the classic permission Manage Users.")
        .with_decision(decision))
}

fn set_state(
    account: &Account,
    actor: &Actor,
    id: &UserId,
    state: State,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    let user = account.user(id)?;
    account.require(
        actor,
        &Ask::action("user-management.user.state-change"),
        "change a user's status",
        now,
    )?;
    let reason = if user.state.is_invited() {
        format!("{} has not accepted the invitation yet.", user.email)
    } else if !state.can_be_set() {
        format!("The status {} can't be set by hand.", state.label())
    } else if *id == account.owner {
        "The account owner's status can't be changed.".into()
    } else {
        return Ok(vec![
            Event::StateSet {
                id: id.clone(),
                state,
            }
            .into(),
        ]);
    };
    Err(RefusalKind::NotPossible { reason }.refusal())
}

fn set_parent(
    account: &Account,
    actor: &Actor,
    id: &UserId,
    parent: &UserId,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    let (user, new_parent) = (account.user(id)?, account.user(parent)?);
    let decision = access::decide(
        account,
        &actor.identity,
        &Ask::action("user-management.user.update"),
        now,
    );
    if !decision.allowed && !account.is_classic_manager_of(&actor.identity, id) {
        return Err(RefusalKind::NotAuthorized {
            to: "change a user's parent".into(),
        }
        .refusal()
        .with_decision(decision));
    }
    let (Some(child), Some(above)) = (
        account.linked_user(&user.identity()),
        account.linked_user(&new_parent.identity()),
    ) else {
        let reason =
            "Both users need classic infrastructure access to be parent and child.".to_string();
        return Err(RefusalKind::NotPossible { reason }.refusal());
    };
    if !can_be_below(account, child, above) {
        let reason = format!(
            "{} can't be below {}: that would be a circle.",
            user.email, new_parent.email
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    Ok(vec![
        Event::ParentSet {
            id: id.clone(),
            parent: parent.clone(),
        }
        .into(),
    ])
}

/// The users below whom a user can be put in the classic hierarchy: who has a classic side and is not below the user
/// (R80). Nobody, for the master user and for users without a classic side.
pub fn possible_parents<'a>(account: &'a Account, user: &User) -> impl Iterator<Item = &'a User> {
    let child = account.linked_user(&user.identity());
    account.users.values().filter(move |other| {
        let above = account.linked_user(&other.identity());
        matches!((child, above), (Some(child), Some(above)) if can_be_below(account, child, above))
    })
}

fn can_be_below(account: &Account, child: &ClassicUser, above: &ClassicUser) -> bool {
    let circle = account
        .linked_classic()
        .is_some_and(|classic| classic.is_ancestor(child.id, above.id));
    !child.master && above.id != child.id && !circle
}

fn remove(
    account: &Account,
    actor: &Actor,
    id: &UserId,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    let Identity::User(_) = actor.identity else {
        return Err(not_a_user(actor, "remove users"));
    };
    let user = account.user(id)?;
    if *id == account.owner {
        let reason =
            "The account owner can't be removed. Ownership is transferred by a support case."
                .to_string();
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let leaving = actor.identity == user.identity();
    if !leaving {
        account.require(
            actor,
            &Ask::role("user-management", &["Administrator"]),
            "remove users",
            now,
        )?;
        let classic = account.linked_user(&user.identity()).is_some();
        if classic && !account.is_classic_manager_of(&actor.identity, id) {
            return Err(RefusalKind::NotAuthorized { to: format!("remove {}", user.email) }.refusal().because(
                "The user has classic infrastructure access: only an ancestor with the permission Manage Users can remove them.",
            ));
        }
    }
    let children: Vec<String> = account
        .classic_children(id)
        .map(|u| u.username.clone())
        .collect();
    if !children.is_empty() {
        let reason = format!(
            "{} is the classic infrastructure parent of {}.",
            user.email,
            children.join(", ")
        );
        return Err(RefusalKind::NotPossible { reason }
            .refusal()
            .remedy(Remedy::text(
                "Give these users another parent, disable or remove them first.",
            )));
    }
    Ok(vec![Event::Removed { id: id.clone() }.into()])
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Invited {
            id,
            email,
            classic,
            expires_at,
            classic_id,
            parent,
        } => {
            let local = email.as_str().split('@').next().unwrap_or_default();
            let name = local
                .split(['.', '-', '_'])
                .filter(|w| !w.is_empty())
                .map(capital)
                .collect::<Vec<_>>()
                .join(" ");
            let user = User {
                id: id.clone(),
                email: email.clone(),
                name,
                state: State::Pending,
                added_at: record.at,
                added_by: record.actor.identity.clone(),
                invitation_expires_at: Some(*expires_at),
                invited_classic: *classic,
                allowed_addresses: AllowedAddresses::default(),
                self_managed: false,
            };
            if let (Some(classic_id), Some(linked)) = (classic_id, account.linked_classic_mut()) {
                linked.add_user(*classic_id, &user, *parent);
            }
            account.users.insert(id.clone(), user);
        }
        Event::VpnOnlyAdded { .. } => vpn_only::apply(account, record, event),
        Event::Accepted { id } => {
            let Some(user) = account.users.get_mut(id) else {
                return;
            };
            user.state = State::Active;
            user.invitation_expires_at = None;
            let (identity, set) = (user.identity(), user.invited_classic);
            if let Some(classic) = account.linked_user_mut(&identity) {
                classic.grant(set.permissions());
            }
        }
        Event::Resent { id, expires_at } => {
            if let Some(user) = account.users.get_mut(id) {
                user.invitation_expires_at = Some(*expires_at);
            }
        }
        Event::StateSet { id, state } => {
            if let Some(user) = account.users.get_mut(id) {
                user.state = *state;
            }
        }
        Event::AddressesAllowed { id, addresses } => {
            if let Some(user) = account.users.get_mut(id) {
                user.allowed_addresses = addresses.clone();
            }
        }
        Event::SelfManagedSet { id, self_managed } => {
            if let Some(user) = account.users.get_mut(id) {
                user.self_managed = *self_managed;
            }
        }
        Event::ParentSet { id, parent } => {
            let parent = account
                .linked_user(&Identity::User(parent.clone()))
                .map(|u| u.id);
            if let Some(classic) = account.linked_user_mut(&Identity::User(id.clone())) {
                classic.parent = parent;
            }
        }
        Event::Cancelled { id } | Event::Removed { id } => forget(account, id),
    }
}

fn forget(account: &mut Account, id: &UserId) {
    let identity = Identity::User(id.clone());
    account.users.remove(id);
    account.api_keys.retain(|_, key| key.owner != identity);
    account.policies.remove_of(&Subject::User(id.clone()));
    account.access_groups.forget(&identity);
    trusted_profile::forget(account, &identity);
    let linked = account.linked;
    if let Some(classic) = account.linked_classic_mut() {
        classic.users.forget(id);
    }
    // Another classic account that the user owns goes with its owner (R121).
    account.classic.retain(|number, classic| {
        let owned = |user: &ClassicUser| user.master && user.iam.as_ref() == Some(id);
        Some(*number) == linked || !classic.users.values().any(owned)
    });
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, target) = match event {
        Event::Invited { id, .. } | Event::VpnOnlyAdded { id, .. } => {
            ("user-management.user.create", id)
        }
        Event::Resent { id, .. } => ("user-management.invitation-email.create", id),
        Event::Accepted { id } | Event::StateSet { id, .. } => {
            ("user-management.user.state-change", id)
        }
        Event::ParentSet { id, .. } => ("user-management.user.update", id),
        Event::AddressesAllowed { id, .. } | Event::SelfManagedSet { id, .. } => {
            ("user-management.user-setting.update", id)
        }
        Event::Cancelled { id } | Event::Removed { id } => ("user-management.user.delete", id),
    };
    Audited::new(action, target)
}
