//! Workers in listings and as JSON (`cli.md`, section 10).

use credlab_model::account::Account;
use credlab_model::kubernetes::worker::Worker;
use credlab_model::kubernetes::{Cluster, flavor::WorkerKind};
use credlab_model::{Timestamp, region::Provider};
use serde::Serialize;

use crate::ks::NONE;

/// A worker as it is now: what is not known yet is `-`.
pub(super) struct Node {
    pub(super) id: String,
    pub(super) public_ip: String,
    pub(super) private_ip: String,
    pub(super) flavor: String,
    pub(super) state: &'static str,
    pub(super) status: &'static str,
    pub(super) pool: String,
    pub(super) pool_id: String,
    pub(super) zone: String,
    pub(super) version: String,
    /// Whether the master has a newer version.
    pub(super) outdated: bool,
    pub(super) vlans: [Option<u32>; 2],
}

impl Node {
    pub(super) fn of(
        account: &Account,
        cluster: &Cluster,
        worker: &Worker,
        now: Timestamp,
    ) -> Node {
        let health = cluster.worker_health(account, worker, now);
        let joined = worker.has_joined(now);
        let once_joined = |value: &str| {
            if joined {
                value.into()
            } else {
                NONE.to_string()
            }
        };
        Node {
            id: worker.id.to_string(),
            public_ip: once_joined(worker.public_ip.as_deref().unwrap_or(NONE)),
            private_ip: once_joined(&worker.private_ip),
            flavor: flavor(cluster.provider, &worker.flavor),
            state: health.state,
            status: health.status,
            pool: cluster
                .pool(&worker.pool)
                .map_or(NONE.into(), |pool| pool.name.clone()),
            pool_id: worker.pool.to_string(),
            zone: worker.zone.clone(),
            version: once_joined(&worker.version),
            outdated: joined && worker.version != cluster.version,
            vlans: worker.vlans_of(cluster),
        }
    }
}

/// A flavor as listings show it: the disks of classic workers are encrypted.
pub(crate) fn flavor(provider: Provider, name: &str) -> String {
    match provider {
        Provider::Classic => format!("{name}.encrypted"),
        Provider::Vpc => name.into(),
    }
}

/// A classic worker.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClassicView {
    billing: &'static str,
    error_message: &'static str,
    id: String,
    isolation: &'static str,
    kube_version: String,
    machine_type: String,
    #[serde(rename = "privateIP")]
    private_ip: String,
    private_vlan: String,
    #[serde(rename = "publicIP")]
    public_ip: String,
    public_vlan: String,
    location: String,
    poolid: String,
    pool_name: String,
    trusted_status: &'static str,
    state: &'static str,
    status: &'static str,
    target_version: String,
}

impl ClassicView {
    pub(super) fn of(cluster: &Cluster, node: Node, kind: WorkerKind) -> ClassicView {
        let id = |vlan: Option<u32>| vlan.map(|id| id.to_string()).unwrap_or_default();
        let [private_vlan, public_vlan] = node.vlans;
        ClassicView {
            billing: match kind {
                WorkerKind::Virtual => "hourly",
                WorkerKind::BareMetal => "monthly",
            },
            error_message: "",
            id: node.id,
            isolation: "public",
            kube_version: node.version,
            machine_type: node.flavor,
            private_ip: node.private_ip,
            private_vlan: id(private_vlan),
            public_ip: node.public_ip,
            public_vlan: id(public_vlan),
            location: node.zone,
            poolid: node.pool_id,
            pool_name: node.pool,
            trusted_status: "disabled",
            state: node.state,
            status: node.status,
            target_version: cluster.version.clone(),
        }
    }
}

/// A VPC worker.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VpcView {
    flavor: String,
    id: String,
    kube_version: KubeVersion,
    location: String,
    #[serde(rename = "poolID")]
    pool_id: String,
    pool_name: String,
    lifecycle: Lifecycle,
    health: Health,
    network_interfaces: Vec<Interface>,
}

#[derive(Serialize)]
struct KubeVersion {
    actual: String,
    desired: String,
    target: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lifecycle {
    actual_state: &'static str,
    desired_state: &'static str,
    message: &'static str,
}

#[derive(Serialize)]
struct Health {
    state: &'static str,
    message: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Interface {
    ip_address: String,
    #[serde(rename = "subnetID")]
    subnet_id: String,
    primary: bool,
}

impl VpcView {
    pub(super) fn of(cluster: &Cluster, node: Node) -> VpcView {
        let deployed = node.state == "normal";
        VpcView {
            flavor: node.flavor,
            id: node.id,
            kube_version: KubeVersion {
                actual: node.version,
                desired: cluster.version.clone(),
                target: cluster.version.clone(),
            },
            location: node.zone,
            pool_id: node.pool_id,
            pool_name: node.pool,
            lifecycle: Lifecycle {
                actual_state: if deployed { "deployed" } else { node.state },
                desired_state: "deployed",
                message: if deployed { "" } else { node.status },
            },
            health: Health {
                state: node.state,
                message: node.status,
            },
            network_interfaces: vec![Interface {
                ip_address: node.private_ip,
                subnet_id: cluster.subnet.clone().unwrap_or_default(),
                primary: true,
            }],
        }
    }
}
