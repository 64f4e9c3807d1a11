//! The command line. Each setting is a flag, and an environment variable of the same name.

use clap::{CommandFactory, Parser, Subcommand};

use crate::account::AccountCommand;
use crate::serve::Settings;
use crate::shell::Shell;

/// Every variable with this prefix is ours, so one that we don't know is a mistake.
const PREFIX: &str = "CREDLAB_";

/// Set up, rehearse, demonstrate and check access credentials as IBM Cloud has them.
#[derive(Parser)]
#[command(name = "credlab", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the console until told to stop (Ctrl-C or SIGTERM).
    Serve(Settings),
    /// Make, list, copy and delete accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Run ibmcloud, kubectl and credlab commands on an account.
    Shell(Shell),
}

/// Refuses environment variables that look like settings and are none, because a misspelt setting that
/// is silently ignored is found out too late.
pub fn refuse_unknown_settings() -> Result<(), String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    match unknown_settings(names).as_slice() {
        [] => Ok(()),
        unknown => Err(format!(
            "unknown setting in the environment: {}. Known are {}",
            unknown.join(", "),
            known_settings().join(", ")
        )),
    }
}

fn unknown_settings(names: impl Iterator<Item = String>) -> Vec<String> {
    let known = known_settings();
    names
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
        .collect()
}

/// The names of all variables that some command reads, from the command line's own definition.
fn known_settings() -> Vec<String> {
    let mut names = Vec::new();
    collect_settings(&Cli::command(), &mut names);
    names.sort();
    names.dedup();
    names
}

fn collect_settings(command: &clap::Command, names: &mut Vec<String>) {
    let settings = command.get_arguments().filter_map(clap::Arg::get_env);
    names.extend(settings.filter_map(|name| name.to_str().map(str::to_owned)));
    for inner in command.get_subcommands() {
        collect_settings(inner, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn settings_that_nobody_reads_are_found() {
        let names = ["PATH", "CREDLAB_LISTEN", "CREDLAB_LISTNE"].map(str::to_owned);
        assert_eq!(unknown_settings(names.into_iter()), ["CREDLAB_LISTNE"]);
    }

    #[test]
    fn settings_of_commands_within_commands_are_known() {
        let names = known_settings();
        let expected = ["DATABASE", "EPHEMERAL", "LISTEN", "LOG"];
        assert_eq!(names, expected.map(|name| format!("{PREFIX}{name}")));
    }
}
