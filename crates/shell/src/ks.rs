//! `ibmcloud ks`: clusters and their credentials (`cli.md`, section 7).
//!
//! Every command asks the model first, so that the look or the attempt is in the audit trail, and reads the account
//! then. Nothing here decides who may do what.

mod addon;
mod api;
mod api_key;
mod cluster;
mod credential;
mod flavor;
mod infra_permissions;
mod kms;
mod location;
mod message;
mod quota;
mod subnet;
mod target;
mod version;
mod vlan;
mod vpc;
mod worker;
mod worker_pool;
mod zone;

commands! {
    pub(crate) enum Ks {
        /// View and modify cluster and add-on settings
        #[command(subcommand)]
        Cluster(cluster::Cluster),
        /// List all clusters in your account
        #[command(hide = true)]
        Clusters(cluster::ls::Ls),
        /// View and modify worker node settings
        #[command(subcommand)]
        Worker(worker::Worker),
        /// List all worker nodes in a cluster
        #[command(hide = true)]
        Workers(worker::ls::Ls),
        /// View and modify worker pool settings
        #[command(subcommand)]
        WorkerPool(worker_pool::WorkerPool),
        /// List all worker pools in a cluster
        #[command(hide = true)]
        WorkerPools(worker_pool::Ls),
        /// List availability zones
        #[command(subcommand)]
        Zone(zone::Zone),
        /// List availability zones
        #[command(hide = true)]
        Zones(zone::Ls),
        /// View or reset the API key for the region and resource group
        #[command(subcommand)]
        ApiKey(api_key::ApiKey),
        /// Set and unset credentials that allow you to access the IBM Cloud classic infrastructure portfolio through your IBM Cloud account
        #[command(subcommand)]
        Credential(credential::Credential),
        /// View infrastructure permissions that impact your cluster
        #[command(subcommand)]
        InfraPermissions(infra_permissions::InfraPermissions),
        /// View the quotas of the account
        #[command(subcommand)]
        Quota(quota::Quota),
        /// List the portable subnets of classic infrastructure, or the subnets of a VPC
        Subnets(subnet::Subnets),
        /// List the VLANs of a classic zone, and view VLAN spanning
        #[command(subcommand)]
        Vlan(vlan::Vlan),
        /// List the VLANs of a classic zone
        #[command(hide = true)]
        Vlans(vlan::Ls),
        /// List all VPCs
        Vpcs(vpc::Vpcs),
        /// List the flavors for a zone
        #[command(alias = "machine-types")]
        Flavors(flavor::Ls),
        /// List the flavors for a zone
        #[command(subcommand, hide = true)]
        Flavor(flavor::Flavor),
        /// List supported IBM Cloud Kubernetes Service locations
        Locations(location::Locations),
        /// View current user messages
        Messages(message::Messages),
        /// List the versions that clusters can have
        #[command(alias = "kube-versions")]
        Versions(version::Versions),
        /// View the API endpoint
        Api(api::Api),
        /// Deprecated: Initialize the plug-in, which 'ibmcloud login' does
        #[command(hide = true)]
        Init(api::Init),
        /// View and configure Key Management Service integrations
        #[command(subcommand)]
        Kms(kms::Kms),
    }
}

/// The failure of every command when nobody is logged in (`cli.md`, 2.2).
pub(crate) const NOT_LOGGED_IN: &str = "Log in to the IBM Cloud CLI by running 'ibmcloud login'.";

/// A value that is not there (`cli.md`, 1.3).
const NONE: &str = "-";
