//! `ks cluster create`.

use credlab_model::kubernetes::{Command, NewCluster, vlan::Vlan};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use credlab_model::region::Provider;

use crate::ks::NOT_LOGGED_IN;
use crate::output::{Stream, Style};
use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum Create {
        /// Create a classic cluster
        Classic(Classic),
        /// Create a VPC cluster
        VpcGen2(VpcGen2),
    }
}

/// What both infrastructures ask for.
#[derive(Debug, clap::Args)]
struct Common {
    /// The name for the cluster
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The zone for the default worker pool
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// The flavor for the worker nodes
    #[arg(long, value_name = "FLAVOR")]
    flavor: String,
    /// The number of worker nodes
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    workers: u32,
    /// The Kubernetes version
    #[arg(long, value_name = "MAJOR.MINOR.PATCH")]
    version: Option<String>,
    /// The operating system of the worker nodes
    // Like the encryption of their disks, of no bearing on access.
    #[arg(long, value_name = "OS")]
    operating_system: Option<String>,
    /// Do not encrypt the disks of the worker nodes
    #[arg(long)]
    disable_disk_encrypt: bool,
    /// Skip the check for infrastructure permissions before the cluster is created
    // The infrastructure refuses what the credentials may not do, looked at before or not.
    #[arg(long)]
    skip_advance_permissions_check: bool,
}

/// How a cluster is connected.
#[derive(Default)]
struct Network {
    private_only: bool,
    subnet: Option<String>,
    private_endpoint: bool,
    gateway: bool,
}

impl Common {
    /// Creates the cluster, in the targeted resource group.
    fn create(&self, run: &mut Run<'_>, provider: Provider, network: Network) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress("Creating cluster...");
        let new = NewCluster {
            name: self.name.clone(),
            provider,
            zone: self.zone.clone(),
            group: run.session.group.clone(),
            flavor: self.flavor.clone(),
            workers: self.workers,
            private_only: network.private_only,
            subnet: network.subnet,
            private_endpoint: network.private_endpoint,
            gateway: network.gateway,
            version: self.version.clone(),
        };
        run.execute(&actor, Command::Create(new))?;
        run.ok();
        let account = run.account();
        let cluster = account.cluster_called(self.name.trim())?;
        run.out
            .marked(&format!("Cluster created with ID `{}`", cluster.id));
        if cluster.pull_secret.is_none() {
            // R43: the cluster is there all the same.
            run.out.push(Stream::Err, Style::Warning, "The cluster could not be configured with the registry. Make sure that you have the Administrator role for Container Registry.\n");
        }
        Ok(())
    }
}

/// `ks cluster create classic`.
#[derive(Debug, clap::Args)]
pub(crate) struct Classic {
    #[command(flatten)]
    common: Common,
    /// The level of hardware isolation: shared or dedicated
    #[arg(long, value_name = "ISOLATION", value_parser = ["shared", "dedicated"], default_value = "shared")]
    // Isolation has no bearing on access.
    hardware: String,
    /// The ID of the private VLAN
    #[arg(long, value_name = "VLAN")]
    private_vlan: Option<u32>,
    /// The ID of the public VLAN
    #[arg(long, value_name = "VLAN")]
    public_vlan: Option<u32>,
    /// Do not connect the cluster to a public VLAN
    #[arg(long)]
    private_only: bool,
    /// Enable the private service endpoint of the master
    #[arg(long)]
    private_service_endpoint: bool,
    /// Enable the public service endpoint of the master, which a cluster with a public VLAN has by itself
    #[arg(long)]
    public_service_endpoint: bool,
    /// Do not create portable subnets: the cluster uses those of its VLANs
    #[arg(long)]
    no_subnet: bool,
    /// Create a cluster whose gateway worker nodes alone are on the public network
    #[arg(long)]
    gateway_enabled: bool,
}

impl Classic {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let [private, public] = Vlan::pair(&self.common.zone);
        for (given, vlan) in [(self.private_vlan, private), (self.public_vlan, public)] {
            if let Some(given) = given.filter(|given| *given != vlan.id) {
                return Err(vlan_not_found(given));
            }
        }
        if self.private_only && self.public_vlan.is_some() {
            return Err(Stop::Usage(
                "'--private-only', '--public-vlan' are exclusive.".into(),
            ));
        }
        // A private VLAN alone leaves the cluster without a public one.
        let private_only =
            self.private_only || (self.private_vlan.is_some() && self.public_vlan.is_none());
        if private_only && self.public_service_endpoint {
            return Err(Stop::Usage(
                "'--private-only', '--public-service-endpoint' are exclusive.".into(),
            ));
        }
        let network = Network {
            private_only,
            private_endpoint: self.private_service_endpoint,
            gateway: self.gateway_enabled,
            subnet: None,
        };
        self.common.create(run, Provider::Classic, network)
    }
}

/// `id` is no VLAN of that place.
pub(crate) fn vlan_not_found(id: u32) -> Stop {
    RefusalKind::NotFound {
        noun: Noun::Vlan,
        name: id.to_string(),
    }
    .refusal()
    .into()
}

/// `ks cluster create vpc-gen2`.
#[derive(Debug, clap::Args)]
pub(crate) struct VpcGen2 {
    #[command(flatten)]
    common: Common,
    /// The ID of the VPC
    #[arg(long, value_name = "VPC")]
    vpc_id: String,
    /// The ID of the subnet for the worker nodes
    #[arg(long, value_name = "SUBNET")]
    subnet_id: String,
    /// The ID of a security group for the worker nodes
    #[arg(long, value_name = "GROUP")]
    cluster_security_group: Vec<String>,
    /// Let the worker nodes reach the public network
    #[arg(long)]
    disable_outbound_traffic_protection: bool,
}

impl VpcGen2 {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let elsewhere = run
            .account()
            .subnets
            .get(&self.subnet_id)
            .is_some_and(|subnet| subnet.vpc != self.vpc_id);
        if elsewhere {
            let problem = format!("is not in VPC '{}'", shorten(&self.vpc_id));
            return Err(RefusalKind::InvalidField {
                field: "subnet",
                problem,
            }
            .refusal()
            .into());
        }
        let network = Network {
            subnet: Some(self.subnet_id.clone()),
            ..Network::default()
        };
        self.common.create(run, Provider::Vpc, network)
    }
}
