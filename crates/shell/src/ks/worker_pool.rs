//! `ks worker-pool` (`cli.md`, 7.8).

mod change;
mod label;

use std::collections::BTreeMap;

use credlab_model::id::{ClusterId, WorkerPoolId};
use credlab_model::kubernetes::worker::WorkerPool as Pool;
use credlab_model::kubernetes::{Cluster, Command, Gate, Labels, Read, require};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::target::OfCluster;
use crate::ks::worker::flavor;
use crate::ks::{NONE, NOT_LOGGED_IN};
use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum WorkerPool {
        /// List all worker pools in a cluster
        Ls(Ls),
        /// View the details of a worker pool
        Get(Get),
        /// Create a worker pool
        #[command(subcommand)]
        Create(change::Create),
        /// Bring a worker pool back to its size in each zone
        Rebalance(change::Rebalance),
        /// Resize a worker pool
        Resize(Resize),
        /// Remove a worker pool
        Rm(change::Rm),
        /// Set and remove the labels of a worker pool
        #[command(subcommand)]
        Label(label::Label),
        /// Set and remove the taints of a worker pool
        #[command(subcommand)]
        Taint(label::Taint),
        /// List the zones of a worker pool
        Zones(Zones),
    }
}

/// `ks worker-pool ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    format: Format,
}

/// A worker pool as JSON (`cli.md`, section 10).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    name: String,
    size_per_zone: u32,
    machine_type: String,
    isolation: &'static str,
    labels: Labels,
    taints: BTreeMap<String, String>,
    id: String,
    region: String,
    state: &'static str,
    is_balanced: bool,
    autoscale_enabled: bool,
    zones: Vec<ZoneView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZoneView {
    id: String,
    private_vlan: String,
    public_vlan: String,
    worker_count: usize,
}

impl View {
    fn of(cluster: &Cluster, pool: &Pool) -> View {
        let id = |vlan: Option<u32>| vlan.map(|id| id.to_string()).unwrap_or_default();
        let zones: Vec<ZoneView> = pool
            .zones
            .iter()
            .map(|zone| ZoneView {
                id: zone.clone(),
                private_vlan: id(pool.vlans_in(cluster, zone)[0]),
                public_vlan: id(pool.vlans_in(cluster, zone)[1]),
                worker_count: workers_in(cluster, pool, zone),
            })
            .collect();
        let wanted = usize::try_from(pool.size_per_zone).unwrap_or(usize::MAX);
        View {
            name: pool.name.clone(),
            size_per_zone: pool.size_per_zone,
            machine_type: flavor(cluster.provider, &pool.flavor),
            isolation: "public",
            labels: pool.labels.clone(),
            taints: pool
                .taints
                .iter()
                .map(|taint| {
                    let effect = format!("{}:{}", taint.value, taint.effect.as_str());
                    (taint.key.clone(), effect)
                })
                .collect(),
            id: pool.id.to_string(),
            region: cluster.region.to_string(),
            state: "active",
            is_balanced: zones.iter().all(|zone| zone.worker_count == wanted),
            autoscale_enabled: false,
            zones,
        }
    }
}

fn workers_in(cluster: &Cluster, pool: &Pool, zone: &str) -> usize {
    let here = cluster
        .workers
        .values()
        .filter(|worker| worker.pool == pool.id && worker.zone == zone);
    here.count()
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::WorkerPools)?;
        let cluster = seen.cluster()?;
        if json {
            let views = cluster.pools.iter().map(|pool| View::of(cluster, pool));
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        let rows: Vec<[String; 4]> = cluster
            .pools
            .iter()
            .map(|pool| {
                let workers = cluster.workers.values().filter(|w| w.pool == pool.id);
                [
                    pool.name.clone(),
                    pool.id.to_string(),
                    flavor(cluster.provider, &pool.flavor),
                    workers.count().to_string(),
                ]
            })
            .collect();
        run.out.table(["Name", "ID", "Flavor", "Workers"], &rows);
        Ok(())
    }
}

/// `ks worker-pool get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    #[command(flatten)]
    cluster: OfCluster,
    /// The name or ID of the worker pool
    #[arg(short = 'p', long, value_name = "POOL")]
    worker_pool: String,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        run.progress(&format!(
            "Retrieving worker pool `{}` from cluster `{}`...",
            self.worker_pool,
            self.cluster.typed()
        ));
        let seen = self.cluster.read(run, &actor, Read::WorkerPools)?;
        let cluster = seen.cluster()?;
        let pool = cluster.pool_called(&self.worker_pool)?;
        if json {
            run.json(&View::of(cluster, pool));
            return Ok(());
        }
        run.ok();
        run.out.pairs(&[
            ("Name:", pool.name.clone()),
            ("ID:", pool.id.to_string()),
            ("State:", "active".into()),
            ("Hardware:", "shared".into()),
            ("Zones:", listed(pool.zones.iter().cloned())),
            ("Workers per zone:", pool.size_per_zone.to_string()),
            ("Flavor:", flavor(cluster.provider, &pool.flavor)),
            (
                "Labels:",
                listed(pool.labels.iter().map(|(k, v)| format!("{k}={v}"))),
            ),
            (
                "Taints:",
                listed(pool.taints.iter().map(ToString::to_string)),
            ),
            ("Version:", cluster.version.clone()),
        ]);
        Ok(())
    }
}

/// What there is, separated by commas.
fn listed(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    match values.is_empty() {
        true => NONE.into(),
        false => values.join(","),
    }
}

/// A pool of a cluster.
#[derive(Debug, clap::Args)]
struct OfPool {
    #[command(flatten)]
    cluster: OfCluster,
    /// The name or ID of the worker pool
    #[arg(short = 'p', long, value_name = "POOL")]
    worker_pool: String,
}

/// `ks worker-pool zones`.
#[derive(Debug, clap::Args)]
pub(crate) struct Zones {
    #[command(flatten)]
    of: OfPool,
    #[command(flatten)]
    format: Format,
}

impl Zones {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.of.cluster.read(run, &actor, Read::WorkerPools)?;
        let cluster = seen.cluster()?;
        let view = View::of(cluster, cluster.pool_called(&self.of.worker_pool)?);
        if json {
            run.json(&view.zones);
            return Ok(());
        }
        run.ok();
        if view.zones.is_empty() {
            run.out.line("No zones found.");
            return Ok(());
        }
        let or_none = |id: String| if id.is_empty() { NONE.into() } else { id };
        let rows: Vec<[String; 4]> = view
            .zones
            .into_iter()
            .map(|zone| {
                let workers = zone.worker_count.to_string();
                [
                    zone.id,
                    or_none(zone.private_vlan),
                    or_none(zone.public_vlan),
                    workers,
                ]
            })
            .collect();
        run.out
            .table(["Zone", "Private VLAN", "Public VLAN", "Workers"], &rows);
        Ok(())
    }
}

/// `ks worker-pool resize`.
#[derive(Debug, clap::Args)]
pub(crate) struct Resize {
    #[command(flatten)]
    cluster: OfCluster,
    /// The name or ID of the worker pool
    #[arg(short = 'p', long, value_name = "POOL")]
    worker_pool: String,
    /// The number of worker nodes in each zone
    #[arg(long, value_name = "NUMBER")]
    size_per_zone: u32,
}

impl Resize {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        if self.size_per_zone == 0 {
            return Err(Stop::Usage(
                "'--size-per-zone' must be 1 or greater.".into(),
            ));
        }
        run.progress("Resizing worker pool...");
        let cluster = self.cluster.id(run)?;
        let pool = find(run, &cluster, &self.worker_pool)?;
        let command = Command::ResizePool {
            cluster,
            pool,
            size: self.size_per_zone,
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}

/// The pool of that name or ID; who may not change pools is told that, whether there is one or not.
pub(super) fn find(run: &Run<'_>, cluster: &ClusterId, typed: &str) -> Outcome<WorkerPoolId> {
    let account = run.account();
    let cluster = account.cluster(cluster)?;
    match cluster.pool_called(typed) {
        Ok(pool) => Ok(pool.id.clone()),
        Err(missing) => {
            let actor = run.actor(NOT_LOGGED_IN)?;
            require(&account, &actor, cluster, Gate::Operate, run.now())?;
            Err(missing.into())
        }
    }
}
