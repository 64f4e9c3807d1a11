//! Rights inside a cluster: the bindings that IAM's service roles make and take away again, and those that somebody made by
//! hand, which outlive the access that their user once had (R40, R122).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::iam::access::{self, Ask};
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::{Event, Gate};
use crate::name::{self, Email};
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};

/// The most bindings that are made by hand in one cluster: a bound of this model, not of Kubernetes.
const LIMIT: usize = 100;

/// A role inside a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClusterRole {
    /// Looks.
    View,
    /// Changes what is in namespaces.
    Edit,
    /// Does everything.
    ClusterAdmin,
}

impl ClusterRole {
    /// Every role, the strongest last.
    pub const ALL: [ClusterRole; 3] = [
        ClusterRole::View,
        ClusterRole::Edit,
        ClusterRole::ClusterAdmin,
    ];

    /// The name in Kubernetes.
    pub fn as_str(self) -> &'static str {
        match self {
            ClusterRole::View => "view",
            ClusterRole::Edit => "edit",
            ClusterRole::ClusterAdmin => "cluster-admin",
        }
    }

    /// The IAM service role that gives it everywhere in a cluster, and the binding that the service keeps for that.
    pub fn of_service(self) -> (&'static str, &'static str) {
        match self {
            ClusterRole::View => ("Reader", "ibm-view"),
            ClusterRole::Edit => ("Writer", "ibm-edit"),
            ClusterRole::ClusterAdmin => ("Manager", "ibm-admin"),
        }
    }

    fn allows(self, gate: Gate) -> bool {
        match gate {
            Gate::KubeRead => true,
            Gate::KubeManage => self == ClusterRole::ClusterAdmin,
            _ => false,
        }
    }
}

impl fmt::Display for ClusterRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ClusterRole {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<ClusterRole, Refusal> {
        let roles = ClusterRole::ALL.map(|role| (role.as_str(), role));
        crate::account::named("cluster role", text, &roles)
    }
}

/// A binding that somebody made by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The role that it gives.
    pub role: ClusterRole,
    /// Whom: an address, whether anybody in the account has it or not.
    pub user: Email,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Cluster {
    /// Whether a binding made by hand lets an identity pass an inner gate.
    pub(super) fn binds(&self, account: &Account, identity: &Identity, gate: Gate) -> bool {
        let Identity::User(id) = identity else {
            return false;
        };
        let Some(user) = account.users.get(id) else {
            return false;
        };
        let mut bindings = self.bindings.values();
        bindings.any(|binding| binding.user == user.email && binding.role.allows(gate))
    }

    /// The users for whom the service keeps a binding of `role` at `now`, by address: those with the service role.
    pub fn bound_by_service<'a>(
        &'a self,
        account: &'a Account,
        role: ClusterRole,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a str> {
        let (service_role, _) = role.of_service();
        let ask = Ask::role("containers-kubernetes", &[service_role])
            .in_region(self.region)
            .in_group(&self.group)
            .on_instance(self.id.as_str())
            .tagged(&self.tags);
        let users = account.users.values();
        let bound = users.filter(move |user| access::allows(account, &user.identity(), &ask, now));
        bound.map(|user| user.email.as_str())
    }
}

pub(super) fn bind(
    cluster: &Cluster,
    binding: &str,
    role: ClusterRole,
    user: &str,
) -> Result<Event, Refusal> {
    let binding = name::text("name of the binding", binding, 1)?;
    let reserved = ClusterRole::ALL.map(|role| role.of_service().1);
    if cluster.bindings.contains_key(&binding) || reserved.contains(&binding.as_str()) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::RoleBinding,
            name: binding,
        }
        .refusal());
    }
    if cluster.bindings.len() >= LIMIT {
        return Err(Refusal::limit(Noun::RoleBinding, LIMIT));
    }
    Ok(Event::Bound {
        cluster: cluster.id.clone(),
        binding,
        role,
        user: Email::parse(user)?,
    })
}

pub(super) fn unbind(cluster: &Cluster, binding: &str) -> Result<Event, Refusal> {
    if cluster.bindings.contains_key(binding) {
        return Ok(Event::Unbound {
            cluster: cluster.id.clone(),
            binding: binding.into(),
        });
    }
    let kept = ClusterRole::ALL.map(|role| role.of_service().1);
    if kept.contains(&binding) {
        let reason = format!("The service keeps binding {binding} by IAM's service roles.");
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let (noun, name) = (Noun::RoleBinding, shorten(binding));
    Err(RefusalKind::NotFound { noun, name }.refusal())
}

/// Whether who asks is let through an inner gate by IAM or by hand.
pub(super) fn lets_through(
    account: &Account,
    actor: &Actor,
    cluster: &Cluster,
    gate: Gate,
) -> bool {
    matches!(gate, Gate::KubeRead | Gate::KubeManage)
        && cluster.binds(account, &actor.identity, gate)
}
