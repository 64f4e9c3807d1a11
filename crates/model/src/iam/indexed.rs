//! Policies and access groups, found by their ids and by whom they concern: a decision looks at those that reach the
//! caller, however many others there are.
//!
//! Both are read as maps from ids, and stored as such; the way from identities follows from them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::actor::Identity;
use crate::iam::access_group::AccessGroup;
use crate::iam::policy::{Policy, Subject};
use crate::id::{AccessGroupId, PolicyId};

/// The policies of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    by_id: BTreeMap<PolicyId, Policy>,
    by_subject: BTreeMap<Subject, BTreeSet<PolicyId>>,
}

impl Policies {
    /// The policies that name `subject`, in the order of their ids.
    pub fn of(&self, subject: &Subject) -> impl Iterator<Item = &Policy> + use<'_> {
        let ids = self.by_subject.get(subject).into_iter().flatten();
        ids.filter_map(|id| self.by_id.get(id))
    }

    /// Adds a policy, or takes it for the one of that id.
    pub fn insert(&mut self, policy: Policy) {
        self.remove(&policy.id);
        let ids = self.by_subject.entry(policy.subject.clone()).or_default();
        ids.insert(policy.id.clone());
        self.by_id.insert(policy.id.clone(), policy);
    }

    /// Changes a policy, if it is there. Its id and its subject must stay what they are.
    pub(crate) fn change(&mut self, id: &PolicyId, change: impl FnOnce(&mut Policy)) {
        if let Some(policy) = self.by_id.get_mut(id) {
            change(policy);
        }
    }

    /// Takes a policy away.
    pub(crate) fn remove(&mut self, id: &PolicyId) {
        if let Some(policy) = self.by_id.remove(id) {
            take(&mut self.by_subject, &policy.subject, id);
        }
    }

    /// Takes away every policy of a subject that is gone.
    pub(crate) fn remove_of(&mut self, subject: &Subject) {
        for id in self.by_subject.remove(subject).into_iter().flatten() {
            self.by_id.remove(&id);
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

macro_rules! read_and_stored_as_map {
    ($all:ident of $one:ident by $id:ident) => {
        impl Deref for $all {
            type Target = BTreeMap<$id, $one>;

            fn deref(&self) -> &BTreeMap<$id, $one> {
                &self.by_id
            }
        }

        impl FromIterator<$one> for $all {
            fn from_iter<I: IntoIterator<Item = $one>>(those: I) -> $all {
                let mut all = $all::default();
                those.into_iter().for_each(|one| all.insert(one));
                all
            }
        }

        impl Serialize for $all {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.by_id.serialize(serializer)
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

read_and_stored_as_map!(Policies of Policy by PolicyId);
read_and_stored_as_map!(AccessGroups of AccessGroup by AccessGroupId);
