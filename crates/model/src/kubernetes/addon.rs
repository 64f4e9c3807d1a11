//! Add-ons. On VPC, the storage driver and the autoscaler hold the API key that was stored when their pod started;
//! after a reset they fail until the pod is made again (R26-R28).

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::context::Context;
use crate::event;
use crate::id::ApiKeyId;
use crate::kubernetes::Event;
use crate::kubernetes::cluster::Cluster;
use crate::refusal::{Noun, Refusal, RefusalKind, shorten};
use crate::region::Provider;

/// The Block Storage for VPC driver.
pub const BLOCK_STORAGE: &str = "vpc-block-csi-driver";
/// The cluster autoscaler.
pub const AUTOSCALER: &str = "cluster-autoscaler";

/// What may be installed, with version and whether it is for VPC only (`cli.md`, 7.6).
pub const KNOWN: [(&str, &str, bool); 6] = [
    (AUTOSCALER, "1.2.1", false),
    (BLOCK_STORAGE, "5.1.16", true),
    ("vpc-file-csi-driver", "1.2", true),
    ("debug-tool", "2.0.0", false),
    ("istio", "1.21.2", false),
    ("static-route", "1.0.0", false),
];

/// What may be installed in a cluster, with its version.
pub fn offered(cluster: &Cluster) -> impl Iterator<Item = (&'static str, &'static str)> {
    let known = KNOWN.into_iter();
    known
        .filter(|(_, _, vpc_only)| !vpc_only || cluster.provider == Provider::Vpc)
        .map(|(name, version, _)| (name, version))
}

/// An installed add-on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOn {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The pod that holds the API key, where it has one.
    pub controller: Option<Controller>,
}

/// A pod that holds the stored API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// The pod's name.
    pub pod: String,
    /// When it started.
    pub started_at: Timestamp,
    /// The key that was stored then.
    pub key: Option<ApiKeyId>,
}

impl AddOn {
    pub(crate) fn install(
        name: &str,
        cluster: &Cluster,
        key: Option<ApiKeyId>,
        ctx: &Context,
    ) -> Option<AddOn> {
        let (name, version, _) = KNOWN.into_iter().find(|(known, _, _)| *known == name)?;
        let holds_key =
            cluster.provider == Provider::Vpc && matches!(name, BLOCK_STORAGE | AUTOSCALER);
        let controller = holds_key.then(|| Controller {
            pod: pod_name(name, ctx),
            started_at: ctx.now,
            key,
        });
        Some(AddOn {
            name: name.into(),
            version: version.into(),
            controller,
        })
    }

    /// Whether the add-on still holds a key that is no longer the stored one (R28).
    pub fn is_stale(&self, account: &Account, cluster: &Cluster) -> bool {
        let stored = account
            .slots
            .get(&cluster.slot())
            .and_then(|s| s.key.as_ref())
            .map(|k| &k.id);
        self.controller
            .as_ref()
            .is_some_and(|controller| controller.key.as_ref() != stored)
    }
}

/// The storage controller is a stateful set's pod, the autoscaler a deployment's.
fn pod_name(addon: &str, ctx: &Context) -> String {
    const LETTERS: &str = "bcdfghjklmnpqrstvwxz2456789";
    match addon {
        AUTOSCALER => format!(
            "ibm-iks-cluster-autoscaler-7d8f9c5b6d-{}",
            ctx.text("pod", 0, LETTERS, 5)
        ),
        _ => "ibm-vpc-block-csi-controller-0".into(),
    }
}

pub(crate) fn enable(
    account: &Account,
    cluster: &Cluster,
    name: &str,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if !offered(cluster).any(|(known, _)| known == name) {
        return Err(RefusalKind::NotFound {
            noun: Noun::AddOn,
            name: shorten(name),
        }
        .refusal());
    }
    if cluster.addons.contains_key(name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::AddOn,
            name: name.into(),
        }
        .refusal());
    }
    let key = account
        .slots
        .get(&cluster.slot())
        .and_then(|s| s.key.as_ref())
        .map(|k| k.id.clone());
    let addon = AddOn::install(name, cluster, key, ctx);
    let enabled = addon.map(|addon| Event::AddOnEnabled {
        cluster: cluster.id.clone(),
        addon,
    });
    Ok(enabled.into_iter().map(event::Event::from).collect())
}

pub(crate) fn disable(cluster: &Cluster, name: &str) -> Result<Vec<event::Event>, Refusal> {
    if !cluster.addons.contains_key(name) {
        return Err(RefusalKind::NotFound {
            noun: Noun::AddOn,
            name: shorten(name),
        }
        .refusal());
    }
    Ok(vec![
        Event::AddOnDisabled {
            cluster: cluster.id.clone(),
            name: name.into(),
        }
        .into(),
    ])
}

/// Deleting the pod makes its controller start a new one, with the key that is stored now (R26, R27).
pub(crate) fn delete_pod(
    cluster: &Cluster,
    pod: &str,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let owns = |addon: &&AddOn| addon.controller.as_ref().is_some_and(|c| c.pod == pod);
    let addon = cluster.addons.values().find(owns);
    let addon = addon.ok_or_else(|| {
        RefusalKind::NotFound {
            noun: Noun::Pod,
            name: shorten(pod),
        }
        .refusal()
    })?;
    let fresh = pod_name(&addon.name, ctx);
    Ok(vec![
        Event::PodRecreated {
            cluster: cluster.id.clone(),
            addon: addon.name.clone(),
            pod: fresh,
        }
        .into(),
    ])
}
