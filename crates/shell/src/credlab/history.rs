//! `credlab history`: what happened, and the numbers of the moments that `diff` and `rewind` take.

use credlab_model::audit::{self, Outcome as Ended};
use credlab_model::region::Region;
use serde::Serialize;

use crate::flags::Format;
use crate::run::{Outcome, Run};
use crate::time;

/// `credlab history`.
#[derive(Debug, clap::Args)]
pub(crate) struct History {
    /// How many to list
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    #[command(flatten)]
    format: Format,
}

/// What happened, as JSON has it.
#[derive(Serialize)]
struct Happened {
    version: u64,
    at: String,
    initiator: String,
    action: String,
    target: String,
    outcome: Ended,
    reason: Option<String>,
    correlation: String,
    /// The region whose log holds the event (R149).
    collected: Region,
}

impl History {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let records = run.history()?.latest(self.limit)?;
        let account = run.account();
        let happened = records.iter().map(|record| {
            let entry = audit::entry(&account, record);
            Happened {
                version: entry.version,
                at: time::rfc3339(entry.at),
                initiator: entry.initiator,
                action: entry.action,
                target: entry.target,
                outcome: entry.outcome,
                reason: entry.reason,
                correlation: entry.correlation,
                collected: entry.collected,
            }
        });
        let happened: Vec<Happened> = happened.collect();
        if self.format.is_json(run)? {
            run.json(&happened);
            return Ok(());
        }
        let rows: Vec<[String; 5]> = happened
            .into_iter()
            .map(|one| {
                let action = match one.outcome {
                    Ended::Success => one.action,
                    Ended::Failure => format!("{} (refused)", one.action),
                };
                [
                    one.version.to_string(),
                    one.at,
                    one.initiator,
                    action,
                    one.target,
                ]
            })
            .collect();
        run.out
            .table(["Record", "Time", "Initiator", "Action", "Target"], &rows);
        Ok(())
    }
}
