//! Which dialog about worker pools or zones is asked for; on the server only.

use credlab_model::kubernetes::flavor::Flavor;
use credlab_model::kubernetes::vlan::VlanKind;
use credlab_model::kubernetes::worker::{Worker, WorkerPool};
use credlab_model::kubernetes::{Cluster, Command};
use credlab_model::region::{Provider, Zone};

use super::dialog::{PoolDialog, PoolDialogKind};
use crate::backend::{Visit, lines};
use crate::pages::kubernetes::cluster::head::cluster_href;
use crate::view::{Barrier, Choice};

impl PoolDialogKind {
    const ALL: [PoolDialogKind; 9] = [
        PoolDialogKind::Create,
        PoolDialogKind::Resize,
        PoolDialogKind::Rebalance,
        PoolDialogKind::Labels,
        PoolDialogKind::Taints,
        PoolDialogKind::Remove,
        PoolDialogKind::AddZone,
        PoolDialogKind::RemoveZone,
        PoolDialogKind::Network,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            PoolDialogKind::Create => "create",
            PoolDialogKind::Resize => "resize",
            PoolDialogKind::Rebalance => "rebalance",
            PoolDialogKind::Labels => "labels",
            PoolDialogKind::Taints => "taints",
            PoolDialogKind::Remove => "remove",
            PoolDialogKind::AddZone => "add-zone",
            PoolDialogKind::RemoveZone => "remove-zone",
            PoolDialogKind::Network => "network",
        }
    }
}

/// The dialog of a name about the pool or zone `key`; none if there is no such dialog, pool or zone.
pub fn dialog_of(
    visit: &Visit,
    cluster: &Cluster,
    name: &str,
    key: &str,
    disabled: Option<Barrier>,
) -> Option<PoolDialog> {
    let mut kinds = PoolDialogKind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.name() == name)?;
    let pool = cluster.pools.iter().find(|pool| pool.id.as_str() == key);
    let zone = cluster.zones().into_iter().find(|zone| *zone == key);
    let mut view = PoolDialog {
        kind,
        title: String::new(),
        text: String::new(),
        affected: Vec::new(),
        fields: vec![("cluster".into(), cluster.id.to_string())],
        value: String::new(),
        options: Vec::new(),
        networks: Vec::new(),
        close: cluster_href(cluster.id.as_str(), "/pools"),
        disabled,
    };
    match (kind, pool, zone) {
        (PoolDialogKind::Create, ..) => {
            view.title = "Create worker pool".into();
            view.text = "It has no zone yet, and so no worker nodes: add a zone to it next.".into();
            view.value = "1".into();
            let flavors = Flavor::of(cluster.provider);
            view.options = flavors.map(flavor_choice).collect();
        }
        (PoolDialogKind::AddZone, pool, _) => {
            view.title = match pool {
                Some(pool) => format!("Add a zone to worker pool {}", pool.name),
                None => "Add a zone to all worker pools".into(),
            };
            view.text = "As many worker nodes are ordered there as in the other zones, with the credentials of the cluster's region and resource group.".into();
            view.fields.extend(pool.map(named));
            view.options = further_zones(cluster, pool);
            view.networks = subnets(visit, cluster);
        }
        (_, Some(pool), _) => about_pool(visit, cluster, pool, &mut view)?,
        (_, _, Some(zone)) => about_zone(visit, cluster, zone, &mut view)?,
        _ => return None,
    }
    Some(view)
}

fn named(pool: &WorkerPool) -> (String, String) {
    ("pool".into(), pool.id.to_string())
}

fn about_pool(
    visit: &Visit,
    cluster: &Cluster,
    pool: &WorkerPool,
    view: &mut PoolDialog,
) -> Option<()> {
    let name = &pool.name;
    let listed = |words: Vec<String>| words.join(", ");
    let (title, text, value) = match view.kind {
        PoolDialogKind::Resize => (
            format!("Resize worker pool {name}"),
            "Worker nodes are ordered or cancelled in each of its zones.".to_string(),
            pool.size_per_zone.to_string(),
        ),
        PoolDialogKind::Rebalance => (
            format!("Rebalance worker pool {name}"),
            "What its zones lack of their worker nodes is ordered.".to_string(),
            String::new(),
        ),
        PoolDialogKind::Labels => {
            let labels = pool.labels.iter().map(|(key, value)| format!("{key}={value}"));
            (
                format!("Labels of worker pool {name}"),
                "The labels that it has are replaced.".to_string(),
                listed(labels.collect()),
            )
        }
        PoolDialogKind::Taints => (
            format!("Taints of worker pool {name}"),
            "The taints that it has are replaced. Pods that don't tolerate a taint keep away from its worker nodes.".to_string(),
            listed(pool.taints.iter().map(ToString::to_string).collect()),
        ),
        PoolDialogKind::Remove => {
            view.affected = lines(&visit.impact(Command::RemovePool {
                cluster: cluster.id.clone(),
                pool: pool.id.clone(),
            }));
            (
                format!("Remove worker pool {name}?"),
                cancelled(cluster, |worker| worker.pool == pool.id),
                String::new(),
            )
        }
        _ => return None,
    };
    view.fields.push(named(pool));
    (view.title, view.text, view.value) = (title, text, value);
    Some(())
}

fn about_zone(visit: &Visit, cluster: &Cluster, zone: &str, view: &mut PoolDialog) -> Option<()> {
    view.fields.push(("zone".into(), zone.into()));
    match view.kind {
        PoolDialogKind::RemoveZone => {
            view.title = format!("Remove zone {zone}?");
            view.text = cancelled(cluster, |worker| worker.zone == zone);
            view.affected = lines(&visit.impact(Command::RemoveZone {
                cluster: cluster.id.clone(),
                zone: zone.into(),
                pools: Vec::new(),
            }));
        }
        PoolDialogKind::Network if cluster.provider == Provider::Classic => {
            view.title = format!("Network of zone {zone}");
            view.text = "Worker nodes that are ordered from now on are on these VLANs. Those that are there stay where they are until they are replaced.".into();
            view.options = vlans(visit, cluster, zone, VlanKind::Private);
            view.networks = match cluster.public_vlan {
                Some(_) => vlans(visit, cluster, zone, VlanKind::Public),
                None => vec![Choice::new("", "None: private only")],
            };
        }
        _ => return None,
    }
    Some(())
}

fn cancelled(cluster: &Cluster, which: impl Fn(&Worker) -> bool) -> String {
    let count = cluster
        .workers
        .values()
        .filter(|worker| which(worker))
        .count();
    match count {
        0 => "It has no worker nodes.".into(),
        1 => "Its worker node is cancelled with everything that is stored on it.".into(),
        _ => format!(
            "Its {count} worker nodes are cancelled with everything that is stored on them."
        ),
    }
}

fn flavor_choice(flavor: &Flavor) -> Choice {
    let label = format!(
        "{} ({} cores, {} GB)",
        flavor.name, flavor.cores, flavor.memory
    );
    Choice::new(flavor.name, label)
}

/// The zones of the cluster's region that the pool, or some pool, does not span.
fn further_zones(cluster: &Cluster, pool: Option<&WorkerPool>) -> Vec<Choice> {
    let pools: Vec<&WorkerPool> = match pool {
        Some(pool) => vec![pool],
        None => cluster.pools.iter().collect(),
    };
    Zone::all(cluster.provider)
        .filter(|zone| zone.region == cluster.region)
        .filter(|zone| pools.iter().any(|pool| !pool.zones.contains(&zone.name)))
        .map(|zone| {
            let label = format!("{}, {}", zone.name, zone.city());
            Choice::new(zone.name, label)
        })
        .collect()
}

/// The subnets of the cluster's VPC that the persona may see.
fn subnets(visit: &Visit, cluster: &Cluster) -> Vec<Choice> {
    let subnets = visit.account.subnets.values();
    let there = subnets.filter(|subnet| {
        Some(&subnet.vpc) == cluster.vpc.as_ref()
            && subnet.is_visible_to(&visit.account, &visit.persona, visit.now)
    });
    there
        .map(|subnet| {
            let label = format!("{} ({}, {})", subnet.name, subnet.zone, subnet.cidr);
            Choice::new(subnet.id.as_str(), label)
        })
        .collect()
}

/// The VLANs of a kind in a zone, of the classic account that the cluster is in.
fn vlans(visit: &Visit, cluster: &Cluster, zone: &str, kind: VlanKind) -> Vec<Choice> {
    let number = cluster.classic_account;
    let known = number.map(|number| visit.account.vlans(number));
    let known = known.into_iter().flatten();
    known
        .filter(|vlan| vlan.kind == kind && vlan.zone == zone)
        .map(|vlan| Choice::new(vlan.id.to_string(), vlan.id.to_string()))
        .collect()
}
