//! Access that was taken away and still works for a while: IAM is eventually consistent (R105).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::Account;
use crate::actor::Identity;
use crate::iam::policy::Policy;

/// A policy as it was, and whom it reaches until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapse {
    /// Who had access by it.
    pub identity: Identity,
    /// The policy, as it was.
    pub policy: Arc<Policy>,
    /// From when on it is not in effect any more.
    pub until: Timestamp,
}

/// What lapses in an account. Empty but for the minutes after access was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lapses(Vec<Lapse>);

impl Lapses {
    /// What is still in effect for `identity` at `now`.
    pub fn of(&self, identity: &Identity, now: Timestamp) -> impl Iterator<Item = &Lapse> {
        let lapses = self.0.iter();
        lapses.filter(move |lapse| lapse.identity == *identity && now < lapse.until)
    }

    /// Everything that lapses, what is over included until the next record.
    pub fn all(&self) -> impl Iterator<Item = &Lapse> {
        self.0.iter()
    }

    /// Forgets what is over.
    pub(crate) fn prune(&mut self, now: Timestamp) {
        self.0.retain(|lapse| now < lapse.until);
    }
}

impl Account {
    /// Lets `identities` keep for a while what a policy gives, which is changed or taken away at `at`.
    pub(crate) fn let_lapse(
        &mut self,
        policy: &Arc<Policy>,
        identities: impl IntoIterator<Item = Identity>,
        at: Timestamp,
    ) {
        let until = self.pace.access_withdrawn(at);
        if until <= at {
            return;
        }
        let lapses = identities.into_iter().map(|identity| Lapse {
            identity,
            policy: policy.clone(),
            until,
        });
        self.lapsing.0.extend(lapses);
    }
}
