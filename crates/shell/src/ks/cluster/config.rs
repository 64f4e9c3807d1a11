//! `ks cluster config`: from here on, `kubectl` talks to the cluster.

use credlab_model::kubernetes::Read;

use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

/// `ks cluster config`.
#[derive(Debug, clap::Args)]
pub(crate) struct Config {
    #[command(flatten)]
    cluster: OfCluster,
}

impl Config {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let seen = self.cluster.read(run, &actor, Read::Config)?;
        let cluster = seen.cluster()?;
        run.session.cluster = Some(cluster.id.clone());
        run.ok();
        run.out
            .marked(&format!(
                "The configuration for `{}` was downloaded successfully.",
                cluster.name
            ))
            .line("")
            .marked(&format!(
                "Added context for `{}` to the current kubeconfig file.",
                cluster.name
            ))
            .line("You can now execute 'kubectl' commands against your cluster. For example, run 'kubectl get nodes'.")
            .line("If you are accessing the cluster for the first time, 'kubectl' commands might fail for a few seconds while RBAC synchronizes.");
        Ok(())
    }
}
