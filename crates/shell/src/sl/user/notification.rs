//! `sl user notifications` and `edit-notifications`: the caller's own mail.

use credlab_model::classic::{Command, Notification};
use serde_json::json;

use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};
use crate::sl::user::own;
use crate::sl::{NOT_LOGGED_IN, refused};

/// `sl user notifications`.
#[derive(Debug, clap::Args)]
pub(crate) struct Notifications {
    #[command(flatten)]
    format: Format,
}

impl Notifications {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let account = run.account();
        let own = own(&account, &actor).map_err(refused("Failed to get notifications."))?;
        let all = Notification::ALL.map(|kind| (kind, !own.muted.contains(&kind)));
        if json {
            let view = all.map(|(kind, enabled)| {
                json!({
                    "id": kind.id(),
                    "name": kind.name(),
                    "description": kind.description(),
                    "enabled": enabled,
                })
            });
            run.json(&view);
            return Ok(());
        }
        let rows = all.map(|(kind, enabled)| {
            let (name, description) = (kind.name().into(), kind.description().into());
            [
                kind.id().to_string(),
                name,
                description,
                enabled.to_string(),
            ]
        });
        run.out
            .table(["Id", "Name", "Description", "Enabled"], &rows);
        Ok(())
    }
}

/// `sl user edit-notifications`.
#[derive(Debug, clap::Args)]
pub(crate) struct EditNotifications {
    /// Names of notifications
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Enable notifications
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',')]
    enable: Option<Vec<String>>,
    /// Disable notifications
    #[arg(long, value_name = "NAME", num_args = 0.., value_delimiter = ',')]
    disable: Option<Vec<String>>,
}

impl EditNotifications {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (enabled, more) = match (&self.enable, &self.disable) {
            (Some(more), None) => (true, more.as_slice()),
            (None, Some(more)) => (false, more.as_slice()),
            (Some(_), Some(_)) => {
                let only = "Only set --enable or --disable options.";
                return Err(Stop::Usage(only.into()));
            }
            (None, None) => (true, [].as_slice()),
        };
        let names: Vec<&String> = self.names.iter().chain(more).collect();
        if names.is_empty() || (self.enable.is_none() && self.disable.is_none()) {
            return Err(Stop::Usage(
                "This command requires notification names as arguments and options flags.".into(),
            ));
        }
        own(&run.account(), &actor).map_err(refused("Failed to update notifications."))?;
        let (mut done, mut not) = (Vec::new(), Vec::new());
        for name in names {
            let command = name.parse().map(|notification| Command::Notify {
                notification,
                enabled,
            });
            let outcome = command
                .map_err(Stop::from)
                .and_then(|command| run.execute(&actor, command));
            match outcome {
                Ok(_) => done.push(name.as_str()),
                Err(Stop::Refused(_)) => not.push(name.as_str()),
                Err(other) => return Err(other),
            }
        }
        if !done.is_empty() {
            run.ok();
            let done = done.join(", ");
            run.out
                .line(format!("Notifications updated successfully: {done}"));
        }
        if !not.is_empty() {
            let not = not.join(", ");
            run.out
                .line(format!("Notifications updated unsuccessfully: {not}"))
                .line("Review if already set or if the name is correct.");
        }
        Ok(())
    }
}
