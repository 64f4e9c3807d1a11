//! `sl user device-access`.

use credlab_model::classic::{DeviceKind, PermissionSet};

use crate::output::Output;
use crate::run::{Outcome, Run};
use crate::sl::user::{OfUser, Seen};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};

/// `sl user device-access`.
#[derive(Debug, clap::Args)]
pub(crate) struct DeviceAccess {
    #[command(flatten)]
    user: OfUser,
}

impl DeviceAccess {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let id = self.user.id()?;
        let seen = Seen::of(run.account(), &actor, id)
            .map_err(refused("Failed to get user permissions."))?;
        let (classic, user) = (seen.classic()?, seen.user()?);

        // The permissions that stand for all devices of a kind, present and to come (R85).
        let all_of_kind = PermissionSet::of(DeviceKind::ALL.map(DeviceKind::future_access));
        let permissions: Vec<[String; 2]> = user
            .granted()
            .intersection(all_of_kind)
            .iter()
            .map(|permission| [permission.key_name().into(), permission.name().into()])
            .collect();
        let kinds = [
            DeviceKind::DedicatedHost,
            DeviceKind::BareMetal,
            DeviceKind::Virtual,
        ];
        let devices: Vec<[String; 6]> = kinds
            .into_iter()
            .flat_map(|kind| classic.devices.values().filter(move |d| d.kind == kind))
            .filter(|device| user.reaches(device))
            .map(|device| {
                [
                    device.id.to_string(),
                    device.fqdn(),
                    device.kind.label().into(),
                    device.public_ip.clone().unwrap_or(NONE.into()),
                    device.private_ip.clone(),
                    device.notes.clone(),
                ]
            })
            .collect();
        let devices = nested(
            [
                "Id",
                "Device Name",
                "Device Type",
                "Public Ip",
                "Private Ip",
                "Notes",
            ],
            &devices,
        );
        run.out.table(
            ["Name", "Value"],
            &[
                ["User ID".into(), user.id.to_string()],
                [
                    "Permissions".into(),
                    nested(["Key Name", "Name"], &permissions),
                ],
                ["Devices".into(), devices],
            ],
        );
        Ok(())
    }
}

/// A table within a cell, or `-`.
fn nested<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return NONE.into();
    }
    let mut table = Output::default();
    table.table(headings, rows);
    table.plain(None)
}
