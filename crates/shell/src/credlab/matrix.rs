//! `credlab matrix`: what somebody may do, service by service and place by place.

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `credlab matrix [WHO]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Matrix {
    /// Email address of a user, or name of a service ID; you, if it is left out
    #[arg(value_name = "EMAIL|SERVICE-ID-NAME")]
    who: Option<String>,
    /// The number of an earlier moment's newest record, as 'credlab history' lists it
    #[arg(long, value_name = "RECORD")]
    at: Option<u64>,
    #[command(flatten)]
    format: Format,
}

impl Matrix {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = match self.at {
            Some(version) => run.history()?.at(version)?.into(),
            None => run.account(),
        };
        let identity = match &self.who {
            None => run.actor(NOT_LOGGED_IN)?.identity,
            Some(who) => account.identity_called(who)?,
        };
        let matrix = account.matrix(&identity, run.now());
        if self.format.is_json(run)? {
            run.json(&matrix);
            return Ok(());
        }
        if matrix.owner {
            run.out.line("The account owner may do everything.");
            return Ok(());
        }
        let rows: Vec<[String; 3]> = matrix
            .rows
            .iter()
            .map(|row| [row.label.into(), row.place.clone(), row.roles.join(", ")])
            .collect();
        match rows.is_empty() {
            true => run.out.line("No policy gives any access."),
            false => run.out.table(["Service", "Where", "Roles"], &rows),
        };
        if let Some(permissions) = matrix.classic_permissions {
            run.out.line("").line(format!(
                "Classic infrastructure: {permissions} permissions. 'ibmcloud sl user permissions' lists them."
            ));
        }
        Ok(())
    }
}
