//! What can be asked of an account.

use serde::{Deserialize, Serialize};

use crate::{account, classic, credentials, iam, kubernetes};

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($command:ty),)+) => {
        /// A request. Each noun has its own kind.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Command {
            $($(#[$doc])* $variant($command),)+
        }

        $(impl From<$command> for Command {
            fn from(command: $command) -> Command {
                Command::$variant(command)
            }
        })+
    };
}

commands! {
    /// Of the account itself.
    Account(account::Command),
    /// Of users.
    User(iam::user::Command),
    /// Of service IDs.
    ServiceId(iam::service_id::Command),
    /// Of trusted profiles.
    TrustedProfile(iam::trusted_profile::Command),
    /// Of API keys.
    ApiKey(iam::api_key::Command),
    /// Of access groups.
    AccessGroup(iam::access_group::Command),
    /// Of custom roles.
    CustomRole(iam::custom_role::Command),
    /// Of policies.
    Policy(iam::policy::Command),
    /// Of sessions.
    Session(iam::session::Command),
    /// Of classic infrastructure.
    Classic(classic::Command),
    /// Of the credentials of a region and resource group.
    Credential(credentials::Command),
    /// Of clusters.
    Cluster(kubernetes::Command),
}
