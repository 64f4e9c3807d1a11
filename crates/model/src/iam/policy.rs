//! Access policies: a subject, roles, and what they apply to (R97, R98). There are no policies that deny.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, Audited};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::{self, Ask};
use crate::iam::role::{Role, RoleKind};
use crate::iam::service::{Family, Service};
use crate::iam::session;
use crate::id::{AccessGroupId, PolicyId, ResourceGroupId, ServiceIdId, UserId};
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
    /// Every member of an access group.
    AccessGroup(AccessGroupId),
}

/// The name of a resource attribute, spelt as the policy API spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AttributeName {
    /// One service.
    ServiceName,
    /// `service` or `platform_service` (R101).
    ServiceType,
    /// `IAM`: the four identity and access services (R101).
    #[serde(rename = "service_group_id")]
    ServiceGroupId,
    /// One instance: for the Kubernetes Service, a cluster.
    ServiceInstance,
    /// One region.
    Region,
    /// One resource group, and what lies in it.
    ResourceGroupId,
    /// A kind of resource; `resource-group` gives access to the group itself (R102).
    ResourceType,
    /// One resource of that kind.
    Resource,
    /// One namespace of a cluster; service roles only (R100).
    Namespace,
}

impl AttributeName {
    /// Every name.
    pub const ALL: [AttributeName; 9] = [
        AttributeName::ServiceName,
        AttributeName::ServiceType,
        AttributeName::ServiceGroupId,
        AttributeName::ServiceInstance,
        AttributeName::Region,
        AttributeName::ResourceGroupId,
        AttributeName::ResourceType,
        AttributeName::Resource,
        AttributeName::Namespace,
    ];

    /// The spelling of the API: `serviceName`.
    pub fn as_str(self) -> &'static str {
        match self {
            AttributeName::ServiceName => "serviceName",
            AttributeName::ServiceType => "serviceType",
            AttributeName::ServiceGroupId => "service_group_id",
            AttributeName::ServiceInstance => "serviceInstance",
            AttributeName::Region => "region",
            AttributeName::ResourceGroupId => "resourceGroupId",
            AttributeName::ResourceType => "resourceType",
            AttributeName::Resource => "resource",
            AttributeName::Namespace => "namespace",
        }
    }

    /// The label of the command line: `Service Name`.
    pub fn label(self) -> &'static str {
        match self {
            AttributeName::ServiceName => "Service Name",
            AttributeName::ServiceType => "Service Type",
            AttributeName::ServiceGroupId => "Service Group ID",
            AttributeName::ServiceInstance => "Service Instance",
            AttributeName::Region => "Region",
            AttributeName::ResourceGroupId => "Resource Group ID",
            AttributeName::ResourceType => "Resource Type",
            AttributeName::Resource => "Resource",
            AttributeName::Namespace => "Namespace",
        }
    }
}

/// How an attribute's value is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Operator {
    /// The same text.
    #[default]
    StringEquals,
    /// `*` is any run, `?` one character, but not between double braces; case counts (R107).
    StringMatch,
}

/// One condition on the resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attribute {
    /// The attribute.
    pub name: AttributeName,
    /// The comparison.
    #[serde(default)]
    pub operator: Operator,
    /// The value.
    pub value: String,
}

impl Attribute {
    /// `name` equals `value`.
    pub fn equals(name: AttributeName, value: impl Into<String>) -> Attribute {
        Attribute {
            name,
            operator: Operator::StringEquals,
            value: value.into(),
        }
    }

    /// Whether a resource's value satisfies the condition.
    pub fn accepts(&self, value: &str) -> bool {
        match self.operator {
            Operator::StringEquals => self.value == value,
            Operator::StringMatch => wildcard(&self.value, value),
        }
    }
}

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    AnyRun,
    AnyOne,
    Literal(char),
}

/// The pieces of a pattern: `*` any run, `?` one character; between double braces, both stand for themselves (R107).
fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    loop {
        let literal = rest
            .strip_prefix("{{")
            .and_then(|rest| rest.split_once("}}"));
        if let Some((literal, after)) = literal {
            pieces.extend(literal.chars().map(Piece::Literal));
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        match chars.next() {
            None => return pieces,
            Some('*') => pieces.push(Piece::AnyRun),
            Some('?') => pieces.push(Piece::AnyOne),
            Some(c) => pieces.push(Piece::Literal(c)),
        }
        rest = chars.as_str();
    }
}

/// Whether a pattern fits a text, without recursion.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pieces(pattern), text.chars().collect::<Vec<_>>());
    let (mut p, mut t, mut star) = (0, 0, None);
    while let Some(c) = text.get(t) {
        match pattern.get(p) {
            Some(Piece::AnyRun) => {
                star = Some((p, t));
                p += 1;
            }
            Some(Piece::AnyOne) => (p, t) = (p + 1, t + 1),
            Some(Piece::Literal(wanted)) if wanted == c => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    (p, t) = (star_at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|piece| *piece == Piece::AnyRun)
}

/// What a policy applies to: all attributes must match, a missing one means any (R98).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(BTreeSet<Attribute>);

impl Scope {
    /// The scope of these attributes.
    pub fn of(attributes: impl IntoIterator<Item = Attribute>) -> Scope {
        Scope(attributes.into_iter().collect())
    }

    /// One service, everywhere.
    pub fn service(name: &str) -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceName, name)])
    }

    /// *All Identity and Access enabled services.*
    pub fn all_services() -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceType, "service")])
    }

    /// *All Account Management services.*
    pub fn all_account_management() -> Scope {
        Scope::of([Attribute::equals(
            AttributeName::ServiceType,
            "platform_service",
        )])
    }

    /// *All IAM Account Management services.*
    pub fn all_iam_account_management() -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceGroupId, "IAM")])
    }

    /// Every resource group itself, present and to come.
    pub fn all_resource_groups() -> Scope {
        Scope::of([Attribute::equals(
            AttributeName::ResourceType,
            "resource-group",
        )])
    }

    /// The resource group itself.
    pub fn resource_group(id: &ResourceGroupId) -> Scope {
        Scope::of([
            Attribute::equals(AttributeName::ResourceType, "resource-group"),
            Attribute::equals(AttributeName::Resource, id.as_str()),
        ])
    }

    /// The same scope with one attribute more.
    pub fn and(mut self, name: AttributeName, value: impl Into<String>) -> Scope {
        self.0.insert(Attribute::equals(name, value));
        self
    }

    /// The same scope within one resource group. Account management services lie in none.
    pub fn in_group(self, group: &ResourceGroupId) -> Result<Scope, Refusal> {
        let family = match self.get(AttributeName::ServiceName) {
            Some(name) => Service::find(name)?.family,
            None if self.get(AttributeName::ServiceType) == Some("service") => Family::IamEnabled,
            None => Family::AccountManagement,
        };
        if family != Family::IamEnabled {
            let problem = "can't be chosen for an account management service".to_string();
            return Err(RefusalKind::InvalidField {
                field: "resource group",
                problem,
            }
            .refusal());
        }
        Ok(self.and(AttributeName::ResourceGroupId, group.as_str()))
    }

    /// The attributes, in a fixed order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter()
    }

    /// The value of `name`, where it is given.
    pub fn get(&self, name: AttributeName) -> Option<&str> {
        self.0
            .iter()
            .find(|a| a.name == name)
            .map(|a| a.value.as_str())
    }
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
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Identity,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// How often it was changed; part of the entity tag.
    pub revision: u32,
}

impl Policy {
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

    /// The scope in a line, for people: `Kubernetes Service service, us-south region, default resource group`.
    pub fn describe(&self, account: &Account) -> String {
        describe(&self.scope, account)
    }
}

/// A scope in a line, for people.
pub fn describe(scope: &Scope, account: &Account) -> String {
    let group = |id: &str| {
        let found = account
            .resource_groups
            .values()
            .find(|g| g.id.as_str() == id);
        found.map_or_else(|| id.to_string(), |g| g.name.clone())
    };
    if let (Some("resource-group"), Some(id)) = (
        scope.get(AttributeName::ResourceType),
        scope.get(AttributeName::Resource),
    ) {
        return format!("{} resource group only", group(id));
    }
    if scope.get(AttributeName::ResourceType) == Some("resource-group") {
        return "All resource groups".into();
    }
    let mut parts = vec![match (
        scope.get(AttributeName::ServiceName),
        scope.get(AttributeName::ServiceType),
    ) {
        (Some(name), _) => {
            let label = Service::find(name).map_or(name, |s| s.label);
            if label.ends_with("Service") || label.ends_with("Services") {
                label.into()
            } else {
                format!("{label} service")
            }
        }
        (None, Some("platform_service")) => "All Account Management services".to_string(),
        _ if scope.get(AttributeName::ServiceGroupId).is_some() => {
            "All IAM Account Management services".into()
        }
        _ => "All Identity and Access enabled services".into(),
    }];
    for attribute in scope.attributes() {
        match attribute.name {
            AttributeName::Region => parts.push(format!("{} region", attribute.value)),
            AttributeName::ResourceGroupId => {
                parts.push(format!("{} resource group", group(&attribute.value)))
            }
            AttributeName::ServiceInstance => {
                let cluster = account
                    .clusters
                    .values()
                    .find(|c| c.id.as_str() == attribute.value);
                parts.push(format!(
                    "{} instance",
                    cluster.map_or(attribute.value.as_str(), |c| c.name.as_str())
                ));
            }
            AttributeName::Namespace => parts.push(format!("{} namespace", attribute.value)),
            _ => {}
        }
    }
    parts.join(", ")
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
    },
    /// Changes roles and scope of a policy.
    Update {
        /// Which one.
        policy: PolicyId,
        /// The roles that it gives from now on.
        roles: Vec<String>,
        /// What they apply to from now on.
        scope: Scope,
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
    },
    /// Roles and scope were replaced.
    Updated {
        /// Which policy.
        id: PolicyId,
        /// The new roles.
        roles: BTreeSet<Role>,
        /// The new scope.
        scope: Scope,
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
        } => {
            check_subject(account, subject)?;
            let roles = check_roles(roles, scope)?;
            may_assign(account, actor, scope)?;
            if account.policies.len() >= LIMIT {
                return Err(RefusalKind::LimitReached {
                    noun: Noun::Policy,
                    limit: LIMIT,
                }
                .refusal());
            }
            let of_subject = account.policies.values();
            let of_subject = of_subject.filter(|policy| policy.subject == *subject);
            if of_subject.count() >= SUBJECT_LIMIT {
                return Err(RefusalKind::LimitReached {
                    noun: Noun::Policy,
                    limit: SUBJECT_LIMIT,
                }
                .refusal()
                .because("It is that of one user, service ID or access group."));
            }
            let same = |p: &&Policy| p.subject == *subject && p.scope == *scope && p.roles == roles;
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
            }
        }
        Command::Update {
            policy,
            roles,
            scope,
        } => {
            let old = account.policy(policy)?;
            check_lock(account, old)?;
            let roles = check_roles(roles, scope)?;
            may_assign(account, actor, &old.scope)?;
            may_assign(account, actor, scope)?;
            Event::Updated {
                id: policy.clone(),
                roles,
                scope: scope.clone(),
            }
        }
        Command::Delete { policy } => {
            let old = account.policy(policy)?;
            check_lock(account, old)?;
            may_assign(account, actor, &old.scope)?;
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
        Subject::AccessGroup(id) => drop(account.access_group(id)?),
    }
    Ok(())
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

/// The display names of the roles that a policy for `scope` can give: platform roles first, and for a namespace
/// service roles only (R100).
pub fn offered_roles(scope: &Scope) -> Result<Vec<&'static str>, Refusal> {
    let (platform, service): (&[&str], &[&str]) = match scope.get(AttributeName::ServiceName) {
        Some(name) => {
            let service = Service::find(name)?;
            (service.platform_roles, service.service_roles)
        }
        None if scope.get(AttributeName::ServiceType) == Some("service") => {
            (&Role::PLATFORM, &["Reader", "Writer", "Manager"])
        }
        None => (&Role::PLATFORM, &[]),
    };
    Ok(match scope.get(AttributeName::Namespace) {
        Some(_) => service.to_vec(),
        None => [platform, service].concat(),
    })
}

/// The roles, if the scope is well-formed and offers them all.
pub(crate) fn check_roles(names: &[String], scope: &Scope) -> Result<BTreeSet<Role>, Refusal> {
    for attribute in scope.attributes() {
        name::text("attribute value", &attribute.value, 1)?;
    }
    let offered = offered_roles(scope)?;
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
        match offered.iter().find(|role| role.eq_ignore_ascii_case(name)) {
            Some(role) => roles.insert(Role::named(role)),
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

/// Assigning needs Administrator on the target: the owner, Administrator on everything, on the service, or on the
/// one instance (R104).
pub(crate) fn may_assign(account: &Account, actor: &Actor, scope: &Scope) -> Result<(), Refusal> {
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
    let decision = access::decide(account, &actor.identity, &ask);
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
pub fn may_assign_to(account: &Account, actor: &Actor, subject: &Subject) -> Result<(), Refusal> {
    session::may_enter(account, &actor.identity)?;
    let owner = actor.identity == Identity::User(account.owner.clone());
    let administrator = Role::named("Administrator");
    let administers = access::reaching(account, &actor.identity)
        .any(|(policy, _)| policy.roles.contains(&administrator));
    let decision = access::decide(
        account,
        &actor.identity,
        &Ask::action("iam-groups.members.add"),
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
pub fn may_read(account: &Account, identity: &Identity, policy: &Policy) -> bool {
    let reaches = access::reaching(account, identity).any(|(other, _)| other.id == policy.id);
    let on_target = |service: &Service| {
        let ask = Ask::role(service.name, &Role::PLATFORM).scoped(account, &policy.scope);
        access::decide(account, identity, &ask).allowed
    };
    let service = match policy.scope.get(AttributeName::ServiceName) {
        Some(name) => Service::find(name),
        None if policy.scope.get(AttributeName::ResourceType) == Some("resource-group") => {
            Service::find("resource-group")
        }
        None => return reaches || may_assign(account, &reader(identity), &policy.scope).is_ok(),
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
        } => {
            let policy = Policy {
                id: id.clone(),
                subject: subject.clone(),
                roles: roles.clone(),
                scope: scope.clone(),
                created_at: record.at,
                created_by: record.actor.identity.clone(),
                modified_at: record.at,
                revision: 1,
            };
            account.policies.insert(policy);
        }
        Event::Updated { id, roles, scope } => account.policies.change(id, |policy| {
            policy.roles = roles.clone();
            policy.scope = scope.clone();
            policy.modified_at = record.at;
            policy.revision += 1;
        }),
        Event::Deleted { id } => account.policies.remove(id),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_runs_and_single_characters() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("prod-*", "prod-eu", true),
            ("prod-*", "Prod-eu", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "xxaxxbxx", false),
            ("", "x", false),
            ("gr?n", "grün", true),
            ("a{{*}}c", "a*c", true),
            ("a{{*}}c", "abc", false),
            ("{{?}}*", "?x", true),
            ("{{?}}*", "xx", false),
            ("{{a*}}{{b}}?", "a*bc", true),
            // Braces that are not closed stand for themselves.
            ("{{a*", "{{ab", true),
            ("{{a*", "ab", false),
            ("{{}}x", "x", true),
        ] {
            assert_eq!(wildcard(pattern, text), matches, "{pattern} ~ {text}");
        }
    }
}
