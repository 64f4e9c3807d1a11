//! `ks cluster pull-secret apply` (R43; the question is inferred).

use credlab_model::kubernetes::Command;

use crate::flags::Force;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum PullSecret {
        /// Create a service ID whose API key pulls images, and store it in the cluster
        Apply(Apply),
    }
}

/// `ks cluster pull-secret apply`.
#[derive(Debug, clap::Args)]
pub(crate) struct Apply {
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    force: Force,
}

impl Apply {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        self.force.confirm(
            run,
            &format!("Apply pull secrets to cluster {}?", self.cluster.typed()),
        )?;
        run.progress(&format!(
            "Applying pull secrets to cluster `{}`...",
            self.cluster.typed()
        ));
        run.execute(&actor, Command::ApplyPullSecret { cluster })?;
        run.ok();
        Ok(())
    }
}
