//! `ibmcloud account users`.

use std::collections::BTreeSet;

use credlab_model::iam::user::visible;
use credlab_model::template::personas;
use serde_json::json;

use super::check_account;
use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `account users [-c ACCOUNT_ID]`.
#[derive(Debug, clap::Args)]
pub(crate) struct Users {
    /// Account ID. The targeted account is used if not specified.
    #[arg(short = 'c', long, value_name = "ACCOUNT_ID")]
    account_id: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Users {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let account = run.account();
        check_account(&account, self.account_id.as_deref())?;
        let seen: BTreeSet<_> = visible(&account, &actor, run.now())
            .map(|user| &user.id)
            .collect();
        let mut users = personas(&account);
        users.retain(|user| seen.contains(&user.id));
        if json {
            let users = users.iter().map(|user| {
                let (first, last) = user.name.split_once(' ').unwrap_or((&user.name, ""));
                json!({
                    "ibmUniqueId": user.iam_id(),
                    "userId": user.email,
                    "firstname": first,
                    "lastname": last,
                    "state": user.state.as_str(),
                    "role": if user.id == account.owner { "OWNER" } else { "MEMBER" },
                })
            });
            run.json(&users.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!("Getting users under account `{}`...", account.id));
        run.ok();
        let rows: Vec<[String; 2]> = users
            .iter()
            .map(|user| [user.email.to_string(), user.state.as_str().into()])
            .collect();
        run.out.table(["User ID", "State"], &rows);
        Ok(())
    }
}
