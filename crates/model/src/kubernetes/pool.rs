//! Worker pools and the zones that they span: both gates, as for worker nodes (R34). A fresh pool has no zone, and so no
//! worker nodes; a zone brings as many to each pool as the pool has in its other zones.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::context::Context;
use crate::credentials::infrastructure;
use crate::event;
use crate::id::WorkerPoolId;
use crate::kubernetes::Event;
use crate::kubernetes::cluster::{Cluster, check_name};
use crate::kubernetes::create::check_count;
use crate::kubernetes::flavor::Flavor;
use crate::kubernetes::label::{self, Labels, Taint};
use crate::kubernetes::scale::{self, Order};
use crate::kubernetes::vlan::VlanKind;
use crate::kubernetes::worker::{Worker, WorkerPool};
use crate::refusal::{InfrastructureOperation, Noun, Refusal, RefusalKind, shorten};
use crate::region::{Provider, Zone};

/// `ks worker-pool create`.
pub(super) fn create(
    cluster: &Cluster,
    name: &str,
    flavor: &str,
    size: u32,
    labels: &Labels,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let name = check_name(name)?;
    label::check(labels, &BTreeSet::new())?;
    check_count(size)?;
    let flavor = Flavor::find(flavor, cluster.provider)?;
    if cluster.pools.iter().any(|pool| pool.name == name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::WorkerPool,
            name,
        }
        .refusal());
    }
    let pool = WorkerPool {
        id: WorkerPoolId::minted(&format!("{}-{}", cluster.id, ctx.hex("pool", 0, 7))),
        name,
        flavor: flavor.name.into(),
        size_per_zone: size,
        zones: Vec::new(),
        labels: labels.clone(),
        taints: BTreeSet::new(),
        networks: BTreeMap::new(),
    };
    Ok(vec![
        Event::PoolCreated {
            cluster: cluster.id.clone(),
            pool,
        }
        .into(),
    ])
}

/// A change of what a pool gives to its worker nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolChange {
    /// Makes the labels exactly these.
    Labels(Labels),
    /// Makes the taints exactly these.
    Taints(BTreeSet<Taint>),
}

/// `ks worker-pool label` and `taint`: what is not named is removed, as in the tool.
pub(super) fn edit(
    cluster: &Cluster,
    pool: &WorkerPoolId,
    change: &PoolChange,
) -> Result<Vec<event::Event>, Refusal> {
    let mut pool = cluster.pool(pool)?.clone();
    match change {
        PoolChange::Labels(labels) => pool.labels.clone_from(labels),
        PoolChange::Taints(taints) => pool.taints.clone_from(taints),
    }
    label::check(&pool.labels, &pool.taints)?;
    Ok(vec![edited(cluster, pool).into()])
}

fn edited(cluster: &Cluster, pool: WorkerPool) -> Event {
    Event::PoolEdited {
        cluster: cluster.id.clone(),
        pool: Box::new(pool),
    }
}

/// `ks zone network-set`: workers that pools order from now on in a zone are on these VLANs of the classic account that the
/// credentials in force open.
pub(super) fn set_network(
    account: &Account,
    cluster: &Cluster,
    zone: &str,
    pools: &[WorkerPoolId],
    vlans: [Option<u32>; 2],
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if cluster.provider != Provider::Classic {
        return Err(RefusalKind::ProviderMismatch.refusal());
    }
    let known = infrastructure::classic_actor(account, &cluster.slot(), ctx.now)?;
    let known = account.vlans(known.classic.number);
    for (kind, id) in [VlanKind::Private, VlanKind::Public].into_iter().zip(vlans) {
        let Some(id) = id else { continue };
        if !known
            .iter()
            .any(|v| v.id == id && v.kind == kind && v.zone == zone)
        {
            return Err(RefusalKind::NotFound {
                noun: Noun::Vlan,
                name: id.to_string(),
            }
            .refusal());
        }
    }
    let chosen = chosen(cluster, pools)?.into_iter();
    let there: Vec<&WorkerPool> = chosen
        .filter(|p| p.zones.iter().any(|z| z == zone))
        .collect();
    if there.is_empty() {
        return Err(RefusalKind::UnknownZone {
            zone: shorten(zone),
        }
        .refusal());
    }
    if vlans[1].is_some() != cluster.public_vlan.is_some() {
        let reason = match cluster.public_vlan {
            Some(_) => "Worker nodes of this cluster are on a public VLAN, too: name one.",
            None => "Worker nodes of this cluster are on no public VLAN.",
        };
        let reason = reason.into();
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let events = there.into_iter().map(|pool| {
        let mut pool = pool.clone();
        pool.networks.insert(zone.into(), vlans);
        edited(cluster, pool).into()
    });
    Ok(events.collect())
}

/// `ks worker-pool rm`: cancels its workers. The last pool stays (inferred: a cluster has one at least).
pub(super) fn remove(
    account: &Account,
    cluster: &Cluster,
    pool: &WorkerPoolId,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let pool = cluster.pool(pool)?;
    if cluster.pools.len() == 1 {
        let reason = format!(
            "{} is the only worker pool of cluster {}.",
            pool.name, cluster.name
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let workers: Vec<&Worker> = workers(cluster, pool, None).collect();
    let removed = Event::PoolRemoved {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
    };
    cancelling(account, cluster, &workers, removed, ctx)
}

/// `ks worker-pool rebalance`: each zone of a pool gets the workers that it is to have.
pub(super) fn rebalance(
    account: &Account,
    cluster: &Cluster,
    pool: &WorkerPoolId,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let pool = cluster.pool(pool)?;
    let flavor = Flavor::find(&pool.flavor, cluster.provider)?;
    let classic = scale::order_gate(account, cluster, flavor.kind, ctx)?;
    let rebalanced = Event::PoolRebalanced {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
    };
    let orders = missing(cluster, pool, pool.size_per_zone, flavor);
    let mut events = vec![rebalanced];
    if !orders.is_empty() {
        let ordered = scale::ordered(account, cluster, &orders, classic.as_ref(), ctx);
        events.push(ordered);
    }
    Ok(events.into_iter().map(event::Event::from).collect())
}

/// The orders that bring each zone of a pool to `size` workers.
pub(super) fn missing<'a>(
    cluster: &Cluster,
    pool: &'a WorkerPool,
    size: u32,
    flavor: &'static Flavor,
) -> Vec<Order<'a>> {
    let orders = pool.zones.iter().map(|zone| {
        let have = workers(cluster, pool, Some(zone)).count();
        Order {
            pool,
            zone,
            count: size.saturating_sub(u32::try_from(have).unwrap_or(u32::MAX)),
            flavor,
        }
    });
    orders.filter(|order| order.count > 0).collect()
}

/// `ks zone add`: to the pools that are named, or to all.
pub(super) fn add_zone(
    account: &Account,
    cluster: &Cluster,
    zone: &str,
    subnet: Option<&str>,
    pools: &[WorkerPoolId],
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let place = Zone::find(zone, cluster.provider).filter(|zone| zone.region == cluster.region);
    let place = place.ok_or_else(|| {
        RefusalKind::UnknownZone {
            zone: shorten(zone),
        }
        .refusal()
    })?;
    if cluster.provider == Provider::Vpc {
        let known = subnet.and_then(|id| account.subnets.get(id));
        if known.is_none_or(|subnet| subnet.zone != place.name) {
            let (field, typed) = ("subnet", shorten(subnet.unwrap_or_default()));
            let problem = format!("'{typed}' is not a subnet in zone {}", place.name);
            return Err(RefusalKind::InvalidField { field, problem }.refusal());
        }
    }
    let chosen = chosen(cluster, pools)?;
    let fresh = chosen
        .into_iter()
        .filter(|pool| !pool.zones.contains(&place.name));
    let fresh: Vec<&WorkerPool> = fresh.collect();
    if fresh.is_empty() {
        let reason = format!("The worker pools are in zone {} already.", place.name);
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let (mut orders, mut classic) = (Vec::new(), None);
    for pool in &fresh {
        let flavor = Flavor::find(&pool.flavor, cluster.provider)?;
        classic = scale::order_gate(account, cluster, flavor.kind, ctx)?;
        orders.push(Order {
            pool,
            zone: &place.name,
            count: pool.size_per_zone,
            flavor,
        });
    }
    let added = Event::ZoneAdded {
        cluster: cluster.id.clone(),
        zone: place.name.clone(),
        pools: fresh.iter().map(|pool| pool.id.clone()).collect(),
    };
    let ordered = scale::ordered(account, cluster, &orders, classic.as_ref(), ctx);
    Ok(vec![added.into(), ordered.into()])
}

/// `ks zone rm`: from the pools that are named, or from all; their workers there are cancelled. Some pool keeps a zone
/// (inferred: a cluster without any could run nothing).
pub(super) fn remove_zone(
    account: &Account,
    cluster: &Cluster,
    zone: &str,
    pools: &[WorkerPoolId],
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let chosen = chosen(cluster, pools)?;
    let there = chosen
        .into_iter()
        .filter(|pool| pool.zones.iter().any(|name| name == zone));
    let there: Vec<&WorkerPool> = there.collect();
    if there.is_empty() {
        return Err(RefusalKind::UnknownZone {
            zone: shorten(zone),
        }
        .refusal());
    }
    let stays = |pool: &WorkerPool| {
        let goes = there.iter().any(|one| one.id == pool.id);
        pool.zones.iter().any(|name| name != zone || !goes)
    };
    if !cluster.pools.iter().any(stays) {
        let reason = format!(
            "{} is the only zone of cluster {}.",
            shorten(zone),
            cluster.name
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let workers = there
        .iter()
        .flat_map(|pool| workers(cluster, pool, Some(zone)));
    let workers: Vec<&Worker> = workers.collect();
    let removed = Event::ZoneRemoved {
        cluster: cluster.id.clone(),
        zone: zone.into(),
        pools: there.iter().map(|pool| pool.id.clone()).collect(),
    };
    cancelling(account, cluster, &workers, removed, ctx)
}

/// The pools of those ids, or all.
fn chosen<'a>(
    cluster: &'a Cluster,
    pools: &[WorkerPoolId],
) -> Result<Vec<&'a WorkerPool>, Refusal> {
    match pools {
        [] => Ok(cluster.pools.iter().collect()),
        named => named.iter().map(|id| cluster.pool(id)).collect(),
    }
}

/// The workers of a pool, in all zones or in one.
fn workers<'a>(
    cluster: &'a Cluster,
    pool: &'a WorkerPool,
    zone: Option<&'a str>,
) -> impl Iterator<Item = &'a Worker> {
    let workers = cluster.workers.values();
    workers
        .filter(move |worker| worker.pool == pool.id && zone.is_none_or(|zone| worker.zone == zone))
}

/// What cancels workers asks the second gate; what cancels none does not.
fn cancelling(
    account: &Account,
    cluster: &Cluster,
    workers: &[&Worker],
    what: Event,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if workers.is_empty() {
        return Ok(vec![what.into()]);
    }
    let operation = InfrastructureOperation::Cancel;
    scale::infrastructure_gate(account, cluster, workers, operation, ctx)?;
    Ok(vec![scale::cancelled(cluster, workers).into(), what.into()])
}
