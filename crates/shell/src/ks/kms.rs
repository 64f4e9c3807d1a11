//! `ks kms` (`cli.md`, 7.9). The account has no instances of key management services: lists are empty, and what names one is
//! refused by the model.

use credlab_model::kubernetes::Command;
use credlab_model::refusal::{Noun, RefusalKind, shorten};

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Kms {
        /// View and configure root keys
        #[command(subcommand)]
        Crk(Crk),
        /// Enable a Key Management Service provider in a cluster
        Enable(Enable),
        /// View Key Management Service instances
        #[command(subcommand)]
        Instance(Instance),
    }
}

commands! {
    pub(crate) enum Crk {
        /// List the root keys of an instance
        Ls(Keys),
    }
}

commands! {
    pub(crate) enum Instance {
        /// List the Key Management Service instances of the account
        Ls(Instances),
    }
}

/// `ks kms instance ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Instances {
    #[command(flatten)]
    format: Format,
}

impl Instances {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        if self.format.is_json(run)? {
            run.json(&[(); 0]);
            return Ok(());
        }
        run.ok();
        run.out.line("No KMS instances found.");
        Ok(())
    }
}

/// `ks kms crk ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Keys {
    /// The ID of the instance
    #[arg(long, value_name = "INSTANCE")]
    instance_id: String,
    #[command(flatten)]
    format: Format,
}

impl Keys {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        self.format.is_json(run)?;
        let (noun, name) = (Noun::KmsInstance, shorten(&self.instance_id));
        Err(RefusalKind::NotFound { noun, name }.refusal().into())
    }
}

/// `ks kms enable`.
#[derive(Debug, clap::Args)]
pub(crate) struct Enable {
    #[command(flatten)]
    cluster: OfCluster,
    /// The ID of the instance
    #[arg(long, value_name = "INSTANCE")]
    instance_id: String,
    /// The ID of the root key
    #[arg(long, value_name = "ROOT_KEY")]
    crk: String,
    /// The ID of the account of the instance, if it is another
    #[arg(long, value_name = "ACCOUNT")]
    kms_account_id: Option<String>,
    /// Reach the instance by its public endpoint
    #[arg(long)]
    public_endpoint: bool,
}

impl Enable {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        run.progress(&format!(
            "Enabling key management service for cluster `{}`...",
            self.cluster.typed()
        ));
        let command = Command::EnableKms {
            cluster: self.cluster.id(run)?,
            instance: self.instance_id.clone(),
        };
        run.execute(&actor, command)?;
        run.ok();
        Ok(())
    }
}
