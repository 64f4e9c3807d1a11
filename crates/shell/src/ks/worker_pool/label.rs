//! `ks worker-pool label` and `taint` (`cli.md`, 7.8; progress lines and questions are inferred). To set some removes the
//! others, as the tool does it.

use credlab_model::kubernetes::{Command, Labels, PoolChange, label};

use super::{OfPool, find};
use crate::flags::Force;
use crate::ks::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Label {
        /// Set labels for the worker nodes of a worker pool, in place of those that it has
        Set(SetLabels),
        /// Remove the labels of a worker pool
        Rm(RemoveLabels),
    }
}

commands! {
    pub(crate) enum Taint {
        /// Set taints for the worker nodes of a worker pool, in place of those that it has
        Set(SetTaints),
        /// Remove the taints of a worker pool
        Rm(RemoveTaints),
    }
}

/// A pool, and whether there is a question.
#[derive(Debug, clap::Args)]
struct Which {
    #[command(flatten)]
    of: OfPool,
    #[command(flatten)]
    force: Force,
}

impl Which {
    fn change(&self, run: &mut Run<'_>, change: PoolChange, what: &str, verb: &str) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.of.cluster.id(run)?;
        let pool = find(run, &cluster, &self.of.worker_pool)?;
        let name = &self.of.worker_pool;
        let question = match verb {
            "Setting" => {
                format!("The {what} that worker pool {name} has are replaced. Set {what}?")
            }
            _ => format!("Remove all {what} of worker pool {name}?"),
        };
        self.force.confirm(run, &question)?;
        run.progress(&format!("{verb} {what} of worker pool `{name}`..."));
        let command = Command::EditPool {
            cluster,
            pool,
            change,
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}

/// `ks worker-pool label set`.
#[derive(Debug, clap::Args)]
pub(crate) struct SetLabels {
    #[command(flatten)]
    which: Which,
    /// A label; the flag can be given more than once
    #[arg(short, long = "label", value_name = "KEY=VALUE", required = true)]
    labels: Vec<String>,
}

impl SetLabels {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let labels = label::labels(&self.labels)?;
        self.which
            .change(run, PoolChange::Labels(labels), "labels", "Setting")
    }
}

/// `ks worker-pool label rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveLabels {
    #[command(flatten)]
    which: Which,
}

impl RemoveLabels {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let none = PoolChange::Labels(Labels::new());
        self.which.change(run, none, "labels", "Removing")
    }
}

/// `ks worker-pool taint set`.
#[derive(Debug, clap::Args)]
pub(crate) struct SetTaints {
    #[command(flatten)]
    which: Which,
    /// A taint; the flag can be given more than once
    #[arg(long = "taint", value_name = "KEY=VALUE:EFFECT", required = true)]
    taints: Vec<String>,
}

impl SetTaints {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let taints = self.taints.iter().map(|typed| typed.parse());
        let taints = taints.collect::<Result<_, _>>()?;
        self.which
            .change(run, PoolChange::Taints(taints), "taints", "Setting")
    }
}

/// `ks worker-pool taint rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct RemoveTaints {
    #[command(flatten)]
    which: Which,
}

impl RemoveTaints {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let none = PoolChange::Taints(Default::default());
        self.which.change(run, none, "taints", "Removing")
    }
}
