//! What is going to happen by itself: what takes time, and when it is done.

use serde::Serialize;

use crate::Timestamp;
use crate::account::{Account, AccountKind};
use crate::classic::Permission;
use crate::iam::user::State;
use crate::kubernetes::worker::Work;

/// Something that happens by the passing of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What, as a sentence.
    pub what: String,
}

impl Account {
    /// What happens after `now` without anybody doing anything, in order.
    pub fn agenda(&self, now: Timestamp) -> Vec<Due> {
        let mut agenda = Vec::new();
        self.each_due(now, &mut |at, what| {
            if at > now {
                agenda.push(Due { at, what: what() });
            }
        });
        agenda.sort();
        agenda
    }

    /// When the next of it happens.
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let mut next: Option<Timestamp> = None;
        self.each_due(now, &mut |at, _| {
            if at > now && next.is_none_or(|next| at < next) {
                next = Some(at);
            }
        });
        next
    }

    /// Tells every moment that is written down somewhere, past ones included; of what comes again and again, the next after
    /// `now`.
    fn each_due(&self, now: Timestamp, tell: &mut dyn FnMut(Timestamp, &dyn Fn() -> String)) {
        for cluster in self.clusters.values() {
            let name = &cluster.name;
            tell(cluster.master_ready_at, &|| {
                format!("The master of cluster {name} is deployed.")
            });
            for worker in cluster.workers.values() {
                let Some(busy) = worker.busy else { continue };
                tell(busy.until, &|| {
                    let done = match busy.with {
                        Work::Provision => "has joined",
                        Work::Reload => "is reloaded",
                        Work::Reboot => "is back after its reboot",
                    };
                    format!("Worker node {} of cluster {name} {done}.", worker.id)
                });
            }
        }
        if let Some(ends) = self.term_ends {
            tell(ends, &|| match self.kind {
                AccountKind::Trial => "The trial ends: the account is deactivated.".into(),
                _ => "The subscription ends: the account becomes Pay-As-You-Go.".into(),
            });
        }
        for key in self.api_keys.values() {
            tell(key.usable_from, &|| {
                let owner = self.member_name(&key.owner).unwrap_or_default();
                format!("API key {} of {owner} is known everywhere.", key.name)
            });
            let (Some(expires), Some(removed)) = (key.expires_at, key.removed_at()) else {
                continue;
            };
            tell(expires, &|| {
                let owner = self.member_name(&key.owner).unwrap_or_default();
                format!("API key {} of {owner} expires.", key.name)
            });
            tell(removed, &|| {
                let owner = self.member_name(&key.owner).unwrap_or_default();
                format!("API key {} of {owner}, long expired, is removed.", key.name)
            });
        }
        for user in self.linked_classic().iter().flat_map(|c| c.users.values()) {
            for (lot, until) in &user.withdrawn {
                tell(*until, &|| {
                    let names: Vec<&str> = lot.iter().map(Permission::name).collect();
                    format!(
                        "{} loses what was taken away: {}.",
                        user.username,
                        names.join(", ")
                    )
                });
            }
        }
        for lapse in self.lapsing.all() {
            tell(lapse.until, &|| {
                let who = self.member_name(&lapse.identity).unwrap_or_default();
                let what = lapse.policy.describe(self);
                format!("{who} loses what policy {} gave: {what}.", lapse.policy.id)
            });
        }
        for policy in self.policies.values() {
            let Some(rule) = &policy.rule else { continue };
            let Some(at) = rule.next_change(now) else {
                continue;
            };
            tell(at, &|| {
                let change = if rule.holds(now) { "ceases" } else { "begins" };
                let what = policy.describe(self);
                format!("Policy {} ({what}) {change} to apply.", policy.id)
            });
        }
        for user in self.users.values() {
            let waits = matches!(user.state, State::Pending | State::Processing);
            if let Some(at) = user.invitation_expires_at.filter(|_| waits) {
                tell(at, &|| format!("The invitation of {} expires.", user.email));
            }
        }
    }
}
