//! `sl user permission-edit`.

use credlab_model::classic::{Change, Command, Permission, PermissionSet};

use crate::run::{Outcome, Run, Stop};
use crate::sl::user::{OfUser, number};
use crate::sl::{NOT_LOGGED_IN, failing};

/// `sl user permission-edit`.
#[derive(Debug, clap::Args)]
pub(crate) struct PermissionEdit {
    #[command(flatten)]
    user: OfUser,
    /// Permission keyName to set. Use keyword ALL to select ALL permissions. This option can be specified multiple times
    #[arg(long = "permission", value_name = "KEYNAME", value_delimiter = ',')]
    permissions: Vec<String>,
    /// Enable or disable selected permissions. Accepted inputs are 'true' and 'false'
    #[arg(long, value_name = "BOOLEAN", default_value = "true")]
    enable: String,
    /// Set permissions to match this user's permissions. Adds and removes the appropriate permissions
    #[arg(long, value_name = "IDENTIFIER")]
    from_user: Option<String>,
}

impl PermissionEdit {
    /// The order of the checks is the tool's (R86): number, one way to choose, names, `--enable`, then the account.
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let user = self.user.id()?;
        let command = match (self.permissions.as_slice(), &self.from_user) {
            ([], Some(from)) => Command::CopyPermissions {
                user,
                from: number(from)?,
            },
            ([_, ..], None) => Command::EditPermissions {
                user,
                permissions: self.chosen()?,
                change: self.change()?,
            },
            _ => {
                return Err(Stop::Usage(
                    "one of --permission and --from-user should be used to specify permissions"
                        .into(),
                ));
            }
        };
        run.execute(&actor, command)
            .map_err(failing("Failed to update permissions"))?;
        run.out.line("Permissions updated successfully");
        Ok(())
    }

    fn chosen(&self) -> Outcome<PermissionSet> {
        let names = || self.permissions.iter().map(|name| name.trim());
        if names().any(|name| name.eq_ignore_ascii_case("ALL")) {
            return Ok(PermissionSet::ALL);
        }
        let each = names().map(|name| {
            name.parse::<Permission>()
                .map_err(|unknown| Stop::Failed(unknown.message()))
        });
        each.collect::<Result<Vec<_>, _>>().map(PermissionSet::of)
    }

    fn change(&self) -> Outcome<Change> {
        match self.enable.to_lowercase().as_str() {
            "true" => Ok(Change::Add),
            "false" => Ok(Change::Remove),
            _ => Err(Stop::Usage("options for --enable are true, false".into())),
        }
    }
}
