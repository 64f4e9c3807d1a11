//! Access policies: a subject, roles, and what they apply to (R97, R98). There are no policies that deny.

mod condition;
mod json;
mod names;
mod scope;
mod window;

pub use condition::{Pattern, Rule};
pub use json::Content;
pub use names::Names;
pub use scope::{Attribute, AttributeName, Operator, Scope, describe};
pub use window::{Times, Window};

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{AccessTag, Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::access_group::PUBLIC;
use crate::iam::role::{Role, RoleKind};
use crate::iam::service::{Family, Service};
use crate::iam::session;
use crate::id::{AccessGroupId, PolicyId, ServiceIdId, TrustedProfileId, UserId};
use crate::name;
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy, shorten};

/// Whom a policy gives access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One user.
    User(UserId),
    /// One service ID.
    ServiceId(ServiceIdId),
    /// Whoever has put on a trusted profile.
    TrustedProfile(TrustedProfileId),
    /// Every member of an access group.
    AccessGroup(AccessGroupId),
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// Whom it gives access.
    pub subject: Subject,
    /// The roles that it gives, one or more.
    pub roles: BTreeSet<Role>,
    /// What they apply to.
    pub scope: Scope,
    /// When they apply; always, if nothing is said (R106).
    #[serde(default)]
    pub rule: Option<Rule>,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Identity,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// By whom.
    #[serde(default = "nobody")]
    pub modified_by: Identity,
    /// How often it was changed; part of the entity tag.
    pub revision: u32,
}

/// Who changed a policy of which that was not written down.
fn nobody() -> Identity {
    Identity::Credlab
}

impl Policy {
    /// The roles' display names, as the console lists them: `Viewer, Writer`.
    pub fn role_names(&self) -> String {
        let roles: Vec<&str> = sorted(&self.roles).iter().map(|r| r.as_str()).collect();
        roles.join(", ")
    }

    /// The version that the command line shows: `1-` and 32 hexadecimal digits.
    pub fn version(&self) -> String {
        let hash = crate::secret::SecretHash::of(&format!("{}{}", self.id, self.revision));
        let digits: String = serde_json::to_string(&hash)
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_hexdigit)
            .take(32)
            .collect();
        format!("{}-{digits}", self.revision)
    }

    /// The scope in a line, for people, and when it applies: `Kubernetes Service, us-south region, until 2026-12-01 09:00 UTC`.
    pub fn describe(&self, account: &Account) -> String {
        let scope = describe(&self.scope, account);
        match &self.rule {
            Some(rule) => format!("{scope}, {rule}"),
            None => scope,
        }
    }
}

/// What can be asked of policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Gives a subject roles on a scope.
    Create {
        /// Whom.
        subject: Subject,
        /// Display names of roles.
        roles: Vec<String>,
        /// What the roles apply to.
        scope: Scope,
        /// When they apply.
        #[serde(default)]
        rule: Option<Rule>,
    },
    /// Changes roles and scope of a policy.
    Update {
        /// Which one.
        policy: PolicyId,
        /// The revision that the caller has looked at. If the policy has another one by now, nothing is changed; without it,
        /// whatever is there is replaced (`api.md`, section 3: If-Match).
        #[serde(default)]
        seen: Option<u32>,
        /// The roles that it gives from now on.
        roles: Vec<String>,
        /// What they apply to from now on.
        scope: Scope,
        /// When they apply from now on.
        #[serde(default)]
        rule: Option<Rule>,
    },
    /// Takes a policy away.
    Delete {
        /// Which one.
        policy: PolicyId,
    },
}

/// What happens to policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A policy came into being.
    Created {
        /// Its id.
        id: PolicyId,
        /// Whom it gives access.
        subject: Subject,
        /// Its roles.
        roles: BTreeSet<Role>,
        /// Its scope.
        scope: Scope,
        /// Its time conditions.
        #[serde(default)]
        rule: Option<Rule>,
    },
    /// Roles and scope were replaced.
    Updated {
        /// Which policy.
        id: PolicyId,
        /// The new roles.
        roles: BTreeSet<Role>,
        /// The new scope.
        scope: Scope,
        /// The new time conditions.
        #[serde(default)]
        rule: Option<Rule>,
    },
    /// A policy is gone.
    Deleted {
        /// Which one.
        id: PolicyId,
    },
}

/// The most policies that an account may hold (R113).
pub const LIMIT: usize = 4020;

/// The most policies of one user, service ID or access group (R113).
pub const SUBJECT_LIMIT: usize = 1000;

/// The most policies with access tags (R113).
pub const TAGGED_LIMIT: usize = 500;

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let event = match command {
        Command::Create {
            subject,
            roles,
            scope,
            rule,
        } => {
            check_subject(account, subject)?;
            let roles = check_roles(account, roles, scope)?;
            rule.as_ref().map_or(Ok(()), Rule::check)?;
            check_public(subject, &roles, scope)?;
            may_assign(account, actor, scope, ctx.now)?;
            if account.policies.len() >= LIMIT {
                return Err(Refusal::limit(Noun::Policy, LIMIT));
            }
            let tagged = |scope: &Scope| scope.get(AttributeName::AccessTag).is_some();
            let with_tags = account.policies.values().filter(|p| tagged(&p.scope));
            if tagged(scope) && with_tags.count() >= TAGGED_LIMIT {
                return Err(Refusal::limit(Noun::Policy, TAGGED_LIMIT)
                    .because("It is that of policies with access tags."));
            }
            let of_subject = account.policies.values();
            let of_subject = of_subject.filter(|policy| policy.subject == *subject);
            if of_subject.count() >= SUBJECT_LIMIT {
                return Err(Refusal::limit(Noun::Policy, SUBJECT_LIMIT)
                    .because("It is that of one user, service ID or access group."));
            }
            let same = |p: &&Policy| {
                p.subject == *subject && p.scope == *scope && p.roles == roles && p.rule == *rule
            };
            if let Some(policy) = account.policies.values().find(same) {
                return Err(RefusalKind::AlreadyExists {
                    noun: Noun::Policy,
                    name: policy.id.to_string(),
                }
                .refusal());
            }
            Event::Created {
                id: ctx.fresh_policy(0),
                subject: subject.clone(),
                roles,
                scope: scope.clone(),
                rule: rule.clone(),
            }
        }
        Command::Update {
            policy,
            seen,
            roles,
            scope,
            rule,
        } => {
            let old = account.policy(policy)?;
            check_lock(account, old)?;
            check_seen(account, old, *seen)?;
            let roles = check_roles(account, roles, scope)?;
            rule.as_ref().map_or(Ok(()), Rule::check)?;
            check_public(&old.subject, &roles, scope)?;
            may_assign(account, actor, &old.scope, ctx.now)?;
            may_assign(account, actor, scope, ctx.now)?;
            Event::Updated {
                id: policy.clone(),
                roles,
                scope: scope.clone(),
                rule: rule.clone(),
            }
        }
        Command::Delete { policy } => {
            let old = account.policy(policy)?;
            check_lock(account, old)?;
            may_assign(account, actor, &old.scope, ctx.now)?;
            Event::Deleted { id: policy.clone() }
        }
    };
    Ok(vec![event.into()])
}

fn check_subject(account: &Account, subject: &Subject) -> Result<(), Refusal> {
    match subject {
        Subject::User(id) => {
            let user = account.user(id)?;
            if user.state.is_invited() {
                let reason = format!(
                    "{} has not accepted the invitation. Access can be assigned after that.",
                    user.email
                );
                return Err(RefusalKind::NotPossible { reason }
                    .refusal()
                    .remedy(Remedy::run(
                        "Accept the invitation.",
                        format!("credlab accept {}", user.email),
                    )));
            }
        }
        Subject::ServiceId(id) => {
            let service_id = account.service_id(id)?;
            if service_id.locked {
                return Err(RefusalKind::Locked {
                    noun: Noun::ServiceId,
                    name: service_id.name.clone(),
                }
                .refusal());
            }
        }
        Subject::TrustedProfile(id) => drop(account.trusted_profile(id)?),
        Subject::AccessGroup(id) => drop(account.access_group(id)?),
    }
    Ok(())
}

/// What was changed meanwhile is not replaced unseen.
fn check_seen(account: &Account, policy: &Policy, seen: Option<u32>) -> Result<(), Refusal> {
    if seen.is_none_or(|seen| seen == policy.revision) {
        return Ok(());
    }
    let reason = format!(
        "Policy {} was changed meanwhile. It gives {} on {} now.",
        policy.id,
        policy.role_names(),
        policy.describe(account)
    );
    Err(RefusalKind::NotPossible { reason }
        .refusal()
        .remedy(Remedy::text("Look at it again, then change it.")))
}

fn check_lock(account: &Account, policy: &Policy) -> Result<(), Refusal> {
    match &policy.subject {
        Subject::ServiceId(id) => match account.service_ids.get(id) {
            Some(s) if s.locked => Err(RefusalKind::Locked {
                noun: Noun::ServiceId,
                name: s.name.clone(),
            }
            .refusal()),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// The roles that a policy for `scope` can give: platform roles first, custom roles last, and for a namespace service
/// roles only (R100).
pub fn offered_roles(account: &Account, scope: &Scope) -> Result<Vec<Role>, Refusal> {
    let name = scope.get(AttributeName::ServiceName);
    let (platform, service): (&[&str], &[&str]) = match name {
        Some(name) => {
            let service = Service::find(name)?;
            (service.platform_roles, service.service_roles)
        }
        None if scope.get(AttributeName::ServiceType) == Some("service") => {
            (&Role::PLATFORM, &["Reader", "Writer", "Manager"])
        }
        None => (&Role::PLATFORM, &[]),
    };
    if scope.get(AttributeName::Namespace).is_some() {
        return Ok(service.iter().map(|role| Role::named(role)).collect());
    }
    let custom = account.custom_roles_of(name.unwrap_or_default());
    let custom = custom.map(|role| Role::named(&role.display_name));
    let named = platform.iter().chain(service);
    Ok(named.map(|role| Role::named(role)).chain(custom).collect())
}

/// The roles, if the scope is well-formed and offers them all.
pub(crate) fn check_roles(
    account: &Account,
    names: &[String],
    scope: &Scope,
) -> Result<BTreeSet<Role>, Refusal> {
    for attribute in scope.attributes() {
        name::text("attribute value", &attribute.value, 1)?;
    }
    check_tags(scope)?;
    let offered = offered_roles(account, scope)?;
    let namespaced = scope.get(AttributeName::Namespace).is_some();
    if namespaced && scope.get(AttributeName::ResourceGroupId).is_some() {
        let problem = "can't be combined with a resource group".to_string();
        return Err(RefusalKind::InvalidField {
            field: "namespace",
            problem,
        }
        .refusal());
    }
    let mut roles = BTreeSet::new();
    for name in names.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
        let found = offered
            .iter()
            .find(|role| role.as_str().eq_ignore_ascii_case(name));
        match found {
            Some(role) => roles.insert(role.clone()),
            None => {
                let valid = offered.iter().map(|r| r.to_string()).collect();
                return Err(RefusalKind::UnknownRole {
                    role: shorten(name),
                    valid,
                }
                .refusal());
            }
        };
    }
    if roles.is_empty() {
        return Err(RefusalKind::InvalidField {
            field: "roles",
            problem: "must name at least one role".into(),
        }
        .refusal());
    }
    Ok(roles)
}

/// Everybody gets service roles on one service at most, and none on the Kubernetes Service or what manages the account
/// (inferred: IBM Cloud offers public access to what services hold, such as buckets and images).
fn check_public(subject: &Subject, roles: &BTreeSet<Role>, scope: &Scope) -> Result<(), Refusal> {
    if *subject != Subject::AccessGroup(PUBLIC.id.clone()) {
        return Ok(());
    }
    let service = scope.get(AttributeName::ServiceName);
    let service = service.and_then(|name| Service::find(name).ok());
    let open = service.is_some_and(|service| {
        service.family == Family::IamEnabled && service.name != "containers-kubernetes"
    });
    if open && roles.iter().all(|role| role.kind() == RoleKind::Service) {
        return Ok(());
    }
    let reason =
        "Access group Public Access takes service roles on one service that has public resources.";
    let reason = reason.to_string();
    Err(RefusalKind::NotPossible { reason }.refusal())
}

/// Access tags go with no other attribute: such a policy is for all IAM-enabled services (R108).
fn check_tags(scope: &Scope) -> Result<(), Refusal> {
    if scope.get(AttributeName::AccessTag).is_none() {
        return Ok(());
    }
    for attribute in scope.attributes() {
        let problem = match (attribute.name, attribute.operator) {
            (AttributeName::AccessTag, Operator::StringEquals) => {
                attribute.value.parse::<AccessTag>()?;
                continue;
            }
            (AttributeName::AccessTag, Operator::StringMatch) if attribute.value.contains(':') => {
                continue;
            }
            (AttributeName::AccessTag, Operator::StringMatch) => {
                format!("'{}' does not read key:value", shorten(&attribute.value))
            }
            (AttributeName::ServiceType, _) if attribute.value == "service" => continue,
            (name, _) => format!("can't be combined with {}", name.label()),
        };
        let field = "access tag";
        return Err(RefusalKind::InvalidField { field, problem }.refusal());
    }
    Ok(())
}

/// Assigning needs Administrator on the target: the owner, Administrator on everything, on the service, or on the
/// one instance (R104).
pub(crate) fn may_assign(
    account: &Account,
    actor: &Actor,
    scope: &Scope,
    now: Timestamp,
) -> Result<(), Refusal> {
    let ask = match scope.get(AttributeName::ServiceName) {
        Some(name) => {
            Ask::role(Service::find(name)?.name, &["Administrator"]).scoped(account, scope)
        }
        None if scope.get(AttributeName::ResourceType) == Some("resource-group") => {
            Ask::role("resource-group", &["Administrator"]).scoped(account, scope)
        }
        None => {
            // Everything of a family: only an equally wide policy, or ownership, is enough.
            let family = match scope.get(AttributeName::ServiceType) {
                Some("platform_service") => Family::AccountManagement,
                _ if scope.get(AttributeName::ServiceGroupId).is_some() => {
                    Family::AccountManagement
                }
                _ => Family::IamEnabled,
            };
            Ask::all_of(family).scoped(account, scope)
        }
    };
    let decision = access::decide(account, &actor.identity, &ask, now);
    if decision.allowed {
        return Ok(());
    }
    Err(RefusalKind::NotAuthorized {
        to: format!("assign access to {}", describe(scope, account)),
    }
    .refusal()
    .with_decision(decision)
    .remedy(Remedy::text(
        "Ask the account owner, or an Administrator of the target.",
    )))
}

/// Whether `actor` may give `subject` anything at all: an Administrator of something may, and who adds members to access
/// groups (R104, R109).
pub fn may_assign_to(
    account: &Account,
    actor: &Actor,
    subject: &Subject,
    now: Timestamp,
) -> Result<(), Refusal> {
    session::may_enter(account, &actor.identity)?;
    let owner = actor.identity == Identity::User(account.owner.clone());
    let administrator = Role::named("Administrator");
    let administers = access::reaching(account, &actor.identity)
        .any(|(policy, _)| policy.roles.contains(&administrator));
    let decision = access::decide(
        account,
        &actor.identity,
        &Ask::action("iam-groups.members.add"),
        now,
    );
    if !owner && !administers && !decision.allowed {
        return Err(RefusalKind::NotAuthorized {
            to: "assign access".into(),
        }
        .refusal()
        .because("Assigning access needs Administrator on what is assigned, or Editor or Administrator on IAM Access Groups.")
        .with_decision(decision)
        .remedy(Remedy::text("Ask the account owner, or an Administrator of the target.")));
    }
    check_subject(account, subject)
}

/// Whether `identity` may read a policy: one that reaches it, or one whose target it has a platform role on.
pub fn may_read(account: &Account, identity: &Identity, policy: &Policy, now: Timestamp) -> bool {
    let reaches = access::reaching(account, identity).any(|(other, _)| other.id == policy.id);
    let on_target = |service: &Service| {
        let ask = Ask::role(service.name, &Role::PLATFORM).scoped(account, &policy.scope);
        access::decide(account, identity, &ask, now).allowed
    };
    let service = match policy.scope.get(AttributeName::ServiceName) {
        Some(name) => Service::find(name),
        None if policy.scope.get(AttributeName::ResourceType) == Some("resource-group") => {
            Service::find("resource-group")
        }
        None => {
            return reaches || may_assign(account, &reader(identity), &policy.scope, now).is_ok();
        }
    };
    reaches || service.is_ok_and(on_target)
}

fn reader(identity: &Identity) -> Actor {
    Actor {
        identity: identity.clone(),
        face: crate::actor::Face::Api,
    }
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Created {
            id,
            subject,
            roles,
            scope,
            rule,
        } => {
            let policy = Policy {
                id: id.clone(),
                subject: subject.clone(),
                roles: roles.clone(),
                scope: scope.clone(),
                rule: rule.clone(),
                created_at: record.at,
                created_by: record.actor.identity.clone(),
                modified_at: record.at,
                modified_by: record.actor.identity.clone(),
                revision: 1,
            };
            account.policies.insert(policy);
        }
        Event::Updated {
            id,
            roles,
            scope,
            rule,
        } => {
            lapse(account, id, record.at);
            account.policies.change(id, |policy| {
                policy.roles = roles.clone();
                policy.scope = scope.clone();
                policy.rule = rule.clone();
                policy.modified_at = record.at;
                policy.modified_by = record.actor.identity.clone();
                policy.revision += 1;
            });
        }
        Event::Deleted { id } => {
            lapse(account, id, record.at);
            account.policies.remove(id);
        }
    }
}

/// Whoever a policy reaches keeps for a while what it gives (R105).
fn lapse(account: &mut Account, id: &PolicyId, at: Timestamp) {
    let Some(policy) = account.policies.get(id).cloned() else {
        return;
    };
    let identities: BTreeSet<Identity> = match &policy.subject {
        Subject::User(id) => [Identity::User(id.clone())].into(),
        Subject::ServiceId(id) => [Identity::ServiceId(id.clone())].into(),
        Subject::TrustedProfile(id) => [Identity::TrustedProfile(id.clone())].into(),
        Subject::AccessGroup(id) => {
            let group = account.access_groups.get(id);
            group.map(|group| group.members.clone()).unwrap_or_default()
        }
    };
    account.let_lapse(&policy, identities, at);
}

pub(crate) fn audited(event: &Event) -> Audited {
    let (action, id) = match event {
        Event::Created { id, .. } => ("iam-am.policy.create", id),
        Event::Updated { id, .. } => ("iam-am.policy.update", id),
        Event::Deleted { id } => ("iam-am.policy.delete", id),
    };
    Audited::new(action, id)
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::User(id) => id.fmt(f),
            Subject::ServiceId(id) => id.fmt(f),
            Subject::TrustedProfile(id) => id.fmt(f),
            Subject::AccessGroup(id) => id.fmt(f),
        }
    }
}

/// Platform roles first, as the console lists them.
pub fn sorted(roles: &BTreeSet<Role>) -> Vec<&Role> {
    let mut sorted: Vec<&Role> = roles.iter().collect();
    sorted.sort_by_key(|role| (role.kind() == RoleKind::Service, role.as_str()));
    sorted
}
