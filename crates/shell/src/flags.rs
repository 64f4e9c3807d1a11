//! Flags that many commands have.

use crate::run::{Outcome, Run, Stop};

/// `--output FORMAT`.
#[derive(Debug, clap::Args)]
pub(crate) struct Format {
    /// Specify output format, only JSON is supported now.
    #[arg(long, value_name = "FORMAT")]
    output: Option<String>,
}

impl Format {
    /// Whether JSON is wanted. If so, nothing else is printed from here on (`cli.md`, 1.4).
    pub(crate) fn is_json(&self, run: &mut Run<'_>) -> Outcome<bool> {
        is_json(self.output.as_deref(), run)
    }
}

/// `-o, --output FORMAT`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShortFormat {
    /// Specify output format, only JSON is supported now.
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<String>,
}

impl ShortFormat {
    /// As [`Format::is_json`].
    pub(crate) fn is_json(&self, run: &mut Run<'_>) -> Outcome<bool> {
        is_json(self.output.as_deref(), run)
    }
}

fn is_json(output: Option<&str>, run: &mut Run<'_>) -> Outcome<bool> {
    match output {
        None => Ok(false),
        Some(format) if format.eq_ignore_ascii_case("json") => {
            run.only_json();
            Ok(true)
        }
        Some(_) => Err(Stop::Usage(
            "Invalid output format, only JSON is supported now.".into(),
        )),
    }
}

/// `-f, --force`.
#[derive(Debug, clap::Args)]
pub(crate) struct Force {
    /// Force the command to run with no user prompts
    #[arg(short, long)]
    force: bool,
}

impl Force {
    /// Asks a yes-or-no question unless forced; "no" ends the command with success (`cli.md`, 1.1).
    pub(crate) fn confirm(&self, run: &mut Run<'_>, question: &str) -> Outcome {
        if self.force || run.confirm(question)? {
            return Ok(());
        }
        Err(Stop::Declined(String::new()))
    }
}

/// `-f, --force` where nothing is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Unasked {
    /// Accepted, and not needed: nothing is asked
    #[arg(short, long)]
    force: bool,
}
