//! `ks worker add`.

use credlab_model::kubernetes::{Command, Gate, require};

use crate::ks::NOT_LOGGED_IN;
use crate::ks::cluster::vlan_not_found;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

/// `ks worker add`. The plug-in asks for flavor and VLANs; a cluster here has one of each, so they may be left out.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    #[command(flatten)]
    cluster: OfCluster,
    /// The number of worker nodes
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    workers: u32,
    /// The flavor for the worker nodes
    #[arg(long, value_name = "FLAVOR", alias = "machine-type")]
    flavor: Option<String>,
    /// The level of hardware isolation: shared or dedicated
    #[arg(long, value_name = "ISOLATION", value_parser = ["shared", "dedicated"])]
    // Isolation has no bearing on access.
    hardware: Option<String>,
    /// The operating system of the worker nodes
    // Like the encryption of their disks, of no bearing on access.
    #[arg(long, value_name = "OS")]
    operating_system: Option<String>,
    /// Do not encrypt the disks of the worker nodes
    #[arg(long)]
    disable_disk_encrypt: bool,
    /// The ID of the private VLAN
    #[arg(long, value_name = "VLAN")]
    private_vlan: Option<u32>,
    /// The ID of the public VLAN
    #[arg(long, value_name = "VLAN")]
    public_vlan: Option<u32>,
}

impl Add {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress("Adding workers to cluster...");
        let id = self.cluster.id(run)?;
        let account = run.account();
        let cluster = account.cluster(&id)?;
        let other = |given: Option<u32>, own: Option<u32>| given.filter(|_| given != own);
        let wrong = other(self.private_vlan, cluster.private_vlan)
            .or(other(self.public_vlan, cluster.public_vlan));
        // Who may not add workers is told that, whatever the VLAN: the command below refuses them, and records it.
        if let Some(vlan) = wrong
            && require(&account, &actor, cluster, Gate::Operate, run.now()).is_ok()
        {
            return Err(vlan_not_found(vlan));
        }
        let command = Command::AddWorkers {
            cluster: id,
            count: self.workers,
            flavor: self.flavor.clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}
