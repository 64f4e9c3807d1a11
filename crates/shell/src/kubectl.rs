//! `kubectl`: the bit of it that key resets need (`cli.md`, section 9).

use crate::failure::Dialect;
use crate::program::Program;
use crate::run::{Outcome, Run, Stop};

/// kubectl controls the Kubernetes cluster manager
#[derive(Debug, clap::Parser)]
#[command(name = "kubectl")]
pub(crate) struct Kubectl {
    #[command(subcommand)]
    command: Command,
}

commands! {
    pub(crate) enum Command {
        /// Show kubeconfig files
        #[command(subcommand)]
        Config(Config),
    }
}

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

impl Program for Kubectl {
    fn dialect(_: &[&str]) -> Dialect {
        Dialect::Kubectl
    }

    fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.command.run(run)
    }
}
