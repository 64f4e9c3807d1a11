//! Resource groups.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Event};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::iam::access::{self, Ask};
use crate::iam::role::Role;
use crate::id::ResourceGroupId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy};

/// How many an account has at most (`console.md`, section 16).
const LIMIT: usize = 1000;

/// A resource group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceGroup {
    /// Its id.
    pub id: ResourceGroupId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that commands use when none is targeted (R7).
    pub default: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ResourceGroup {
    /// Whether `identity` may see the group: by a role on the group itself, which is apart from roles on what lies in
    /// it (R102).
    pub fn is_visible_to(&self, account: &Account, identity: &Identity, now: Timestamp) -> bool {
        let ask = Ask::on_group(&self.id, &Role::PLATFORM);
        access::decide(account, identity, &ask, now).allowed
    }
}

/// The access that a command on resource groups takes.
fn require(
    account: &Account,
    actor: &Actor,
    ask: &Ask,
    to: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let decision = access::decide(account, &actor.identity, ask, now);
    if decision.allowed {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized { to: to.into() }
        .refusal()
        .with_decision(decision))
}

/// Makes one: Editors and Administrators of resource groups in general, and billable accounts only (R61).
pub(super) fn create(
    account: &Account,
    actor: &Actor,
    name: &str,
    ctx: &Context,
) -> Result<Event, Refusal> {
    let ask = Ask::role("resource-group", &["Administrator", "Editor"]);
    require(account, actor, &ask, "create resource groups", ctx.now)?;
    if !account.kind_at(ctx.now).is_billable() {
        let reason = format!(
            "A {} account has only the default resource group.",
            account.kind
        );
        return Err(RefusalKind::NotPossible { reason }
            .refusal()
            .remedy(Remedy::text(
                "Upgrade the account to Pay-As-You-Go or Subscription.",
            )));
    }
    if account.resource_groups.len() >= LIMIT {
        return Err(Refusal::limit(Noun::ResourceGroup, LIMIT));
    }
    Ok(Event::ResourceGroupCreated {
        id: ctx.fresh_resource_group(0),
        name: unused(account, None, name)?,
    })
}

/// Gives one another name: its Editors and Administrators (`cli.md`, section 5).
pub(super) fn rename(
    account: &Account,
    actor: &Actor,
    id: &ResourceGroupId,
    name: &str,
    now: Timestamp,
) -> Result<Event, Refusal> {
    let group = account.resource_group(id)?;
    let ask = Ask::on_group(id, &["Administrator", "Editor"]);
    let to = format!("change the resource group {}", group.name);
    require(account, actor, &ask, &to, now)?;
    Ok(Event::ResourceGroupRenamed {
        id: id.clone(),
        name: unused(account, Some(id), name)?,
    })
}

/// Deletes one that is empty: its Administrators (`cli.md`, section 5). The API keys and credentials that were stored for it
/// go with it; the keys stay in their owners' lists. Policies that name it stay, and give access to nothing (inferred).
pub(super) fn delete(
    account: &Account,
    actor: &Actor,
    id: &ResourceGroupId,
    now: Timestamp,
) -> Result<Event, Refusal> {
    let group = account.resource_group(id)?;
    let ask = Ask::on_group(id, &["Administrator"]);
    let to = format!("delete the resource group {}", group.name);
    require(account, actor, &ask, &to, now)?;
    let not_possible = |reason: String| RefusalKind::NotPossible { reason }.refusal();
    if group.default {
        return Err(not_possible(
            "The default resource group can't be deleted.".into(),
        ));
    }
    let clusters = account.clusters.values().filter(|c| c.group == *id);
    let subnets = account.subnets.values().filter(|s| s.group == *id);
    let names = clusters.map(|c| &c.name).chain(subnets.map(|s| &s.name));
    let names: Vec<&str> = names.map(String::as_str).collect();
    if !names.is_empty() {
        let reason = format!(
            "The resource group {} can't be deleted: it holds {}.",
            group.name,
            names.join(", ")
        );
        return Err(not_possible(reason).remedy(Remedy::text(
            "Delete what is in it first: resources can't be moved to another resource group.",
        )));
    }
    Ok(Event::ResourceGroupDeleted { id: id.clone() })
}

/// A name that no other group has.
fn unused(
    account: &Account,
    itself: Option<&ResourceGroupId>,
    name: &str,
) -> Result<String, Refusal> {
    let name = name::text("name", name, 1)?;
    let mut others = account.resource_groups.values();
    if others.any(|g| Some(&g.id) != itself && g.name.eq_ignore_ascii_case(&name)) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::ResourceGroup,
            name,
        }
        .refusal());
    }
    Ok(name)
}
