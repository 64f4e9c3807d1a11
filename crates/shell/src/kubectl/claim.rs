//! Persistent volume claims, as far as they tell how the storage driver is.
//!
//! An account holds no volumes. One claim stands for the next one that somebody makes after a reset of the API key: it
//! is there once the key was replaced in the life of the cluster, pending while the driver still holds an old key, and
//! bound when its pod was made again (R26).

use credlab_model::Timestamp;
use credlab_model::account::Account;
use credlab_model::credentials::infrastructure::key_owner;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::addon::BLOCK_STORAGE;

use crate::kubectl::age::age;
use crate::kubectl::event::{Event, Kind};
use crate::kubectl::pod::hash;

/// The namespace of claims.
pub(super) const NAMESPACE: &str = "default";

/// Who provisions volumes.
pub(super) const PROVISIONER: &str = "vpc.block.csi.ibm.io";

/// The class of storage.
pub(super) const STORAGE_CLASS: &str = "ibmc-vpc-block-5iops-tier";

/// How its volumes are used.
pub(super) const VOLUME_MODE: &str = "Filesystem";

/// A claim.
pub(super) struct Claim {
    /// Its name.
    pub(super) name: &'static str,
    /// Since when it is there.
    pub(super) since: Timestamp,
    /// The volume, once there is one.
    pub(super) volume: Option<String>,
    /// The driver's pod.
    driver: String,
}

impl Claim {
    /// The claim of a cluster.
    pub(super) fn of(account: &Account, cluster: &Cluster, now: Timestamp) -> Option<Claim> {
        let addon = cluster.addons.get(BLOCK_STORAGE)?;
        let controller = addon.controller.as_ref()?;
        let slot = cluster.slot();
        let key = account.slots.get(&slot)?.key.as_ref()?;
        if key.stored_at <= cluster.created_at {
            return None;
        }
        let works = !addon.is_stale(account, cluster) && key_owner(account, &slot, now).is_ok();
        Some(Claim {
            name: "data-pvc",
            since: key.stored_at,
            volume: works.then(|| volume(cluster)),
            driver: controller.pod.clone(),
        })
    }

    /// `Pending` or `Bound`.
    pub(super) fn status(&self) -> &'static str {
        match self.volume {
            Some(_) => "Bound",
            None => "Pending",
        }
    }

    /// Size and access modes, once there is a volume.
    pub(super) fn capacity(&self) -> (&'static str, &'static str) {
        match self.volume {
            Some(_) => ("10Gi", "RWO"),
            None => ("", ""),
        }
    }

    /// Why it is pending, if it is.
    pub(super) fn event(&self) -> Option<Event> {
        self.volume.is_none().then(|| Event {
            namespace: NAMESPACE,
            at: self.since,
            kind: Kind::Warning,
            reason: "ProvisioningFailed",
            subject: "persistentvolumeclaim",
            name: self.name.into(),
            source: format!("{PROVISIONER}_{}", self.driver),
            message: format!(
                "failed to provision volume with StorageClass \"{STORAGE_CLASS}\": rpc error: code = Internal desc = The IAM token exchange request failed: the API key that the driver holds is not the one of the cluster's region and resource group"
            ),
        })
    }

    /// The cells of its row: the namespace comes first with `-A`, the mode of the volume last with `-o wide`.
    pub(super) fn row(&self, now: Timestamp, all: bool, wide: bool) -> Vec<String> {
        let (capacity, modes) = self.capacity();
        let mut row = Vec::new();
        if all {
            row.push(NAMESPACE.into());
        }
        row.extend([
            self.name.into(),
            self.status().into(),
            self.volume.clone().unwrap_or_default(),
            capacity.into(),
            modes.into(),
            STORAGE_CLASS.into(),
            age(self.since, now),
        ]);
        if wide {
            row.push(VOLUME_MODE.into());
        }
        row
    }

    /// The headings over such rows.
    pub(super) fn headings(all: bool, wide: bool) -> Vec<&'static str> {
        let mut headings = Vec::new();
        if all {
            headings.push("NAMESPACE");
        }
        headings.extend([
            "NAME",
            "STATUS",
            "VOLUME",
            "CAPACITY",
            "ACCESS MODES",
            "STORAGECLASS",
            "AGE",
        ]);
        if wide {
            headings.push("VOLUMEMODE");
        }
        headings
    }
}

/// The name of the volume: `pvc-` and a UUID that follows from the cluster's id.
fn volume(cluster: &Cluster) -> String {
    let half = |n: &str| hash(&[n, cluster.id.as_str()]);
    let text = format!("{:016x}{:016x}", half("a"), half("b"));
    let mut digits = text.chars();
    let groups = [8, 4, 4, 4, 12].map(|n| digits.by_ref().take(n).collect::<String>());
    format!("pvc-{}", groups.join("-"))
}
