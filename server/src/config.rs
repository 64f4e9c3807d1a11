//! Settings: each is a flag, and an environment variable of the same name.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, CommandFactory, Parser, Subcommand};
use credlab_store::Location;

/// Every variable with this prefix is ours, so one that we don't know is a mistake.
const PREFIX: &str = "CREDLAB_";

/// Set up, rehearse, demonstrate and check access credentials as IBM Cloud has them.
#[derive(Parser)]
#[command(name = "credlab", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the console until told to stop (Ctrl-C or SIGTERM).
    Serve(Settings),
}

#[derive(Args, Clone)]
pub struct Settings {
    /// The address and port to listen on; port 0 takes any free one.
    #[arg(long, env = "CREDLAB_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Where accounts are kept.
    #[arg(
        long,
        env = "CREDLAB_DATABASE",
        default_value = "sqlite:credlab.db",
        value_name = "sqlite:FILE"
    )]
    pub database: Database,

    /// Keep accounts in memory only: they are gone when the server stops.
    #[arg(long, env = "CREDLAB_EPHEMERAL", conflicts_with = "database")]
    pub ephemeral: bool,

    /// What to report on standard error, as in `info` or `credlab=debug`.
    #[arg(long, env = "CREDLAB_LOG", default_value = "warn")]
    pub log: String,
}

impl Settings {
    /// Where accounts are kept, with both flags taken together.
    pub fn storage(&self) -> Storage {
        if self.ephemeral {
            Storage::Memory
        } else {
            Storage::File(self.database.0.clone())
        }
    }
}

impl Settings {
    /// The same for the store.
    pub fn location(&self) -> Location {
        match self.storage() {
            Storage::Memory => Location::Memory,
            Storage::File(path) => Location::File(path),
        }
    }
}

/// The value of `--database`.
#[derive(Clone, Debug)]
pub struct Database(PathBuf);

impl FromStr for Database {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("sqlite:") {
            Some("") => Err("name a file after 'sqlite:'"),
            Some(file) => Ok(Self(file.into())),
            None => Err("write it as sqlite:FILE"),
        }
    }
}

/// Where accounts are kept.
#[derive(Clone, Debug)]
pub enum Storage {
    /// In memory, gone with the process.
    Memory,
    /// In a SQLite file.
    File(PathBuf),
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory only, gone when the server stops"),
            Self::File(path) => write!(f, "SQLite file {}", path.display()),
        }
    }
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
    let cli = Cli::command();
    let mut names: Vec<String> = cli
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .filter_map(|argument| argument.get_env()?.to_str().map(str::to_owned))
        .collect();
    names.sort();
    names.dedup();
    names
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
    fn a_database_is_written_with_its_kind() {
        for (text, accepted) in [
            ("sqlite:a.db", true),
            ("sqlite:", false),
            ("a.db", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<Database>().is_ok(), accepted, "{text}");
        }
    }
}
