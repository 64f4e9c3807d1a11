//! `credlab who-can`: for whom a line would work.

use credlab_model::actor::Identity;
use serde::Serialize;

use crate::credlab::personas::{belongs_to_cluster, roles};
use crate::credlab::rehearsal::rehearse;
use crate::flags::Format;
use crate::run::{Outcome, Run};

/// `credlab who-can "LINE"`.
#[derive(Debug, clap::Args)]
pub(crate) struct WhoCan {
    /// The line, in quotes; several are run one after the other
    #[arg(value_name = "LINE", required = true)]
    lines: Vec<String>,
    #[command(flatten)]
    format: Format,
}

/// Somebody for whom a line would work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Able {
    /// The address, or a service ID's name.
    pub name: String,
    /// Through what: the roles that the identity has, a policy each.
    pub access: Vec<String>,
}

impl WhoCan {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let able = able(run, &self.lines)?;
        if self.format.is_json(run)? {
            run.json(&able);
            return Ok(());
        }
        if able.is_empty() {
            run.out.line("Nobody in the account can.");
            return Ok(());
        }
        let rows: Vec<[String; 2]> = able
            .into_iter()
            .map(|one| [one.name, one.access.join("\n")])
            .collect();
        run.out.table(["Who can", "Access"], &rows);
        Ok(())
    }
}

/// Everybody for whom the lines would work, by name. The target is that of whoever asks.
pub(crate) fn able(run: &Run<'_>, lines: &[String]) -> Outcome<Vec<Able>> {
    let account = run.account();
    let users = account.users.values().map(|user| user.identity());
    let service_ids = account
        .service_ids
        .values()
        .filter(|service_id| !belongs_to_cluster(&account, service_id));
    let service_ids = service_ids.map(|service_id| service_id.identity());
    if let Some(slip) = rehearse(run, None, lines)?.slip() {
        return Err(slip);
    }
    let mut able = Vec::new();
    for identity in users.chain(service_ids) {
        if !rehearse(run, Some(&identity), lines)?.succeeds() {
            continue;
        }
        let access = match &identity {
            Identity::User(id) if *id == account.owner => vec!["Account owner".to_string()],
            other => roles(&account, other),
        };
        able.push(Able {
            name: account.member_name(&identity)?,
            access,
        });
    }
    able.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(able)
}
