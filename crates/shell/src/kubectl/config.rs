//! `kubectl config`.

use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum Config {
        /// Display the current-context
        CurrentContext(CurrentContext),
    }
}

/// `kubectl config current-context`.
#[derive(Debug, clap::Args)]
pub(crate) struct CurrentContext {}

impl CurrentContext {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        let cluster = run.session.cluster.clone();
        let account = run.account();
        let cluster = cluster.and_then(|id| account.clusters.get(&id));
        let Some(cluster) = cluster else {
            return Err(Stop::Failed("error: current-context is not set".into()));
        };
        run.out.line(format!("{}/{}", cluster.name, cluster.id));
        Ok(())
    }
}
