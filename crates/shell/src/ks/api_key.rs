//! `ks api-key`: the API key of a region and resource group (`cli.md`, 7.1 and 7.2).

use credlab_model::Identity;
use credlab_model::credentials::{Command, region_key};
use credlab_model::kubernetes::Read;
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::{InRegion, OfCluster, slot};
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum ApiKey {
        /// View the details of the API key owner for the cluster's region and resource group
        Info(Info),
        /// Replace the API key for the region and the targeted resource group with one of yours
        Reset(Reset),
    }
}

/// `ks api-key info`.
#[derive(Debug, clap::Args)]
pub(crate) struct Info {
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    format: Format,
}

/// The owner as JSON (`cli.md`, 7.1).
#[derive(Serialize)]
struct Owner<'a> {
    id: String,
    name: &'a str,
    email: &'a str,
}

impl Info {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        run.progress(&format!(
            "Getting information about the API key owner for cluster `{}`...",
            self.cluster.typed()
        ));
        let seen = self.cluster.read(run, &actor, Read::KeyOwner)?;
        let slot = seen.cluster()?.slot();
        let key = region_key::stored(&seen.account, &slot)?;
        if json {
            let id = match &key.owner {
                Identity::User(id) => id.to_string(),
                identity => seen.account.iam_id(identity),
            };
            run.json(&Owner {
                id,
                name: &key.owner_name,
                email: &key.owner_email,
            });
            return Ok(());
        }
        run.ok();
        run.out.table(
            ["Name", "Email"],
            &[[key.owner_name.clone(), key.owner_email.clone()]],
        );
        Ok(())
    }
}

/// `ks api-key reset`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reset {
    #[command(flatten)]
    region: InRegion,
    /// Force the command to run with no user prompts
    // Newer plug-ins have the flag, so they ask. The plug-in of 2024 that the documents describe does not: neither do
    // we, and scripts for either run here.
    #[arg(short, long)]
    force: bool,
    #[command(flatten)]
    format: Format,
}

impl Reset {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let slot = slot(run, self.region.region(run)?);
        let account = run.account();
        run.progress(&format!(
            "Resetting the API key for region `{}` in resource group `{}`...",
            slot.region,
            account.group_name(&slot.group)
        ));
        let command = Command::ResetKey {
            region: slot.region,
            group: Some(slot.group),
        };
        run.execute(&actor, command)?;
        if json {
            // The service answers with an empty body (`cli.md`, 7.2).
            run.json(&serde_json::json!({}));
            return Ok(());
        }
        run.ok();
        Ok(())
    }
}
