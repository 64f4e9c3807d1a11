//! `ks infra-permissions get`: what the credentials in force lack on classic infrastructure (R47).

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::classic::permission::{Category, Need, Permission, PermissionSet};
use crate::classic::user::effective;
use crate::credentials::infrastructure::{ClassicActor, Source, classic_actor};
use crate::credentials::slot::{self, Slot};
use crate::id::ClassicAccountNumber;
use crate::refusal::Refusal;

/// One of the four sections of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Virtual workers.
    VirtualWorker,
    /// Physical workers.
    PhysicalWorker,
    /// Network.
    Network,
    /// Storage.
    Storage,
}

impl Section {
    /// The sections in their order.
    pub const ALL: [Section; 4] = [
        Section::VirtualWorker,
        Section::PhysicalWorker,
        Section::Network,
        Section::Storage,
    ];

    /// The heading: `Virtual Worker`.
    pub fn label(self) -> &'static str {
        match self {
            Section::VirtualWorker => "Virtual Worker",
            Section::PhysicalWorker => "Physical Worker",
            Section::Network => "Network",
            Section::Storage => "Storage",
        }
    }

    /// What the section looks at, with how much it is needed (`cli.md`, 8.3). Support cases stand in all four.
    pub fn needs(self) -> impl Iterator<Item = (Permission, Need)> {
        Permission::all()
            .filter_map(move |p| Some((p, p.need()?)))
            .filter(move |(p, _)| self.looks_at(*p))
    }

    fn looks_at(self, permission: Permission) -> bool {
        if permission.category() == Category::Support {
            return true;
        }
        let servers = [
            Permission::REMOTE_MANAGEMENT,
            Permission::SERVER_ADD,
            Permission::SERVER_CANCEL,
            Permission::SERVER_RELOAD,
            Permission::PUBLIC_NETWORK_COMPUTE,
        ];
        match self {
            Section::VirtualWorker => {
                servers.contains(&permission)
                    || matches!(
                        permission,
                        Permission::VIRTUAL_GUEST_VIEW | Permission::ACCESS_ALL_GUEST
                    )
            }
            Section::PhysicalWorker => {
                servers.contains(&permission)
                    || matches!(
                        permission,
                        Permission::HARDWARE_VIEW | Permission::ACCESS_ALL_HARDWARE
                    )
            }
            Section::Network => matches!(
                permission,
                Permission::DNS_MANAGE
                    | Permission::HOSTNAME_EDIT
                    | Permission::IP_ADD
                    | Permission::NETWORK_ROUTE_MANAGE
                    | Permission::PORT_CONTROL
                    | Permission::PUBLIC_NETWORK_COMPUTE
                    | Permission::SECURITY_CERTIFICATE_MANAGE
                    | Permission::SECURITY_CERTIFICATE_VIEW
            ),
            Section::Storage => matches!(
                permission,
                Permission::ADD_SERVICE_STORAGE | Permission::NAS_MANAGE
            ),
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionReport {
    /// The classic account that is looked at.
    pub account: ClassicAccountNumber,
    /// How it is reached.
    pub source: Source,
    /// The user whose permissions count.
    pub username: String,
    held: PermissionSet,
}

impl PermissionReport {
    /// What is missing in a section.
    pub fn missing(&self, section: Section) -> impl Iterator<Item = (Permission, Need)> {
        section
            .needs()
            .filter(|(permission, _)| !self.held.contains(*permission))
    }
}

/// Checks the credentials in force, whoever asks; asking needs Viewer (R47).
pub fn check(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    now: Timestamp,
) -> Result<PermissionReport, Refusal> {
    slot::require(account, actor, slot, slot::Access::Read, now)?;
    report(account, slot, now)
}

/// The report, for whoever may see it.
pub(crate) fn report(
    account: &Account,
    slot: &Slot,
    now: Timestamp,
) -> Result<PermissionReport, Refusal> {
    // The permissions are looked up by user name: a classic key that is gone does not show (`cli.md`, 7.3).
    let manual = account
        .slots
        .get(slot)
        .and_then(|state| state.manual.as_ref()?.user(account));
    let ClassicActor {
        source,
        classic,
        user,
    } = match manual {
        Some((classic, user)) => ClassicActor {
            source: Source::ManualCredentials,
            classic,
            user,
        },
        None => classic_actor(account, slot, now)?,
    };
    Ok(PermissionReport {
        account: classic.number,
        source,
        username: user.username.clone(),
        held: effective(account, user, now),
    })
}
