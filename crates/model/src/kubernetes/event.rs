//! What happens to clusters.

use serde::{Deserialize, Serialize};

use crate::account::{Account, Audited};
use crate::classic::Device;
use crate::event::Record;
use crate::id::{
    ClassicAccountNumber, ClassicUserId, ClusterId, ServiceIdId, WorkerId, WorkerPoolId,
};
use crate::kubernetes::Read;
use crate::kubernetes::addon::{AddOn, Controller};
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::rbac::{Binding, ClusterRole};
use crate::kubernetes::worker::{Busy, Work, Worker, WorkerPool};
use crate::name::Email;

/// What happens to clusters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of Cluster")]
pub enum Event {
    /// A cluster came into being, without workers.
    Created { cluster: Box<Cluster> },
    /// A cluster is gone, with its workers.
    Deleted { cluster: ClusterId },
    /// The master took over the stored API key.
    MasterRefreshed { cluster: ClusterId },
    /// Workers were ordered; classic ones are devices of whoever ordered them.
    WorkersOrdered {
        cluster: ClusterId,
        workers: Vec<Worker>,
        devices: Vec<Device>,
        ordered_by: Option<(ClassicAccountNumber, ClassicUserId)>,
    },
    /// Workers were cancelled.
    WorkersCancelled {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
    },
    /// Workers are being reloaded or rebooted.
    WorkersRestarted {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
        busy: Busy,
    },
    /// A pool has a new size.
    PoolResized {
        cluster: ClusterId,
        pool: WorkerPoolId,
        size: u32,
    },
    /// The master has a private service endpoint from now on.
    PrivateEndpointEnabled { cluster: ClusterId },
    /// A pool was made.
    PoolCreated {
        cluster: ClusterId,
        pool: WorkerPool,
    },
    /// A pool has other labels, taints or networks.
    PoolEdited {
        cluster: ClusterId,
        pool: Box<WorkerPool>,
    },
    /// The master has another version.
    MasterUpdated { cluster: ClusterId, version: String },
    /// Workers are being reinstalled with another version.
    WorkersUpdated {
        cluster: ClusterId,
        workers: Vec<WorkerId>,
        version: String,
        busy: Busy,
    },
    /// An add-on has another version; its pod was made again.
    AddOnUpdated { cluster: ClusterId, addon: AddOn },
    /// The registry could be set up: this service ID pulls images.
    PullSecretApplied {
        cluster: ClusterId,
        service_id: ServiceIdId,
    },
    /// A pool is gone; its workers were cancelled before.
    PoolRemoved {
        cluster: ClusterId,
        pool: WorkerPoolId,
    },
    /// A pool was brought back to its size in each zone.
    PoolRebalanced {
        cluster: ClusterId,
        pool: WorkerPoolId,
    },
    /// Pools span another zone.
    ZoneAdded {
        cluster: ClusterId,
        zone: String,
        pools: Vec<WorkerPoolId>,
    },
    /// Pools are no longer in a zone.
    ZoneRemoved {
        cluster: ClusterId,
        zone: String,
        pools: Vec<WorkerPoolId>,
    },
    /// An add-on was installed.
    AddOnEnabled { cluster: ClusterId, addon: AddOn },
    /// An add-on was removed.
    AddOnDisabled { cluster: ClusterId, name: String },
    /// An add-on's pod was made again.
    PodRecreated {
        cluster: ClusterId,
        addon: String,
        pod: String,
    },
    /// A user got a role inside the cluster by hand.
    Bound {
        cluster: ClusterId,
        binding: String,
        role: ClusterRole,
        user: Email,
    },
    /// A binding made by hand is gone.
    Unbound { cluster: ClusterId, binding: String },
    /// Somebody looked at a cluster.
    Read { cluster: ClusterId, what: Read },
    /// Somebody listed the clusters.
    Listed,
}

pub(crate) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        Event::Created { cluster } => drop(
            account
                .clusters
                .insert(cluster.id.clone(), (**cluster).clone()),
        ),
        Event::Deleted { cluster } => {
            let workers: Vec<WorkerId> = account
                .clusters
                .get(cluster)
                .map(|c| c.workers.keys().cloned().collect())
                .unwrap_or_default();
            cancel(account, cluster, &workers);
            account.clusters.remove(cluster);
        }
        Event::MasterRefreshed { cluster } => {
            let Some(cluster) = account.clusters.get_mut(cluster) else {
                return;
            };
            let key = account
                .slots
                .get(&cluster.slot())
                .and_then(|s| s.key.as_ref());
            cluster.master_key = key.map(|key| key.id.clone());
            cluster.refreshed_at = record.at;
        }
        Event::WorkersOrdered {
            cluster,
            workers,
            devices,
            ordered_by,
        } => {
            if let Some((number, user)) = ordered_by
                && let Some(classic) = account.classic.get_mut(number)
            {
                classic
                    .devices
                    .extend(devices.iter().map(|d| (d.id, d.clone())));
                if let Some(user) = classic.users.get_mut(user) {
                    user.devices.extend(devices.iter().map(|d| d.id));
                }
            }
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster
                    .workers
                    .extend(workers.iter().map(|w| (w.id.clone(), w.clone())));
            }
        }
        Event::WorkersCancelled { cluster, workers } => cancel(account, cluster, workers),
        Event::WorkersRestarted {
            cluster,
            workers,
            busy,
        } => {
            let Some(cluster) = account.clusters.get_mut(cluster) else {
                return;
            };
            for worker in cluster
                .workers
                .values_mut()
                .filter(|w| workers.contains(&w.id))
            {
                worker.busy = Some(*busy);
            }
        }
        Event::PoolResized {
            cluster,
            pool,
            size,
        } => {
            let Some(cluster) = account.clusters.get_mut(cluster) else {
                return;
            };
            if let Some(pool) = cluster.pools.iter_mut().find(|p| p.id == *pool) {
                pool.size_per_zone = *size;
            }
        }
        Event::PrivateEndpointEnabled { cluster } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.private_endpoint = true;
            }
        }
        Event::PoolCreated { cluster, pool } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.pools.push(pool.clone());
            }
        }
        Event::PoolEdited { cluster, pool } => {
            let cluster = account.clusters.get_mut(cluster).into_iter();
            let pools = cluster.flat_map(|cluster| &mut cluster.pools);
            let same = pools.filter(|one| one.id == pool.id);
            same.for_each(|one| one.clone_from(pool));
        }
        Event::MasterUpdated { cluster, version } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.version.clone_from(version);
            }
        }
        Event::WorkersUpdated {
            cluster,
            workers,
            version,
            busy,
        } => {
            let cluster = account.clusters.get_mut(cluster).into_iter();
            let all = cluster.flat_map(|cluster| cluster.workers.values_mut());
            for worker in all.filter(|w| workers.contains(&w.id)) {
                worker.version.clone_from(version);
                worker.busy = Some(*busy);
            }
        }
        Event::PullSecretApplied {
            cluster,
            service_id,
        } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.pull_secret = Some(service_id.clone());
            }
        }
        Event::PoolRemoved { cluster, pool } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.pools.retain(|one| one.id != *pool);
            }
        }
        Event::ZoneAdded {
            cluster,
            zone,
            pools,
        } => each_pool(account, cluster, pools, |pool| {
            pool.zones.push(zone.clone())
        }),
        Event::ZoneRemoved {
            cluster,
            zone,
            pools,
        } => each_pool(account, cluster, pools, |pool| {
            pool.zones.retain(|one| one != zone);
        }),
        Event::AddOnEnabled { cluster, addon } | Event::AddOnUpdated { cluster, addon } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.addons.insert(addon.name.clone(), addon.clone());
            }
        }
        Event::AddOnDisabled { cluster, name } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.addons.remove(name);
            }
        }
        Event::PodRecreated {
            cluster,
            addon,
            pod,
        } => {
            let Some(cluster) = account.clusters.get_mut(cluster) else {
                return;
            };
            let key = account
                .slots
                .get(&cluster.slot())
                .and_then(|s| s.key.as_ref())
                .map(|k| k.id.clone());
            if let Some(addon) = cluster.addons.get_mut(addon) {
                addon.controller = Some(Controller {
                    pod: pod.clone(),
                    started_at: record.at,
                    key,
                });
            }
        }
        Event::Bound {
            cluster,
            binding,
            role,
            user,
        } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                let bound = Binding {
                    role: *role,
                    user: user.clone(),
                    created_at: record.at,
                };
                cluster.bindings.insert(binding.clone(), bound);
            }
        }
        Event::Unbound { cluster, binding } => {
            if let Some(cluster) = account.clusters.get_mut(cluster) {
                cluster.bindings.remove(binding);
            }
        }
        Event::PoolRebalanced { .. } | Event::Read { .. } | Event::Listed => {}
    }
}

fn each_pool(
    account: &mut Account,
    cluster: &ClusterId,
    pools: &[WorkerPoolId],
    change: impl Fn(&mut WorkerPool),
) {
    let cluster = account.clusters.get_mut(cluster);
    let all = cluster.into_iter().flat_map(|cluster| &mut cluster.pools);
    all.filter(|pool| pools.contains(&pool.id)).for_each(change);
}

fn cancel(account: &mut Account, cluster: &ClusterId, workers: &[WorkerId]) {
    let Some(cluster) = account.clusters.get_mut(cluster) else {
        return;
    };
    let gone = workers.iter().filter_map(|id| cluster.workers.remove(id));
    let devices: Vec<_> = gone.filter_map(|worker| worker.device).collect();
    let Some(classic) = cluster
        .classic_account
        .and_then(|n| account.classic.get_mut(&n))
    else {
        return;
    };
    for device in devices {
        classic.devices.remove(&device);
        classic.users.values_mut().for_each(|user| {
            user.devices.remove(&device);
        });
    }
}

/// R146.
pub(crate) fn audited(event: &Event) -> Audited {
    let (action, cluster) = match event {
        Event::Created { cluster } => ("containers-kubernetes.cluster.create", &cluster.id),
        Event::Deleted { cluster } => ("containers-kubernetes.cluster.delete", cluster),
        Event::MasterRefreshed { cluster } => {
            ("containers-kubernetes.cluster-master.refresh", cluster)
        }
        Event::WorkersOrdered { cluster, .. } => {
            ("containers-kubernetes.cluster-worker.add", cluster)
        }
        Event::WorkersCancelled { cluster, .. } => ("containers-kubernetes.worker.delete", cluster),
        Event::WorkersRestarted { cluster, busy, .. } => match busy.with {
            Work::Reboot => ("containers-kubernetes.worker.reboot", cluster),
            _ => ("containers-kubernetes.worker.reload", cluster),
        },
        Event::PoolResized { cluster, .. } => {
            ("containers-kubernetes.cluster-worker-pool.resize", cluster)
        }
        Event::PrivateEndpointEnabled { cluster } => (
            "containers-kubernetes.cluster-private-service-endpoint.enable",
            cluster,
        ),
        Event::PoolCreated { cluster, .. } => {
            ("containers-kubernetes.cluster-worker-pool.create", cluster)
        }
        Event::PoolRemoved { cluster, .. } => {
            ("containers-kubernetes.cluster-worker-pool.delete", cluster)
        }
        Event::PoolRebalanced { cluster, .. } => (
            "containers-kubernetes.cluster-worker-pool.rebalance",
            cluster,
        ),
        Event::ZoneAdded { cluster, .. } => (
            "containers-kubernetes.cluster-worker-pool-zone.create",
            cluster,
        ),
        Event::ZoneRemoved { cluster, .. } => (
            "containers-kubernetes.cluster-worker-pool-zone.delete",
            cluster,
        ),
        Event::AddOnEnabled { cluster, .. } => {
            ("containers-kubernetes.cluster-addon.enable", cluster)
        }
        Event::AddOnUpdated { cluster, .. } => {
            ("containers-kubernetes.cluster-addon.update", cluster)
        }
        Event::PoolEdited { cluster, .. } => {
            ("containers-kubernetes.cluster-worker-pool.update", cluster)
        }
        Event::MasterUpdated { cluster, .. } => {
            ("containers-kubernetes.cluster-master.update", cluster)
        }
        Event::WorkersUpdated { cluster, .. } => ("containers-kubernetes.worker.update", cluster),
        Event::PullSecretApplied { cluster, .. } => {
            ("containers-kubernetes.cluster-pull-secret.apply", cluster)
        }
        Event::AddOnDisabled { cluster, .. } => {
            ("containers-kubernetes.cluster-addon.disable", cluster)
        }
        Event::PodRecreated { cluster, .. } => {
            ("containers-kubernetes.cluster-pod.delete", cluster)
        }
        Event::Bound { cluster, .. } | Event::Unbound { cluster, .. } => {
            ("containers-kubernetes.cluster-rbac.update", cluster)
        }
        Event::Read { cluster, what } => (read_action(*what), cluster),
        Event::Listed => return Audited::new("containers-kubernetes.cluster.list", "clusters"),
    };
    Audited::new(action, cluster)
}

pub(crate) fn read_action(what: Read) -> &'static str {
    match what {
        Read::Cluster => "containers-kubernetes.cluster.get",
        Read::KeyOwner => "containers-kubernetes.cluster-apikey-owner.get",
        Read::Config | Read::AdminConfig => "containers-kubernetes.cluster.config",
        Read::Workers => "containers-kubernetes.cluster-worker.list",
        Read::WorkerPools => "containers-kubernetes.cluster-worker-pool.list",
        Read::AddOns => "containers-kubernetes.cluster-addon.list",
        Read::Pods => "containers-kubernetes.cluster-pod.list",
    }
}
