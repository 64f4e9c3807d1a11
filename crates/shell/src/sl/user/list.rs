//! `sl user list`.

use std::str::FromStr;

use credlab_model::account::Mfa;
use credlab_model::classic::permission::Permission;
use credlab_model::classic::{ClassicAccount, ClassicUser, DeviceKind, linked, user};
use credlab_model::{Account, refusal::shorten};
use serde::Serialize;

use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};

/// `sl user list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Column to display. Options are: id, username, email, displayName, status, hardwareCount, virtualGuestCount, 2FA, classicAPIKey, vpn. This option can be specified multiple times
    #[arg(long = "column", value_name = "COLUMN", value_delimiter = ',')]
    columns: Vec<String>,
    #[command(flatten)]
    format: Format,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    TwoFactor,
    ClassicApiKey,
    DisplayName,
    Email,
    HardwareCount,
    Id,
    Status,
    Username,
    VirtualGuestCount,
    Vpn,
}

impl Column {
    const ALL: [Column; 10] = [
        Column::TwoFactor,
        Column::ClassicApiKey,
        Column::DisplayName,
        Column::Email,
        Column::HardwareCount,
        Column::Id,
        Column::Status,
        Column::Username,
        Column::VirtualGuestCount,
        Column::Vpn,
    ];

    /// What is shown when no column is asked for.
    const DEFAULT: [Column; 7] = [
        Column::Id,
        Column::Username,
        Column::Email,
        Column::DisplayName,
        Column::TwoFactor,
        Column::ClassicApiKey,
        Column::Vpn,
    ];

    fn name(self) -> &'static str {
        match self {
            Column::TwoFactor => "2FA",
            Column::ClassicApiKey => "classicAPIKey",
            Column::DisplayName => "displayName",
            Column::Email => "email",
            Column::HardwareCount => "hardwareCount",
            Column::Id => "id",
            Column::Status => "status",
            Column::Username => "username",
            Column::VirtualGuestCount => "virtualGuestCount",
            Column::Vpn => "vpn",
        }
    }

    fn cell(self, account: &Account, classic: &ClassicAccount, user: &ClassicUser) -> String {
        let yes = |is: bool| if is { "yes" } else { NONE }.to_string();
        match self {
            Column::TwoFactor => yes(two_factor(account)),
            Column::ClassicApiKey => yes(user.api_key.is_some()),
            Column::DisplayName => user.display_name.clone(),
            Column::Email => user.email.clone(),
            Column::HardwareCount => reached(classic, user, DeviceKind::BareMetal).to_string(),
            Column::Id => user.id.to_string(),
            Column::Status => status(account, user).into(),
            Column::Username => user.username.clone(),
            Column::VirtualGuestCount => reached(classic, user, DeviceKind::Virtual).to_string(),
            Column::Vpn => if vpn(user) { "Yes" } else { "No" }.into(),
        }
    }
}

impl FromStr for Column {
    type Err = Stop;
    fn from_str(text: &str) -> Result<Column, Stop> {
        let found = Column::ALL.into_iter().find(|column| column.name() == text);
        found.ok_or_else(|| Stop::Usage(format!("--column {} is not supported.", shorten(text))))
    }
}

/// A user as JSON: what the columns show (`cli.md`, 8.1).
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    api_authentication_key_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_binding_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hardware_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ssl_vpn_allowed_flag: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    virtual_guest_count: Option<usize>,
}

#[derive(Serialize)]
struct Status {
    name: &'static str,
}

impl<'a> View<'a> {
    fn of(
        account: &Account,
        classic: &ClassicAccount,
        user: &'a ClassicUser,
        columns: &[Column],
    ) -> View<'a> {
        let mut view = View::default();
        for column in columns {
            match column {
                Column::TwoFactor => {
                    view.external_binding_count = Some(u32::from(two_factor(account)));
                }
                Column::ClassicApiKey => {
                    view.api_authentication_key_count = Some(u32::from(user.api_key.is_some()));
                }
                Column::DisplayName => view.display_name = Some(&user.display_name),
                Column::Email => view.email = Some(&user.email),
                Column::HardwareCount => {
                    view.hardware_count = Some(reached(classic, user, DeviceKind::BareMetal));
                }
                Column::Id => view.id = Some(user.id.0),
                Column::Status => {
                    view.user_status = Some(Status {
                        name: status(account, user),
                    });
                }
                Column::Username => view.username = Some(&user.username),
                Column::VirtualGuestCount => {
                    view.virtual_guest_count = Some(reached(classic, user, DeviceKind::Virtual));
                }
                Column::Vpn => view.ssl_vpn_allowed_flag = Some(vpn(user)),
            }
        }
        view
    }
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let chosen: Vec<Column> = self
            .columns
            .iter()
            .map(|column| column.trim().parse())
            .collect::<Result<_, _>>()?;
        let columns = match chosen.as_slice() {
            [] => &Column::DEFAULT[..],
            chosen => chosen,
        };
        let account = run.account();
        let classic = linked(&account).map_err(refused("Failed to list users."))?;
        let users = user::visible(&account, &actor, classic);
        if json {
            let views = users.map(|user| View::of(&account, classic, user, columns));
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        let headings: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        let rows: Vec<Vec<String>> = users
            .map(|user| {
                let cells = columns.iter().map(|c| c.cell(&account, classic, user));
                cells.collect()
            })
            .collect();
        run.out.table_of(&headings, &rows);
        Ok(())
    }
}

/// How many devices of a kind a user reaches.
fn reached(classic: &ClassicAccount, user: &ClassicUser, kind: DeviceKind) -> usize {
    let devices = classic.devices.values();
    devices
        .filter(|device| device.kind == kind && user.reaches(device))
        .count()
}

/// Whether a one-time password is asked for: a setting of the account.
fn two_factor(account: &Account) -> bool {
    account.settings.mfa != Mfa::None
}

/// Whether the user may log in to the VPN.
pub(super) fn vpn(user: &ClassicUser) -> bool {
    user.granted().contains(Permission::SSL_VPN_ENABLED)
}

/// The state: cancelled, or that of the platform user behind it (R88).
pub(super) fn status(account: &Account, user: &ClassicUser) -> &'static str {
    if user.cancelled {
        return "Cancel Pending";
    }
    let behind = user.iam.as_ref().and_then(|id| account.users.get(id));
    behind.map_or("Active", |user| user.state.label())
}
