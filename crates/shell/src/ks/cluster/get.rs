//! `ks cluster get`.

use credlab_model::Timestamp;
use credlab_model::account::Account;
use credlab_model::kubernetes::subnet::Portable;
use credlab_model::kubernetes::version::upstream;
use credlab_model::kubernetes::{Cluster, Read};
use credlab_model::region::Provider;

use crate::flags::Format;
use crate::ks::cluster::endpoint::{self, SERVICE_SUBNET};
use crate::ks::cluster::ls::city;
use crate::ks::cluster::version;
use crate::ks::cluster::view::{ClassicView, VpcView};
use crate::ks::target::OfCluster;
use crate::ks::{NONE, NOT_LOGGED_IN};
use crate::run::{Outcome, Run};
use crate::time::{ago, seconds};

/// `ks cluster get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    #[command(flatten)]
    cluster: OfCluster,
    /// View more cluster resources, such as subnets and VLANs
    #[arg(long)]
    show_resources: bool,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        run.progress(&format!("Retrieving cluster `{}`...", self.cluster.typed()));
        let seen = self.cluster.read(run, &actor, Read::Cluster)?;
        let (account, cluster, now) = (&seen.account, seen.cluster()?, run.now());
        if json {
            match cluster.provider {
                Provider::Classic => run.json(&ClassicView::of(account, cluster, now)),
                Provider::Vpc => run.json(&VpcView::of(account, cluster, now)),
            }
            return Ok(());
        }
        run.ok();
        match cluster.provider {
            Provider::Classic => classic(run, account, cluster, now),
            Provider::Vpc => vpc(run, account, cluster, now),
        }
        if self.show_resources && cluster.provider == Provider::Classic {
            subnets(run, cluster);
        }
        if let Some(target) = version::target(cluster) {
            let update = format!(
                "ibmcloud ks cluster master update --cluster {} --version {}",
                cluster.name,
                upstream(target)
            );
            version::note(run, target, &update);
        }
        Ok(())
    }
}

fn classic(run: &mut Run<'_>, account: &Account, cluster: &Cluster, now: Timestamp) {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| NONE.into());
    let master = Master::of(cluster, now);
    let mut rows = vec![
        ("Name:", cluster.name.clone()),
        ("ID:", cluster.id.to_string()),
        ("State:", cluster.state(account, now).into()),
        ("Status:", cluster.status(account, now).into()),
        ("Created:", seconds(cluster.created_at)),
        ("Location:", cluster.zone.clone()),
        ("Pod Subnet:", endpoint::pod_subnet(cluster).into()),
        ("Service Subnet:", SERVICE_SUBNET.into()),
        ("Master URL:", endpoint::master_url(cluster)),
        (
            "Public Service Endpoint URL:",
            or_none(endpoint::public_url(cluster)),
        ),
        (
            "Private Service Endpoint URL:",
            or_none(endpoint::private_url(cluster)),
        ),
        ("Master Location:", city(cluster).into()),
        ("Master Status:", master.status),
        ("Master State:", master.state.into()),
        ("Master Health:", master.health.into()),
    ];
    rows.extend(ingress(account, cluster, now));
    rows.extend([
        ("Workers:", cluster.workers.len().to_string()),
        ("Worker Zones:", worker_zones(cluster).join(", ")),
        ("Version:", version::with_target(cluster)),
        ("Creator:", cluster.owner.clone()),
        ("Monitoring Dashboard:", NONE.into()),
        ("Resource Group ID:", cluster.group.to_string()),
        (
            "Resource Group Name:",
            account.group_name(&cluster.group).into(),
        ),
    ]);
    // The one sign that manual credentials are in force (R70).
    if let Some(user) = cluster.infrastructure_user(account) {
        rows.push(("Infrastructure User:", user.into()));
    }
    run.out.pairs(&rows);
}

fn vpc(run: &mut Run<'_>, account: &Account, cluster: &Cluster, now: Timestamp) {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| NONE.into());
    let created = format!(
        "{} ({})",
        cluster.created_at.strftime("%Y-%m-%d %H:%M:%S +0000"),
        ago(cluster.created_at, now)
    );
    let mut rows = vec![
        ("Name:", cluster.name.clone()),
        ("ID:", cluster.id.to_string()),
        ("State:", cluster.state(account, now).into()),
        ("Status:", cluster.status(account, now).into()),
        ("Created:", created),
        ("Resource Group ID:", cluster.group.to_string()),
        (
            "Resource Group Name:",
            account.group_name(&cluster.group).into(),
        ),
        ("Pod Subnet:", endpoint::pod_subnet(cluster).into()),
        ("Service Subnet:", SERVICE_SUBNET.into()),
        ("Workers:", cluster.workers.len().to_string()),
        ("Worker Zones:", worker_zones(cluster).join(", ")),
    ];
    rows.extend(ingress(account, cluster, now));
    let pull_secrets = match cluster.pull_secret {
        Some(_) => "enabled in the default namespace",
        None => NONE,
    };
    rows.extend([
        ("Creator:", cluster.owner.clone()),
        (
            "Public Service Endpoint URL:",
            or_none(endpoint::public_url(cluster)),
        ),
        (
            "Private Service Endpoint URL:",
            or_none(endpoint::private_url(cluster)),
        ),
        ("Pull Secrets:", pull_secrets.into()),
        ("VPCs:", or_none(cluster.vpc.clone())),
    ]);
    run.out.pairs(&rows).line("");
    let master = Master::of(cluster, now);
    let row = |label: &str, value: String| [label.to_string(), value];
    run.out.table(
        ["Master", ""],
        &[
            row("Status:", master.status),
            row("State:", master.state.into()),
            row("Health:", master.health.into()),
            row("Version:", version::with_target(cluster)),
            row("Location:", city(cluster).into()),
            row("URL:", endpoint::master_url(cluster)),
        ],
    );
}

/// How a master is.
pub(super) struct Master {
    /// `Ready (3 days ago)`.
    pub(super) status: String,
    /// `deployed`.
    pub(super) state: &'static str,
    /// `normal`.
    pub(super) health: &'static str,
}

impl Master {
    pub(super) fn of(cluster: &Cluster, now: Timestamp) -> Master {
        if cluster.master_ready_at > now {
            return Master {
                status: format!("Deploy in progress. ({})", ago(cluster.created_at, now)),
                state: "deploying",
                health: "unavailable",
            };
        }
        Master {
            status: format!("Ready ({})", ago(Master::changed_at(cluster), now)),
            state: "deployed",
            health: "normal",
        }
    }

    /// When the master was last deployed or refreshed.
    pub(super) fn changed_at(cluster: &Cluster) -> Timestamp {
        cluster.master_ready_at.max(cluster.refreshed_at)
    }
}

/// Ingress runs on the workers.
fn ingress(account: &Account, cluster: &Cluster, now: Timestamp) -> [(&'static str, String); 4] {
    let labels = [
        "Ingress Subdomain:",
        "Ingress Secret:",
        "Ingress Status:",
        "Ingress Message:",
    ];
    let values = match endpoint::Ingress::of(account, cluster, now) {
        Some(ingress) => [
            ingress.subdomain,
            ingress.secret,
            "healthy".into(),
            "All Ingress components are healthy".into(),
        ],
        None => [NONE; 4].map(String::from),
    };
    let mut values = values.into_iter();
    labels.map(|label| (label, values.next().unwrap_or_default()))
}

/// The zones that have workers, or that the pools are for.
pub(super) fn worker_zones(cluster: &Cluster) -> Vec<String> {
    let mut zones: Vec<String> = cluster
        .pools
        .iter()
        .flat_map(|pool| pool.zones.iter().cloned())
        .collect();
    zones.sort();
    zones.dedup();
    zones
}

fn subnets(run: &mut Run<'_>, cluster: &Cluster) {
    let rows: Vec<[String; 4]> = Portable::of(cluster)
        .into_iter()
        .map(|subnet| {
            [
                subnet.vlan.id.to_string(),
                subnet.cidr,
                subnet.vlan.is_public().to_string(),
                "false".into(),
            ]
        })
        .collect();
    run.out.line("").line("Subnet VLANs");
    run.out
        .table(["VLAN ID", "Subnet CIDR", "Public", "User-managed"], &rows);
}
