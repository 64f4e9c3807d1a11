//! Policies and access groups, found by their ids and by whom they concern: a decision looks at those that reach the
//! caller, however many others there are.
//!
//! Both are read as maps from ids, and stored as such; the way from identities follows from them.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::iter::Map;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::actor::Identity;
use crate::iam::access_group::AccessGroup;
use crate::iam::policy::{Policy, Subject};
use crate::id::{AccessGroupId, PolicyId};

/// The policies of an account. Copies of an account share them until one changes: they are most of what a large account
/// holds, and every command makes a copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies(Arc<ByIdAndSubject>);

/// Each policy is in both, so that who looks at those of a subject need not find each of them by its id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct ByIdAndSubject {
    by_id: BTreeMap<PolicyId, Arc<Policy>>,
    by_subject: BTreeMap<Subject, BTreeMap<PolicyId, Arc<Policy>>>,
}

/// Policies, one after the other.
pub type Each<'a> = Map<btree_map::Values<'a, PolicyId, Arc<Policy>>, fn(&Arc<Policy>) -> &Policy>;

impl Policies {
    /// Every policy, in the order of their ids.
    pub fn values(&self) -> Each<'_> {
        self.0.by_id.values().map(|policy| policy)
    }

    /// The policies that name `subject`, in the order of their ids.
    pub fn of(&self, subject: &Subject) -> impl Iterator<Item = &Arc<Policy>> + use<'_> {
        let policies = self.0.by_subject.get(subject).into_iter();
        policies.flat_map(BTreeMap::values)
    }

    /// Adds a policy, or takes it for the one of that id.
    pub fn insert(&mut self, policy: Policy) {
        self.remove(&policy.id);
        let policies = Arc::make_mut(&mut self.0);
        let policy = Arc::new(policy);
        let of_subject = policies.by_subject.entry(policy.subject.clone());
        let of_subject = of_subject.or_default();
        of_subject.insert(policy.id.clone(), policy.clone());
        policies.by_id.insert(policy.id.clone(), policy);
    }

    /// Changes a policy, if it is there. Its id must stay what it is.
    pub(crate) fn change(&mut self, id: &PolicyId, change: impl FnOnce(&mut Policy)) {
        if let Some(policy) = self.get(id) {
            let mut policy = Policy::clone(policy);
            change(&mut policy);
            self.insert(policy);
        }
    }

    /// Takes a policy away.
    pub(crate) fn remove(&mut self, id: &PolicyId) {
        if !self.contains_key(id) {
            return;
        }
        let policies = Arc::make_mut(&mut self.0);
        let Some(policy) = policies.by_id.remove(id) else {
            return;
        };
        if let Some(of_subject) = policies.by_subject.get_mut(&policy.subject) {
            of_subject.remove(id);
            // A subject without any is not kept: it may be gone.
            if of_subject.is_empty() {
                policies.by_subject.remove(&policy.subject);
            }
        }
    }

    /// Takes away every policy of a subject that is gone.
    pub(crate) fn remove_of(&mut self, subject: &Subject) {
        if !self.0.by_subject.contains_key(subject) {
            return;
        }
        let policies = Arc::make_mut(&mut self.0);
        let of_subject = policies.by_subject.remove(subject);
        for (id, _) in of_subject.into_iter().flatten() {
            policies.by_id.remove(&id);
        }
    }
}

/// The access groups of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessGroups {
    by_id: BTreeMap<AccessGroupId, AccessGroup>,
    by_member: BTreeMap<Identity, BTreeSet<AccessGroupId>>,
}

impl AccessGroups {
    /// The groups that `member` is in, in the order of their ids (R109).
    pub fn of(&self, member: &Identity) -> impl Iterator<Item = &AccessGroup> + use<'_> {
        let ids = self.by_member.get(member).into_iter().flatten();
        ids.filter_map(|id| self.by_id.get(id))
    }

    /// Adds a group, or takes it for the one of that id.
    pub fn insert(&mut self, group: AccessGroup) {
        self.remove(&group.id);
        for member in &group.members {
            let ids = self.by_member.entry(member.clone()).or_default();
            ids.insert(group.id.clone());
        }
        self.by_id.insert(group.id.clone(), group);
    }

    /// Changes a group, if it is there. Its id and its members must stay what they are.
    pub(crate) fn change(&mut self, id: &AccessGroupId, change: impl FnOnce(&mut AccessGroup)) {
        if let Some(group) = self.by_id.get_mut(id) {
            change(group);
        }
    }

    /// Takes a group away.
    pub(crate) fn remove(&mut self, id: &AccessGroupId) {
        for member in self.by_id.remove(id).into_iter().flat_map(|g| g.members) {
            take(&mut self.by_member, &member, id);
        }
    }

    /// Makes an identity a member.
    pub(crate) fn join(&mut self, id: &AccessGroupId, member: &Identity) {
        if let Some(group) = self.by_id.get_mut(id) {
            group.members.insert(member.clone());
            let ids = self.by_member.entry(member.clone()).or_default();
            ids.insert(id.clone());
        }
    }

    /// Ends a membership.
    pub(crate) fn leave(&mut self, id: &AccessGroupId, member: &Identity) {
        if let Some(group) = self.by_id.get_mut(id) {
            group.members.remove(member);
            take(&mut self.by_member, member, id);
        }
    }

    /// Ends every membership of an identity that is gone.
    pub(crate) fn forget(&mut self, member: &Identity) {
        for id in self.by_member.remove(member).into_iter().flatten() {
            if let Some(group) = self.by_id.get_mut(&id) {
                group.members.remove(member);
            }
        }
    }
}

/// Takes an id away from those of `key`. A key without any is not kept.
fn take<K: Ord, I: Ord>(index: &mut BTreeMap<K, BTreeSet<I>>, key: &K, id: &I) {
    if let Some(ids) = index.get_mut(key) {
        ids.remove(id);
        if ids.is_empty() {
            index.remove(key);
        }
    }
}

impl Deref for Policies {
    type Target = BTreeMap<PolicyId, Arc<Policy>>;

    fn deref(&self) -> &Self::Target {
        &self.0.by_id
    }
}

impl Deref for AccessGroups {
    type Target = BTreeMap<AccessGroupId, AccessGroup>;

    fn deref(&self) -> &Self::Target {
        &self.by_id
    }
}

macro_rules! stored_as_map {
    ($all:ident of $one:ident by $id:ident) => {
        impl FromIterator<$one> for $all {
            fn from_iter<I: IntoIterator<Item = $one>>(those: I) -> $all {
                let mut all = $all::default();
                those.into_iter().for_each(|one| all.insert(one));
                all
            }
        }

        impl Serialize for $all {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                (**self).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $all {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$all, D::Error> {
                let by_id = BTreeMap::<$id, $one>::deserialize(deserializer)?;
                Ok(by_id.into_values().collect())
            }
        }
    };
}

stored_as_map!(Policies of Policy by PolicyId);
stored_as_map!(AccessGroups of AccessGroup by AccessGroupId);
