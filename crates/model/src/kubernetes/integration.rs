//! What else the stored API key authorises, and which role its owner needs for each (R23, R24).

use crate::Timestamp;
use crate::account::Account;
use crate::credentials::infrastructure::key_owner;
use crate::credentials::slot::Slot;
use crate::iam::access::{self, Ask, Decision};
use crate::refusal::Refusal;

/// A use of the stored key besides infrastructure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integration {
    /// What it is, for a reader.
    pub label: &'static str,
    /// The service whose role is needed.
    pub service: &'static str,
    /// The roles of which one is enough.
    pub roles: &'static [&'static str],
}

/// Every such use.
pub const INTEGRATIONS: [Integration; 7] = [
    Integration {
        label: "Key Protect encryption",
        service: "kms",
        roles: &["Viewer", "Operator", "Editor", "Administrator"],
    },
    Integration {
        label: "Hyper Protect Crypto Services encryption",
        service: "hs-crypto",
        roles: &["Viewer", "Operator", "Editor", "Administrator"],
    },
    Integration {
        label: "Ingress certificates in Secrets Manager",
        service: "secrets-manager",
        roles: &["Administrator", "Editor"],
    },
    Integration {
        label: "Pulling images from Container Registry",
        service: "container-registry",
        roles: &["Reader", "Writer", "Manager"],
    },
    Integration {
        label: "Log Analysis",
        service: "logdna",
        roles: &["Administrator", "Editor"],
    },
    Integration {
        label: "Monitoring",
        service: "sysdig-monitor",
        roles: &["Administrator", "Editor"],
    },
    Integration {
        label: "Activity Tracker events",
        service: "logdnaat",
        roles: &["Administrator", "Editor"],
    },
];

impl Integration {
    /// Whether the owner of the slot's key may use it; an error if the key gives no token at all (R30).
    pub fn decide(
        &self,
        account: &Account,
        slot: &Slot,
        now: Timestamp,
    ) -> Result<Decision, Refusal> {
        let owner = key_owner(account, slot, now)?;
        Ok(access::decide(
            account,
            owner,
            &Ask::role(self.service, self.roles),
            now,
        ))
    }
}
