//! Worker flavors: what kind of server a name stands for (R50).

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, RefusalKind, shorten};
use crate::region::Provider;

/// Virtual or physical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerKind {
    /// A virtual server.
    Virtual,
    /// A bare metal server; classic only.
    BareMetal,
}

/// A flavor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flavor {
    /// Its name: `b3c.4x16`.
    pub name: &'static str,
    /// Where it is offered.
    pub provider: Provider,
    /// Virtual or physical.
    pub kind: WorkerKind,
    /// Cores.
    pub cores: u32,
    /// Memory, in GB.
    pub memory: u32,
    /// Network speed.
    pub network: &'static str,
    /// Primary storage.
    pub storage: &'static str,
    /// Secondary storage.
    pub secondary: &'static str,
}

const fn flavor(
    name: &'static str,
    provider: Provider,
    kind: WorkerKind,
    size: (u32, u32),
    network: &'static str,
    disks: (&'static str, &'static str),
) -> Flavor {
    Flavor {
        name,
        provider,
        kind,
        cores: size.0,
        memory: size.1,
        network,
        storage: disks.0,
        secondary: disks.1,
    }
}

use Provider::{Classic, Vpc};
use WorkerKind::{BareMetal, Virtual};

/// Every flavor.
pub const FLAVORS: [Flavor; 13] = [
    flavor(
        "u3c.2x4",
        Classic,
        Virtual,
        (2, 4),
        "1000Mbps",
        ("25GB", "100GB"),
    ),
    flavor(
        "b3c.4x16",
        Classic,
        Virtual,
        (4, 16),
        "1000Mbps",
        ("25GB", "100GB"),
    ),
    flavor(
        "b3c.8x32",
        Classic,
        Virtual,
        (8, 32),
        "1000Mbps",
        ("25GB", "100GB"),
    ),
    flavor(
        "c3c.16x16",
        Classic,
        Virtual,
        (16, 16),
        "1000Mbps",
        ("25GB", "100GB"),
    ),
    flavor(
        "m3c.4x32",
        Classic,
        Virtual,
        (4, 32),
        "1000Mbps",
        ("25GB", "100GB"),
    ),
    flavor(
        "mb4c.4x32",
        Classic,
        BareMetal,
        (4, 32),
        "10000Mbps",
        ("2TB SATA", "2TB SATA"),
    ),
    flavor(
        "mb4c.20x64",
        Classic,
        BareMetal,
        (20, 64),
        "10000Mbps",
        ("2TB SATA", "2TB SATA"),
    ),
    flavor("bx2.2x8", Vpc, Virtual, (2, 8), "4Gbps", ("100GB", "0B")),
    flavor("bx2.4x16", Vpc, Virtual, (4, 16), "8Gbps", ("100GB", "0B")),
    flavor("bx2.8x32", Vpc, Virtual, (8, 32), "16Gbps", ("100GB", "0B")),
    flavor("cx2.2x4", Vpc, Virtual, (2, 4), "4Gbps", ("100GB", "0B")),
    flavor("cx2.4x8", Vpc, Virtual, (4, 8), "8Gbps", ("100GB", "0B")),
    flavor("mx2.4x32", Vpc, Virtual, (4, 32), "8Gbps", ("100GB", "0B")),
];

impl Flavor {
    /// The flavors of an infrastructure.
    pub fn of(provider: Provider) -> impl Iterator<Item = &'static Flavor> {
        FLAVORS
            .iter()
            .filter(move |flavor| flavor.provider == provider)
    }

    /// The flavor of that name; `.encrypted` at its end is taken for granted.
    pub fn find(name: &str, provider: Provider) -> Result<&'static Flavor, Refusal> {
        let plain = name.trim().trim_end_matches(".encrypted");
        Flavor::of(provider)
            .find(|flavor| flavor.name == plain)
            .ok_or_else(|| {
                let problem = format!("'{}' is not offered on {}", shorten(name), provider.label());
                RefusalKind::InvalidField {
                    field: "flavor",
                    problem,
                }
                .refusal()
            })
    }
}
