//! What happened: the account is the sum of its records.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::actor::Actor;
use crate::{account, audit, classic, credentials, iam, kubernetes};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident($event:ty),)+) => {
        /// Something that happened. Each noun has its own kind.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            $($(#[$doc])* $variant($event),)+
        }

        $(impl From<$event> for Event {
            fn from(event: $event) -> Event {
                Event::$variant(event)
            }
        })+
    };
}

events! {
    /// To the account itself.
    Account(account::Event),
    /// To users.
    User(iam::user::Event),
    /// To service IDs.
    ServiceId(iam::service_id::Event),
    /// To trusted profiles.
    TrustedProfile(iam::trusted_profile::Event),
    /// To API keys.
    ApiKey(iam::api_key::Event),
    /// To access groups.
    AccessGroup(iam::access_group::Event),
    /// To custom roles.
    CustomRole(iam::custom_role::Event),
    /// To policies.
    Policy(iam::policy::Event),
    /// In sessions.
    Session(iam::session::Event),
    /// In classic infrastructure.
    Classic(classic::Event),
    /// To the credentials of a region and resource group.
    Credential(credentials::Event),
    /// To clusters.
    Cluster(kubernetes::Event),
    /// Something was refused. Changes no state.
    Refused(audit::Refused),
}

/// An event with when, by whom and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The number of the record in its account, from 1 on, without gaps.
    pub version: u64,
    /// When it happened, in the account's time.
    pub at: Timestamp,
    /// What ties the events of one command together: a UUID.
    pub correlation: String,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub event: Event,
}
