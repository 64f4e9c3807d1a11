//! Where credentials come from and where they go: user, API key, region and resource group, clusters, add-ons.

use serde::Serialize;

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::credentials::infrastructure::{classic_actor, key_owner, orders};
use crate::kubernetes::Cluster;
use crate::refusal::Refusal;
use crate::region::{Provider, Region};

/// The credentials of one region and resource group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// The region.
    pub region: Region,
    /// The resource group's name.
    pub resource_group: String,
    /// The stored API key, if there is one.
    pub api_key: Option<Stored>,
    /// The user name of manually set classic credentials, if there are any (R66).
    pub manual: Option<String>,
    /// The classic user as whom classic infrastructure is ordered, or why nobody can.
    pub orders_classic_as: Standing,
    /// The clusters that use all this.
    pub clusters: Vec<Use>,
}

/// A stored API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// The owner's address, or a service ID's name (R15).
    pub owner: String,
    /// When it was stored.
    pub stored_at: Timestamp,
    /// Whether it gives a token (R30).
    pub standing: Standing,
}

/// A cluster and what it does with the credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The cluster's name.
    pub cluster: String,
    /// Classic or VPC.
    pub provider: Provider,
    /// Whether it can order infrastructure.
    pub standing: Standing,
    /// What goes on with a replaced key: `master`, and names of add-ons (R16, R28).
    pub stale: Vec<String>,
}

/// Whether something works: as whom, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It works, as this identity.
    Works(String),
    /// It does not, for this reason.
    Broken(String),
}

impl Standing {
    fn of(outcome: Result<String, Refusal>) -> Standing {
        match outcome {
            Ok(who) => Standing::Works(who),
            Err(refusal) => {
                let first = refusal.why.first().cloned();
                Standing::Broken(first.unwrap_or_else(|| refusal.sentence()))
            }
        }
    }
}

impl Account {
    /// The credentials of every region and resource group at which the caller may look, in order.
    pub fn lineage(&self, actor: &Actor, now: Timestamp) -> Vec<Lineage> {
        let slots = self.visible_slots(actor, now).into_iter();
        let mut lineage: Vec<Lineage> = slots
            .map(|slot| {
                let state = self.slots.get(&slot);
                let key = state.and_then(|state| state.key.as_ref());
                let name = |key: Result<&_, Refusal>| {
                    Standing::of(key.map(|owner| self.member_name(owner).unwrap_or_default()))
                };
                let manual = state.and_then(|state| state.manual.as_ref());
                let classic = classic_actor(self, &slot, now);
                let mut clusters: Vec<Use> = self
                    .clusters_of(&slot)
                    .map(|cluster| self.using(cluster, now))
                    .collect();
                clusters.sort_by(|a, b| a.cluster.cmp(&b.cluster));
                Lineage {
                    region: slot.region,
                    resource_group: self.group_name(&slot.group).to_string(),
                    api_key: key.map(|key| Stored {
                        owner: match key.owner_email.is_empty() {
                            true => key.owner_name.clone(),
                            false => key.owner_email.clone(),
                        },
                        stored_at: key.stored_at,
                        standing: name(key_owner(self, &slot, now)),
                    }),
                    manual: manual.map(|manual| manual.username.clone()),
                    orders_classic_as: Standing::of(
                        classic.map(|actor| actor.user.username.clone()),
                    ),
                    clusters,
                }
            })
            .collect();
        lineage.sort_by(|a, b| (a.region, &a.resource_group).cmp(&(b.region, &b.resource_group)));
        lineage
    }

    fn using(&self, cluster: &Cluster, now: Timestamp) -> Use {
        let slot = cluster.slot();
        let who = match cluster.provider {
            Provider::Classic => {
                let actor = classic_actor(self, &slot, now);
                actor.map(|actor| actor.user.username.clone())
            }
            Provider::Vpc => {
                let owner = key_owner(self, &slot, now);
                owner.map(|owner| self.member_name(owner).unwrap_or_default())
            }
        };
        let orders = orders(self, cluster, now).and(who);
        let master = cluster.needs_refresh(self).then(|| "master".to_string());
        let addons = cluster.addons.values();
        let addons = addons.filter(|addon| addon.is_stale(self, cluster));
        Use {
            cluster: cluster.name.clone(),
            provider: cluster.provider,
            standing: Standing::of(orders),
            stale: master
                .into_iter()
                .chain(addons.map(|addon| addon.name.clone()))
                .collect(),
        }
    }
}
