//! `ks quota ls` (`cli.md`, 7.9; the table is inferred): how many clusters a region may hold, and holds.

use credlab_model::kubernetes::CLUSTER_QUOTA;
use credlab_model::region::{Provider, Region};
use serde_json::json;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::zone::Infrastructure;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Quota {
        /// List the quotas of the account
        Ls(Ls),
    }
}

/// `ks quota ls [--provider PROVIDER]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    /// The infrastructure provider: classic or vpc-gen2
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<Infrastructure>,
    #[command(flatten)]
    format: Format,
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let account = run.account();
        let wanted = self.provider.map(Infrastructure::provider);
        let mut quotas = Vec::new();
        for (provider, name) in [(Provider::Classic, "classic"), (Provider::Vpc, "vpc-gen2")] {
            if wanted.is_some_and(|wanted| wanted != provider) {
                continue;
            }
            for region in Region::ALL {
                let clusters = account.clusters.values();
                let used = clusters.filter(|c| c.provider == provider && c.region == *region);
                quotas.push((name, region, used.count()));
            }
        }
        if json {
            let quotas = quotas.iter().map(|(provider, region, used)| {
                json!({
                    "resource": "Cluster",
                    "provider": provider,
                    "region": region,
                    "quota": CLUSTER_QUOTA,
                    "used": used,
                })
            });
            run.json(&quotas.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        let rows = quotas.iter().map(|(provider, region, used)| {
            [
                "Cluster".to_string(),
                provider.to_string(),
                region.to_string(),
                CLUSTER_QUOTA.to_string(),
                used.to_string(),
            ]
        });
        let rows: Vec<[String; 5]> = rows.collect();
        run.out
            .table(["Resource", "Provider", "Region", "Quota", "Used"], &rows);
        Ok(())
    }
}
