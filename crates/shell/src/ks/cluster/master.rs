//! `ks cluster master`.

use credlab_model::kubernetes::Command;

use crate::flags::Force;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Master {
        /// Refresh the Kubernetes master, which takes over the stored API key
        Refresh(Refresh),
        /// Update the Kubernetes version of the master
        Update(Update),
        /// Enable the private service endpoint
        #[command(subcommand)]
        PrivateServiceEndpoint(PrivateServiceEndpoint),
    }
}

commands! {
    pub(crate) enum PrivateServiceEndpoint {
        /// Enable the private service endpoint of the Kubernetes master
        Enable(EnablePrivate),
    }
}

/// `ks cluster master private-service-endpoint enable` (R94).
#[derive(Debug, clap::Args)]
pub(crate) struct EnablePrivate {
    #[command(flatten)]
    cluster: OfCluster,
    /// Force the command to run with no user prompts
    // Nothing is asked: the endpoint takes nothing away.
    #[arg(short, long)]
    force: bool,
}

impl EnablePrivate {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress(&format!(
            "Enabling the private service endpoint of cluster `{}`...",
            self.cluster.typed()
        ));
        let cluster = self.cluster.id(run)?;
        run.execute(&actor, Command::EnablePrivateEndpoint { cluster })?;
        run.ok();
        Ok(())
    }
}

/// `ks cluster master refresh` (R16).
#[derive(Debug, clap::Args)]
pub(crate) struct Refresh {
    #[command(flatten)]
    cluster: OfCluster,
}

impl Refresh {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress(&format!(
            "Refreshing the master of cluster `{}`...",
            self.cluster.typed()
        ));
        let cluster = self.cluster.id(run)?;
        run.execute(&actor, Command::RefreshMaster { cluster })?;
        run.ok();
        Ok(())
    }
}

/// `ks cluster master update`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[command(flatten)]
    cluster: OfCluster,
    /// The version; the next one if it is left out
    #[arg(long, value_name = "MAJOR.MINOR.PATCH")]
    version: Option<String>,
    #[command(flatten)]
    force: Force,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        let typed = self.cluster.typed();
        self.force.confirm(
            run,
            &format!("Updating the master of cluster {typed} can't be undone. Update the master?"),
        )?;
        run.progress(&format!("Updating the master of cluster `{typed}`..."));
        let version = self.version.clone();
        run.execute(&actor, Command::UpdateMaster { cluster, version })?;
        run.ok();
        Ok(())
    }
}
