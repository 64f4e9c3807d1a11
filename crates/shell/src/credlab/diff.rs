//! `credlab diff`: what is different between two moments of the account.

use credlab_model::history::{Difference, FieldChange};

use crate::flags::Format;
use crate::output::Style;
use crate::run::{Outcome, Run};

/// `credlab diff RECORD [RECORD]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The number of the earlier moment's newest record, as 'credlab history' lists it
    #[arg(value_name = "RECORD")]
    from: u64,
    /// The same of the later moment; now, if it is left out
    #[arg(value_name = "RECORD")]
    to: Option<u64>,
    #[command(flatten)]
    format: Format,
}

impl Diff {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let from = run.history()?.at(self.from)?;
        let differences = match self.to {
            Some(to) => from.diff(&run.history()?.at(to)?),
            None => from.diff(&run.account()),
        };
        if self.format.is_json(run)? {
            run.json(&differences);
            return Ok(());
        }
        if differences.is_empty() {
            run.out.line("Nothing is different.");
        }
        for difference in &differences {
            print(run, difference);
        }
        Ok(())
    }
}

/// A thing, and below it each field that is different.
pub(crate) fn print(run: &mut Run<'_>, difference: &Difference) {
    run.out
        .put(
            Style::Plain,
            format!("{} {} ", difference.change.sign(), difference.noun),
        )
        .put(Style::Entity, &difference.name)
        .put(Style::Plain, "\n");
    for FieldChange { field, from, to } in &difference.fields {
        let shown = |value: &Option<String>| match value.as_deref() {
            None | Some("") => "nothing".to_string(),
            Some(value) => value.to_string(),
        };
        run.out
            .line(format!("    {field}: {} -> {}", shown(from), shown(to)));
    }
}
