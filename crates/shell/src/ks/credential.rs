//! `ks credential`: manually set classic infrastructure credentials (`cli.md`, 7.3).

use credlab_model::credentials::{ClassicKeyInput, Command, manual};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::{InRegion, slot};
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Credential {
        /// Get the infrastructure credentials that are set for the region and resource group
        Get(Get),
        /// Set infrastructure credentials for the region and resource group
        #[command(subcommand)]
        Set(Set),
        /// Remove the infrastructure credentials from the region and resource group
        Unset(Unset),
    }
}

commands! {
    /// Only classic infrastructure has credentials that can be set: there is no `vpc` here (R55).
    pub(crate) enum Set {
        /// Set classic infrastructure credentials for the region and resource group
        Classic(Classic),
    }
}

/// `ks credential get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    #[command(flatten)]
    region: InRegion,
    #[command(flatten)]
    format: Format,
}

/// The credentials as JSON: the key is never shown (R68).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiUser<'a> {
    api_user: &'a str,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let slot = slot(run, self.region.region(run)?);
        let command = Command::GetManual {
            region: slot.region,
            group: Some(slot.group.clone()),
        };
        run.execute(&actor, command)?;
        let account = run.account();
        let manual = manual::get(&account, &actor, &slot, run.now())?;
        if json {
            run.json(&ApiUser {
                api_user: &manual.username,
            });
            return Ok(());
        }
        run.ok();
        run.out.marked(&format!(
            "Infrastructure credentials for user name `{}` set for resource group `{}`.",
            manual.username,
            account.group_name(&slot.group)
        ));
        Ok(())
    }
}

/// `ks credential set classic`.
#[derive(Debug, clap::Args)]
pub(crate) struct Classic {
    /// The user name of the classic infrastructure API user, which is not the IBMid
    #[arg(long, value_name = "USERNAME")]
    infrastructure_username: String,
    /// The classic infrastructure API key of that user
    #[arg(long, value_name = "API_KEY")]
    infrastructure_api_key: String,
    #[command(flatten)]
    region: InRegion,
}

impl Classic {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let slot = slot(run, self.region.region(run)?);
        let command = Command::SetManual {
            region: slot.region,
            group: Some(slot.group),
            username: self.infrastructure_username.clone(),
            api_key: ClassicKeyInput::typed(&self.infrastructure_api_key),
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}

/// `ks credential unset`.
#[derive(Debug, clap::Args)]
pub(crate) struct Unset {
    #[command(flatten)]
    region: InRegion,
}

impl Unset {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let slot = slot(run, self.region.region(run)?);
        let command = Command::UnsetManual {
            region: slot.region,
            group: Some(slot.group),
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}
