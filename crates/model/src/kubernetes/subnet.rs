//! Portable subnets of classic infrastructure (`cli.md`, 7.9).

use crate::account::Account;
use crate::id::ClassicAccountNumber;
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::vlan::Vlan;

/// The portable subnet that a classic cluster gets on each of its VLANs. Its addresses follow from the ids of both.
pub struct Portable {
    /// Its id.
    pub id: u32,
    /// Its addresses: `10.186.196.112/29`.
    pub cidr: String,
    /// The first of them.
    pub gateway: String,
    /// The VLAN.
    pub vlan: Vlan,
}

impl Portable {
    /// The portable subnets of a cluster; none on VPC.
    pub fn of(cluster: &Cluster) -> Vec<Portable> {
        let used = [cluster.private_vlan, cluster.public_vlan];
        let bytes = cluster.id.as_str().bytes();
        let number = bytes.fold(11, |n: u32, byte| {
            n.wrapping_mul(33).wrapping_add(u32::from(byte))
        });
        Vlan::pair(&cluster.zone)
            .into_iter()
            .filter(|vlan| used.contains(&Some(vlan.id)))
            .map(|vlan| {
                let (a, b) = if vlan.is_public() {
                    (169, 48 + number % 16)
                } else {
                    (10, 160 + number % 64)
                };
                let (c, d) = (number / 64 % 256, number / 16_384 % 31 * 8);
                Portable {
                    id: 2_000_000 + number % 400_000 * 2 + u32::from(vlan.is_public()),
                    cidr: format!("{a}.{b}.{c}.{d}/29"),
                    gateway: format!("{a}.{b}.{c}.{}", d + 1),
                    vlan,
                }
            })
            .collect()
    }
}

impl Account {
    /// The portable subnets of a classic account: those of its clusters.
    pub fn portable_subnets(
        &self,
        classic: ClassicAccountNumber,
    ) -> impl Iterator<Item = Portable> {
        let clusters = self.clusters.values();
        let clusters = clusters.filter(move |cluster| cluster.classic_account == Some(classic));
        clusters.flat_map(Portable::of)
    }
}
