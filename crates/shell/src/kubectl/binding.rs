//! Role bindings of a cluster: those that the service keeps by IAM's service roles, and those made by hand (R122).

use credlab_model::kubernetes::{Cluster, ClusterRole};
use credlab_model::{Account, Timestamp};

use crate::kubectl::age::age;

/// A binding as `kubectl` shows it.
pub(super) struct Binding {
    pub(super) name: String,
    role: ClusterRole,
    users: Vec<String>,
    created_at: Timestamp,
}

impl Binding {
    /// Every binding: those of the service, then the others by name.
    pub(super) fn all(account: &Account, cluster: &Cluster, now: Timestamp) -> Vec<Binding> {
        let kept = ClusterRole::ALL.into_iter().rev().map(|role| Binding {
            name: role.of_service().1.into(),
            role,
            users: cluster
                .bound_by_service(account, role, now)
                .map(|user| format!("IAM#{user}"))
                .collect(),
            created_at: cluster.master_ready_at,
        });
        let by_hand = cluster.bindings.iter().map(|(name, binding)| Binding {
            name: name.clone(),
            role: binding.role,
            users: vec![format!("IAM#{}", binding.user)],
            created_at: binding.created_at,
        });
        kept.chain(by_hand).collect()
    }

    pub(super) fn headings(wide: bool) -> Vec<&'static str> {
        match wide {
            true => vec!["NAME", "ROLE", "AGE", "USERS", "GROUPS", "SERVICEACCOUNTS"],
            false => vec!["NAME", "ROLE", "AGE"],
        }
    }

    pub(super) fn row(&self, now: Timestamp, wide: bool) -> Vec<String> {
        let role = format!("ClusterRole/{}", self.role);
        let mut row = vec![self.name.clone(), role, age(self.created_at, now)];
        if wide {
            row.extend([self.users.join(", "), String::new(), String::new()]);
        }
        row
    }
}
