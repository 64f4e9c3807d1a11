//! `credlab impact`: what a line would change elsewhere.

use crate::credlab::rehearsal::rehearse;
use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};

/// `credlab impact "LINE"`.
#[derive(Debug, clap::Args)]
pub(crate) struct Impact {
    /// The line, in quotes; several are run one after the other
    #[arg(value_name = "LINE", required = true)]
    lines: Vec<String>,
    #[command(flatten)]
    format: Format,
}

impl Impact {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let rehearsal = rehearse(run, None, &self.lines)?;
        if let Some(slip) = rehearsal.slip() {
            return Err(slip);
        }
        if !rehearsal.succeeds() {
            return Err(Stop::Failed(
                "The line would fail, and change nothing. 'credlab explain' says why.".into(),
            ));
        }
        let consequences = rehearsal.before.impact(&rehearsal.after, run.now());
        if self.format.is_json(run)? {
            run.json(&consequences);
            return Ok(());
        }
        if consequences.is_empty() {
            run.out
                .line("Nothing breaks, recovers or works otherwise by it.");
            return Ok(());
        }
        let rows: Vec<[String; 4]> = consequences
            .into_iter()
            .map(|one| {
                [
                    one.effect.to_string(),
                    one.noun.to_string(),
                    one.name,
                    one.text,
                ]
            })
            .collect();
        run.out
            .table(["Effect", "What", "Name", "What happens"], &rows);
        Ok(())
    }
}
