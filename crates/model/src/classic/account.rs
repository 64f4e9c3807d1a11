//! A classic infrastructure account: its users and devices.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::classic::device::Device;
use crate::classic::permission::PermissionSet;
use crate::classic::profile::Profile;
use crate::classic::user::ClassicUser;
use crate::classic::users::ClassicUsers;
use crate::classic::vlan::Network;
use crate::classic::vpn::Vpn;
use crate::iam::user::User;
use crate::id::{ClassicAccountNumber, ClassicUserId, DeviceId, UserId};
use crate::refusal::{Noun, Refusal, RefusalKind};

/// A classic infrastructure account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassicAccount {
    /// Its number.
    pub number: ClassicAccountNumber,
    /// The company's name.
    pub company: String,
    /// Its users.
    pub users: ClassicUsers,
    /// Its devices.
    pub devices: BTreeMap<DeviceId, Device>,
    /// VLANs that were ordered, and the names of VLANs.
    #[serde(default)]
    pub network: Network,
    /// The next user's number: numbers are never given twice.
    next_user: u32,
}

impl ClassicAccount {
    /// An account without users and devices, whose users are numbered from `first_user` on.
    pub fn new(number: ClassicAccountNumber, company: String, first_user: u32) -> ClassicAccount {
        ClassicAccount {
            number,
            company,
            users: ClassicUsers::default(),
            devices: BTreeMap::new(),
            network: Network::default(),
            next_user: first_user,
        }
    }

    /// The user of that number.
    pub fn user(&self, id: ClassicUserId) -> Result<&ClassicUser, Refusal> {
        let missing = || {
            RefusalKind::NotFound {
                noun: Noun::ClassicUser,
                name: id.to_string(),
            }
            .refusal()
        };
        self.users.get(&id).ok_or_else(missing)
    }

    /// The user of that name.
    pub fn user_named(&self, username: &str) -> Option<&ClassicUser> {
        self.users
            .values()
            .find(|user| user.username.eq_ignore_ascii_case(username))
    }

    /// The user that belongs to a user of the platform.
    pub fn user_of(&self, iam: &UserId) -> Option<&ClassicUser> {
        self.users.of(iam)
    }

    /// The device of that number.
    pub fn device(&self, id: DeviceId) -> Result<&Device, Refusal> {
        let missing = || {
            RefusalKind::NotFound {
                noun: Noun::Device,
                name: id.to_string(),
            }
            .refusal()
        };
        self.devices.get(&id).ok_or_else(missing)
    }

    /// The master user.
    pub fn master(&self) -> Option<ClassicUserId> {
        self.users
            .values()
            .find(|user| user.master)
            .map(|user| user.id)
    }

    /// The number of the `n`th user from now on.
    pub fn next_user(&self, n: u32) -> ClassicUserId {
        ClassicUserId(self.next_user.saturating_add(n))
    }

    /// Whether `above` stands above `below` in the hierarchy, at any distance (R80).
    pub fn is_ancestor(&self, above: ClassicUserId, below: ClassicUserId) -> bool {
        let mut seen = BTreeSet::new();
        let mut at = below;
        while let Some(parent) = self.users.get(&at).and_then(|user| user.parent) {
            if parent == above {
                return true;
            }
            if !seen.insert(parent) {
                return false;
            }
            at = parent;
        }
        false
    }

    /// Adds the classic side of a platform user. Without a parent it is the master user.
    pub(crate) fn add_user(&mut self, id: ClassicUserId, of: &User, parent: Option<ClassicUserId>) {
        let user = ClassicUser {
            id,
            username: format!("{}_{}", self.number, of.email),
            email: of.email.to_string(),
            display_name: of.name.clone(),
            parent,
            master: parent.is_none() && self.users.is_empty(),
            permissions: PermissionSet::NONE,
            withdrawn: Vec::new(),
            devices: BTreeSet::new(),
            api_key: None,
            vpn: Vpn::default(),
            profile: Profile::default(),
            muted: BTreeSet::new(),
            cancelled: false,
            iam: Some(of.id.clone()),
        };
        self.insert_user(user);
    }

    pub(crate) fn insert_user(&mut self, user: ClassicUser) {
        self.next_user = self.next_user.max(user.id.0.saturating_add(1));
        self.users.insert(user);
    }
}
