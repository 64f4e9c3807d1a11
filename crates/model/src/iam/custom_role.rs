//! Custom roles: named sets of a service's actions, made by the account (R99; `api.md`, section 3).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{Ask, Target};
use crate::iam::role::Role;
use crate::iam::service::Service;
use crate::id::CustomRoleId;
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};

/// The most custom roles of an account (R113).
pub const LIMIT: usize = 40;

/// The most characters of a role's name.
const NAME_LENGTH: usize = 30;

/// A custom role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomRole {
    /// Its id.
    pub id: CustomRoleId,
    /// Its name in CRNs: a capital, then letters and digits, 30 at most.
    pub name: String,
    /// Its name in policies and lists.
    pub display_name: String,
    /// What it is for.
    pub description: String,
    /// The service whose actions it holds.
    pub service: String,
    /// The actions.
    pub actions: BTreeSet<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Identity,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// By whom.
    pub modified_by: Identity,
}

impl CustomRole {
    /// Whether it holds the action that is asked for.
    pub fn gives(&self, ask: &Ask) -> bool {
        let of_service = matches!(ask.target, Target::Service(name, _) if name == self.service);
        of_service
            && ask
                .action
                .is_some_and(|action| self.actions.contains(action))
    }

    /// Its CRN in policies: `crn:v1:bluemix:public:iam::a/ACCOUNT::customRole:NAME`.
    pub fn crn(&self, account: &Account) -> String {
        let (account, name) = (&account.id, &self.name);
        format!("crn:v1:bluemix:public:iam::a/{account}::customRole:{name}")
    }
}

impl Account {
    /// The custom role of that name or display name.
    pub fn custom_role_called(&self, typed: &str) -> Result<&CustomRole, Refusal> {
        let mut roles = self.custom_roles.values();
        let found = roles.find(|role| {
            role.name == typed || role.display_name == typed || role.id.as_str() == typed
        });
        let (noun, name) = (Noun::CustomRole, shorten(typed));
        found.ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())
    }

    /// The custom roles that hold actions of a service.
    pub fn custom_roles_of(&self, service: &str) -> impl Iterator<Item = &CustomRole> {
        let roles = self.custom_roles.values();
        roles.filter(move |role| role.service == service)
    }

    /// The CRN of a role in a policy for `service`, whoever made the role.
    pub fn role_crn(&self, role: &Role, service: Option<&str>) -> String {
        let mut custom = self.custom_roles_of(service.unwrap_or_default());
        match custom.find(|custom| custom.display_name == role.as_str()) {
            Some(custom) => custom.crn(self),
            None => role.crn(service),
        }
    }
}

/// What can be asked of custom roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of CustomRole")]
pub enum Command {
    Create {
        name: String,
        display_name: String,
        description: String,
        service: String,
        actions: Vec<String>,
    },
    Update {
        id: CustomRoleId,
        display_name: String,
        description: String,
        actions: Vec<String>,
    },
    /// Deletes a role that no policy gives.
    Delete { id: CustomRoleId },
}

/// What happens to custom roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of CustomRole")]
pub enum Event {
    Created {
        id: CustomRoleId,
        name: String,
        display_name: String,
        description: String,
        service: String,
        actions: BTreeSet<String>,
    },
    Updated {
        id: CustomRoleId,
        display_name: String,
        description: String,
        actions: BTreeSet<String>,
    },
    Deleted {
        id: CustomRoleId,
    },
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let ask = Ask::role("iam-access-management", &["Administrator"]);
    account.require(actor, &ask, "manage custom roles", ctx.now)?;
    let event = match command {
        Command::Create {
            name,
            display_name,
            description,
            service,
            actions,
        } => {
            let service = Service::find(service)?;
            let name = checked_name(name)?;
            let mut of_service = account.custom_roles_of(service.name);
            if of_service.any(|role| role.name == name) {
                return Err(taken(&name));
            }
            if account.custom_roles.len() >= LIMIT {
                return Err(Refusal::limit(Noun::CustomRole, LIMIT));
            }
            Event::Created {
                id: ctx.fresh_custom_role(),
                name,
                display_name: checked_display_name(account, service, None, display_name)?,
                description: name::text("description", description, 0)?,
                service: service.name.into(),
                actions: checked_actions(service, actions)?,
            }
        }
        Command::Update {
            id,
            display_name,
            description,
            actions,
        } => {
            let role = found(account, id)?;
            let service = Service::find(&role.service)?;
            if role.display_name != *display_name {
                not_in_use(account, role, "renamed")?;
            }
            Event::Updated {
                id: id.clone(),
                display_name: checked_display_name(account, service, Some(id), display_name)?,
                description: name::text("description", description, 0)?,
                actions: checked_actions(service, actions)?,
            }
        }
        Command::Delete { id } => {
            not_in_use(account, found(account, id)?, "deleted")?;
            Event::Deleted { id: id.clone() }
        }
    };
    Ok(vec![event.into()])
}

fn found<'a>(account: &'a Account, id: &CustomRoleId) -> Result<&'a CustomRole, Refusal> {
    let (noun, name) = (Noun::CustomRole, id.to_string());
    let role = account.custom_roles.get(id);
    role.ok_or_else(|| RefusalKind::NotFound { noun, name }.refusal())
}

/// Policies name roles by their display names.
fn not_in_use(account: &Account, role: &CustomRole, done: &str) -> Result<(), Refusal> {
    let given = Role::named(&role.display_name);
    let mut policies = account.policies.values();
    match policies.find(|policy| policy.roles.contains(&given)) {
        None => Ok(()),
        Some(policy) => {
            let name = &role.display_name;
            let reason = format!(
                "Policy {} gives role {name}, so it can't be {done}.",
                policy.id
            );
            Err(RefusalKind::NotPossible { reason }.refusal())
        }
    }
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let starts = name.starts_with(|c: char| c.is_ascii_uppercase());
    if starts && name.len() <= NAME_LENGTH && name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(name.into());
    }
    let problem = format!(
        "'{}' must begin with a capital and have {NAME_LENGTH} letters and digits at most",
        shorten(name)
    );
    let field = "role name";
    Err(RefusalKind::InvalidField { field, problem }.refusal())
}

/// A display name that no other role of the service has: policies name roles by it.
fn checked_display_name(
    account: &Account,
    service: &Service,
    own: Option<&CustomRoleId>,
    name: &str,
) -> Result<String, Refusal> {
    let name = name::text("display name", name, 1)?;
    let mut others = account
        .custom_roles_of(service.name)
        .filter(|role| Some(&role.id) != own);
    let platform = Role::PLATFORM.iter();
    let mut offered = platform.chain(service.service_roles);
    if offered.any(|role| role.eq_ignore_ascii_case(&name))
        || others.any(|role| role.display_name.eq_ignore_ascii_case(&name))
    {
        return Err(taken(&name));
    }
    Ok(name)
}

fn taken(name: &str) -> Refusal {
    RefusalKind::AlreadyExists {
        noun: Noun::CustomRole,
        name: name.into(),
    }
    .refusal()
}

fn checked_actions(service: &Service, actions: &[String]) -> Result<BTreeSet<String>, Refusal> {
    let field = "action";
    let actions: BTreeSet<String> = actions.iter().map(|a| a.trim().to_string()).collect();
    if actions.is_empty() {
        let problem = "must be given".to_string();
        return Err(RefusalKind::InvalidField { field, problem }.refusal());
    }
    for action in &actions {
        if !service.actions.iter().any(|(known, _)| known == action) {
            let problem = format!("'{}' is not one of {}", shorten(action), service.name);
            return Err(RefusalKind::InvalidField { field, problem }.refusal());
        }
    }
    Ok(actions)
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Created {
            id,
            name,
            display_name,
            description,
            service,
            actions,
        } => {
            let role = CustomRole {
                id: id.clone(),
                name: name.clone(),
                display_name: display_name.clone(),
                description: description.clone(),
                service: service.clone(),
                actions: actions.clone(),
                created_at: record.at,
                created_by: record.actor.identity.clone(),
                modified_at: record.at,
                modified_by: record.actor.identity.clone(),
            };
            account.custom_roles.insert(id.clone(), role);
        }
        Event::Updated {
            id,
            display_name,
            description,
            actions,
        } => {
            if let Some(role) = account.custom_roles.get_mut(id) {
                role.display_name = display_name.clone();
                role.description = description.clone();
                role.actions = actions.clone();
                role.modified_at = record.at;
                role.modified_by = record.actor.identity.clone();
            }
        }
        Event::Deleted { id } => _ = account.custom_roles.remove(id),
    }
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, id) = match event {
        Event::Created { id, .. } => (CREATE, id),
        Event::Updated { id, .. } => (UPDATE, id),
        Event::Deleted { id } => (DELETE, id),
    };
    Audited::new(action, id)
}

/// What a command would have been in the audit trail, and what it was about.
pub(crate) fn attempted(command: &Command) -> (&'static str, String) {
    match command {
        Command::Create { name, .. } => (CREATE, shorten(name)),
        Command::Update { id, .. } => (UPDATE, id.to_string()),
        Command::Delete { id } => (DELETE, id.to_string()),
    }
}

// The names of these events are (inferred) from those of policies.
const CREATE: &str = "iam-am.role.create";
const UPDATE: &str = "iam-am.role.update";
const DELETE: &str = "iam-am.role.delete";
