//! `ibmcloud config` (`cli.md`, 3.5).

use clap::builder::{BoolishValueParser, PossibleValuesParser};

use crate::run::{Outcome, Run};

/// `ibmcloud config`: one option at a time. None of them changes anything in this shell.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("option").required(true))]
pub(crate) struct Config {
    /// Timeout of HTTP requests, in seconds
    #[arg(long, value_name = "TIMEOUT", group = "option")]
    http_timeout: Option<u32>,
    /// Trace HTTP requests
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    trace: Option<bool>,
    /// Colorize output
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    color: Option<bool>,
    /// Set a default locale; only en_US is there
    #[arg(long, value_name = "(LOCALE|CLEAR)", group = "option", value_parser = PossibleValuesParser::new(["en_US", "CLEAR"]))]
    locale: Option<String>,
    /// Check for a newer version
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    check_version: Option<bool>,
}

impl Config {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.ok();
        Ok(())
    }
}
