//! A slot: the region and resource group that share one set of credentials (R1).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{Account, ResourceGroup};
use crate::actor::Actor;
use crate::credentials::manual::ManualCredentials;
use crate::credentials::region_key::RegionKey;
use crate::iam::access::{self, Ask};
use crate::id::ResourceGroupId;
use crate::kubernetes::{Cluster, Gate};
use crate::refusal::{Refusal, RefusalKind};
use crate::region::Region;

/// A region and a resource group. As text `us-south/0f0e…`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slot {
    /// The region.
    pub region: Region,
    /// The resource group.
    pub group: ResourceGroupId,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SlotState {
    /// The stored API key.
    pub key: Option<RegionKey>,
    /// Manually set classic credentials.
    pub manual: Option<ManualCredentials>,
}

/// What is wanted of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Look.
    Read,
    /// Change.
    Administer,
}

impl Access {
    /// What is asked for the slot's clusters is asked for the slot.
    fn gate(self) -> Gate {
        match self {
            Access::Read => Gate::Read,
            Access::Administer => Gate::Create,
        }
    }

    /// What is asked of a slot.
    pub fn ask(self, slot: &Slot) -> Ask {
        Ask::action(self.gate().action())
            .in_region(slot.region)
            .in_group(&slot.group)
    }
}

impl Slot {
    /// The slot of `region` and `group`, or the default group (R7).
    pub fn of(
        account: &Account,
        region: Region,
        group: Option<&ResourceGroupId>,
    ) -> Result<Slot, Refusal> {
        let group = match group {
            Some(id) => account.resource_group(id)?.id.clone(),
            None => account.default_group().id.clone(),
        };
        Ok(Slot { region, group })
    }

    /// Whether the caller may look at what the slot holds.
    pub fn is_visible_to(&self, account: &Account, actor: &Actor, now: Timestamp) -> bool {
        require(account, actor, self, Access::Read, now).is_ok()
    }
}

impl Account {
    /// The slots that hold something or have clusters, as far as the caller may look at them.
    pub fn visible_slots(&self, actor: &Actor, now: Timestamp) -> BTreeSet<Slot> {
        let filled = self.slots.keys().cloned();
        let used = self.clusters.values().map(Cluster::slot);
        let slots: BTreeSet<Slot> = filled.chain(used).collect();
        slots
            .into_iter()
            .filter(|slot| slot.is_visible_to(self, actor, now))
            .collect()
    }

    /// The resource groups that have a slot at which the caller may look, in whatever region.
    pub fn groups_of_visible_slots<'a>(
        &'a self,
        actor: &'a Actor,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a ResourceGroup> {
        let visible = move |region: &Region, group: &ResourceGroup| {
            let slot = Slot {
                region: *region,
                group: group.id.clone(),
            };
            slot.is_visible_to(self, actor, now)
        };
        self.resource_groups
            .values()
            .filter(move |group| Region::ALL.iter().any(|region| visible(region, group)))
    }

    /// The clusters that use the credentials of a slot (R1).
    pub fn clusters_of<'a>(&'a self, slot: &'a Slot) -> impl Iterator<Item = &'a Cluster> {
        self.clusters
            .values()
            .filter(move |cluster| cluster.region == slot.region && cluster.group == slot.group)
    }
}

/// The first gate for a slot: Viewer looks, Administrator changes (R8, R47, R64, R68).
pub fn require(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    access: Access,
    now: Timestamp,
) -> Result<(), Refusal> {
    let decision = access::decide(account, &actor.identity, &access.ask(slot), now);
    if decision.allowed {
        return Ok(());
    }
    Err(account.role_too_low(actor, access.gate().role(), decision))
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.region, self.group)
    }
}

impl From<Slot> for String {
    fn from(slot: Slot) -> String {
        slot.to_string()
    }
}

impl FromStr for Slot {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Slot, Refusal> {
        let invalid = |problem: &str| {
            RefusalKind::InvalidField {
                field: "region and resource group",
                problem: problem.into(),
            }
            .refusal()
        };
        let (region, group) = text
            .split_once('/')
            .ok_or_else(|| invalid("must read region/group"))?;
        let group = group
            .parse()
            .map_err(|_| invalid("names no resource group ID"))?;
        Ok(Slot {
            region: region.parse()?,
            group,
        })
    }
}

impl TryFrom<String> for Slot {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Slot, Refusal> {
        text.parse()
    }
}
