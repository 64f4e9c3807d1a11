//! Whom access is given: users, service IDs, access groups and trusted profiles. Here is what the pages of the latter
//! three share, and how all four are found; the tabs of users are in [`super::user`].

pub mod access_groups;
pub mod circle;
pub mod details;
pub mod head;
pub mod joining;
pub mod list;
pub mod members;
#[cfg(feature = "ssr")]
pub mod named;
pub mod policies;

use serde::{Deserialize, Serialize};

/// The kinds of subject. As text, as in addresses: `users`, `serviceids`, `groups`, `trusted-profiles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A user.
    #[serde(rename = "users")]
    User,
    /// A service ID.
    #[serde(rename = "serviceids")]
    ServiceId,
    /// An access group.
    #[serde(rename = "groups")]
    AccessGroup,
    /// A trusted profile.
    #[serde(rename = "trusted-profiles")]
    TrustedProfile,
}

impl Kind {
    /// As addresses and forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::User => "users",
            Kind::ServiceId => "serviceids",
            Kind::AccessGroup => "groups",
            Kind::TrustedProfile => "trusted-profiles",
        }
    }

    /// The title of their list: `Service IDs`.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::User => "Users",
            Kind::ServiceId => "Service IDs",
            Kind::AccessGroup => "Access groups",
            Kind::TrustedProfile => "Trusted profiles",
        }
    }

    /// One of them in a sentence: `service ID`.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::ServiceId => "service ID",
            Kind::AccessGroup => "access group",
            Kind::TrustedProfile => "trusted profile",
        }
    }

    /// The address of their list: `/iam/serviceids`.
    pub fn list(self) -> String {
        format!("/iam/{}", self.as_str())
    }

    /// The address of the page of one of them, or of a tab of it: `Kind::ServiceId.href(id, "/api-keys")`.
    pub fn href(self, id: &str, tab: &str) -> String {
        format!("/iam/{}/{id}{tab}", self.as_str())
    }
}
