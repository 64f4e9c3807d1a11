//! `ks cluster rm`.

use credlab_model::kubernetes::Command;

use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run, Stop};

/// `ks cluster rm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Rm {
    #[command(flatten)]
    cluster: OfCluster,
    /// Delete the persistent storage too
    #[arg(long)]
    force_delete_storage: bool,
    /// Skip the check for infrastructure permissions before the cluster is deleted
    // The infrastructure refuses what the credentials may not do, looked at before or not.
    #[arg(long)]
    skip_advance_permissions_check: bool,
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    force: bool,
}

const STORAGE: &str = "Do you want to delete the persistent storage for this cluster? If yes, the data cannot be recovered. If no, you can delete the persistent storage later in your IBM Cloud infrastructure account.";

impl Rm {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let id = self.cluster.id(run)?;
        let name = run.account().cluster(&id)?.name.clone();
        let mut storage = self.force_delete_storage;
        if !self.force {
            storage = storage || run.confirm(STORAGE)?;
            let question = format!(
                "After you run this command, the cluster cannot be restored. Remove the cluster {name}?"
            );
            if !run.confirm(&question)? {
                return Err(Stop::Declined(String::new()));
            }
        }
        let more = if storage { ", persistent storage" } else { "" };
        run.progress(&format!("Removing cluster `{name}`{more}..."));
        run.execute(&actor, Command::Delete { cluster: id })?;
        run.ok();
        Ok(())
    }
}
