//! VLANs of classic infrastructure. Each data center has one pair of them, made with the first cluster there; later
//! clusters share it (`cli.md`, 7.5). Others can be ordered; clusters are not put on those.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::id::ClassicAccountNumber;
use crate::region::{Provider, Zone};

/// Which network a VLAN is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VlanKind {
    /// Behind a back-end router.
    Private,
    /// Behind a front-end router.
    Public,
}

impl VlanKind {
    /// The type in listings: `private`.
    pub fn as_str(self) -> &'static str {
        match self {
            VlanKind::Private => "private",
            VlanKind::Public => "public",
        }
    }
}

/// A VLAN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Vlan {
    /// Its id.
    pub id: u32,
    /// Its network.
    pub kind: VlanKind,
    /// Its data center.
    pub zone: String,
}

impl Vlan {
    /// The private and the public VLAN of a data center.
    pub fn pair(zone: &str) -> [Vlan; 2] {
        let first = 2_900_000 + place(zone) * 2;
        [(first, VlanKind::Private), (first + 1, VlanKind::Public)].map(|(id, kind)| Vlan {
            id,
            kind,
            zone: zone.into(),
        })
    }

    /// Whether it is the one on the public network.
    pub fn is_public(&self) -> bool {
        self.kind == VlanKind::Public
    }

    /// The number on the wire: 1 to 4094.
    pub fn number(&self) -> u32 {
        self.id % 4_094 + 1
    }

    /// The router: the letters at its end are those of its pair's other router (`cli.md`, 7.5).
    pub fn router(&self) -> String {
        let side = match self.kind {
            VlanKind::Private => "bcr",
            VlanKind::Public => "fcr",
        };
        format!("{side}01a.{}", self.zone)
    }
}

impl Account {
    /// The VLANs of a classic account: those that its clusters are on, and those that were ordered.
    pub fn vlans(&self, classic: ClassicAccountNumber) -> BTreeSet<Vlan> {
        let clusters = self
            .clusters
            .values()
            .filter(|cluster| cluster.classic_account == Some(classic));
        let ordered = self.classic.get(&classic).into_iter();
        let ordered = ordered.flat_map(|classic| classic.network.ordered.values().cloned());
        clusters
            .flat_map(|cluster| {
                let zones = cluster.zones().into_iter();
                zones.flat_map(|zone| {
                    let used = cluster.vlans_in(zone);
                    let pair = Vlan::pair(zone).into_iter();
                    pair.filter(move |vlan| used.contains(&Some(vlan.id)))
                })
            })
            .chain(ordered)
            .collect()
    }
}

/// A number for each data center.
fn place(zone: &str) -> u32 {
    let at = Zone::all(Provider::Classic)
        .position(|z| z.name == zone)
        .unwrap_or_default();
    u32::try_from(at).unwrap_or_default() * 10 + 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_centers_have_pairs_of_their_own() {
        let ids: BTreeSet<u32> = Zone::all(Provider::Classic)
            .flat_map(|zone| Vlan::pair(&zone.name))
            .map(|vlan| vlan.id)
            .collect();
        assert_eq!(ids.len(), Zone::all(Provider::Classic).count() * 2);
        let [private, public] = Vlan::pair("dal10");
        assert_eq!(private.router(), "bcr01a.dal10");
        assert_eq!(public.router(), "fcr01a.dal10");
        assert!((1..=4_094).contains(&private.number()));
    }
}
