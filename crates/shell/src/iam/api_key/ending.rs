//! How an API key ends: what happens when it leaks, and when it expires (R133, R134).

use credlab_model::Timestamp;
use credlab_model::iam::api_key::{LeakAction, Terms};

use crate::run::{Outcome, Stop};

/// `--action-if-leaked` and `--expires-at` (the second flag's name inferred from the API's field).
#[derive(Debug, clap::Args)]
pub(crate) struct Ending {
    /// What happens to the API key when it leaks
    #[arg(long, value_name = "NONE|DISABLE|DELETE", ignore_case = true, value_parser = ["NONE", "DISABLE", "DELETE"])]
    action_if_leaked: Option<String>,
    /// From when on the API key gives no tokens, such as 2026-12-31T23:59+0000
    #[arg(long, value_name = "DATE_TIME")]
    expires_at: Option<String>,
}

impl Ending {
    pub(crate) fn is_empty(&self) -> bool {
        self.action_if_leaked.is_none() && self.expires_at.is_none()
    }

    pub(crate) fn terms(&self) -> Outcome<Terms> {
        let action = self.action_if_leaked.as_deref();
        let action = action.map(str::parse::<LeakAction>).transpose()?;
        let expires_at = self.expires_at.as_deref().map(moment).transpose()?;
        Ok(Terms {
            action_when_leaked: action,
            expires_at,
        })
    }
}

fn moment(typed: &str) -> Outcome<Timestamp> {
    typed.parse().map_err(|_| {
        let text = "'--expires-at' takes a date and a time, such as 2026-12-31T23:59+0000.";
        Stop::Usage(text.into())
    })
}
