//! `ks worker reboot`, `reload`, `replace`, `update` and `rm`: the same questions and answers, a worker at a time.

use credlab_model::id::{ClusterId, WorkerId};
use credlab_model::kubernetes::{Command, Gate, require};
use credlab_model::refusal::{Noun, RefusalKind, shorten};

use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run, Stop};

/// The workers that a command is about.
#[derive(Debug, clap::Args)]
struct Chosen {
    #[command(flatten)]
    cluster: OfCluster,
    /// The ID of a worker node; the flag can be given more than once
    #[arg(short = 'w', long = "worker", value_name = "WORKER", required = true)]
    workers: Vec<String>,
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    force: bool,
}

impl Chosen {
    /// Asks `question` about each worker, then does `command` to those for which the answer was yes.
    fn each(
        &self,
        run: &mut Run<'_>,
        question: &str,
        command: impl Fn(ClusterId, Vec<WorkerId>) -> Command,
    ) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let cluster = self.cluster.id(run)?;
        let mut chosen = Vec::new();
        for worker in &self.workers {
            if self.force || run.confirm(&format!("{question} [{worker}]"))? {
                chosen.push(worker);
            }
        }
        if chosen.is_empty() {
            return Err(Stop::Declined(String::new()));
        }
        for worker in chosen {
            run.progress(&format!("Processing `{worker}`..."));
            let Ok(id) = worker.parse::<WorkerId>() else {
                let account = run.account();
                require(
                    &account,
                    &actor,
                    account.cluster(&cluster)?,
                    Gate::Operate,
                    run.now(),
                )?;
                return Err(RefusalKind::NotFound {
                    noun: Noun::Worker,
                    name: shorten(worker),
                }
                .refusal()
                .into());
            };
            run.execute(&actor, command(cluster.clone(), vec![id]))?;
            run.ok();
        }
        Ok(())
    }
}

/// `ks worker reboot`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reboot {
    #[command(flatten)]
    chosen: Chosen,
    /// Cut off the power and switch it on again
    #[arg(long)]
    // Both ways take the same time here.
    hard: bool,
    /// Do not look at the health of the master before
    // Nothing is the matter with masters here.
    #[arg(long)]
    skip_master_healthcheck: bool,
}

impl Reboot {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.chosen.each(run, "Reboot worker?", |cluster, workers| {
            Command::RebootWorkers { cluster, workers }
        })
    }
}

/// `ks worker reload`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reload {
    #[command(flatten)]
    chosen: Chosen,
    /// Do not look at the health of the master before
    #[arg(long)]
    skip_master_healthcheck: bool,
}

impl Reload {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.chosen.each(run, "Reload worker?", |cluster, workers| {
            Command::ReloadWorkers { cluster, workers }
        })
    }
}

/// `ks worker replace`.
#[derive(Debug, clap::Args)]
pub(crate) struct Replace {
    #[command(flatten)]
    chosen: Chosen,
    /// Update the worker nodes to the version of the master
    #[arg(long)]
    update: bool,
}

impl Replace {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let question = "Replacing the worker node deletes the worker node instance and creates a replacement. Replace worker?";
        self.chosen
            .each(run, question, |cluster, workers| Command::ReplaceWorkers {
                cluster,
                workers,
                update: self.update,
            })
    }
}

/// `ks worker update`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update {
    #[command(flatten)]
    chosen: Chosen,
}

impl Update {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let question = "Updating the worker node version can cause downtime for your apps and services. During the update, all pods might be rescheduled onto other worker nodes and data is deleted if not stored outside the pod. Update worker?";
        self.chosen
            .each(run, question, |cluster, workers| Command::UpdateWorkers {
                cluster,
                workers,
            })
    }
}

/// `ks worker rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rm {
    #[command(flatten)]
    chosen: Chosen,
}

impl Rm {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.chosen.each(run, "Remove worker?", |cluster, workers| {
            Command::RemoveWorkers { cluster, workers }
        })
    }
}
