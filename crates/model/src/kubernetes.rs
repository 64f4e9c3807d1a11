//! Clusters of the Kubernetes Service, as far as access credentials reach them.
//!
//! Every action passes two gates (R34): the caller's role here ([`require`]), then what the credentials of the
//! region and resource group can do ([`crate::credentials::infrastructure`]).

pub mod addon;
pub mod cluster;
mod create;
mod event;
pub mod flavor;
pub mod health;
pub mod integration;
pub mod label;
mod pool;
pub mod rbac;
mod scale;
pub mod subnet;
pub mod version;
pub mod vlan;
pub mod worker;

pub use cluster::{Cluster, NewCluster};
pub use create::CLUSTER_QUOTA;
pub use event::Event;
pub(crate) use event::{apply, audited, read_action};
pub use label::{Labels, Taint};
pub use pool::PoolChange;
pub use rbac::ClusterRole;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::context::Context;
use crate::iam::access::{self, Ask};
use crate::id::{ClusterId, WorkerId, WorkerPoolId};
use crate::refusal::{Noun, Refusal, RefusalKind, Remedy};

/// What can be asked of clusters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "cluster, pool and workers mean the same everywhere"
)]
pub enum Command {
    /// Makes a cluster.
    Create(NewCluster),
    /// Deletes a cluster and cancels its workers.
    Delete { cluster: ClusterId },
    /// Restarts the master, which takes over the stored API key (R16).
    RefreshMaster { cluster: ClusterId },
    /// Orders workers for the default pool: `ks worker add`.
    AddWorkers {
        cluster: ClusterId,
        count: u32,
        flavor: Option<String>,
    },
    /// Orders or cancels workers until a pool has `size` in each zone.
    ResizePool {
        cluster: ClusterId,
        pool: WorkerPoolId,
        size: u32,
    },
    /// Gives the master of a classic cluster a private service endpoint (R94).
    EnablePrivateEndpoint { cluster: ClusterId },
    /// Makes a worker pool, without zones and so without workers.
    CreatePool {
        cluster: ClusterId,
        name: String,
        flavor: String,
        size: u32,
        #[serde(default)]
        labels: Labels,
    },
    /// Changes the labels or taints of a pool.
    EditPool {
        cluster: ClusterId,
        pool: WorkerPoolId,
        change: PoolChange,
    },
    /// Puts workers that pools order from now on in a zone on other VLANs, the private one first; classic only.
    SetNetwork {
        cluster: ClusterId,
        zone: String,
        pools: Vec<WorkerPoolId>,
        vlans: [Option<u32>; 2],
    },
    /// Updates the master, to the next version if none is named.
    UpdateMaster {
        cluster: ClusterId,
        version: Option<String>,
    },
    /// Reinstalls workers with the master's version; classic only.
    UpdateWorkers {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
    },
    /// Sets the registry up for a cluster where that could not be done before (R43).
    ApplyPullSecret { cluster: ClusterId },
    /// Updates an add-on, to its newest version if none is named.
    UpdateAddOn {
        cluster: ClusterId,
        name: String,
        version: Option<String>,
    },
    /// Encrypts the secrets of a cluster with a root key of a key management service.
    EnableKms {
        cluster: ClusterId,
        instance: String,
    },
    /// Deletes a worker pool and cancels its workers.
    RemovePool {
        cluster: ClusterId,
        pool: WorkerPoolId,
    },
    /// Orders what zones of a pool lack.
    RebalancePool {
        cluster: ClusterId,
        pool: WorkerPoolId,
    },
    /// Lets worker pools span another zone; all pools, if none is named. On VPC in a subnet there.
    AddZone {
        cluster: ClusterId,
        zone: String,
        subnet: Option<String>,
        pools: Vec<WorkerPoolId>,
    },
    /// Takes worker pools out of a zone; all pools, if none is named.
    RemoveZone {
        cluster: ClusterId,
        zone: String,
        pools: Vec<WorkerPoolId>,
    },
    /// Reinstalls workers; classic only (R55).
    ReloadWorkers {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
    },
    /// Reboots workers.
    RebootWorkers {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
    },
    /// Cancels workers and orders new ones in their place; with the master's version, if they are to be updated.
    ReplaceWorkers {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
        #[serde(default)]
        update: bool,
    },
    /// Cancels workers.
    RemoveWorkers {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
    },
    /// Installs an add-on.
    EnableAddOn {
        cluster: ClusterId,
        name: String,
        #[serde(default)]
        version: Option<String>,
    },
    /// Removes an add-on.
    DisableAddOn { cluster: ClusterId, name: String },
    /// Deletes a pod, which its controller makes again: `kubectl delete pod` (R26, R27).
    DeletePod { cluster: ClusterId, pod: String },
    /// Gives a user a role inside the cluster, by hand: `kubectl create clusterrolebinding`.
    Bind {
        cluster: ClusterId,
        binding: String,
        role: ClusterRole,
        user: String,
    },
    /// Takes such a binding away.
    Unbind { cluster: ClusterId, binding: String },
    /// Looks at something of a cluster that the audit trail records.
    Read { cluster: ClusterId, what: Read },
    /// Lists the clusters.
    List,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Read {
    /// The cluster.
    Cluster,
    /// The owner of the API key (R15).
    KeyOwner,
    /// The configuration for `kubectl` (R40).
    Config,
    /// The configuration with the certificates of an administrator: Manager (inferred).
    AdminConfig,
    /// The workers.
    Workers,
    /// The worker pools.
    WorkerPools,
    /// The add-ons.
    AddOns,
    /// The pods: inside the cluster, so a service role is needed (R40).
    Pods,
}

impl Command {
    /// The cluster that is meant and the first gate of what is asked of it (R39). None for a new cluster, which has
    /// several, and for lists, which show what the caller may see.
    pub fn gate(&self) -> Option<(&ClusterId, Gate)> {
        Some(match self {
            Command::Create(_) | Command::List => return None,
            Command::Delete { cluster }
            | Command::EnablePrivateEndpoint { cluster }
            | Command::EnableAddOn { cluster, .. }
            | Command::UpdateAddOn { cluster, .. }
            | Command::EnableKms { cluster, .. }
            | Command::DisableAddOn { cluster, .. } => (cluster, Gate::Create),
            Command::RefreshMaster { cluster }
            | Command::AddWorkers { cluster, .. }
            | Command::ResizePool { cluster, .. }
            | Command::CreatePool { cluster, .. }
            | Command::RemovePool { cluster, .. }
            | Command::RebalancePool { cluster, .. }
            | Command::EditPool { cluster, .. }
            | Command::SetNetwork { cluster, .. }
            | Command::UpdateMaster { cluster, .. }
            | Command::UpdateWorkers { cluster, .. }
            | Command::ApplyPullSecret { cluster }
            | Command::AddZone { cluster, .. }
            | Command::RemoveZone { cluster, .. }
            | Command::ReloadWorkers { cluster, .. }
            | Command::RebootWorkers { cluster, .. }
            | Command::ReplaceWorkers { cluster, .. }
            | Command::RemoveWorkers { cluster, .. } => (cluster, Gate::Operate),
            Command::DeletePod { cluster, .. }
            | Command::Bind { cluster, .. }
            | Command::Unbind { cluster, .. } => (cluster, Gate::KubeManage),
            Command::Read {
                cluster,
                what: Read::Pods,
            } => (cluster, Gate::KubeRead),
            Command::Read {
                cluster,
                what: Read::AdminConfig,
            } => (cluster, Gate::KubeManage),
            Command::Read { cluster, .. } => (cluster, Gate::Read),
        })
    }
}

pub(crate) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<crate::event::Event>, Refusal> {
    if let Some((cluster, gate)) = command.gate() {
        require(account, actor, account.cluster(cluster)?, gate, ctx.now)?;
    }
    match command {
        Command::Create(new) => create::create(account, actor, new, ctx),
        Command::Delete { cluster } => create::delete(account, account.cluster(cluster)?, ctx),
        Command::RefreshMaster { cluster } => {
            let refreshed = Event::MasterRefreshed {
                cluster: cluster.clone(),
            };
            Ok(vec![refreshed.into()])
        }
        Command::AddWorkers {
            cluster,
            count,
            flavor,
        } => scale::add(
            account,
            account.cluster(cluster)?,
            *count,
            flavor.as_deref(),
            ctx,
        ),
        Command::ResizePool {
            cluster,
            pool,
            size,
        } => scale::resize(account, account.cluster(cluster)?, pool, *size, ctx),
        Command::EnablePrivateEndpoint { cluster } => {
            let enabled = create::private_endpoint(account, account.cluster(cluster)?)?;
            Ok(vec![enabled.into()])
        }
        Command::CreatePool {
            cluster,
            name,
            flavor,
            size,
            labels,
        } => pool::create(account.cluster(cluster)?, name, flavor, *size, labels, ctx),
        Command::EditPool {
            cluster,
            pool,
            change,
        } => pool::edit(account.cluster(cluster)?, pool, change),
        Command::SetNetwork {
            cluster,
            zone,
            pools,
            vlans,
        } => pool::set_network(account, account.cluster(cluster)?, zone, pools, *vlans, ctx),
        Command::UpdateMaster { cluster, version } => {
            version::update_master(account.cluster(cluster)?, version.as_deref(), ctx.now)
        }
        Command::UpdateWorkers { cluster, workers } => {
            version::update_workers(account, account.cluster(cluster)?, workers, ctx)
        }
        Command::ApplyPullSecret { cluster } => {
            create::apply_pull_secret(account, actor, account.cluster(cluster)?, ctx)
        }
        Command::UpdateAddOn {
            cluster,
            name,
            version,
        } => addon::update(
            account,
            account.cluster(cluster)?,
            name,
            version.as_deref(),
            ctx,
        ),
        Command::EnableKms { instance, .. } => Err(RefusalKind::NotFound {
            noun: Noun::KmsInstance,
            name: crate::refusal::shorten(instance),
        }
        .refusal()),
        Command::RemovePool { cluster, pool } => {
            pool::remove(account, account.cluster(cluster)?, pool, ctx)
        }
        Command::RebalancePool { cluster, pool } => {
            pool::rebalance(account, account.cluster(cluster)?, pool, ctx)
        }
        Command::AddZone {
            cluster,
            zone,
            subnet,
            pools,
        } => pool::add_zone(
            account,
            account.cluster(cluster)?,
            zone,
            subnet.as_deref(),
            pools,
            ctx,
        ),
        Command::RemoveZone {
            cluster,
            zone,
            pools,
        } => pool::remove_zone(account, account.cluster(cluster)?, zone, pools, ctx),
        Command::ReloadWorkers { cluster, workers } => scale::reload(
            account,
            account.cluster(cluster)?,
            workers,
            scale::Restart::Reload,
            ctx,
        ),
        Command::RebootWorkers { cluster, workers } => scale::reload(
            account,
            account.cluster(cluster)?,
            workers,
            scale::Restart::Reboot,
            ctx,
        ),
        Command::ReplaceWorkers {
            cluster,
            workers,
            update,
        } => scale::replace(account, account.cluster(cluster)?, workers, *update, ctx),
        Command::RemoveWorkers { cluster, workers } => {
            scale::remove(account, account.cluster(cluster)?, workers, ctx)
        }
        Command::EnableAddOn {
            cluster,
            name,
            version,
        } => addon::enable(
            account,
            account.cluster(cluster)?,
            name,
            version.as_deref(),
            ctx,
        ),
        Command::DisableAddOn { cluster, name } => addon::disable(account.cluster(cluster)?, name),
        Command::DeletePod { cluster, pod } => {
            addon::delete_pod(account.cluster(cluster)?, pod, ctx)
        }
        Command::Bind {
            cluster,
            binding,
            role,
            user,
        } => {
            let bound = rbac::bind(account.cluster(cluster)?, binding, *role, user)?;
            Ok(vec![bound.into()])
        }
        Command::Unbind { cluster, binding } => {
            let unbound = rbac::unbind(account.cluster(cluster)?, binding)?;
            Ok(vec![unbound.into()])
        }
        Command::Read { cluster, what } => {
            let read = Event::Read {
                cluster: cluster.clone(),
                what: *what,
            };
            Ok(vec![read.into()])
        }
        Command::List => Ok(vec![Event::Listed.into()]),
    }
}

/// The first gate of a cluster (R39).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Look: Viewer.
    Read,
    /// Run: Operator.
    Operate,
    /// Configure: Editor.
    Update,
    /// Create and delete: Administrator.
    Create,
    /// Look inside: Reader.
    KubeRead,
    /// Change inside `kube-system`: Manager (R40).
    KubeManage,
}

impl Gate {
    /// The IAM action.
    pub fn action(self) -> &'static str {
        match self {
            Gate::Read => "containers-kubernetes.cluster.read",
            Gate::Operate => "containers-kubernetes.cluster.operate",
            Gate::Update => "containers-kubernetes.cluster.update",
            Gate::Create => "containers-kubernetes.cluster.create",
            Gate::KubeRead => "containers-kubernetes.kube.read",
            Gate::KubeManage => "containers-kubernetes.kube.manage",
        }
    }

    /// The least role that the documents name for it.
    pub fn role(self) -> &'static str {
        match self {
            Gate::Read => "Viewer",
            Gate::Operate => "Operator",
            Gate::Update => "Editor",
            Gate::Create => "Administrator",
            Gate::KubeRead => "Reader",
            Gate::KubeManage => "Manager",
        }
    }

    /// What is asked of a cluster.
    pub fn ask(self, cluster: &Cluster) -> Ask {
        let ask = match self {
            // Reader, Writer and Manager are not cumulative as roles, but their RBAC roles are (R40).
            Gate::KubeRead => Ask::role("containers-kubernetes", &["Reader", "Writer", "Manager"]),
            Gate::KubeManage => Ask::role("containers-kubernetes", &["Manager"]),
            other => Ask::action(other.action()),
        };
        ask.in_region(cluster.region)
            .in_group(&cluster.group)
            .on_instance(cluster.id.as_str())
            .tagged(&cluster.tags)
    }
}

/// Whether the caller may ask this of the cluster (A0008).
pub fn require(
    account: &Account,
    actor: &Actor,
    cluster: &Cluster,
    gate: Gate,
    now: Timestamp,
) -> Result<(), Refusal> {
    let decision = access::decide(account, &actor.identity, &gate.ask(cluster), now);
    if decision.allowed || rbac::lets_through(account, actor, cluster, gate) {
        return Ok(());
    }
    if matches!(gate, Gate::KubeRead | Gate::KubeManage) {
        let to = format!("use kubectl in cluster {}", cluster.name);
        return Err(RefusalKind::NotAuthorized { to }.refusal().with_decision(decision).remedy(Remedy::run(
            format!("Ask for the service role {} on the Kubernetes Service.", gate.role()),
            format!("ibmcloud iam user-policy-create USER --roles {} --service-name containers-kubernetes", gate.role()),
        )));
    }
    Err(account.role_too_low(actor, gate.role(), decision))
}

impl Account {
    /// The cluster of that id.
    pub fn cluster(&self, id: &ClusterId) -> Result<&Cluster, Refusal> {
        self.clusters.get(id).ok_or_else(|| {
            RefusalKind::NotFound {
                noun: Noun::Cluster,
                name: id.to_string(),
            }
            .refusal()
        })
    }

    /// The cluster of that name or id.
    pub fn cluster_called(&self, name_or_id: &str) -> Result<&Cluster, Refusal> {
        let found = self
            .clusters
            .values()
            .find(|c| c.name == name_or_id || c.id.as_str() == name_or_id);
        found.ok_or_else(|| {
            RefusalKind::NotFound {
                noun: Noun::Cluster,
                name: crate::refusal::shorten(name_or_id),
            }
            .refusal()
        })
    }

    /// The clusters that the caller may look at.
    pub fn visible_clusters<'a>(
        &'a self,
        actor: &'a Actor,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Cluster> {
        self.clusters
            .values()
            .filter(move |c| require(self, actor, c, Gate::Read, now).is_ok())
    }
}
