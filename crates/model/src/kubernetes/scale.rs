//! Ordering, restarting and cancelling workers.

use std::collections::BTreeSet;

use crate::account::Account;
use crate::classic::{Device, DeviceKind};
use crate::context::Context;
use crate::credentials::infrastructure::{self, ClassicActor, Request};
use crate::event;
use crate::id::{DeviceId, WorkerId, WorkerPoolId};
use crate::kubernetes::Event;
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::create::check_count;
use crate::kubernetes::flavor::{Flavor, WorkerKind};
use crate::kubernetes::pool;
use crate::kubernetes::worker::{Busy, Work, Worker, WorkerPool};
use crate::refusal::{InfrastructureOperation, Refusal, RefusalKind};
use crate::region::Provider;

/// How a worker is restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restart {
    /// The system is installed anew; classic only.
    Reload,
    /// Power off and on.
    Reboot,
}

/// `ks worker add`: Operator at the first gate (R36), then the credentials in force (R37). Classic only.
pub(crate) fn add(
    account: &Account,
    cluster: &Cluster,
    count: u32,
    flavor: Option<&str>,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if cluster.provider != Provider::Classic {
        return Err(RefusalKind::ProviderMismatch.refusal());
    }
    check_count(count)?;
    let default = cluster
        .pools
        .first()
        .map(|pool| pool.flavor.as_str())
        .unwrap_or_default();
    let flavor = Flavor::find(flavor.unwrap_or(default), cluster.provider)?;
    let classic = order_gate(account, cluster, flavor.kind, ctx)?;
    let orders = alone(cluster, count, flavor);
    Ok(vec![
        ordered(account, cluster, &orders, classic.as_ref(), ctx).into(),
    ])
}

/// Workers for a pool in a zone.
pub(super) struct Order<'a> {
    /// The pool.
    pub(super) pool: &'a WorkerPool,
    /// The zone.
    pub(super) zone: &'a str,
    /// How many.
    pub(super) count: u32,
    /// Of which flavor.
    pub(super) flavor: &'static Flavor,
}

/// So many workers for the default pool, in its first zone.
pub(super) fn alone<'a>(
    cluster: &'a Cluster,
    count: u32,
    flavor: &'static Flavor,
) -> Vec<Order<'a>> {
    let default = cluster.pools.first().map(|pool| Order {
        pool,
        zone: pool.zones.first().unwrap_or(&cluster.zone),
        count,
        flavor,
    });
    default.into_iter().collect()
}

/// `ks worker-pool resize`: orders what is missing, or cancels the newest workers.
pub(crate) fn resize(
    account: &Account,
    cluster: &Cluster,
    pool: &WorkerPoolId,
    size: u32,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    check_count(size)?;
    let pool = cluster.pool(pool)?;
    let flavor = Flavor::find(&pool.flavor, cluster.provider)?;
    let surplus = pool.zones.iter().flat_map(|zone| {
        let workers = cluster.workers.values();
        let here = workers.filter(move |w| w.pool == pool.id && w.zone == *zone);
        here.skip(size as usize)
    });
    let surplus: Vec<&Worker> = surplus.collect();
    let resized = Event::PoolResized {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
        size,
    };
    let orders = pool::missing(cluster, pool, size, flavor);
    let change = if surplus.is_empty() {
        let classic = order_gate(account, cluster, flavor.kind, ctx)?;
        (!orders.is_empty()).then(|| ordered(account, cluster, &orders, classic.as_ref(), ctx))
    } else {
        infrastructure_gate(
            account,
            cluster,
            &surplus,
            InfrastructureOperation::Cancel,
            ctx,
        )?;
        Some(cancelled(cluster, &surplus))
    };
    Ok([Some(resized), change]
        .into_iter()
        .flatten()
        .map(event::Event::from)
        .collect())
}

pub(crate) fn reload(
    account: &Account,
    cluster: &Cluster,
    workers: &[WorkerId],
    restart: Restart,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if restart == Restart::Reload && cluster.provider != Provider::Classic {
        return Err(RefusalKind::ProviderMismatch.refusal());
    }
    let chosen = named(cluster, workers)?;
    infrastructure_gate(
        account,
        cluster,
        &chosen,
        InfrastructureOperation::Reload,
        ctx,
    )?;
    let (with, until) = match restart {
        Restart::Reload => (Work::Reload, account.pace.reloaded(ctx.now)),
        Restart::Reboot => (Work::Reboot, account.pace.rebooted(ctx.now)),
    };
    let busy = Busy {
        with,
        since: ctx.now,
        until,
    };
    Ok(vec![
        Event::WorkersRestarted {
            cluster: cluster.id.clone(),
            workers: workers.to_vec(),
            busy,
        }
        .into(),
    ])
}

pub(crate) fn replace(
    account: &Account,
    cluster: &Cluster,
    workers: &[WorkerId],
    update: bool,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let chosen = named(cluster, workers)?;
    infrastructure_gate(
        account,
        cluster,
        &chosen,
        InfrastructureOperation::Cancel,
        ctx,
    )?;
    let default = cluster
        .pools
        .first()
        .map(|pool| pool.flavor.as_str())
        .unwrap_or_default();
    let flavor = Flavor::find(
        chosen.first().map_or(default, |w| w.flavor.as_str()),
        cluster.provider,
    )?;
    let classic = order_gate(account, cluster, flavor.kind, ctx)?;
    // Each in the place of an old one.
    let orders = chosen.iter().filter_map(|worker| {
        Some(Order {
            pool: cluster.pools.iter().find(|pool| pool.id == worker.pool)?,
            zone: &worker.zone,
            count: 1,
            flavor,
        })
    });
    let orders: Vec<Order<'_>> = orders.collect();
    let mut fresh = ordered(account, cluster, &orders, classic.as_ref(), ctx);
    // Without an update, the new one is as old as the one that it stands for.
    if let Event::WorkersOrdered { workers, .. } = &mut fresh
        && !update
    {
        for (new, old) in workers.iter_mut().zip(&chosen) {
            new.version.clone_from(&old.version);
        }
    }
    Ok(vec![cancelled(cluster, &chosen).into(), fresh.into()])
}

pub(crate) fn remove(
    account: &Account,
    cluster: &Cluster,
    workers: &[WorkerId],
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let chosen = named(cluster, workers)?;
    infrastructure_gate(
        account,
        cluster,
        &chosen,
        InfrastructureOperation::Cancel,
        ctx,
    )?;
    Ok(vec![cancelled(cluster, &chosen).into()])
}

pub(super) fn named<'a>(
    cluster: &'a Cluster,
    workers: &[WorkerId],
) -> Result<Vec<&'a Worker>, Refusal> {
    if workers.is_empty() {
        let problem = "must name at least one worker".to_string();
        return Err(RefusalKind::InvalidField {
            field: "worker",
            problem,
        }
        .refusal());
    }
    // A worker that is named twice is still one.
    let unique: BTreeSet<&WorkerId> = workers.iter().collect();
    unique.into_iter().map(|id| cluster.worker(id)).collect()
}

pub(super) fn cancelled(cluster: &Cluster, workers: &[&Worker]) -> Event {
    Event::WorkersCancelled {
        cluster: cluster.id.clone(),
        workers: workers.iter().map(|w| w.id.clone()).collect(),
    }
}

pub(super) fn order_gate<'a>(
    account: &'a Account,
    cluster: &Cluster,
    kind: WorkerKind,
    ctx: &Context,
) -> Result<Option<ClassicActor<'a>>, Refusal> {
    let request = Request {
        slot: &cluster.slot(),
        provider: cluster.provider,
        operation: InfrastructureOperation::Order,
        kind,
        public: cluster.public_vlan.is_some(),
        cluster: Some(cluster),
        new_owner: None,
    };
    infrastructure::check(account, &request, &[], ctx.now)
}

/// The second gate for something with workers that are there already.
pub(crate) fn infrastructure_gate(
    account: &Account,
    cluster: &Cluster,
    workers: &[&Worker],
    operation: InfrastructureOperation,
    ctx: &Context,
) -> Result<(), Refusal> {
    let bare = !workers.is_empty() && workers.iter().all(|w| w.kind == WorkerKind::BareMetal);
    let request = Request {
        slot: &cluster.slot(),
        provider: cluster.provider,
        operation,
        kind: if bare {
            WorkerKind::BareMetal
        } else {
            WorkerKind::Virtual
        },
        public: cluster.public_vlan.is_some(),
        cluster: Some(cluster),
        new_owner: None,
    };
    infrastructure::check(account, &request, workers, ctx.now).map(drop)
}

/// Workers as they are ordered: on classic infrastructure each is a device.
pub(super) fn ordered(
    account: &Account,
    cluster: &Cluster,
    orders: &[Order<'_>],
    classic: Option<&ClassicActor<'_>>,
    ctx: &Context,
) -> Event {
    let short = |name: &str, n: usize| -> String {
        name.chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .take(n)
            .collect::<String>()
            .to_lowercase()
    };
    let mut workers = Vec::new();
    let mut devices = Vec::new();
    let each = orders
        .iter()
        .flat_map(|order| (0..order.count).map(move |_| order));
    for (n, order) in (0..).zip(each) {
        let Order {
            pool, zone, flavor, ..
        } = order;
        let serial = ctx.hex("worker", n, 8);
        let id = format!(
            "kube-{}-{}-{}-{serial}",
            cluster.id,
            short(&cluster.name, 11),
            short(&pool.name, 7)
        );
        let (a, b) = (
            ctx.number("address", n, 1, 254),
            ctx.number("net", n, 64, 64),
        );
        let private_ip = format!("10.{b}.{}.{a}", ctx.number("subnet", n, 0, 256));
        let public_ip = cluster
            .public_vlan
            .map(|_| format!("169.{b}.{}.{a}", ctx.number("public", n, 0, 256)));
        let device = classic.map(|actor| {
            let taken = |id: &DeviceId| {
                actor.classic.devices.contains_key(id)
                    || devices.iter().any(|d: &Device| d.id == *id)
            };
            let first = ctx.number("device", n, 100_000_000, 40_000_000);
            let id = (first..)
                .map(DeviceId)
                .find(|id| !taken(id))
                .unwrap_or(DeviceId(first));
            devices.push(Device {
                id,
                kind: match flavor.kind {
                    WorkerKind::Virtual => DeviceKind::Virtual,
                    WorkerKind::BareMetal => DeviceKind::BareMetal,
                },
                hostname: format!("kube-{}-{serial}", short(&cluster.name, 11)),
                domain: "cloud.ibm".into(),
                datacenter: zone.to_string(),
                public_ip: public_ip.clone(),
                private_ip: private_ip.clone(),
                ordered_at: ctx.now,
                notes: format!("Worker of cluster {}", cluster.name),
            });
            id
        });
        workers.push(Worker {
            id: WorkerId::minted(&id),
            pool: pool.id.clone(),
            zone: zone.to_string(),
            flavor: flavor.name.into(),
            kind: flavor.kind,
            public_ip,
            private_ip,
            device,
            version: cluster.version.clone(),
            vlans: pool.networks.get(*zone).copied(),
            busy: Some(Busy {
                with: Work::Provision,
                since: ctx.now,
                until: account.pace.provisioned(ctx.now),
            }),
        });
    }
    let ordered_by = classic.map(|actor| (actor.classic.number, actor.user.id));
    Event::WorkersOrdered {
        cluster: cluster.id.clone(),
        workers,
        devices,
        ordered_by,
    }
}
