//! VPC subnets: a cluster may be put into one of another resource group (R45).

use serde::{Deserialize, Serialize};

use crate::id::ResourceGroupId;
use crate::region::Region;

/// A subnet of a VPC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subnet {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id of its VPC.
    pub vpc: String,
    /// The name of its VPC.
    pub vpc_name: String,
    /// The region.
    pub region: Region,
    /// The zone.
    pub zone: String,
    /// The addresses.
    pub cidr: String,
    /// The resource group.
    pub group: ResourceGroupId,
}
