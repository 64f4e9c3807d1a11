//! Resource groups.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Identity;
use crate::iam::access::{self, Ask};
use crate::iam::role::Role;
use crate::id::ResourceGroupId;

/// A resource group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceGroup {
    /// Its id.
    pub id: ResourceGroupId,
    /// Its name.
    pub name: String,
    /// Whether it is the one that commands use when none is targeted (R7).
    pub default: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ResourceGroup {
    /// Whether `identity` may see the group: by a role on the group itself, which is apart from roles on what lies in
    /// it (R102).
    pub fn is_visible_to(&self, account: &Account, identity: &Identity, now: Timestamp) -> bool {
        let ask = Ask::on_group(&self.id, &Role::PLATFORM);
        access::decide(account, identity, &ask, now).allowed
    }
}
