//! What goes with a user who is removed (R118, R120): the question to ask before.

use crate::account::Account;
use crate::actor::Identity;
use crate::credentials::{Slot, SlotState};
use crate::iam::access_group::AccessGroup;
use crate::iam::api_key::ApiKey;
use crate::iam::policy::{Policy, Subject};
use crate::id::UserId;
use crate::kubernetes::Cluster;
use crate::region::Provider;

/// What goes with a user. Clusters and everything else that the user has made stay.
#[derive(Debug)]
pub struct Removal<'a> {
    /// The user's API keys.
    pub api_keys: Vec<&'a ApiKey>,
    /// Policies of the user, not those of access groups.
    pub policies: Vec<&'a Policy>,
    /// Access groups that the user is a member of.
    pub access_groups: Vec<&'a AccessGroup>,
    /// The user name in the linked classic account.
    pub classic_user: Option<&'a str>,
    /// The credentials that stop working.
    pub losses: Vec<Loss<'a>>,
}

/// Credentials of a region and resource group that stop working.
#[derive(Debug)]
pub struct Loss<'a> {
    /// The region and resource group.
    pub slot: &'a Slot,
    /// Which credentials.
    pub credentials: Credentials,
    /// The clusters that order their infrastructure with them, and can't any more.
    pub clusters: Vec<&'a Cluster>,
}

/// The credentials that a region and resource group can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// The stored API key.
    ApiKey,
    /// Manually set credentials of classic infrastructure.
    Manual,
}

impl<'a> Removal<'a> {
    /// What goes with a user of `account`.
    pub fn of(account: &'a Account, user: &UserId) -> Removal<'a> {
        let identity = Identity::User(user.clone());
        let keys = account.api_keys.values();
        let policies = account.policies.values();
        let groups = account.access_groups.values();
        let classic = account.linked_user(&identity);
        let losses = account.slots.iter().flat_map(|(slot, state)| {
            let key = loses_key(account, state, &identity).then_some(Credentials::ApiKey);
            let manual = loses_manual(account, state, user).then_some(Credentials::Manual);
            key.into_iter().chain(manual).map(move |lost| Loss {
                slot,
                credentials: lost,
                clusters: users_of(account, slot, state, lost),
            })
        });
        Removal {
            api_keys: keys.filter(|key| key.owner == identity).collect(),
            policies: policies
                .filter(|policy| policy.subject == Subject::User(user.clone()))
                .collect(),
            access_groups: groups
                .filter(|group| group.members.contains(&identity))
                .collect(),
            classic_user: classic.map(|user| user.username.as_str()),
            losses: losses.collect(),
        }
    }
}

/// A stored key that was deleted before is lost already.
fn loses_key(account: &Account, state: &SlotState, identity: &Identity) -> bool {
    let stored = state.key.as_ref();
    stored.is_some_and(|key| key.owner == *identity && account.api_keys.contains_key(&key.id))
}

fn loses_manual(account: &Account, state: &SlotState, user: &UserId) -> bool {
    let opened = state
        .manual
        .as_ref()
        .and_then(|manual| manual.open(account));
    opened.is_some_and(|(_, classic)| classic.iam.as_ref() == Some(user))
}

/// Classic clusters act by manual credentials where there are any, and all others by the API key (R55, R66).
fn users_of<'a>(
    account: &'a Account,
    slot: &Slot,
    state: &SlotState,
    credentials: Credentials,
) -> Vec<&'a Cluster> {
    let used = |cluster: &Cluster| match (cluster.provider, &state.manual) {
        (Provider::Classic, Some(_)) => Credentials::Manual,
        _ => Credentials::ApiKey,
    };
    account
        .clusters
        .values()
        .filter(|cluster| cluster.slot() == *slot && used(cluster) == credentials)
        .collect()
}
