//! What a change does to everything else, told before it is made: the account as it is and as it would be, compared.
//!
//! Nothing here knows which changes there are. What breaks is found by asking both accounts the same questions: can this
//! cluster still order, does this add-on hold the stored key, may this user still do that.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::Timestamp;
use crate::account::{Account, later};
use crate::actor::Identity;
use crate::credentials::Slot;
use crate::credentials::infrastructure::orders;
use crate::iam::access;
use crate::iam::access_group::PUBLIC;
use crate::iam::policy::Subject;
use crate::iam::session::may_enter;
use crate::kubernetes::integration::{INTEGRATIONS, Integration};
use crate::kubernetes::{Cluster, Gate};
use crate::refusal::{Noun, Refusal};

/// How long it takes at most until a change has reached everything, in seconds (R14, R84): both accounts are looked at as
/// they are then.
const SETTLED: i64 = 3600;

/// How something fares. The order is that of seriousness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It worked, and does not any more.
    Breaks,
    /// The credentials in force belong to another classic account than the cluster (R71).
    Orphaned,
    /// It goes on with what was replaced until somebody does something (R16, R28).
    Stale,
    /// It is not there any more.
    Gone,
    /// It works otherwise than before.
    Changes,
    /// It did not work, and does then.
    Recovers,
}

impl Effect {
    /// The effect in a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Breaks => "breaks",
            Effect::Orphaned => "orphaned",
            Effect::Stale => "stale",
            Effect::Gone => "gone",
            Effect::Changes => "changes",
            Effect::Recovers => "recovers",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a change does to one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Consequence {
    /// How it fares.
    pub effect: Effect,
    /// What kind of thing it is, for a reader: `Cluster`.
    pub noun: &'static str,
    /// Its name.
    pub name: String,
    /// What happens to it, as a sentence.
    pub text: String,
}

impl Account {
    /// What becomes of everything if the account is `after` instead, as it is once the change has reached everything. The
    /// most serious first.
    pub fn impact(&self, after: &Account, now: Timestamp) -> Vec<Consequence> {
        let compare = Comparison {
            before: self,
            after,
            at: later(now, SETTLED),
            found: Vec::new(),
        };
        compare.all()
    }
}

struct Comparison<'a> {
    before: &'a Account,
    after: &'a Account,
    at: Timestamp,
    found: Vec<Consequence>,
}

impl Comparison<'_> {
    fn all(mut self) -> Vec<Consequence> {
        self.clusters();
        self.slots();
        self.api_keys();
        self.members();
        self.found.sort();
        self.found.dedup();
        self.found
    }

    fn add(
        &mut self,
        effect: Effect,
        noun: &'static str,
        name: impl Into<String>,
        text: impl Into<String>,
    ) {
        self.found.push(Consequence {
            effect,
            noun,
            name: name.into(),
            text: text.into(),
        });
    }

    fn clusters(&mut self) {
        for cluster in self.before.clusters.values() {
            match self.after.clusters.get(&cluster.id) {
                Some(then) => self.cluster(cluster, then),
                None => {
                    let workers = cluster.workers.len();
                    let text = format!("It is deleted, with {workers} worker nodes.");
                    self.add(Effect::Gone, Noun::Cluster.label(), &cluster.name, text);
                }
            }
        }
    }

    fn cluster(&mut self, cluster: &Cluster, then: &Cluster) {
        let (before, after, at) = (self.before, self.after, self.at);
        let mut tell = |effect, text: String| {
            self.add(effect, Noun::Cluster.label(), &cluster.name, text);
        };
        let orphaned = (cluster.is_orphaned(before, at), then.is_orphaned(after, at));
        match orphaned {
            (false, true) => tell(
                Effect::Orphaned,
                "The credentials in force belong to another classic infrastructure account: its worker nodes can't be \
                 added, reloaded, removed or deleted."
                    .into(),
            ),
            (true, false) => tell(
                Effect::Recovers,
                "The credentials in force belong to its classic infrastructure account again.".into(),
            ),
            _ => {}
        }
        match (orders(before, cluster, at), orders(after, then, at)) {
            (Ok(()), Err(refusal)) if !orphaned.1 => tell(
                Effect::Breaks,
                format!(
                    "It can't order, reload or remove infrastructure. {}",
                    first(&refusal)
                ),
            ),
            (Err(_), Ok(())) if !orphaned.0 => tell(
                Effect::Recovers,
                "It can order, reload and remove infrastructure again.".into(),
            ),
            _ => {}
        }
        if !cluster.needs_refresh(before) && then.needs_refresh(after) {
            tell(
                Effect::Stale,
                "Its master goes on with the replaced API key until it is refreshed.".into(),
            );
        }
        for addon in then.addons.values() {
            let was = cluster.addons.get(&addon.name);
            let was = was.is_some_and(|addon| addon.is_stale(before, cluster));
            let (effect, text) = match (was, addon.is_stale(after, then)) {
                (false, true) => (
                    Effect::Stale,
                    "It goes on with the replaced API key until its pod is re-created.",
                ),
                (true, false) => (Effect::Recovers, "It holds the stored API key again."),
                _ => continue,
            };
            let name = format!("{} of {}", addon.name, cluster.name);
            self.add(effect, Noun::AddOn.label(), name, text);
        }
    }

    /// Regions and resource groups: whose credentials are in force, and what else the stored key is good for (R23).
    fn slots(&mut self) {
        let (before, after) = (self.before, self.after);
        let slots: BTreeSet<_> = before.slots.keys().chain(after.slots.keys()).collect();
        for slot in slots {
            let name = format!("{} / {}", slot.region, after.group_name(&slot.group));
            let noun = "Credentials";
            let key = |account: &Account| account.slots.get(slot)?.key.clone();
            match (key(before), key(after)) {
                (Some(old), Some(new)) if old.id != new.id => {
                    let text = format!(
                        "The stored API key is that of {}, and no longer that of {}.",
                        new.owner_email, old.owner_email
                    );
                    self.add(Effect::Changes, noun, &name, text);
                }
                (None, Some(new)) => {
                    let text = format!("An API key of {} is stored.", new.owner_email);
                    self.add(Effect::Changes, noun, &name, text);
                }
                _ => {}
            }
            let manual = |account: &Account| {
                let manual = account.slots.get(slot)?.manual.as_ref()?;
                Some(manual.username.clone())
            };
            match (manual(before), manual(after)) {
                (old, Some(new)) if old.as_ref() != Some(&new) => {
                    let text = format!("Classic infrastructure is ordered as {new}.");
                    self.add(Effect::Changes, noun, &name, text);
                }
                (Some(old), None) => {
                    let text = format!(
                        "Classic infrastructure is ordered with the stored API key, and no longer as {old}."
                    );
                    self.add(Effect::Changes, noun, &name, text);
                }
                _ => {}
            }
            self.integrations(slot, &name);
        }
    }

    /// What else the stored key is good for, in one line each for what breaks and what recovers.
    fn integrations(&mut self, slot: &Slot, name: &str) {
        let (before, after, at) = (self.before, self.after, self.at);
        let works = |integration: &Integration, account: &Account| {
            let decision = integration.decide(account, slot, at);
            decision.is_ok_and(|decision| decision.allowed)
        };
        for (effect, was, text) in [
            (
                Effect::Breaks,
                true,
                "The stored API key is no longer good for",
            ),
            (
                Effect::Recovers,
                false,
                "The stored API key becomes good for",
            ),
        ] {
            let changed = INTEGRATIONS.iter().filter(|integration| {
                let (old, new) = (works(integration, before), works(integration, after));
                old == was && new != was
            });
            let labels: Vec<&str> = changed.map(|integration| integration.label).collect();
            if !labels.is_empty() {
                let text = format!("{text}: {}.", labels.join(", "));
                self.add(effect, "Integrations", name, text);
            }
        }
    }

    fn api_keys(&mut self) {
        let noun = Noun::ApiKey.label();
        for key in self.before.api_keys.values() {
            let then = self.after.api_keys.get(&key.id);
            let owner = self.before.member_name(&key.owner).unwrap_or_default();
            let name = format!("{} of {owner}", key.name);
            match then.map(|then| then.disabled) {
                None => self.add(
                    Effect::Gone,
                    noun,
                    name,
                    "Whatever logs in with it can't any more.",
                ),
                Some(true) if !key.disabled => self.add(
                    Effect::Breaks,
                    noun,
                    name,
                    "Nothing logs in with it until it is enabled.",
                ),
                Some(false) if key.disabled => self.add(
                    Effect::Recovers,
                    noun,
                    name,
                    "Whatever logs in with it can again.",
                ),
                Some(_) => {}
            }
        }
    }

    /// Users, service IDs and trusted profiles: whether they can enter, and what they may do with clusters.
    fn members(&mut self) {
        for identity in touched(self.before, self.after) {
            let (noun, name) = match &identity {
                Identity::User(_) => (Noun::User.label(), self.before.member_name(&identity)),
                Identity::ServiceId(_) => {
                    (Noun::ServiceId.label(), self.before.member_name(&identity))
                }
                Identity::TrustedProfile(_) => (
                    Noun::TrustedProfile.label(),
                    self.before.member_name(&identity),
                ),
                Identity::Credlab => continue,
            };
            // Who comes with the change loses nothing.
            let Ok(name) = name else { continue };
            let enters = |account: &Account| may_enter(account, &identity).is_ok();
            match (enters(self.before), enters(self.after)) {
                (true, false) => {
                    let is_there = self.after.member_name(&identity).is_ok();
                    let effect = if is_there {
                        Effect::Breaks
                    } else {
                        Effect::Gone
                    };
                    self.add(effect, noun, name, "Nobody can log in as this identity.");
                }
                (false, true) => {
                    self.add(Effect::Recovers, noun, name, "It is possible to log in.")
                }
                (true, true) => self.access(&identity, noun, &name),
                (false, false) => {}
            }
        }
    }

    /// The roles on clusters that an identity loses or gains, one line for each role.
    fn access(&mut self, identity: &Identity, noun: &'static str, name: &str) {
        let mut changes: BTreeMap<(bool, &'static str), Vec<&str>> = BTreeMap::new();
        for cluster in self.before.clusters.values() {
            for gate in [Gate::Read, Gate::Operate, Gate::Update, Gate::Create] {
                let may = |account| access::allows(account, identity, &gate.ask(cluster), self.at);
                let (was, is) = (may(self.before), may(self.after));
                if was != is {
                    let clusters = changes.entry((is, gate.role())).or_default();
                    clusters.push(&cluster.name);
                }
            }
        }
        for ((gains, role), mut clusters) in changes {
            clusters.sort_unstable();
            let clusters = clusters.join(", ");
            let (effect, text) = match gains {
                true => (
                    Effect::Changes,
                    format!("May do what takes {role} on clusters: {clusters}."),
                ),
                false => (
                    Effect::Breaks,
                    format!("May no longer do what takes {role} on clusters: {clusters}."),
                ),
            };
            self.add(effect, noun, name, text);
        }
    }
}

fn first(refusal: &Refusal) -> String {
    let finding = refusal.why.first().cloned();
    finding.unwrap_or_else(|| refusal.sentence())
}

/// The identities whose access can differ between two accounts.
pub(crate) fn touched(before: &Account, after: &Account) -> BTreeSet<Identity> {
    let mut identities = BTreeSet::new();
    for id in changed(&before.users, &after.users) {
        identities.insert(Identity::User(id.clone()));
    }
    for id in changed(&before.service_ids, &after.service_ids) {
        identities.insert(Identity::ServiceId(id.clone()));
    }
    for id in changed(&before.trusted_profiles, &after.trusted_profiles) {
        identities.insert(Identity::TrustedProfile(id.clone()));
    }
    let public = |account: &Account| {
        let policies = account
            .policies
            .of(&Subject::AccessGroup(PUBLIC.id.clone()));
        (account.public_access, policies.cloned().collect::<Vec<_>>())
    };
    if public(before) != public(after) {
        let users = before.users.keys().cloned().map(Identity::User);
        let service_ids = before.service_ids.keys().cloned();
        let profiles = before.trusted_profiles.keys().cloned();
        identities.extend(users.chain(service_ids.map(Identity::ServiceId)));
        identities.extend(profiles.map(Identity::TrustedProfile));
    }
    let mut groups: BTreeSet<_> = changed(&before.access_groups, &after.access_groups).collect();
    for id in changed(&before.policies, &after.policies) {
        let policies = [before, after].map(|account| account.policies.get(id));
        for policy in policies.into_iter().flatten() {
            match &policy.subject {
                Subject::User(id) => _ = identities.insert(Identity::User(id.clone())),
                Subject::ServiceId(id) => _ = identities.insert(Identity::ServiceId(id.clone())),
                Subject::TrustedProfile(id) => {
                    _ = identities.insert(Identity::TrustedProfile(id.clone()))
                }
                Subject::AccessGroup(id) => _ = groups.insert(id),
            }
        }
    }
    for id in groups {
        let groups = [before, after].map(|account| account.access_groups.get(id));
        for group in groups.into_iter().flatten() {
            identities.extend(group.members.iter().cloned());
        }
    }
    identities
}

/// The keys under which two maps hold something else, or only one of them anything. Both are walked side by side: looking
/// each key up in the other map takes many times as long.
fn changed<'a, K: Ord, V: PartialEq>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = &'a K> {
    // What neither account has changed may be the same map.
    let differ = !std::ptr::eq(before, after);
    let entries = |map: &'a BTreeMap<K, V>| differ.then_some(map).into_iter().flatten().peekable();
    let (mut before, mut after) = (entries(before), entries(after));
    std::iter::from_fn(move || {
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((old, _)), Some((new, _))) => old.cmp(new),
            };
            match order {
                Ordering::Less => return before.next().map(|(key, _)| key),
                Ordering::Greater => return after.next().map(|(key, _)| key),
                Ordering::Equal => {
                    let (old, new) = (before.next()?, after.next()?);
                    if old.1 != new.1 {
                        return Some(old.0);
                    }
                }
            }
        }
    })
}
