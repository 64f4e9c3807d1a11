//! The first gate: may this identity ask for this?
//!
//! An [`Ask`] names what is wanted: roles that would do (derived from an action, or named outright) and the
//! resource. [`decide`] looks at every policy that reaches the identity, its own and those of its access groups,
//! and answers with a [`Decision`] that carries the whole trace. IAM only ever allows: no policy takes access
//! away, and without a matching policy there is none (R97). What was taken away lately may still work (R105), and a policy
//! may apply at some times only (R106): every answer is that of a moment.

mod watch;

pub use watch::watching;

use std::sync::Arc;

use crate::Timestamp;
use crate::account::{AccessTag, Account};
use crate::actor::Identity;
use crate::iam::access_group::{AccessGroup, PUBLIC, PublicAccess};
use crate::iam::policy::{Attribute, AttributeName, Policy, Scope, Subject};
use crate::iam::role::Role;
use crate::iam::service::{Family, Service};
use crate::iam::user::State;
use crate::id::{AccessGroupId, PolicyId, ResourceGroupId};
use crate::region::Region;

/// What is wanted of which resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The IAM action, where there is one: `containers-kubernetes.cluster.operate`.
    pub action: Option<&'static str>,
    /// The roles of which any one is enough, least powerful first.
    pub roles: Vec<&'static str>,
    /// What is asked for access.
    pub target: Target,
    region: Option<String>,
    resource_group: Option<String>,
    instance: Option<String>,
    resource: Option<String>,
    namespace: Option<String>,
    tags: Vec<String>,
}

/// What is asked for access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One service.
    Service(&'static str, Family),
    /// All services of a family at once: only an equally wide policy reaches it.
    All(Family),
}

impl Ask {
    /// Asks for `action` (R39). An action that no service has is never allowed.
    pub fn action(action: &'static str) -> Ask {
        let (target, mut roles) = match Service::of_action(action) {
            Some((service, roles)) => (
                Target::Service(service.name, service.family),
                roles.to_vec(),
            ),
            None => (Target::All(Family::IamEnabled), Vec::new()),
        };
        roles.sort_by_key(|role| {
            Role::PLATFORM
                .iter()
                .position(|p| p == role)
                .unwrap_or(Role::PLATFORM.len())
        });
        Ask {
            action: Some(action),
            roles,
            ..Ask::to(target)
        }
    }

    /// Asks for any one of `roles` on a service.
    pub fn role(service: &'static str, roles: &[&'static str]) -> Ask {
        let family = Service::find(service).map_or(Family::IamEnabled, |s| s.family);
        Ask {
            roles: roles.to_vec(),
            ..Ask::to(Target::Service(service, family))
        }
    }

    /// Asks for Administrator on everything of a family.
    pub fn all_of(family: Family) -> Ask {
        Ask::role_on_all(family, &["Administrator"])
    }

    /// Asks for any one of `roles` on everything of a family.
    pub fn role_on_all(family: Family, roles: &[&'static str]) -> Ask {
        Ask {
            roles: roles.to_vec(),
            ..Ask::to(Target::All(family))
        }
    }

    fn to(target: Target) -> Ask {
        Ask {
            action: None,
            roles: Vec::new(),
            target,
            region: None,
            resource_group: None,
            instance: None,
            resource: None,
            namespace: None,
            tags: Vec::new(),
        }
    }

    /// In `region`.
    pub fn in_region(mut self, region: Region) -> Ask {
        self.region = Some(region.as_str().into());
        self
    }

    /// In `group`.
    pub fn in_group(mut self, group: &ResourceGroupId) -> Ask {
        self.resource_group = Some(group.as_str().into());
        self
    }

    /// On one instance.
    pub fn on_instance(mut self, instance: &str) -> Ask {
        self.instance = Some(instance.into());
        self
    }

    /// On a resource that carries these access tags (R108).
    pub fn tagged<'a>(mut self, tags: impl IntoIterator<Item = &'a AccessTag>) -> Ask {
        self.tags = tags.into_iter().map(|tag| tag.as_str().into()).collect();
        self
    }

    /// On the resource group itself (R102).
    pub fn on_group(group: &ResourceGroupId, roles: &[&'static str]) -> Ask {
        Ask {
            resource: Some(group.as_str().into()),
            ..Ask::role("resource-group", roles)
        }
    }

    /// On just what `scope` covers.
    pub fn scoped(mut self, _account: &Account, scope: &Scope) -> Ask {
        let get = |name| scope.get(name).map(String::from);
        self.region = get(AttributeName::Region);
        self.resource_group = get(AttributeName::ResourceGroupId);
        self.instance = get(AttributeName::ServiceInstance);
        self.resource = get(AttributeName::Resource);
        self.namespace = get(AttributeName::Namespace);
        let tags = scope
            .attributes()
            .filter(|a| a.name == AttributeName::AccessTag);
        self.tags = tags.map(|tag| tag.value.clone()).collect();
        self
    }

    /// The label of what is asked for access: `Kubernetes Service`.
    pub fn label(&self) -> &'static str {
        match self.target {
            Target::Service(name, _) => Service::find(name).map_or("", |s| s.label),
            Target::All(Family::AccountManagement) => "All Account Management services",
            Target::All(_) => "All Identity and Access enabled services",
        }
    }

    /// What is asked for by that attribute of the resource: its region, its resource group, an instance.
    pub fn value(&self, name: AttributeName) -> Option<&str> {
        match name {
            AttributeName::Region => self.region.as_deref(),
            AttributeName::ResourceGroupId => self.resource_group.as_deref(),
            AttributeName::ServiceInstance => self.instance.as_deref(),
            AttributeName::Resource => self.resource.as_deref(),
            AttributeName::Namespace => self.namespace.as_deref(),
            _ => None,
        }
    }
}

/// The answer of the first gate, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the identity may ask.
    pub allowed: bool,
    /// Why.
    pub reason: Reason,
    /// What was asked.
    pub ask: Ask,
    /// Every policy that reaches the identity, with what became of it.
    pub looks: Vec<Look>,
}

/// What decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The account owner may do everything (R46).
    Owner,
    /// A policy grants it.
    Granted(PolicyId),
    /// No policy grants it: the default (R97).
    NoPolicy,
    /// The identity is not in a state to use its access.
    Inactive(&'static str),
}

/// One policy that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The policy.
    pub policy: Arc<Policy>,
    /// How it reaches the identity.
    pub through: Through,
    /// What became of it.
    pub verdict: Verdict,
}

/// How a policy reaches an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Through {
    /// It names the identity.
    Direct,
    /// It names an access group of which the identity is a member (R109).
    AccessGroup(AccessGroupId),
    /// It was taken away, and works until then (R105).
    Lapsing(Timestamp),
}

impl Through {
    fn of(group: Option<&AccessGroup>) -> Through {
        match group {
            None => Through::Direct,
            Some(group) => Through::AccessGroup(group.id.clone()),
        }
    }
}

/// What became of a policy. The order is by closeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It grants what was asked.
    Granted,
    /// It would grant what was asked, at another time (R106).
    OtherTime,
    /// It covers the resource, but none of its roles is enough.
    RoleLacking,
    /// It covers the service, but not this resource.
    OtherResource,
    /// It is for something else.
    OtherService,
}

impl Verdict {
    /// How close it came to granting.
    fn closeness(&self) -> u8 {
        match self {
            Verdict::Granted => 4,
            Verdict::OtherTime => 3,
            Verdict::RoleLacking => 2,
            Verdict::OtherResource => 1,
            Verdict::OtherService => 0,
        }
    }
}

/// How many policies a decision names in sentences; of more, those that came closest.
const LISTED: usize = 10;

impl Decision {
    /// The policy that came closest to granting.
    pub fn nearest(&self) -> Option<&Look> {
        self.looks
            .iter()
            .filter(|look| look.verdict != Verdict::OtherService)
            .max_by_key(|look| look.verdict.closeness())
    }

    /// The decision in sentences, one finding each.
    pub fn findings(&self, account: &Account) -> Vec<String> {
        let wanted = match self.ask.roles.as_slice() {
            [] => "a role that nobody offers".to_string(),
            roles => roles.join(" or "),
        };
        let action = self
            .ask
            .action
            .map(|a| format!(" ({a})"))
            .unwrap_or_default();
        let mut findings = match &self.reason {
            Reason::Owner => return vec!["The account owner may do everything.".into()],
            Reason::Inactive(state) => {
                vec![format!("The identity can't use its access: it is {state}.")]
            }
            Reason::Granted(_) => vec![format!(
                "{wanted} on {} is granted{action}.",
                self.ask.label()
            )],
            Reason::NoPolicy => vec![format!(
                "{wanted} on {} is needed{action}, and no policy grants it.",
                self.ask.label()
            )],
        };
        let looks = self.looks.iter();
        let mut looks: Vec<&Look> = looks
            .filter(|look| look.verdict != Verdict::OtherService)
            .collect();
        let more = looks.len().saturating_sub(LISTED);
        if more > 0 {
            looks.sort_by_key(|look| std::cmp::Reverse(look.verdict.closeness()));
            looks.truncate(LISTED);
        }
        findings.extend(looks.into_iter().map(|look| self.sentence(account, look)));
        if more > 0 {
            findings.push(format!("{more} other policies for it don't come closer."));
        }
        findings
    }

    /// What became of one policy, in a sentence.
    fn sentence(&self, account: &Account, look: &Look) -> String {
        let policy = &*look.policy;
        let through = match &look.through {
            Through::Direct => String::new(),
            Through::AccessGroup(id) => {
                let group = account.access_group(id);
                let name = group.map_or(id.as_str(), |group| &group.name);
                format!(" through access group {name}")
            }
            Through::Lapsing(until) => {
                let until = until.strftime("%H:%M:%S UTC");
                format!(", taken away and in effect until {until},")
            }
        };
        let what = match look.verdict {
            Verdict::Granted => "grants it".to_string(),
            Verdict::OtherTime => {
                let when = policy.rule.as_ref().map(ToString::to_string);
                format!("applies only {}", when.unwrap_or_default())
            }
            Verdict::RoleLacking => {
                format!("covers it, but gives only {}", policy.role_names())
            }
            Verdict::OtherResource => {
                let differs = other_resource(&policy.scope, &self.ask);
                let differs = differs.map(|attribute| {
                    let name = attribute.name.label().to_lowercase();
                    format!("where {name} is {}", attribute.value)
                });
                format!("applies only {}", differs.unwrap_or_default())
            }
            Verdict::OtherService => "is for another service".to_string(),
        };
        let scope = policy.describe(account);
        format!("Policy {} ({scope}){through} {what}.", policy.id)
    }
}

/// Whether `identity` may do what is asked at `now`, without the reasons: for questions about everybody.
pub fn allows(account: &Account, identity: &Identity, ask: &Ask, now: Timestamp) -> bool {
    match standing(account, identity) {
        Err(reason) => reason == Reason::Owner,
        Ok(()) => is_granted(account, identity, ask, now),
    }
}

/// Whether a policy grants what is asked: the owner's rights and the state of the identity don't count.
pub(crate) fn is_granted(
    account: &Account,
    identity: &Identity,
    ask: &Ask,
    now: Timestamp,
) -> bool {
    each_reaching(account, identity).any(|(policy, _)| grants(account, policy, ask, now))
        || account
            .lapsing
            .of(identity, now)
            .any(|lapse| grants(account, &lapse.policy, ask, now))
}

/// Whether `identity` may do what is asked at `now`, and why.
pub fn decide(account: &Account, identity: &Identity, ask: &Ask, now: Timestamp) -> Decision {
    let answer = |allowed, reason, looks| Decision {
        allowed,
        reason,
        ask: ask.clone(),
        looks,
    };
    if let Err(reason) = standing(account, identity) {
        return watch::note(answer(reason == Reason::Owner, reason, Vec::new()));
    }
    let lapsing = account.lapsing.of(identity, now);
    let lapsing = lapsing.map(|lapse| (&lapse.policy, Through::Lapsing(lapse.until)));
    let mut granted = None;
    let looks = each_reaching(account, identity)
        .map(|(policy, group)| (policy, Through::of(group)))
        .chain(lapsing)
        .map(|(policy, through)| {
            let verdict = look(account, policy, ask, now);
            if verdict == Verdict::Granted && granted.is_none() {
                granted = Some(policy.id.clone());
            }
            Look {
                policy: policy.clone(),
                through,
                verdict,
            }
        })
        .collect();
    watch::note(match granted {
        Some(policy) => answer(true, Reason::Granted(policy), looks),
        None => answer(false, Reason::NoPolicy, looks),
    })
}

/// Whether it depends on policies what an identity may do; if not, what decides (R46, R111).
fn standing(account: &Account, identity: &Identity) -> Result<(), Reason> {
    match identity {
        Identity::User(id) if *id == account.owner => Err(Reason::Owner),
        Identity::User(id) => match account.users.get(id).map(|user| user.state) {
            Some(State::Active | State::DisabledClassicInfrastructure) => Ok(()),
            Some(state) => Err(Reason::Inactive(state.label())),
            None => Err(Reason::Inactive("not a member of the account")),
        },
        Identity::ServiceId(id) if account.service_ids.contains_key(id) => Ok(()),
        Identity::TrustedProfile(id) if account.trusted_profiles.contains_key(id) => Ok(()),
        Identity::ServiceId(_) | Identity::TrustedProfile(_) => Err(Reason::Inactive("deleted")),
        Identity::Credlab => Err(Reason::Inactive("not an identity of the account")),
    }
}

/// Every policy that reaches `identity`: its own, then those of its access groups (R97).
pub fn reaching<'a>(
    account: &'a Account,
    identity: &'a Identity,
) -> impl Iterator<Item = (&'a Policy, Through)> {
    each_reaching(account, identity).map(|(policy, group)| (&**policy, Through::of(group)))
}

/// The same, with the group through which a policy comes.
fn each_reaching<'a>(
    account: &'a Account,
    identity: &'a Identity,
) -> impl Iterator<Item = (&'a Arc<Policy>, Option<&'a AccessGroup>)> {
    let own = match identity {
        Identity::User(id) => Some(Subject::User(id.clone())),
        Identity::ServiceId(id) => Some(Subject::ServiceId(id.clone())),
        Identity::TrustedProfile(id) => Some(Subject::TrustedProfile(id.clone())),
        Identity::Credlab => None,
    };
    let own = own.map(|subject| account.policies.of(&subject));
    let own = own.into_iter().flatten().map(|policy| (policy, None));
    let public = Some(&*PUBLIC).filter(|_| account.public_access == PublicAccess::Enabled);
    let groups = account.access_groups.of(identity).chain(public);
    own.chain(groups.flat_map(|group| {
        let subject = Subject::AccessGroup(group.id.clone());
        let policies = account.policies.of(&subject);
        policies.map(move |policy| (policy, Some(group)))
    }))
}

/// Whether a policy alone, whoever its subject is, grants what is asked at `now`.
pub fn grants(account: &Account, policy: &Policy, ask: &Ask, now: Timestamp) -> bool {
    gives_role(account, policy, ask)
        && applies(policy, ask, now)
        && covers_service(&policy.scope, ask.target)
        && other_resource(&policy.scope, ask).is_none()
}

/// Whether the time is one at which a policy applies. The Kubernetes Service asks no policy that (R106).
fn applies(policy: &Policy, ask: &Ask, now: Timestamp) -> bool {
    matches!(ask.target, Target::Service("containers-kubernetes", _))
        || policy.rule.as_ref().is_none_or(|rule| rule.holds(now))
}

fn gives_role(account: &Account, policy: &Policy, ask: &Ask) -> bool {
    let mut roles = policy.roles.iter();
    roles.any(|role| ask.roles.contains(&role.as_str()))
        || account.custom_roles.values().any(|custom| {
            custom.gives(ask) && policy.roles.contains(&Role::named(&custom.display_name))
        })
}

/// The first attribute that keeps a scope from what is asked for, of those that name no service.
fn other_resource<'a>(scope: &'a Scope, ask: &Ask) -> Option<&'a Attribute> {
    scope.attributes().find(|attribute| {
        let names_the_service = matches!(
            attribute.name,
            AttributeName::ServiceName
                | AttributeName::ServiceType
                | AttributeName::ServiceGroupId
                | AttributeName::ResourceType
        );
        let accepted = match attribute.name {
            AttributeName::AccessTag => ask.tags.iter().any(|tag| attribute.accepts(tag)),
            name => ask
                .value(name)
                .is_some_and(|value| attribute.accepts(value)),
        };
        !names_the_service && !accepted
    })
}

fn look(account: &Account, policy: &Policy, ask: &Ask, now: Timestamp) -> Verdict {
    if !covers_service(&policy.scope, ask.target) {
        return Verdict::OtherService;
    }
    if other_resource(&policy.scope, ask).is_some() {
        return Verdict::OtherResource;
    }
    if !gives_role(account, policy, ask) {
        return Verdict::RoleLacking;
    }
    match applies(policy, ask, now) {
        true => Verdict::Granted,
        false => Verdict::OtherTime,
    }
}

/// Whether a scope reaches what is asked for at all: every attribute that names services must match (R98), and the
/// families never overlap (R101). A scope that names none is for all IAM-enabled services.
fn covers_service(scope: &Scope, target: Target) -> bool {
    let mut named = false;
    for attribute in scope.attributes() {
        let value = attribute.value.as_str();
        let matches = match attribute.name {
            AttributeName::ServiceName => {
                matches!(target, Target::Service(name, _) if name == value)
            }
            AttributeName::ServiceType => match target {
                Target::Service(_, family) | Target::All(family) => match family {
                    Family::IamEnabled => value == "service",
                    Family::AccountManagement => value == "platform_service",
                    Family::ResourceGroup => false,
                },
            },
            AttributeName::ServiceGroupId => {
                value == "IAM"
                    && matches!(target, Target::Service(name, _) if IAM_GROUP.contains(&name))
            }
            AttributeName::ResourceType => {
                value == "resource-group"
                    && matches!(target, Target::Service(_, Family::ResourceGroup))
            }
            _ => continue,
        };
        if !matches {
            return false;
        }
        named = true;
    }
    let (Target::Service(_, family) | Target::All(family)) = target;
    named || family == Family::IamEnabled
}

/// The services that `service_group_id=IAM` stands for.
const IAM_GROUP: [&str; 4] = [
    "iam-identity",
    "iam-access-management",
    "user-management",
    "iam-groups",
];
