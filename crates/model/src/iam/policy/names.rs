//! What the subjects of policies are called by somebody who may not know all of them.

use std::collections::BTreeMap;

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Actor;
use crate::iam::policy::Subject;
use crate::iam::user::visible;
use crate::iam::{access_group, service_id, trusted_profile};
use crate::id::UserId;

/// What somebody may know of whom policies give access.
#[derive(Debug)]
pub struct Names<'a> {
    account: &'a Account,
    actor: &'a Actor,
    now: Timestamp,
    users: BTreeMap<&'a UserId, String>,
}

impl<'a> Names<'a> {
    /// What `actor` may know.
    pub fn of(account: &'a Account, actor: &'a Actor, now: Timestamp) -> Names<'a> {
        let users = visible(account, actor, now);
        Names {
            account,
            actor,
            now,
            users: users.map(|u| (&u.id, u.email.to_string())).collect(),
        }
    }

    /// The subject's name, or its ID where they may not know the name (R127 for users).
    pub fn label(&self, subject: &Subject) -> String {
        let Names { account, now, .. } = *self;
        let caller = &self.actor.identity;
        let name = match subject {
            Subject::User(id) => self.users.get(id).cloned(),
            Subject::ServiceId(id) => {
                let known = account.service_ids.get(id);
                let seen = known.filter(|s| service_id::may_see(account, caller, s, now));
                seen.map(|service_id| service_id.name.clone())
            }
            Subject::TrustedProfile(id) => {
                let known = account.trusted_profiles.get(id);
                let seen = known.filter(|p| trusted_profile::may_see(account, caller, p, now));
                seen.map(|profile| profile.name.clone())
            }
            Subject::AccessGroup(id) => {
                let known = account.access_group(id).ok();
                let seen = known.filter(|g| access_group::may_see(account, caller, g, now));
                seen.map(|group| group.name.clone())
            }
        };
        name.unwrap_or_else(|| subject.to_string())
    }
}
