//! `ks cluster addon` (`cli.md`, 7.6).

use credlab_model::kubernetes::{Command, Read};
use serde::Serialize;

use crate::flags::{Force, Format};
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Addon {
        /// List the add-ons that are enabled in a cluster
        Ls(Ls),
        /// Enable an add-on in a cluster
        Enable(Enable),
        /// Disable an add-on in a cluster
        Disable(Disable),
    }
}

/// `ks cluster addon ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    format: Format,
}

/// An add-on as JSON (`cli.md`, section 10).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    name: &'a str,
    version: &'a str,
    target_version: &'a str,
    health_state: &'static str,
    health_status: &'static str,
}

/// An add-on that holds an outdated API key is as healthy as before: that only shows when the key is used (R26-R28).
const READY: &str = "Addon Ready. For more info: http://ibm.biz/addon-state (H1500)";

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::AddOns)?;
        let addons: Vec<View<'_>> = seen
            .cluster()?
            .addons
            .values()
            .map(|addon| View {
                name: &addon.name,
                version: &addon.version,
                target_version: &addon.version,
                health_state: "normal",
                health_status: READY,
            })
            .collect();
        if json {
            run.json(&addons);
            return Ok(());
        }
        run.ok();
        if addons.is_empty() {
            run.out.line("No add-ons found.");
            return Ok(());
        }
        let rows: Vec<[String; 4]> = addons
            .into_iter()
            .map(|addon| {
                [
                    addon.name,
                    addon.version,
                    addon.health_state,
                    addon.health_status,
                ]
                .map(String::from)
            })
            .collect();
        run.out
            .table(["Name", "Version", "Health State", "Health Status"], &rows);
        Ok(())
    }
}

/// `ks cluster addon enable`.
#[derive(Debug, clap::Args)]
pub(crate) struct Enable {
    /// The add-on
    #[arg(value_name = "ADDON")]
    name: String,
    #[command(flatten)]
    cluster: OfCluster,
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    // There is no question to leave out.
    force: bool,
}

impl Enable {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress(&format!(
            "Enabling add-on `{}` for cluster `{}`...",
            self.name,
            self.cluster.typed()
        ));
        let command = Command::EnableAddOn {
            cluster: self.cluster.id(run)?,
            name: self.name.clone(),
        };
        run.execute(&actor, command)?;
        run.progress("The add-on might take several minutes to deploy and become ready for use.");
        run.ok();
        Ok(())
    }
}

/// `ks cluster addon disable`.
#[derive(Debug, clap::Args)]
pub(crate) struct Disable {
    /// The add-on
    #[arg(value_name = "ADDON")]
    name: String,
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    force: Force,
}

impl Disable {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        let question = format!(
            "Disable add-on {} in cluster {}?",
            self.name,
            self.cluster.typed()
        );
        self.force.confirm(run, &question)?;
        run.progress(&format!(
            "Disabling add-on `{}` for cluster `{}`...",
            self.name,
            self.cluster.typed()
        ));
        let command = Command::DisableAddOn {
            cluster,
            name: self.name.clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}
