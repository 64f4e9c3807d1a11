//! `ks cluster addon` (`cli.md`, 7.6).

mod offer;

use credlab_model::kubernetes::addon::{AddOn, Offer};
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
        /// View the details of an add-on
        Get(offer::Get),
        /// View the options of an add-on
        Options(offer::Options),
        /// Update an add-on in a cluster
        Update(Update),
        /// List the versions of add-ons
        Versions(offer::Versions),
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
    #[serde(rename = "allowed_upgrade_versions")]
    upgrades: Vec<&'static str>,
    health_state: &'static str,
    health_status: &'static str,
}

/// An add-on that holds an outdated API key is as healthy as before: that only shows when the key is used (R26-R28).
const READY: &str = "Addon Ready. For more info: http://ibm.biz/addon-state (H1500)";

impl View<'_> {
    fn of(addon: &AddOn) -> View<'_> {
        let offer = Offer::named(&addon.name).ok();
        let versions = offer.map_or(&[][..], |offer| offer.versions);
        let newer = versions
            .iter()
            .skip_while(|version| **version != addon.version);
        let upgrades: Vec<&str> = newer.skip(1).copied().collect();
        View {
            name: &addon.name,
            version: &addon.version,
            target_version: upgrades.last().copied().unwrap_or(&addon.version),
            upgrades,
            health_state: "normal",
            health_status: READY,
        }
    }

    /// The version, and the newest if it is another: `5.1.16* (5.2 latest)`.
    fn versions(&self) -> String {
        match self.upgrades.last() {
            Some(latest) => format!("{}* ({latest} latest)", self.version),
            None => self.version.into(),
        }
    }
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::AddOns)?;
        let addons: Vec<View<'_>> = seen.cluster()?.addons.values().map(View::of).collect();
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
                    addon.name.into(),
                    addon.versions(),
                    addon.health_state.into(),
                    addon.health_status.into(),
                ]
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
    /// The version; the default one if it is left out
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    // There is no question to leave out.
    force: bool,
    /// Take the default of every option
    #[arg(short)]
    // No add-on has options here.
    yes: bool,
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
            version: self.version.clone(),
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

/// `ks cluster addon update`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    /// The add-on
    #[arg(value_name = "ADDON")]
    name: String,
    #[command(flatten)]
    cluster: OfCluster,
    /// The version; the newest one if it is left out
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    #[command(flatten)]
    force: Force,
    /// Take the default of every option
    #[arg(short)]
    // No add-on has options here.
    yes: bool,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        let typed = self.cluster.typed();
        let question = format!("Update add-on {} in cluster {typed}?", self.name);
        self.force.confirm(run, &question)?;
        run.progress(&format!(
            "Updating add-on `{}` for cluster `{typed}`...",
            self.name
        ));
        let command = Command::UpdateAddOn {
            cluster,
            name: self.name.clone(),
            version: self.version.clone(),
        };
        run.execute(&actor, command)?;
        run.progress("The update might take several minutes to complete.");
        run.ok();
        Ok(())
    }
}
