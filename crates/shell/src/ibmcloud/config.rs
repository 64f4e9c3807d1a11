//! `ibmcloud config` (`cli.md`, 3.5).

use clap::builder::{BoolishValueParser, PossibleValuesParser};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};

/// What a session's command line is set to. Only `color` changes what this shell does: it sends no requests that could
/// time out or be traced, speaks one language and has one version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Seconds that a request may take.
    pub http_timeout: Option<u32>,
    /// Whether requests are traced, or the file to which they are.
    pub trace: Option<String>,
    /// Whether output is coloured.
    pub color: Option<bool>,
    /// The language.
    pub locale: Option<String>,
    /// Whether newer versions are looked for.
    pub check_version: Option<bool>,
    /// How one-time passcodes are come by.
    pub sso_otp: Option<String>,
    /// Whether commands that are being tried out are shown.
    pub alpha_commands: Option<bool>,
}

/// Options of which one is given at a time; `--list` shows what is set.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("option").required(true))]
pub(crate) struct Config {
    /// Timeout of HTTP requests, in seconds
    #[arg(long, value_name = "TIMEOUT", group = "option")]
    http_timeout: Option<u32>,
    /// Trace HTTP requests
    #[arg(long, value_name = "(true|false|path/to/file)", group = "option")]
    trace: Option<String>,
    /// Colorize output
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    color: Option<bool>,
    /// Set a default locale; only en_US is there
    #[arg(long, value_name = "(LOCALE|CLEAR)", group = "option", value_parser = PossibleValuesParser::new(["en_US", "CLEAR"]))]
    locale: Option<String>,
    /// Check for a newer version
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    check_version: Option<bool>,
    /// Get one-time passcodes by hand, or from the browser
    #[arg(long, value_name = "(manual|auto)", group = "option", value_parser = PossibleValuesParser::new(["manual", "auto"]))]
    sso_otp: Option<String>,
    /// Show commands that are being tried out
    #[arg(long, value_name = "(true|false)", group = "option", value_parser = BoolishValueParser::new())]
    alpha_commands: Option<bool>,
    /// List the values that are set
    #[arg(long, group = "option")]
    list: bool,
    #[command(flatten)]
    format: Format,
}

impl Config {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let json = self.format.is_json(run)?;
        if self.list {
            list(run, json);
            return Ok(());
        }
        if self.http_timeout == Some(0) {
            return Err(Stop::Usage("'--http-timeout' must be 1 or greater.".into()));
        }
        fn keep<T: Clone>(given: &Option<T>, kept: &mut Option<T>) {
            if given.is_some() {
                kept.clone_from(given);
            }
        }
        let kept = &mut run.session.config;
        keep(&self.http_timeout, &mut kept.http_timeout);
        keep(&self.trace, &mut kept.trace);
        keep(&self.color, &mut kept.color);
        keep(&self.locale, &mut kept.locale);
        keep(&self.check_version, &mut kept.check_version);
        keep(&self.sso_otp, &mut kept.sso_otp);
        keep(&self.alpha_commands, &mut kept.alpha_commands);
        kept.locale.take_if(|locale| locale == "CLEAR");
        run.ok();
        Ok(())
    }
}

/// Shows what is set; the layout is (inferred).
fn list(run: &mut Run<'_>, json: bool) {
    let kept = serde_json::to_value(&run.session.config);
    let Ok(Value::Object(kept)) = kept else {
        return;
    };
    let set: Map<String, Value> = kept.into_iter().filter(|(_, v)| !v.is_null()).collect();
    if json {
        run.json(&set);
        return;
    }
    if set.is_empty() {
        run.out.line("Nothing is set.");
        return;
    }
    let rows = set.iter().map(|(name, value)| {
        let shown = value.as_str().map_or(value.to_string(), str::to_string);
        [name.replace('_', "-"), shown]
    });
    run.out
        .table(["Option", "Value"], &rows.collect::<Vec<_>>());
}
