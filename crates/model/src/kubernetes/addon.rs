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

/// An add-on that is offered.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// Its name.
    pub name: &'static str,
    /// Its versions, the oldest first.
    pub versions: &'static [&'static str],
    /// The version that is installed if none is named.
    pub default: &'static str,
    /// Whether it is for VPC only.
    pub vpc_only: bool,
}

const fn offer(
    name: &'static str,
    versions: &'static [&'static str],
    default: &'static str,
    vpc_only: bool,
) -> Offer {
    Offer {
        name,
        versions,
        default,
        vpc_only,
    }
}

/// What is offered (`cli.md`, 7.6; which versions there are beside those of its sample is inferred).
pub const OFFERS: [Offer; 10] = [
    offer(AUTOSCALER, &["1.2.0", "1.2.1"], "1.2.1", false),
    offer(BLOCK_STORAGE, &["5.0.25", "5.1.16", "5.2"], "5.1.16", true),
    offer("vpc-file-csi-driver", &["1.2"], "1.2", true),
    offer("debug-tool", &["2.0.0"], "2.0.0", false),
    offer("istio", &["1.20.6", "1.21.2"], "1.21.2", false),
    offer("static-route", &["1.0.0"], "1.0.0", false),
    offer("alb-oauth-proxy", &["2.0.0"], "2.0.0", false),
    offer("ibm-storage-operator", &["1.0"], "1.0", false),
    offer("ibm-object-csi-driver", &["1.0"], "1.0", false),
    offer("openshift-data-foundation", &["4.14.0"], "4.14.0", true),
];

/// What may be installed in a cluster.
pub fn offered(cluster: &Cluster) -> impl Iterator<Item = Offer> {
    let offers = OFFERS.into_iter();
    offers.filter(|offer| !offer.vpc_only || cluster.provider == Provider::Vpc)
}

impl Offer {
    /// The add-on of that name, whatever it is for.
    pub fn named(name: &str) -> Result<Offer, Refusal> {
        let found = OFFERS.into_iter().find(|offer| offer.name == name);
        found.ok_or_else(|| missing(name))
    }

    /// The newest version.
    pub fn latest(&self) -> &'static str {
        self.versions.last().copied().unwrap_or(self.default)
    }

    /// The version that was typed, which may leave out its last parts: `5.1`.
    pub fn version(&self, typed: &str) -> Result<&'static str, Refusal> {
        let fits = |version: &&&str| {
            **version == typed
                || version
                    .strip_prefix(typed)
                    .is_some_and(|rest| !typed.is_empty() && rest.starts_with('.'))
        };
        self.versions
            .iter()
            .rev()
            .find(fits)
            .copied()
            .ok_or_else(|| {
                let problem = format!(
                    "'{}' is not offered for {}: the versions are {}",
                    shorten(typed),
                    self.name,
                    self.versions.join(", ")
                );
                let field = "version";
                RefusalKind::InvalidField { field, problem }.refusal()
            })
    }
}

/// There is no add-on of that name.
fn missing(name: &str) -> Refusal {
    let (noun, name) = (Noun::AddOn, shorten(name));
    RefusalKind::NotFound { noun, name }.refusal()
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
        let offer = OFFERS.into_iter().find(|offer| offer.name == name)?;
        let (name, version) = (offer.name, offer.default);
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
    version: Option<&str>,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let Some(offer) = offered(cluster).find(|offer| offer.name == name) else {
        return Err(missing(name));
    };
    let version = version.map(|typed| offer.version(typed)).transpose()?;
    if cluster.addons.contains_key(name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::AddOn,
            name: name.into(),
        }
        .refusal());
    }
    let addon = installed(account, cluster, name, version, ctx);
    let enabled = addon.map(|addon| Event::AddOnEnabled {
        cluster: cluster.id.clone(),
        addon,
    });
    Ok(enabled.into_iter().map(event::Event::from).collect())
}

/// The add-on, fresh, with the key that is stored now.
fn installed(
    account: &Account,
    cluster: &Cluster,
    name: &str,
    version: Option<&str>,
    ctx: &Context,
) -> Option<AddOn> {
    let slot = account.slots.get(&cluster.slot());
    let key = slot.and_then(|s| s.key.as_ref()).map(|k| k.id.clone());
    let mut addon = AddOn::install(name, cluster, key, ctx)?;
    if let Some(version) = version {
        addon.version = version.into();
    }
    Some(addon)
}

/// `ks cluster addon update`: its pod is made again, and so takes the key over that is stored now (inferred).
pub(crate) fn update(
    account: &Account,
    cluster: &Cluster,
    name: &str,
    version: Option<&str>,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let Some(current) = cluster.addons.get(name) else {
        return Err(missing(name));
    };
    let offer = Offer::named(name)?;
    let version = match version {
        Some(typed) => offer.version(typed)?,
        None => offer.latest(),
    };
    if version == current.version {
        let reason = format!("The add-on {name} has version {version} already.");
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let addon = installed(account, cluster, name, Some(version), ctx);
    let updated = addon.map(|addon| Event::AddOnUpdated {
        cluster: cluster.id.clone(),
        addon,
    });
    Ok(updated.into_iter().map(event::Event::from).collect())
}

pub(crate) fn disable(cluster: &Cluster, name: &str) -> Result<Vec<event::Event>, Refusal> {
    if !cluster.addons.contains_key(name) {
        return Err(missing(name));
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
