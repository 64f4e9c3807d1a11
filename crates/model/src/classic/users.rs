//! The users of a classic account, found by their number and by the platform user that each of them is: large accounts
//! have thousands, and every decision about one of them asks for both.
//!
//! They are read as a map from numbers, and stored as such.

use std::collections::{BTreeMap, btree_map};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::classic::user::ClassicUser;
use crate::id::{ClassicUserId, UserId};

/// The users of a classic account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassicUsers {
    by_number: BTreeMap<ClassicUserId, ClassicUser>,
    by_iam: BTreeMap<UserId, ClassicUserId>,
}

impl ClassicUsers {
    /// The one who is a user of the platform.
    pub fn of(&self, iam: &UserId) -> Option<&ClassicUser> {
        self.by_number.get(self.by_iam.get(iam)?)
    }

    /// The same, to be changed. Number and platform user must stay what they are.
    pub(crate) fn of_mut(&mut self, iam: &UserId) -> Option<&mut ClassicUser> {
        self.by_number.get_mut(self.by_iam.get(iam)?)
    }

    /// The one of that number, to be changed. Number and platform user must stay what they are.
    pub fn get_mut(&mut self, number: &ClassicUserId) -> Option<&mut ClassicUser> {
        self.by_number.get_mut(number)
    }

    /// All of them, to be changed. Numbers and platform users must stay what they are.
    pub fn values_mut(&mut self) -> btree_map::ValuesMut<'_, ClassicUserId, ClassicUser> {
        self.by_number.values_mut()
    }

    /// Adds a user, or takes it for the one of that number.
    pub(crate) fn insert(&mut self, user: ClassicUser) {
        let before = self.by_number.get(&user.id);
        if let Some(iam) = before.and_then(|user| user.iam.as_ref()) {
            self.by_iam.remove(iam);
        }
        if let Some(iam) = &user.iam {
            self.by_iam.insert(iam.clone(), user.id);
        }
        self.by_number.insert(user.id, user);
    }

    /// Forgets the one who is a user of the platform.
    pub(crate) fn forget(&mut self, iam: &UserId) {
        if let Some(number) = self.by_iam.remove(iam) {
            self.by_number.remove(&number);
        }
    }
}

impl Deref for ClassicUsers {
    type Target = BTreeMap<ClassicUserId, ClassicUser>;

    fn deref(&self) -> &Self::Target {
        &self.by_number
    }
}

impl<'a> IntoIterator for &'a ClassicUsers {
    type Item = (&'a ClassicUserId, &'a ClassicUser);
    type IntoIter = btree_map::Iter<'a, ClassicUserId, ClassicUser>;

    fn into_iter(self) -> Self::IntoIter {
        self.by_number.iter()
    }
}

impl Serialize for ClassicUsers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ClassicUsers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ClassicUsers, D::Error> {
        let by_number = BTreeMap::<ClassicUserId, ClassicUser>::deserialize(deserializer)?;
        let mut users = ClassicUsers::default();
        by_number.into_values().for_each(|user| users.insert(user));
        Ok(users)
    }
}
