//! `ks worker-pool create`, `rebalance` and `rm` (`cli.md`, 7.8; progress lines and the question are inferred).

use credlab_model::kubernetes::{Command, label};
use credlab_model::region::Provider;

use super::{OfPool, find};
use crate::flags::{Force, Format};
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum Create {
        /// Create a worker pool in a classic cluster
        Classic(Classic),
        /// Create a worker pool in a VPC cluster
        VpcGen2(VpcGen2),
    }
}

/// What both infrastructures ask for.
#[derive(Debug, clap::Args)]
struct Common {
    /// The name of the worker pool
    #[arg(long, value_name = "NAME")]
    name: String,
    #[command(flatten)]
    cluster: OfCluster,
    /// The flavor of the worker nodes
    #[arg(long, value_name = "FLAVOR")]
    flavor: String,
    /// The number of worker nodes in each zone
    #[arg(long, value_name = "NUMBER")]
    size_per_zone: u32,
    /// A label for the worker nodes, KEY=VALUE; the flag can be given more than once
    #[arg(short, long = "label", value_name = "KEY=VALUE")]
    labels: Vec<String>,
    /// The operating system of the worker nodes
    // Like the encryption of their disks, of no bearing on access.
    #[arg(long, value_name = "OS")]
    operating_system: Option<String>,
    /// Do not encrypt the disks of the worker nodes
    #[arg(long)]
    disable_disk_encrypt: bool,
    #[command(flatten)]
    format: Format,
}

impl Common {
    /// The pool has no zone yet, and so no worker nodes.
    fn create(&self, run: &mut Run<'_>, provider: Provider) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        if self.size_per_zone == 0 {
            return Err(Stop::Usage(
                "'--size-per-zone' must be 1 or greater.".into(),
            ));
        }
        let cluster = self.cluster.id(run)?;
        let account = run.account();
        if account.cluster(&cluster)?.provider != provider {
            return Err(credlab_model::refusal::RefusalKind::ProviderMismatch
                .refusal()
                .into());
        }
        let command = Command::CreatePool {
            cluster: cluster.clone(),
            name: self.name.clone(),
            flavor: self.flavor.clone(),
            size: self.size_per_zone,
            labels: label::labels(&self.labels)?,
        };
        run.execute(&actor, command)?;
        if json {
            let pool = find(run, &cluster, self.name.trim())?;
            run.json(&serde_json::json!({ "workerPoolID": pool }));
            return Ok(());
        }
        run.ok();
        Ok(())
    }
}

/// `ks worker-pool create classic`.
#[derive(Debug, clap::Args)]
pub(crate) struct Classic {
    #[command(flatten)]
    common: Common,
    /// The level of hardware isolation: shared or dedicated
    // Isolation has no bearing on access.
    #[arg(long, value_name = "ISOLATION", value_parser = ["shared", "dedicated"], default_value = "shared", hide_default_value = true)]
    hardware: String,
}

impl Classic {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.common.create(run, Provider::Classic)
    }
}

/// `ks worker-pool create vpc-gen2`.
#[derive(Debug, clap::Args)]
pub(crate) struct VpcGen2 {
    #[command(flatten)]
    common: Common,
    /// The ID of the VPC, which is the cluster's
    #[arg(long, value_name = "VPC")]
    vpc_id: Option<String>,
}

impl VpcGen2 {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.common.create(run, Provider::Vpc)
    }
}

/// `ks worker-pool rebalance`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rebalance {
    #[command(flatten)]
    of: OfPool,
}

impl Rebalance {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress("Rebalancing worker pool...");
        let cluster = self.of.cluster.id(run)?;
        let pool = find(run, &cluster, &self.of.worker_pool)?;
        run.execute(&actor, Command::RebalancePool { cluster, pool })?;
        run.ok();
        Ok(())
    }
}

/// `ks worker-pool rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rm {
    #[command(flatten)]
    of: OfPool,
    #[command(flatten)]
    force: Force,
}

impl Rm {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.of.cluster.id(run)?;
        let pool = find(run, &cluster, &self.of.worker_pool)?;
        let name = &self.of.worker_pool;
        self.force
            .confirm(run, &format!("Remove worker pool? [{name}]"))?;
        run.progress("Removing worker pool...");
        run.execute(&actor, Command::RemovePool { cluster, pool })?;
        run.ok();
        Ok(())
    }
}
