//! `ks cluster ls`.

use credlab_model::kubernetes::{Cluster, Command};
use credlab_model::region::{Provider, Zone};

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::cluster::version;
use crate::ks::cluster::view::{ClassicView, VpcView};
use crate::ks::zone::{Infrastructure, Within};
use crate::run::{Outcome, Run};
use crate::time::ago;

/// `ks cluster ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    /// Filter by infrastructure provider: classic or vpc-gen2
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<Infrastructure>,
    #[command(flatten)]
    locations: Within,
    #[command(flatten)]
    format: Format,
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        run.execute(&actor, Command::List)?;
        let (account, now) = (run.account(), run.now());
        let provider = self.provider.map(Infrastructure::provider);
        let mut clusters: Vec<&Cluster> = account
            .visible_clusters(&actor, run.now())
            .filter(|cluster| provider.is_none_or(|provider| cluster.provider == provider))
            .filter(|cluster| zone(cluster).is_none_or(|zone| self.locations.include(&zone)))
            .collect();
        clusters.sort_by(|a, b| a.name.cmp(&b.name));
        if json {
            // Without a provider, JSON is of classic clusters: the form of VPC clusters is another one (7.5).
            let provider = provider.unwrap_or(Provider::Classic);
            let of_provider = clusters.iter().filter(|c| c.provider == provider);
            match provider {
                Provider::Classic => run.json(
                    &of_provider
                        .map(|cluster| ClassicView::of(&account, cluster, now))
                        .collect::<Vec<_>>(),
                ),
                Provider::Vpc => run.json(
                    &of_provider
                        .map(|cluster| VpcView::of(&account, cluster, now))
                        .collect::<Vec<_>>(),
                ),
            }
            return Ok(());
        }
        run.ok();
        if clusters.is_empty() {
            run.out.line("No clusters found.");
            return Ok(());
        }
        let target = clusters.iter().find_map(|cluster| version::target(cluster));
        let rows: Vec<[String; 9]> = clusters
            .into_iter()
            .map(|cluster| {
                [
                    cluster.name.clone(),
                    cluster.id.to_string(),
                    cluster.state(&account, now).into(),
                    ago(cluster.created_at, now),
                    cluster.workers.len().to_string(),
                    city(cluster).into(),
                    version::marked(cluster),
                    account.group_name(&cluster.group).into(),
                    cluster.provider.as_str().into(),
                ]
            })
            .collect();
        run.out.table(
            [
                "Name",
                "ID",
                "State",
                "Created",
                "Workers",
                "Location",
                "Version",
                "Resource Group Name",
                "Provider",
            ],
            &rows,
        );
        if let Some(target) = target {
            version::note(run, target, "ibmcloud ks cluster master update");
        }
        Ok(())
    }
}

/// The zone that a cluster began in.
pub(super) fn zone(cluster: &Cluster) -> Option<Zone> {
    Zone::find(&cluster.zone, cluster.provider)
}

/// The city that a cluster is in: `Dallas`.
pub(super) fn city(cluster: &Cluster) -> &'static str {
    zone(cluster).map_or(cluster.region.city(), |zone| zone.city())
}
