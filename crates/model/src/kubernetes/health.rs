//! How clusters are, as listings and pages show it.

use crate::Timestamp;
use crate::account::Account;
use crate::credentials::infrastructure::{classic_actor, key_owner};
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::worker::{Worker, WorkerHealth};
use crate::region::Provider;

/// An issue that `ks cluster health issues` lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthIssue {
    /// The code: `NHC009`.
    pub id: &'static str,
    /// What it is about.
    pub component: &'static str,
    /// `Error` or `Warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub description: String,
}

impl Cluster {
    /// Whether the credentials in force belong to another classic account than the cluster (R71). Credentials that
    /// don't work at all orphan nothing; an account that is gone orphans its clusters for good (R121).
    pub fn is_orphaned(&self, account: &Account, now: Timestamp) -> bool {
        let gone = |number| !account.classic.contains_key(&number);
        if self.classic_account.is_some_and(gone) {
            return true;
        }
        self.provider == Provider::Classic
            && match account
                .slots
                .get(&self.slot())
                .and_then(|s| s.manual.as_ref())
            {
                Some(manual) => manual
                    .open(account)
                    .is_some_and(|(c, _)| Some(c.number) != self.classic_account),
                None => match classic_actor(account, &self.slot(), now) {
                    Ok(actor) => Some(actor.classic.number) != self.classic_account,
                    Err(_) => account.linked.is_some() && account.linked != self.classic_account,
                },
            }
    }

    /// The user name of the manually set credentials, shown only while there are any (R70).
    pub fn infrastructure_user<'a>(&self, account: &'a Account) -> Option<&'a str> {
        let manual = account.slots.get(&self.slot())?.manual.as_ref()?;
        (self.provider == Provider::Classic).then_some(manual.username.as_str())
    }

    /// How a worker is.
    pub fn worker_health(
        &self,
        account: &Account,
        worker: &Worker,
        now: Timestamp,
    ) -> WorkerHealth {
        if self.is_orphaned(account, now) {
            return ORPHANED;
        }
        worker.own_health(now)
    }

    /// The state: `normal`, `deploying`, `pending`, `warning` or `critical`.
    pub fn state(&self, account: &Account, now: Timestamp) -> &'static str {
        if self.master_ready_at > now {
            return "deploying";
        }
        let orphaned = self.is_orphaned(account, now);
        let mut health = self.workers.values().map(|w| {
            if orphaned {
                ORPHANED
            } else {
                w.own_health(now)
            }
        });
        let (mut all_critical, mut all_normal, mut any, mut joined) = (true, true, false, false);
        for worker in health.by_ref() {
            any = true;
            all_critical &= worker.is_critical();
            all_normal &= worker.is_normal();
            joined |= worker.is_normal();
        }
        match (any, all_normal, all_critical, joined) {
            (false, ..) => "warning",
            (_, true, ..) => "normal",
            (_, _, true, _) => "critical",
            (_, _, _, true) => "warning",
            _ => "pending",
        }
    }

    /// The status beside the state.
    pub fn status(&self, account: &Account, now: Timestamp) -> &'static str {
        match self.state(account, now) {
            "normal" => "All Workers Normal",
            "deploying" => "The cluster master is being deployed",
            "pending" => "Workers are being provisioned",
            "critical" => {
                "All workers are critical: the infrastructure credentials belong to another account"
            }
            _ if self.workers.is_empty() => "The cluster has no workers",
            _ => "Some workers are not normal",
        }
    }

    /// Whether the master still uses a key that is no longer the stored one (R16).
    pub fn needs_refresh(&self, account: &Account) -> bool {
        let stored = account
            .slots
            .get(&self.slot())
            .and_then(|s| s.key.as_ref())
            .map(|k| &k.id);
        stored.is_some() && self.master_key.as_ref() != stored
    }

    /// Whether its workers are on VLANs that don't reach each other: several zones of a classic account without spanning
    /// and without virtual routing and forwarding (R90). VPC clusters need neither (R95).
    pub fn is_split(&self, account: &Account) -> bool {
        self.provider == Provider::Classic
            && self.classic_account == account.linked
            && self.zones().len() > 1
            && !account.settings.spans_vlans()
    }

    /// What `ks cluster health issues` lists: on VPC, a stored key that gives no token (R30); on classic infrastructure,
    /// VLANs that don't reach each other (R90; the id of that issue is inferred).
    pub fn health_issues(&self, account: &Account, now: Timestamp) -> Vec<HealthIssue> {
        let mut issues = Vec::new();
        if self.provider == Provider::Vpc && key_owner(account, &self.slot(), now).is_err() {
            issues.push(HealthIssue {
                id: "NHC009",
                component: "Network",
                severity: "Error",
                description: "The IAM token exchange request failed.".into(),
            });
        }
        if self.is_split(account) {
            issues.push(HealthIssue {
                id: "NHC017",
                component: "Network",
                severity: "Error",
                description: "Worker nodes on different VLANs can't communicate over the private network: VLAN spanning is disabled.".into(),
            });
        }
        for addon in self
            .addons
            .values()
            .filter(|addon| addon.is_stale(account, self))
        {
            issues.push(HealthIssue {
                id: "H1520",
                component: "Add-on",
                severity: "Warning",
                description: format!(
                    "Add-on {} still uses an API key that was replaced: its pod must be re-created.",
                    addon.name
                ),
            });
        }
        issues
    }
}

const ORPHANED: WorkerHealth = WorkerHealth {
    state: "critical",
    status: "incorrect account for worker - The 'classic' infrastructure user credentials changed and no longer match the worker node instance infrastructure account.",
};
