//! `credlab accounts`: the account and its forks.

use serde::Serialize;

use crate::flags::Format;
use crate::run::{Outcome, Run};
use crate::time;

/// `credlab accounts`.
#[derive(Debug, clap::Args)]
pub(crate) struct Accounts {
    #[command(flatten)]
    format: Format,
}

/// An account, as JSON has it.
#[derive(Serialize)]
struct Listed {
    id: String,
    records: u64,
    created_at: String,
    current: bool,
}

impl Accounts {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let here = run.account().id.clone();
        let family = run.history()?.family()?;
        let listed = family.into_iter().map(|one| Listed {
            current: one.id == here,
            id: one.id.to_string(),
            records: one.version,
            created_at: time::rfc3339(one.created_at),
        });
        let listed: Vec<Listed> = listed.collect();
        if self.format.is_json(run)? {
            run.json(&listed);
            return Ok(());
        }
        let rows: Vec<[String; 3]> = listed
            .into_iter()
            .map(|one| {
                let mark = if one.current { " *" } else { "" };
                [
                    format!("{}{mark}", one.id),
                    one.records.to_string(),
                    one.created_at,
                ]
            })
            .collect();
        run.out
            .table(["Account ID", "Records", "Created"], &rows)
            .line("")
            .line("* this one. To go on with another one, run 'credlab open ACCOUNT_ID'.");
        Ok(())
    }
}
