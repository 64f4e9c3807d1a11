//! `sl user permissions`.

use credlab_model::classic::Permission;
use credlab_model::classic::permission::PermissionSet;
use serde::Serialize;

use crate::flags::Format;
use crate::output::Output;
use crate::run::{Outcome, Run};
use crate::sl::user::{OfUser, Seen};
use crate::sl::{NOT_LOGGED_IN, refused};

/// `sl user permissions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Permissions {
    #[command(flatten)]
    user: OfUser,
    #[command(flatten)]
    format: Format,
}

/// The departments, in their order (`cli.md`, 8.2).
const DEPARTMENTS: [&str; 7] = [
    "ADMINISTRATIVE",
    "SALES",
    "SUPPORT",
    "SECURITY",
    "DEVICES",
    "NETWORK",
    "SOFTWARE",
];

/// A department as JSON.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Department {
    department: &'static str,
    permissions: Vec<Row>,
}

/// A permission: whether it is assigned is a text in JSON too.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    key_name: &'static str,
    assigned: &'static str,
    description: &'static str,
}

impl Department {
    fn all(held: PermissionSet) -> Vec<Department> {
        let permissions = |department: &'static str| {
            Permission::all()
                .filter(|permission| permission.department() == Some(department))
                .map(|permission| Row {
                    key_name: permission.key_name(),
                    assigned: if held.contains(permission) {
                        "true"
                    } else {
                        "false"
                    },
                    description: permission.purpose(),
                })
                .collect()
        };
        DEPARTMENTS
            .map(|department| Department {
                department,
                permissions: permissions(department),
            })
            .into()
    }

    /// The permissions as a table within a cell; its last line end makes the empty row between two departments.
    fn cell(&self) -> String {
        let rows: Vec<[String; 3]> = self
            .permissions
            .iter()
            .map(|row| [row.key_name, row.assigned, row.description].map(String::from))
            .collect();
        let mut table = Output::default();
        table.table(["KeyName", "Assigned", "Description"], &rows);
        table.plain(None)
    }
}

impl Permissions {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let id = self.user.id()?;
        let seen = Seen::of(run.account(), &actor, id).map_err(refused("Failed to get user."))?;
        let user = seen.user()?;
        let departments = Department::all(user.granted());
        if json {
            run.json(&departments);
            return Ok(());
        }
        if user.master {
            run.out
                .line("This account is the Master User and has all permissions enabled");
        }
        // Roles group permissions in classic infrastructure. Nobody makes them here, so the table stays empty.
        let no_role = [String::new(), String::new(), String::new()];
        run.out
            .table(["ID", "Role Name", "Description"], &[no_role]);
        let rows: Vec<[String; 2]> = departments
            .iter()
            .map(|department| [department.department.into(), department.cell()])
            .collect();
        run.out.table(["Department", "Permissions"], &rows);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r81_the_departments_have_the_documented_numbers_of_permissions() {
        let departments = Department::all(PermissionSet::NONE);
        let sizes: Vec<usize> = departments.iter().map(|d| d.permissions.len()).collect();
        assert_eq!(sizes, [17, 10, 5, 6, 21, 19, 14]);
    }
}
