//! `ks zone add`, `network-set` and `rm` (`cli.md`, 7.8; progress lines and the question are inferred).

use credlab_model::id::{ClusterId, WorkerPoolId};
use credlab_model::kubernetes::{Command, vlan::Vlan};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Provider;

use crate::flags::Force;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::cluster::vlan_not_found;
use crate::ks::target::OfCluster;
use crate::ks::worker_pool;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Add {
        /// Add a zone to worker pools of a classic cluster
        Classic(Classic),
        /// Add a zone to worker pools of a VPC cluster
        VpcGen2(VpcGen2),
    }
}

/// A zone, a cluster and some of its pools.
#[derive(Debug, clap::Args)]
struct Place {
    /// The zone
    #[arg(long, value_name = "ZONE")]
    zone: String,
    #[command(flatten)]
    cluster: OfCluster,
    /// The name or ID of a worker pool; the flag can be given more than once. Without it, all pools are meant
    #[arg(short = 'p', long = "worker-pool", value_name = "POOL")]
    worker_pools: Vec<String>,
}

impl Place {
    fn pools(&self, run: &Run<'_>, cluster: &ClusterId) -> Outcome<Vec<WorkerPoolId>> {
        let pools = self.worker_pools.iter();
        let pools = pools.map(|typed| worker_pool::find(run, cluster, typed));
        pools.collect()
    }

    fn add(&self, run: &mut Run<'_>, provider: Provider, subnet: Option<String>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        if run.account().cluster(&cluster)?.provider != provider {
            return Err(RefusalKind::ProviderMismatch.refusal().into());
        }
        let pools = self.pools(run, &cluster)?;
        let command = Command::AddZone {
            cluster,
            zone: self.zone.clone(),
            subnet,
            pools,
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}

/// `ks zone add classic`.
#[derive(Debug, clap::Args)]
pub(crate) struct Classic {
    #[command(flatten)]
    place: Place,
    /// The ID of the private VLAN
    #[arg(long, value_name = "VLAN")]
    private_vlan: Option<u32>,
    /// The ID of the public VLAN
    #[arg(long, value_name = "VLAN")]
    public_vlan: Option<u32>,
    /// Do not connect the worker nodes to a public VLAN
    // Whether they are follows from the cluster.
    #[arg(long, conflicts_with = "public_vlan")]
    private_only: bool,
}

impl Classic {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let [private, public] = Vlan::pair(&self.place.zone);
        for (given, vlan) in [(self.private_vlan, private), (self.public_vlan, public)] {
            if let Some(given) = given.filter(|given| *given != vlan.id) {
                return Err(vlan_not_found(given));
            }
        }
        self.place.add(run, Provider::Classic, None)
    }
}

/// `ks zone add vpc-gen2`.
#[derive(Debug, clap::Args)]
pub(crate) struct VpcGen2 {
    #[command(flatten)]
    place: Place,
    /// The ID of the subnet for the worker nodes
    #[arg(long, value_name = "SUBNET")]
    subnet_id: String,
}

impl VpcGen2 {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let subnet = Some(self.subnet_id.clone());
        self.place.add(run, Provider::Vpc, subnet)
    }
}

/// `ks zone rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rm {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    force: Force,
}

impl Rm {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.place.cluster.id(run)?;
        let pools = self.place.pools(run, &cluster)?;
        let zone = &self.place.zone;
        self.force
            .confirm(run, &format!("Remove zone {zone} and its worker nodes?"))?;
        run.progress(&format!("Removing zone `{zone}`..."));
        let command = Command::RemoveZone {
            cluster,
            zone: zone.clone(),
            pools,
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}

/// `ks zone network-set`.
#[derive(Debug, clap::Args)]
pub(crate) struct NetworkSet {
    #[command(flatten)]
    place: Place,
    /// The ID of the private VLAN
    #[arg(long, value_name = "VLAN")]
    private_vlan: u32,
    /// The ID of the public VLAN
    #[arg(long, value_name = "VLAN")]
    public_vlan: Option<u32>,
    /// Do not connect the worker nodes to a public VLAN
    #[arg(long, conflicts_with = "public_vlan")]
    private_only: bool,
    #[command(flatten)]
    force: Force,
}

impl NetworkSet {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.place.cluster.id(run)?;
        let pools = self.place.pools(run, &cluster)?;
        let zone = &self.place.zone;
        let question = format!(
            "Worker nodes that are there stay where they are until they are replaced. Set the network of zone {zone}?"
        );
        self.force.confirm(run, &question)?;
        run.progress(&format!("Setting the network of zone `{zone}`..."));
        let command = Command::SetNetwork {
            cluster,
            zone: zone.clone(),
            pools,
            vlans: [Some(self.private_vlan), self.public_vlan],
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}
