//! What a classic user is told about by mail: `sl user notifications` (`cli.md`, 8.4).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind, shorten};

/// A kind of mail. Which there are is (inferred).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notification {
    /// An order waits for its review.
    OrderBeingReviewed,
    /// An order was approved.
    OrderApproved,
    /// A server is ready.
    ServerProvisioned,
    /// The operating system of a server was reloaded.
    ReloadComplete,
    /// A server was cancelled.
    ServerCancelled,
    /// Maintenance was planned.
    PlannedMaintenance,
    /// Something broke.
    UnplannedIncident,
}

impl Notification {
    /// Every kind.
    pub const ALL: [Notification; 7] = [
        Notification::OrderBeingReviewed,
        Notification::OrderApproved,
        Notification::ServerProvisioned,
        Notification::ReloadComplete,
        Notification::ServerCancelled,
        Notification::PlannedMaintenance,
        Notification::UnplannedIncident,
    ];

    /// The number.
    pub fn id(self) -> u32 {
        self as u32 + 1
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Notification::OrderBeingReviewed => "Order Being Reviewed",
            Notification::OrderApproved => "Order Approved",
            Notification::ServerProvisioned => "Server Provisioned",
            Notification::ReloadComplete => "Reload Complete",
            Notification::ServerCancelled => "Server Cancelled",
            Notification::PlannedMaintenance => "Planned Maintenance",
            Notification::UnplannedIncident => "Unplanned Incident",
        }
    }

    /// When the mail comes.
    pub fn description(self) -> &'static str {
        match self {
            Notification::OrderBeingReviewed => "Sent when an order waits for its review.",
            Notification::OrderApproved => "Sent when an order is approved.",
            Notification::ServerProvisioned => "Sent when a server is ready for use.",
            Notification::ReloadComplete => {
                "Sent when the operating system of a server was reloaded."
            }
            Notification::ServerCancelled => "Sent when a server is cancelled.",
            Notification::PlannedMaintenance => "Sent before maintenance.",
            Notification::UnplannedIncident => "Sent when something fails that you use.",
        }
    }
}

impl FromStr for Notification {
    type Err = Refusal;
    /// By name, in any case.
    fn from_str(text: &str) -> Result<Notification, Refusal> {
        let found = Notification::ALL
            .into_iter()
            .find(|known| known.name().eq_ignore_ascii_case(text.trim()));
        found.ok_or_else(|| {
            let problem = format!("'{}' is not known", shorten(text.trim()));
            RefusalKind::InvalidField {
                field: "notification",
                problem,
            }
            .refusal()
        })
    }
}
