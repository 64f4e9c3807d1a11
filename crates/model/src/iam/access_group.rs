//! Access groups: identities that get the same access (R109).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::policy::Subject;
use crate::id::AccessGroupId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind};

/// The most access groups in an account (`console.md`, section 16).
pub const LIMIT: usize = 500;

/// The most access groups that one user or service ID is in (R113).
pub const MEMBER_LIMIT: usize = 50;

/// Every account has this one: whoever asks is in it, signed in or not (R97). Neither its name nor its members can be
/// changed; it can be turned off.
pub static PUBLIC: LazyLock<AccessGroup> = LazyLock::new(|| AccessGroup {
    id: AccessGroupId::minted("AccessGroupId-PublicAccess"),
    name: "Public Access".into(),
    description: "Everybody, signed in or not".into(),
    members: BTreeSet::new(),
    created_at: Timestamp::UNIX_EPOCH,
});

/// Whether the policies of the group *Public Access* count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicAccess {
    /// They do.
    #[default]
    Enabled,
    /// They don't.
    Disabled,
}

/// An access group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGroup {
    /// Its id.
    pub id: AccessGroupId,
    /// Its name, unique without regard to case.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its members.
    pub members: BTreeSet<Identity>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What can be asked of access groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of AccessGroup")]
pub enum Command {
    Create {
        name: String,
        description: String,
    },
    Update {
        id: AccessGroupId,
        name: String,
        description: String,
    },
    /// Deletes the group and its policies (R109).
    Delete {
        id: AccessGroupId,
    },
    AddMember {
        id: AccessGroupId,
        member: Identity,
    },
    RemoveMember {
        id: AccessGroupId,
        member: Identity,
    },
    /// Removes a member from every group that it is in.
    Purge {
        member: Identity,
    },
    /// Lets the policies of *Public Access* count, or not.
    SetPublicAccess(PublicAccess),
}

/// What happens to access groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of AccessGroup")]
pub enum Event {
    Created {
        id: AccessGroupId,
        name: String,
        description: String,
    },
    Updated {
        id: AccessGroupId,
        name: String,
        description: String,
    },
    Deleted {
        id: AccessGroupId,
    },
    MemberAdded {
        id: AccessGroupId,
        member: Identity,
    },
    MemberRemoved {
        id: AccessGroupId,
        member: Identity,
    },
    PublicAccessSet(PublicAccess),
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let event = match command {
        Command::Create { name, description } => {
            account.require(
                actor,
                &Ask::action("iam-groups.groups.create"),
                "create access groups",
                ctx.now,
            )?;
            if account.access_groups.len() >= LIMIT {
                return Err(Refusal::limit(Noun::AccessGroup, LIMIT));
            }
            let (name, description) = texts(account, None, name, description)?;
            Event::Created {
                id: ctx.fresh_access_group(0),
                name,
                description,
            }
        }
        Command::Update {
            id,
            name,
            description,
        } => {
            not_public(id)?;
            account.access_group(id)?;
            account.require(
                actor,
                &Ask::action("iam-groups.groups.update"),
                "change access groups",
                ctx.now,
            )?;
            let (name, description) = texts(account, Some(id), name, description)?;
            Event::Updated {
                id: id.clone(),
                name,
                description,
            }
        }
        Command::Delete { id } => {
            not_public(id)?;
            account.access_group(id)?;
            account.require(
                actor,
                &Ask::action("iam-groups.groups.delete"),
                "delete access groups",
                ctx.now,
            )?;
            Event::Deleted { id: id.clone() }
        }
        Command::AddMember { id, member } => {
            not_public(id)?;
            let group = account.access_group(id)?;
            account.require(
                actor,
                &Ask::action("iam-groups.members.add"),
                "add members to access groups",
                ctx.now,
            )?;
            let name = account.member_name(member)?;
            if group.members.contains(member) {
                let reason = format!("{name} is a member of {} already.", group.name);
                return Err(RefusalKind::NotPossible { reason }.refusal());
            }
            let groups = account.access_groups.values();
            let joined = groups.filter(|group| group.members.contains(member));
            if joined.count() >= MEMBER_LIMIT {
                return Err(Refusal::limit(Noun::AccessGroup, MEMBER_LIMIT)
                    .because(format!("It is that of one member: {name}.")));
            }
            Event::MemberAdded {
                id: id.clone(),
                member: member.clone(),
            }
        }
        Command::RemoveMember { id, member } => {
            not_public(id)?;
            let group = account.access_group(id)?;
            require_removal(account, actor, ctx)?;
            if !group.members.contains(member) {
                let name = account.member_name(member)?;
                let reason = format!("{name} is not a member of {}.", group.name);
                return Err(RefusalKind::NotPossible { reason }.refusal());
            }
            Event::MemberRemoved {
                id: id.clone(),
                member: member.clone(),
            }
        }
        Command::Purge { member } => {
            require_removal(account, actor, ctx)?;
            let name = account.member_name(member)?;
            let groups = account.access_groups.values();
            let joined = groups.filter(|group| group.members.contains(member));
            let removed = joined.map(|group| Event::MemberRemoved {
                id: group.id.clone(),
                member: member.clone(),
            });
            let removed: Vec<event::Event> = removed.map(event::Event::from).collect();
            if removed.is_empty() {
                let reason = format!("{name} is a member of no access group.");
                return Err(RefusalKind::NotPossible { reason }.refusal());
            }
            return Ok(removed);
        }
        Command::SetPublicAccess(access) => {
            let ask = Ask::role("iam-groups", &["Administrator"]);
            account.require(actor, &ask, "turn public access on or off", ctx.now)?;
            Event::PublicAccessSet(*access)
        }
    };
    Ok(vec![event.into()])
}

fn require_removal(account: &Account, actor: &Actor, ctx: &Context) -> Result<(), Refusal> {
    let ask = Ask::action("iam-groups.members.delete");
    account.require(actor, &ask, "remove members from access groups", ctx.now)
}

fn not_public(id: &AccessGroupId) -> Result<(), Refusal> {
    if *id != PUBLIC.id {
        return Ok(());
    }
    let reason = "Everybody is in access group Public Access: it can't be changed or deleted, and has no members of its own.";
    let reason = reason.to_string();
    Err(RefusalKind::NotPossible { reason }.refusal())
}

/// Whether `identity` may know of a group: *Public Access*, as a member, or by a role on the IAM Access Groups service.
pub fn may_see(
    account: &Account,
    identity: &Identity,
    group: &AccessGroup,
    now: Timestamp,
) -> bool {
    let ask = Ask::action("iam-groups.groups.list");
    group.id == PUBLIC.id
        || group.members.contains(identity)
        || access::decide(account, identity, &ask, now).allowed
}

fn texts(
    account: &Account,
    own: Option<&AccessGroupId>,
    name: &str,
    description: &str,
) -> Result<(String, String), Refusal> {
    let name = name::text("name", name, 1)?;
    if name.chars().count() > 100 {
        let problem = "must have 100 characters at most".to_string();
        return Err(RefusalKind::InvalidField {
            field: "name",
            problem,
        }
        .refusal());
    }
    let taken = account
        .access_groups
        .values()
        .any(|g| Some(&g.id) != own && g.name.to_lowercase() == name.to_lowercase());
    if taken || name.eq_ignore_ascii_case(&PUBLIC.name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::AccessGroup,
            name,
        }
        .refusal());
    }
    Ok((name, name::text("description", description, 0)?))
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Created {
            id,
            name,
            description,
        } => {
            let group = AccessGroup {
                id: id.clone(),
                name: name.clone(),
                description: description.clone(),
                members: BTreeSet::new(),
                created_at: record.at,
            };
            account.access_groups.insert(group);
        }
        Event::Updated {
            id,
            name,
            description,
        } => account.access_groups.change(id, |group| {
            group.name = name.clone();
            group.description = description.clone();
        }),
        Event::Deleted { id } => {
            let group = account.access_groups.get(id);
            let members = group.map(|group| group.members.clone());
            lapse(account, id, &members.unwrap_or_default(), record.at);
            account.access_groups.remove(id);
            account
                .policies
                .remove_of(&Subject::AccessGroup(id.clone()));
        }
        Event::MemberAdded { id, member } => account.access_groups.join(id, member),
        Event::MemberRemoved { id, member } => {
            lapse(account, id, &[member.clone()].into(), record.at);
            account.access_groups.leave(id, member);
        }
        Event::PublicAccessSet(access) => account.public_access = *access,
    }
}

/// Members who leave keep for a while what the group's policies give (R105).
fn lapse(account: &mut Account, id: &AccessGroupId, members: &BTreeSet<Identity>, at: Timestamp) {
    let subject = Subject::AccessGroup(id.clone());
    let policies: Vec<_> = account.policies.of(&subject).cloned().collect();
    for policy in policies {
        account.let_lapse(&policy, members.iter().cloned(), at);
    }
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, id) = match event {
        Event::Created { id, .. } => ("iam-groups.group.create", id),
        Event::Updated { id, .. } => ("iam-groups.group.update", id),
        Event::Deleted { id } => ("iam-groups.group.delete", id),
        Event::MemberAdded { id, .. } => ("iam-groups.member.add", id),
        Event::MemberRemoved { id, .. } => ("iam-groups.member.delete", id),
        Event::PublicAccessSet(_) => {
            return Audited::new("iam-groups.account-settings.update", "account");
        }
    };
    Audited::new(action, id)
}
