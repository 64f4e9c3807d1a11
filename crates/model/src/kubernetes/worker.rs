//! Worker nodes and the pools that they belong to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::id::{DeviceId, WorkerId, WorkerPoolId};
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::flavor::WorkerKind;
use crate::kubernetes::label::{Labels, Taint};
use crate::kubernetes::version;

/// A worker pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerPool {
    /// Its id.
    pub id: WorkerPoolId,
    /// Its name.
    pub name: String,
    /// The flavor of its workers.
    pub flavor: String,
    /// The workers in each zone.
    pub size_per_zone: u32,
    /// The zones.
    pub zones: Vec<String>,
    /// The labels that its workers get.
    #[serde(default)]
    pub labels: Labels,
    /// The taints that its workers get.
    #[serde(default)]
    pub taints: BTreeSet<Taint>,
    /// Classic: the private and public VLAN by zone, where they are not the data center's usual pair.
    #[serde(default)]
    pub networks: BTreeMap<String, [Option<u32>; 2]>,
}

impl WorkerPool {
    /// The private and the public VLAN that new workers in a zone are on.
    pub fn vlans_in(&self, cluster: &Cluster, zone: &str) -> [Option<u32>; 2] {
        let chosen = self.networks.get(zone).copied();
        chosen.unwrap_or_else(|| cluster.vlans_in(zone))
    }
}

/// A worker node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worker {
    /// Its id: `kube-…`.
    pub id: WorkerId,
    /// Its pool.
    pub pool: WorkerPoolId,
    /// Its zone.
    pub zone: String,
    /// Its flavor.
    pub flavor: String,
    /// Virtual or physical.
    pub kind: WorkerKind,
    /// The address on the public network, where it has one.
    pub public_ip: Option<String>,
    /// The address on the private network.
    pub private_ip: String,
    /// The classic device that it runs on.
    pub device: Option<DeviceId>,
    /// Its Kubernetes version.
    #[serde(default = "version::default")]
    pub version: String,
    /// The private and the public VLAN that it is on, where they are not the data center's usual pair.
    #[serde(default)]
    pub vlans: Option<[Option<u32>; 2]>,
    /// What is being done with it.
    pub busy: Option<Busy>,
}

/// Something that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Busy {
    /// What.
    pub with: Work,
    /// Since when.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// What takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// The server is ordered, set up and joined.
    Provision,
    /// The system is reinstalled.
    Reload,
    /// The server is restarted.
    Reboot,
}

/// How a worker is at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerHealth {
    /// The state: `normal`.
    pub state: &'static str,
    /// The status: `Ready`.
    pub status: &'static str,
}

impl WorkerHealth {
    /// Whether the worker does its work.
    pub fn is_normal(&self) -> bool {
        self.state == "normal"
    }

    /// Whether something is wrong with it.
    pub fn is_critical(&self) -> bool {
        self.state == "critical"
    }
}

impl Worker {
    /// How the worker is at `now`, leaving aside whose account it is in.
    pub(crate) fn own_health(&self, now: Timestamp) -> WorkerHealth {
        let health = |state, status| WorkerHealth { state, status };
        let Some(busy) = self.busy.filter(|busy| busy.until > now) else {
            return health("normal", "Ready");
        };
        match busy.with {
            Work::Reload => health("reloading", "Reloading the worker node"),
            Work::Reboot => health("warning", "Rebooting the worker node"),
            Work::Provision => {
                let whole = (busy.until.as_second() - busy.since.as_second()).max(1);
                let passed = now.as_second() - busy.since.as_second();
                match passed.saturating_mul(3) / whole {
                    ..=0 => health("provision_pending", "Preparing to provision worker"),
                    1 => health(
                        "provisioning",
                        "Infrastructure instance status is 'pending'",
                    ),
                    _ => health("deploying", "Deploying the worker node"),
                }
            }
        }
    }

    /// The private and the public VLAN that it is on, on classic infrastructure.
    pub fn vlans_of(&self, cluster: &Cluster) -> [Option<u32>; 2] {
        self.vlans.unwrap_or_else(|| cluster.vlans_in(&self.zone))
    }

    /// Whether the worker has joined the cluster at `now`, and so has addresses and a version.
    pub fn has_joined(&self, now: Timestamp) -> bool {
        !self
            .busy
            .is_some_and(|busy| busy.with == Work::Provision && busy.until > now)
    }
}
