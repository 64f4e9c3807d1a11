//! VPC subnets: a cluster may be put into one of another resource group (R45).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Identity;
use crate::iam::access::{self, Ask};
use crate::iam::role::Role;
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

impl Subnet {
    /// Whether `identity` may see the subnet: by any platform role on VPC Infrastructure Services there (R45).
    pub fn is_visible_to(&self, account: &Account, identity: &Identity, now: Timestamp) -> bool {
        let ask = Ask::role("is", &Role::PLATFORM)
            .in_region(self.region)
            .in_group(&self.group);
        access::decide(account, identity, &ask, now).allowed
    }
}
