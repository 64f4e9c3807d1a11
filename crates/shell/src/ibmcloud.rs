//! `ibmcloud` itself: the top of its grammar, sessions and targets (`cli.md`, section 3).

mod api;
pub(crate) mod config;
mod login;
mod logout;
mod plugin;
mod regions;
pub(crate) mod target;
mod update;
mod version;

pub(crate) use version::VERSION;

use std::sync::LazyLock;

use crate::account::Account;
use crate::failure::Dialect;
use crate::iam::Iam;
use crate::ks::Ks;
use crate::program::{Program, built};
use crate::resource::Resource;
use crate::run::{Outcome, Run, Stop};
use crate::sl::Sl;

/// The one endpoint.
pub(crate) const ENDPOINT: &str = "https://cloud.ibm.com";

/// What the core's commands say when nobody is logged in (`cli.md`, 2.2).
pub(crate) const NOT_LOGGED_IN: &str = "Not logged in. Use 'ibmcloud login' to log in.";

/// A command line tool to interact with IBM Cloud
#[derive(Debug, clap::Parser)]
#[command(name = "ibmcloud")]
pub(crate) struct Ibmcloud {
    /// Suppress verbose output
    #[arg(short, long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

commands! {
    enum Command {
        /// Manage accounts and users
        #[command(subcommand)]
        Account(Account),
        /// Set or view target API endpoint
        Api(api::Api),
        /// Modify or read out values in the config
        Config(config::Config),
        /// Manage identities and access to resources
        #[command(subcommand)]
        Iam(Iam),
        /// Manage Kubernetes and OpenShift clusters in IBM Cloud
        #[command(subcommand, visible_aliases = ["cs", "oc"])]
        Ks(Ks),
        /// Log user in
        Login(login::Login),
        /// Log user out
        Logout(logout::Logout),
        /// Manage plug-ins and plug-in repositories
        #[command(subcommand)]
        Plugin(plugin::Plugin),
        /// List all the regions
        Regions(regions::Regions),
        /// Manage resource groups and resources
        #[command(subcommand)]
        Resource(Resource),
        /// Manage Classic infrastructure services
        #[command(subcommand)]
        Sl(Sl),
        /// Set or view the targeted region, account, resource group
        Target(target::Target),
        /// Update CLI to the latest version
        Update(update::Update),
        /// Print the version
        Version(version::Version),
    }
}

impl Program for Ibmcloud {
    fn grammar() -> &'static clap::Command {
        static GRAMMAR: LazyLock<clap::Command> = LazyLock::new(built::<Ibmcloud>);
        &GRAMMAR
    }

    fn dialect(path: &[&str]) -> Dialect {
        match path.first() {
            Some(&"ks") => Dialect::Ks,
            Some(&"sl") => Dialect::Sl,
            _ => Dialect::Core,
        }
    }

    fn modernized(mut words: Vec<String>) -> Vec<String> {
        if let Some(first) = words.first_mut()
            && matches!(first.as_str(), "-v" | "--version" | "v")
        {
            *first = "version".into();
        }
        words
    }

    fn is_quiet(&self) -> bool {
        self.quiet
    }

    fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.command.run(run)
    }
}

/// How the endpoint is reached.
#[derive(Debug, clap::Args)]
pub(crate) struct Connection {
    /// Bypass SSL validation of HTTP requests: none are sent
    #[arg(long)]
    skip_ssl_validation: bool,
    /// Use the private endpoint of a VPC: not in this shell
    #[arg(long)]
    vpc: bool,
}

impl Connection {
    /// Refuses the private endpoint.
    fn check(&self) -> Outcome {
        if self.vpc {
            return Err(Stop::Failed(
                "There is no private endpoint in this shell. Leave '--vpc' out.".into(),
            ));
        }
        Ok(())
    }
}

/// Refuses an endpoint that is not [`ENDPOINT`], with or without its scheme.
fn check_endpoint(typed: Option<&str>) -> Outcome {
    let host = typed.map(|typed| typed.trim_start_matches("https://").trim_end_matches('/'));
    match host {
        None | Some("cloud.ibm.com") => Ok(()),
        Some(_) => Err(Stop::Failed(format!(
            "This shell has one API endpoint, {ENDPOINT}."
        ))),
    }
}
