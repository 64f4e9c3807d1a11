//! `sl user detail`.

use credlab_model::account::Account;
use credlab_model::audit;
use credlab_model::classic::{Device, DeviceKind};

use crate::run::{Outcome, Run};
use crate::sl::user::list::{status, vpn};
use crate::sl::user::{OfUser, Seen};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};
use crate::time::rfc3339;

/// `sl user detail`.
#[derive(Debug, clap::Args)]
pub(crate) struct Detail {
    #[command(flatten)]
    user: OfUser,
    /// Show the user's classic infrastructure API key
    #[arg(long)]
    keys: bool,
    /// Display permissions assigned to this user. Master users will show no permissions
    #[arg(long)]
    permissions: bool,
    /// Display hardware this user has access to
    #[arg(long)]
    hardware: bool,
    /// Display virtual guests this user has access to
    #[arg(long)]
    r#virtual: bool,
    /// Show login history of this user
    #[arg(long)]
    logins: bool,
    /// Show event log of this user
    #[arg(long)]
    events: bool,
}

impl Detail {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let id = self.user.id()?;
        let seen =
            Seen::of(run.account(), &actor, id).map_err(refused("Failed to show user detail."))?;
        let (classic, user) = (seen.classic()?, seen.user()?);
        let key = match (&user.api_key, self.keys) {
            (None, _) => "No",
            (Some(_), false) => "Yes",
            // Only a hash of it is kept.
            (Some(_), true) => "Yes (the value is shown only when the key is created)",
        };
        let behind = user.iam.as_ref().and_then(|id| seen.account.users.get(id));
        let parent = user.parent.and_then(|id| classic.users.get(&id));
        let (company, phone) = (
            user.profile.company_name.clone(),
            user.profile.office_phone.clone(),
        );
        let row = |name: &str, value: String| [name.to_string(), value];
        let none = || NONE.to_string();
        run.out.table(
            ["name", "value"],
            &[
                row("ID", user.id.to_string()),
                row("Username", user.username.clone()),
                row("APIKEY", key.into()),
                row("Name", user.display_name.clone()),
                row("Email", user.email.clone()),
                row(
                    "OpenID",
                    user.iam.as_ref().map_or_else(none, |id| id.to_string()),
                ),
                row("Address", user.profile.address().unwrap_or_else(none)),
                row(
                    "Company",
                    company.unwrap_or_else(|| classic.company.clone()),
                ),
                row(
                    "Created",
                    behind.map_or_else(none, |user| rfc3339(user.added_at)),
                ),
                row("Phone Number", phone.unwrap_or_else(none)),
                row(
                    "Parent User",
                    parent.map_or_else(none, |user| user.username.clone()),
                ),
                row("Status", status(&seen.account, user).into()),
                row("SSL VPN", vpn(user).to_string()),
                row("Last Login", none()),
                row("Last Failed Login", none()),
            ],
        );
        if self.permissions && !user.master {
            let rows: Vec<[String; 2]> = user
                .granted()
                .iter()
                .map(|permission| [permission.key_name().into(), permission.name().into()])
                .collect();
            run.out.line("").table(["keyName", "name"], &rows);
        }
        let reached = |kind: DeviceKind| {
            classic
                .devices
                .values()
                .filter(move |device| device.kind == kind && user.reaches(device))
        };
        if self.hardware {
            let rows: Vec<[String; 8]> = reached(DeviceKind::DedicatedHost)
                .map(|host| {
                    [
                        host.id.to_string(),
                        host.hostname.clone(),
                        none(),
                        none(),
                        none(),
                        rfc3339(host.ordered_at),
                        "true".into(),
                        NONE.into(),
                    ]
                })
                .collect();
            run.out.line("").table(
                [
                    "ID",
                    "Name",
                    "Cpus",
                    "Memory",
                    "Disk",
                    "Created",
                    "Dedicated",
                    "Access",
                ],
                &rows,
            );
            servers(run, reached(DeviceKind::BareMetal));
        }
        if self.r#virtual {
            servers(run, reached(DeviceKind::Virtual));
        }
        if self.logins {
            // Nobody logs in to the portal of classic infrastructure here.
            run.out
                .line("")
                .table(["Date", "IP Address", "Successful Login?"], &[]);
        }
        if self.events {
            let username = user.username.clone();
            let initiator = behind.map(|user| user.email.to_string());
            events(run, &seen.account, &username, initiator.unwrap_or_default())?;
        }
        Ok(())
    }
}

/// How many of the newest records the event log of a user is taken from.
const LOG: u32 = 1_000;

/// What the user did in classic infrastructure, as the audit trail has it. Where a session came from is not kept.
fn events(run: &mut Run<'_>, account: &Account, username: &str, initiator: String) -> Outcome {
    let records = run.history()?.latest(LOG)?;
    let entries = records.iter().map(|record| audit::entry(account, record));
    let own = entries
        .filter(|entry| entry.initiator == initiator && entry.action.starts_with("classic."));
    let rows: Vec<[String; 5]> = own
        .map(|entry| {
            let (at, label) = (rfc3339(entry.at), entry.target.clone());
            [at, entry.action, NONE.into(), label, username.into()]
        })
        .collect();
    run.out
        .line("")
        .table(["Date", "Type", "IP Address", "Label", "Username"], &rows);
    Ok(())
}

fn servers<'a>(run: &mut Run<'_>, devices: impl Iterator<Item = &'a Device>) {
    let rows: Vec<[String; 5]> = devices
        .map(|device| {
            [
                device.id.to_string(),
                device.fqdn(),
                device.public_ip.clone().unwrap_or(NONE.into()),
                device.private_ip.clone(),
                rfc3339(device.ordered_at),
            ]
        })
        .collect();
    run.out.line("").table(
        [
            "ID",
            "Hostname",
            "Primary Public IP",
            "Primary Private IP",
            "Created",
        ],
        &rows,
    );
}
