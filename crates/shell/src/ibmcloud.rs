//! `ibmcloud` itself: the top of its grammar (`cli.md`, section 3).

mod version;

pub(crate) use version::VERSION;

use crate::account::Account;
use crate::failure::Dialect;
use crate::ks::Ks;
use crate::program::Program;
use crate::resource::Resource;
use crate::run::{Outcome, Run};
use crate::sl::Sl;

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
        /// Manage Kubernetes and OpenShift clusters in IBM Cloud
        #[command(subcommand, visible_aliases = ["cs", "oc"])]
        Ks(Ks),
        /// Manage resource groups and resources
        #[command(subcommand)]
        Resource(Resource),
        /// Manage Classic infrastructure services
        #[command(subcommand)]
        Sl(Sl),
        /// Print the version
        Version(version::Version),
    }
}

impl Program for Ibmcloud {
    fn dialect(path: &[&str]) -> Dialect {
        match path.first() {
            Some(&"ks") => Dialect::Ks,
            Some(&"sl") => Dialect::Sl,
            _ => Dialect::Core,
        }
    }

    fn modernized(mut words: Vec<String>) -> Vec<String> {
        if let Some(first) = words.first_mut() {
            match first.as_str() {
                "-v" | "--version" | "v" => *first = "version".into(),
                "h" => *first = "help".into(),
                _ => {}
            }
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
