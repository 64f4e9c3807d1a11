//! `ks cluster` (`cli.md`, 7.5).

mod config;
mod create;
mod endpoint;
mod get;
mod health;
pub(crate) mod ls;
mod master;
mod pull_secret;
mod rm;
mod version;
mod view;

use crate::ks::addon;

pub(crate) use create::vlan_not_found;

commands! {
    pub(crate) enum Cluster {
        /// List all clusters in your account
        Ls(ls::Ls),
        /// View the details of a cluster
        Get(get::Get),
        /// Create a classic or VPC cluster
        #[command(subcommand)]
        Create(create::Create),
        /// Delete a cluster
        Rm(rm::Rm),
        /// Download the kubeconfig files and certificates to connect to your cluster by using kubectl
        Config(config::Config),
        /// View and modify the master for a cluster
        #[command(subcommand)]
        Master(master::Master),
        /// Set up pull secrets for the registry
        #[command(subcommand)]
        PullSecret(pull_secret::PullSecret),
        /// View the health of a cluster
        #[command(subcommand)]
        Health(health::Health),
        /// View, enable and disable cluster add-ons
        #[command(subcommand)]
        Addon(addon::Addon),
        /// List the add-ons that are enabled in a cluster
        #[command(hide = true)]
        Addons(addon::Ls),
    }
}
