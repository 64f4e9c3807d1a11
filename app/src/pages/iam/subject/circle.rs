//! Who stands around a subject: members of an access group, and those whom a trusted profile trusts.

use serde::{Deserialize, Serialize};

/// Whom a tab is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circle {
    /// The users in an access group.
    Users,
    /// The service IDs in an access group.
    ServiceIds,
    /// The trusted profiles in an access group.
    TrustedProfiles,
    /// The users and service IDs that a trusted profile trusts.
    Trusted,
}

impl Circle {
    /// The label of the tab.
    pub fn label(self) -> &'static str {
        match self {
            Circle::Users => "Users",
            Circle::ServiceIds => "Service IDs",
            Circle::TrustedProfiles => "Trusted profiles",
            Circle::Trusted => "Trust relationship",
        }
    }
}

#[cfg(feature = "ssr")]
pub use server::addition;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Command;
    use credlab_model::actor::Identity;
    use credlab_model::iam::{access_group, trusted_profile};

    use super::Circle;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::Named;

    impl Circle {
        /// The kind of subject that they are the circle of.
        pub fn of(self) -> Kind {
            match self {
                Circle::Users | Circle::ServiceIds | Circle::TrustedProfiles => Kind::AccessGroup,
                Circle::Trusted => Kind::TrustedProfile,
            }
        }

        /// The end of the tab's address.
        pub fn tab(self) -> &'static str {
            match self {
                Circle::Users => "",
                Circle::ServiceIds => "/service-ids",
                Circle::TrustedProfiles => "/trusted-profiles",
                Circle::Trusted => "/trust-relationship",
            }
        }

        /// The circle of a kind of subject that an identity would be in.
        pub fn for_identity(kind: Kind, identity: &Identity) -> Circle {
            match (kind, identity) {
                (Kind::TrustedProfile, _) => Circle::Trusted,
                (_, Identity::ServiceId(_)) => Circle::ServiceIds,
                (_, Identity::TrustedProfile(_)) => Circle::TrustedProfiles,
                _ => Circle::Users,
            }
        }

        /// Whether identities of that kind can be in it.
        pub fn admits(self, identity: &Identity) -> bool {
            match identity {
                Identity::User(_) => matches!(self, Circle::Users | Circle::Trusted),
                Identity::ServiceId(_) => matches!(self, Circle::ServiceIds | Circle::Trusted),
                Identity::TrustedProfile(_) => self == Circle::TrustedProfiles,
                Identity::Credlab => false,
            }
        }
    }

    /// The command that puts an identity into a group, or lets a profile trust it.
    pub fn addition(subject: Named<'_>, identity: &Identity) -> Option<Command> {
        Some(match subject {
            Named::AccessGroup(group) => access_group::Command::AddMember {
                id: group.id.clone(),
                member: identity.clone(),
            }
            .into(),
            Named::TrustedProfile(profile) => trusted_profile::Command::Trust {
                id: profile.id.clone(),
                identity: identity.clone(),
            }
            .into(),
            Named::User(_) | Named::ServiceId(_) => return None,
        })
    }
}
