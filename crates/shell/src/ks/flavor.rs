//! `ks flavors` (`cli.md`, 7.9).

use credlab_model::kubernetes::flavor::{Flavor as Kind, WorkerKind};
use credlab_model::refusal::{RefusalKind, shorten};
use credlab_model::region::{Provider, Zone};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::zone::Infrastructure;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Flavor {
        /// View the details of a flavor
        Get(Get),
        /// List the flavors for a zone
        Ls(Ls),
    }
}

/// `--zone ZONE [--provider PROVIDER]`.
#[derive(Debug, clap::Args)]
struct At {
    /// The zone
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// The infrastructure provider: classic or vpc-gen2
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<Infrastructure>,
}

/// `ks flavors`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    #[command(flatten)]
    at: At,
    /// Show the disks of the flavors: they are always shown
    #[arg(long)]
    show_storage: bool,
    #[command(flatten)]
    format: Format,
}

/// `ks flavor get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The flavor
    #[arg(long, value_name = "FLAVOR")]
    flavor: String,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let view = view(Kind::find(&self.flavor, self.at.infrastructure()?)?);
        if json {
            run.json(&view);
            return Ok(());
        }
        run.ok();
        run.out.pairs(&[
            ("Name:", view.name.into()),
            ("Cores:", view.cores),
            ("Memory:", view.memory),
            ("Network Speed:", view.network_speed.into()),
            ("OS:", view.os.into()),
            ("Server Type:", view.server_type.into()),
            ("Storage:", view.storage.into()),
            ("Secondary Storage:", view.secondary_storage.into()),
            ("Provider:", view.provider.into()),
        ]);
        Ok(())
    }
}

/// The operating system of workers.
const OS: &str = "UBUNTU_20_64";

/// A flavor as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    name: &'static str,
    provider: &'static str,
    memory: String,
    network_speed: &'static str,
    cores: String,
    os: &'static str,
    server_type: &'static str,
    storage: &'static str,
    secondary_storage: &'static str,
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let provider = self.at.infrastructure()?;
        let views: Vec<View> = Kind::of(provider).map(view).collect();
        if json {
            run.json(&views);
            return Ok(());
        }
        run.ok();
        run.out
            .line("For more information about these flavors, see 'https://ibm.biz/flavors'");
        let rows: Vec<[String; 9]> = views
            .into_iter()
            .map(|view| {
                [
                    view.name.into(),
                    view.cores,
                    view.memory,
                    view.network_speed.into(),
                    view.os.into(),
                    view.server_type.into(),
                    view.storage.into(),
                    view.secondary_storage.into(),
                    view.provider.into(),
                ]
            })
            .collect();
        run.out.table(
            [
                "Name",
                "Cores",
                "Memory",
                "Network Speed",
                "OS",
                "Server Type",
                "Storage",
                "Secondary Storage",
                "Provider",
            ],
            &rows,
        );
        Ok(())
    }
}

impl At {
    /// The infrastructure that the zone belongs to: the names of both kinds of zone never meet.
    fn infrastructure(&self) -> Outcome<Provider> {
        let candidates = match self.provider {
            Some(provider) => vec![provider.provider()],
            None => vec![Provider::Classic, Provider::Vpc],
        };
        let found = candidates
            .into_iter()
            .find(|provider| Zone::find(&self.zone, *provider).is_some());
        Ok(found.ok_or_else(|| {
            RefusalKind::UnknownZone {
                zone: shorten(&self.zone),
            }
            .refusal()
        })?)
    }
}

fn view(flavor: &Kind) -> View {
    View {
        name: flavor.name,
        provider: flavor.provider.as_str(),
        memory: format!("{}GB", flavor.memory),
        network_speed: flavor.network,
        cores: flavor.cores.to_string(),
        os: OS,
        server_type: match flavor.kind {
            WorkerKind::Virtual => "virtual",
            WorkerKind::BareMetal => "physical",
        },
        storage: flavor.storage,
        secondary_storage: flavor.secondary,
    }
}
