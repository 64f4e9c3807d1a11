//! Effective access as a table: what an identity may do, service by service and place by place, whatever policies and
//! access groups it comes from.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Identity;
use crate::classic::user::effective;
use crate::credentials::Slot;
use crate::credentials::infrastructure::orders;
use crate::iam::access::{self, Ask};
use crate::iam::service::Service;
use crate::impact::touched;
use crate::kubernetes::Cluster;

/// What an identity may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// Whether it is the account owner, who may do everything (R46).
    pub owner: bool,
    /// The roles that it has, service by service; wider places first. A place tells only what wider ones don't.
    pub rows: Vec<Row>,
    /// How many permissions it has on classic infrastructure; none if it has no access there.
    pub classic_permissions: Option<u32>,
}

/// The roles that an identity has on a service in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The service, as policies name it.
    pub service: &'static str,
    /// The service, for a reader.
    pub label: &'static str,
    /// Where: `everywhere`, `resource group prod`, `eu-de, resource group prod`, `cluster classic-dal`.
    pub place: String,
    /// The roles, platform roles first.
    pub roles: Vec<&'static str>,
}

/// Where something may be done. Wider places come first.
#[derive(Clone, Copy)]
enum Place<'a> {
    Everywhere,
    Group(&'a crate::id::ResourceGroupId),
    Slot(&'a Slot),
    Cluster(&'a Cluster),
}

impl Place<'_> {
    fn of(self, ask: Ask) -> Ask {
        match self {
            Place::Everywhere => ask,
            Place::Group(group) => ask.in_group(group),
            Place::Slot(slot) => ask.in_region(slot.region).in_group(&slot.group),
            Place::Cluster(cluster) => Place::Slot(&cluster.slot())
                .of(ask)
                .on_instance(cluster.id.as_str()),
        }
    }

    /// Whether what is allowed here is allowed in `narrower`, too.
    fn covers(self, narrower: Place<'_>) -> bool {
        let (group, slot) = match narrower {
            Place::Everywhere => return false,
            Place::Group(group) => (Some(group.clone()), None),
            Place::Slot(slot) => (Some(slot.group.clone()), Some(slot.clone())),
            Place::Cluster(cluster) => (Some(cluster.slot().group), Some(cluster.slot())),
        };
        match self {
            Place::Everywhere => true,
            Place::Group(here) => group.as_ref() == Some(here),
            Place::Slot(here) => slot.as_ref() == Some(here),
            Place::Cluster(_) => false,
        }
    }

    fn describe(self, account: &Account) -> String {
        match self {
            Place::Everywhere => "everywhere".into(),
            Place::Group(group) => format!("resource group {}", account.group_name(group)),
            Place::Slot(slot) => format!(
                "{}, resource group {}",
                slot.region,
                account.group_name(&slot.group)
            ),
            Place::Cluster(cluster) => format!("cluster {}", cluster.name),
        }
    }
}

impl Account {
    /// What `identity` may do at `now`.
    pub fn matrix(&self, identity: &Identity, now: Timestamp) -> Matrix {
        let owner = *identity == Identity::User(self.owner.clone());
        let slots = self.places();
        let mut rows = Vec::new();
        for service in Service::all().iter().filter(|_| !owner) {
            let mut told: Vec<(Place<'_>, &str)> = Vec::new();
            for place in self.each_place(service, &slots) {
                let (platform, own) = (service.platform_roles.iter(), service.service_roles.iter());
                let has = |role: &&'static str| {
                    let ask = place.of(Ask::role(service.name, &[role]));
                    access::allows(self, identity, &ask, now)
                };
                let roles = platform.chain(own).copied();
                let news = |role: &&str| {
                    let mut told = told.iter();
                    !told.any(|(wider, told)| told == role && wider.covers(place))
                };
                let roles: Vec<_> = roles.filter(news).filter(has).collect();
                if roles.is_empty() {
                    continue;
                }
                told.extend(roles.iter().map(|role| (place, *role)));
                rows.push(Row {
                    service: service.name,
                    label: service.label,
                    place: place.describe(self),
                    roles,
                });
            }
        }
        let classic = self.open_classic_user(identity);
        Matrix {
            owner,
            rows,
            classic_permissions: classic.map(|user| effective(self, user, now).len()),
        }
    }

    /// How many actions are possible in `after` that are not possible now: the size of a change that opens something.
    pub fn opened(&self, after: &Account, now: Timestamp) -> u32 {
        let slots = after.places();
        let mut count = 0_u32;
        for identity in touched(self, after) {
            for service in Service::all() {
                for (action, _) in service.actions {
                    for place in after.each_place(service, &slots) {
                        let ask = place.of(Ask::action(action));
                        let may = |account| access::allows(account, &identity, &ask, now);
                        count += u32::from(!may(self) && may(after));
                    }
                }
            }
        }
        let held = |account: &Account, user| effective(account, user, now);
        for (number, classic) in &after.classic {
            for (id, user) in &classic.users {
                let was = self.classic.get(number).and_then(|c| c.users.get(id));
                let had = was.map(|user| held(self, user)).unwrap_or_default();
                count += held(after, user).minus(had).len();
            }
        }
        for cluster in after.clusters.values() {
            let was = self.clusters.get(&cluster.id);
            let was = was.is_some_and(|was| orders(self, was, now).is_err());
            count += u32::from(was && orders(after, cluster, now).is_ok());
        }
        count
    }

    /// The regions and resource groups in which there is something.
    fn places(&self) -> BTreeSet<Slot> {
        let clusters = self.clusters.values().map(Cluster::slot);
        clusters.chain(self.slots.keys().cloned()).collect()
    }

    /// The places of a service, wider ones first. Only the Kubernetes Service has instances.
    fn each_place<'a>(
        &'a self,
        service: &Service,
        slots: &'a BTreeSet<Slot>,
    ) -> impl Iterator<Item = Place<'a>> {
        let groups = self.resource_groups.keys().map(Place::Group);
        let kubernetes = service.name == "containers-kubernetes";
        let clusters = self.clusters.values().filter(move |_| kubernetes);
        std::iter::once(Place::Everywhere)
            .chain(groups)
            .chain(slots.iter().map(Place::Slot))
            .chain(clusters.map(Place::Cluster))
    }
}
