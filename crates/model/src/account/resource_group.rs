//! Resource groups.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
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
