//! `ks cluster master`.

use credlab_model::kubernetes::Command;

use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Master {
        /// Refresh the Kubernetes master, which takes over the stored API key
        Refresh(Refresh),
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
