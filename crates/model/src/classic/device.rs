//! Devices of a classic account, and who reaches them (R51, R79, R85).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::classic::permission::Permission;
use crate::id::DeviceId;

/// What a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// A bare metal server.
    BareMetal,
    /// A dedicated host.
    DedicatedHost,
    /// A virtual server.
    Virtual,
}

impl DeviceKind {
    /// Every kind, in the console's order.
    pub const ALL: [DeviceKind; 3] = [
        DeviceKind::BareMetal,
        DeviceKind::DedicatedHost,
        DeviceKind::Virtual,
    ];

    /// The name in tables.
    pub fn label(self) -> &'static str {
        match self {
            DeviceKind::BareMetal => "Bare metal server",
            DeviceKind::DedicatedHost => "Dedicated host",
            DeviceKind::Virtual => "Virtual server",
        }
    }

    /// The label under *Select type*.
    pub fn all_label(self) -> &'static str {
        match self {
            DeviceKind::BareMetal => "All bare metal servers",
            DeviceKind::DedicatedHost => "All dedicated hosts",
            DeviceKind::Virtual => "All virtual servers",
        }
    }

    /// The label under *Enable future access*.
    pub fn future_label(self) -> &'static str {
        match self {
            DeviceKind::BareMetal => "Auto bare metal server access",
            DeviceKind::DedicatedHost => "Auto dedicated host access",
            DeviceKind::Virtual => "Auto virtual server access",
        }
    }

    /// The value in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            DeviceKind::BareMetal => "bare_metal",
            DeviceKind::DedicatedHost => "dedicated_host",
            DeviceKind::Virtual => "virtual",
        }
    }

    /// The permission that stands for all devices of the kind, present and to come (R85).
    pub fn future_access(self) -> Permission {
        match self {
            DeviceKind::BareMetal => Permission::ACCESS_ALL_HARDWARE,
            DeviceKind::DedicatedHost => Permission::ACCESS_ALL_DEDICATEDHOSTS,
            DeviceKind::Virtual => Permission::ACCESS_ALL_GUEST,
        }
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its number.
    pub id: DeviceId,
    /// What it is.
    pub kind: DeviceKind,
    /// The host name.
    pub hostname: String,
    /// The domain.
    pub domain: String,
    /// The data center: `dal10`.
    pub datacenter: String,
    /// The address on the public network, where it has one.
    pub public_ip: Option<String>,
    /// The address on the private network.
    pub private_ip: String,
    /// When it was ordered.
    pub ordered_at: Timestamp,
    /// Notes; for workers, the cluster.
    pub notes: String,
}

impl Device {
    /// Host name and domain.
    pub fn fqdn(&self) -> String {
        format!("{}.{}", self.hostname, self.domain)
    }
}
