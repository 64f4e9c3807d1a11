//! A cluster.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::AccessTag;
use crate::actor::Identity;
use crate::credentials::slot::Slot;
use crate::id::{
    ApiKeyId, ClassicAccountNumber, ClusterId, ResourceGroupId, ServiceIdId, WorkerId, WorkerPoolId,
};
use crate::kubernetes::addon::AddOn;
use crate::kubernetes::rbac::Binding;
use crate::kubernetes::version;
use crate::kubernetes::vlan::Vlan;
use crate::kubernetes::worker::{Worker, WorkerPool};
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};
use crate::region::{Provider, Region};

/// What a new cluster is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCluster {
    /// The name: a letter, then letters, digits, `.` and `-`, 35 at most.
    pub name: String,
    /// Classic or VPC.
    pub provider: Provider,
    /// The zone.
    pub zone: String,
    /// The resource group; the default one if none.
    pub group: Option<ResourceGroupId>,
    /// The flavor of the workers.
    pub flavor: String,
    /// How many workers.
    pub workers: u32,
    /// Classic: no public VLAN.
    pub private_only: bool,
    /// VPC: the subnet.
    pub subnet: Option<String>,
    /// Classic: whether the master has a private service endpoint (R94).
    #[serde(default)]
    pub private_endpoint: bool,
    /// Classic: whether a gateway pool alone is on the public network (R96).
    #[serde(default)]
    pub gateway: bool,
    /// The Kubernetes version; the default one if none.
    #[serde(default)]
    pub version: Option<String>,
}

/// A cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// Its id.
    pub id: ClusterId,
    /// Its name; can't be changed (R44).
    pub name: String,
    /// Classic or VPC.
    pub provider: Provider,
    /// The region.
    pub region: Region,
    /// The zone of the first workers.
    pub zone: String,
    /// The resource group; can't be changed (R44).
    pub group: ResourceGroupId,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when the master is there.
    pub master_ready_at: Timestamp,
    /// The Kubernetes version of its master.
    #[serde(default = "version::default")]
    pub version: String,
    /// By whom.
    pub created_by: Identity,
    /// The creator's address or name.
    pub owner: String,
    /// Classic: the infrastructure account that it was provisioned in (R71).
    pub classic_account: Option<ClassicAccountNumber>,
    /// Classic: the private VLAN.
    pub private_vlan: Option<u32>,
    /// Classic: the public VLAN, unless the cluster is private.
    pub public_vlan: Option<u32>,
    /// VPC: the VPC.
    pub vpc: Option<String>,
    /// VPC: the subnet.
    pub subnet: Option<String>,
    /// Classic: whether the master has a private service endpoint (R94).
    #[serde(default)]
    pub private_endpoint: bool,
    /// Role bindings that were made by hand, by name (R122).
    #[serde(default)]
    pub bindings: BTreeMap<String, Binding>,
    /// The access tags that it carries (R108).
    #[serde(default)]
    pub tags: BTreeSet<AccessTag>,
    /// The worker pools; the first is the default one.
    pub pools: Vec<WorkerPool>,
    /// The workers.
    pub workers: BTreeMap<WorkerId, Worker>,
    /// The add-ons.
    pub addons: BTreeMap<String, AddOn>,
    /// The service ID of the pull secret; none if the registry could not be set up (R25, R43).
    pub pull_secret: Option<ServiceIdId>,
    /// The API key that the master took over at its last refresh (R16).
    pub master_key: Option<ApiKeyId>,
    /// When the master was last refreshed.
    pub refreshed_at: Timestamp,
}

impl Cluster {
    /// The region and resource group whose credentials it uses.
    pub fn slot(&self) -> Slot {
        Slot {
            region: self.region,
            group: self.group.clone(),
        }
    }

    /// The private and the public VLAN in a zone, on classic infrastructure.
    pub fn vlans_in(&self, zone: &str) -> [Option<u32>; 2] {
        if zone == self.zone {
            return [self.private_vlan, self.public_vlan];
        }
        let [private, public] = Vlan::pair(zone);
        [
            self.private_vlan.map(|_| private.id),
            self.public_vlan.map(|_| public.id),
        ]
    }

    /// The zones that its worker pools span.
    pub fn zones(&self) -> BTreeSet<&str> {
        let zones = self.pools.iter().flat_map(|pool| &pool.zones);
        zones.map(String::as_str).collect()
    }

    /// The worker of that id.
    pub fn worker(&self, id: &WorkerId) -> Result<&Worker, Refusal> {
        self.workers.get(id).ok_or_else(|| {
            RefusalKind::NotFound {
                noun: Noun::Worker,
                name: id.to_string(),
            }
            .refusal()
        })
    }

    /// The pool of that id.
    pub fn pool(&self, id: &WorkerPoolId) -> Result<&WorkerPool, Refusal> {
        let missing = || {
            RefusalKind::NotFound {
                noun: Noun::WorkerPool,
                name: id.to_string(),
            }
            .refusal()
        };
        self.pools
            .iter()
            .find(|pool| pool.id == *id)
            .ok_or_else(missing)
    }

    /// The pool of that name or id.
    pub fn pool_called(&self, name_or_id: &str) -> Result<&WorkerPool, Refusal> {
        let missing = || {
            RefusalKind::NotFound {
                noun: Noun::WorkerPool,
                name: shorten(name_or_id),
            }
            .refusal()
        };
        self.pools
            .iter()
            .find(|pool| pool.name == name_or_id || pool.id.as_str() == name_or_id)
            .ok_or_else(missing)
    }

    /// The cloud resource name (`api.md`, Identifiers).
    pub fn crn(&self, account: &crate::id::AccountId) -> String {
        format!(
            "crn:v1:bluemix:public:containers-kubernetes:{}:a/{account}:{}::",
            self.region, self.id
        )
    }
}

/// A cluster's name, if it can be one.
pub(crate) fn check_name(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    let good = name.len() <= 35
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if good {
        return Ok(name.to_string());
    }
    let problem =
        "must start with a letter and hold letters, digits, . and - only, 35 at most".to_string();
    Err(RefusalKind::InvalidField {
        field: "cluster name",
        problem,
    }
    .refusal())
}
