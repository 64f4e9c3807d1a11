//! Where a cluster's master and applications answer: names that follow from the cluster's and the account's ids.

use credlab_model::Timestamp;
use credlab_model::account::Account;
use credlab_model::kubernetes::Cluster;
use credlab_model::region::Provider;

/// The addresses of pods.
pub(super) fn pod_subnet(cluster: &Cluster) -> &'static str {
    match cluster.provider {
        Provider::Classic => "172.30.0.0/16",
        Provider::Vpc => "172.17.0.0/18",
    }
}

/// The addresses of services.
pub(super) const SERVICE_SUBNET: &str = "172.21.0.0/16";

/// The public address of the master; none in a cluster without a public network.
pub(super) fn public_url(cluster: &Cluster) -> Option<String> {
    let public = cluster.provider == Provider::Vpc || cluster.public_vlan.is_some();
    public.then(|| {
        format!(
            "https://c{}-e.{}.containers.cloud.ibm.com:{}",
            host(cluster),
            cluster.region,
            port(cluster)
        )
    })
}

/// The private address of the master, where there is one: VPC clusters have both, private classic clusters only this,
/// and others where it was enabled (R94).
pub(super) fn private_url(cluster: &Cluster) -> Option<String> {
    let private = cluster.provider == Provider::Vpc
        || cluster.private_endpoint
        || cluster.public_vlan.is_none();
    private.then(|| {
        format!(
            "https://c{}.private.{}.containers.cloud.ibm.com:{}",
            host(cluster),
            cluster.region,
            port(cluster)
        )
    })
}

/// The address that `kubectl` uses: the public one if there is one.
pub(super) fn master_url(cluster: &Cluster) -> String {
    public_url(cluster)
        .or_else(|| private_url(cluster))
        .unwrap_or_default()
}

/// The way to the cluster's applications.
#[derive(Default)]
pub(super) struct Ingress {
    /// The domain.
    pub(super) subdomain: String,
    /// The secret of its certificate: cluster, account, serial number.
    pub(super) secret: String,
}

impl Ingress {
    /// It is there when the first worker is: it runs there.
    pub(super) fn of(account: &Account, cluster: &Cluster, now: Timestamp) -> Option<Ingress> {
        let mut workers = cluster.workers.values();
        workers.any(|worker| worker.has_joined(now)).then(|| {
            let secret = format!("{}-{}-0000", cluster.name.to_lowercase(), account.id);
            Ingress {
                subdomain: format!("{secret}.{}.containers.appdomain.cloud", cluster.region),
                secret,
            }
        })
    }
}

/// The etcd port.
pub(super) fn etcd_port(cluster: &Cluster) -> String {
    (port(cluster) - 1).to_string()
}

fn host(cluster: &Cluster) -> u32 {
    100 + number(cluster) % 30
}

fn port(cluster: &Cluster) -> u32 {
    30_001 + number(cluster) % 2_700
}

/// A number that follows from the cluster's id.
fn number(cluster: &Cluster) -> u32 {
    let bytes = cluster.id.as_str().bytes();
    bytes.fold(7, |n: u32, byte| {
        n.wrapping_mul(31).wrapping_add(u32::from(byte))
    })
}
