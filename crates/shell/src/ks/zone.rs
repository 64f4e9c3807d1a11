//! `ks zone`, and the filters that other listings take (`cli.md`, 7.8).

mod change;

use credlab_model::region::{Provider, Zone as Place};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::location::{self, Metro};
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Zone {
        /// Add a zone to worker pools
        #[command(subcommand)]
        Add(change::Add),
        /// List the zones that can have clusters
        Ls(Ls),
        /// Set the VLANs of a zone for worker pools of a classic cluster
        NetworkSet(change::NetworkSet),
        /// Remove a zone from worker pools
        Rm(change::Rm),
    }
}

/// `--provider classic|vpc-gen2`.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Infrastructure {
    /// Classic infrastructure
    Classic,
    /// VPC infrastructure
    #[value(name = "vpc-gen2")]
    Vpc,
}

impl Infrastructure {
    /// As the model has it.
    pub(crate) fn provider(self) -> Provider {
        match self {
            Infrastructure::Classic => Provider::Classic,
            Infrastructure::Vpc => Provider::Vpc,
        }
    }
}

/// `-l, --location LOC`, any number of times: a zone, or the code or name of a metro, country or geography.
#[derive(Debug, clap::Args)]
pub(crate) struct Within {
    /// Filter by location; the flag can be given more than once
    #[arg(short, long = "location", value_name = "LOCATION")]
    locations: Vec<String>,
}

impl Within {
    /// Whether a zone is in one of them; in any, if none was given.
    pub(crate) fn include(&self, zone: &Place) -> bool {
        self.locations.is_empty()
            || self
                .locations
                .iter()
                .any(|name| location::is_in(zone, name))
    }
}

/// `ks zone ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    /// The infrastructure provider: classic or vpc-gen2
    #[arg(long, value_name = "PROVIDER")]
    provider: Infrastructure,
    #[command(flatten)]
    locations: Within,
    /// List only the zones of the targeted region
    #[arg(long)]
    region_only: bool,
    #[command(flatten)]
    format: Format,
}

/// A zone as JSON.
#[derive(Serialize)]
struct View {
    id: String,
    metro: &'static str,
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let targeted = run.session.region;
        let zones: Vec<Place> = Place::all(self.provider.provider())
            .filter(|zone| !self.region_only || Some(zone.region) == targeted)
            .filter(|zone| self.locations.include(zone))
            .collect();
        if json {
            let views = zones.into_iter().map(|zone| View {
                metro: Metro::of(&zone).map_or("", |metro| metro.code),
                id: zone.name,
            });
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        location::table(run, &zones);
        Ok(())
    }
}
