//! Ids: one newtype a noun, in the forms that IBM Cloud's APIs use (`api.md`, Identifiers).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    /// What was expected, for a reader: "a cluster ID".
    pub expected: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.expected)
    }
}

impl std::error::Error for InvalidId {}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// An id that this crate makes itself, in its form by construction.
            #[allow(dead_code, reason = "some ids are only ever read")]
            pub(crate) fn minted(text: &str) -> Self {
                debug_assert!(text.parse::<Self>().is_ok(), "{text} is {}", $expected);
                Self(text.into())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.into())) } else { Err(InvalidId { expected: $expected }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().map(Self).map_err(|_| InvalidId { expected: $expected })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id!(
    /// An account: 32 hexadecimal digits.
    AccountId, "an account ID (32 hexadecimal digits)", |t| hex(t, 32)
);
text_id!(
    /// A user: `IBMid-` and ten upper-case letters or digits. Stable from the invitation on; while the
    /// invitation is pending, IAM shows a `BSS-` placeholder instead ([`crate::iam::user::User::iam_id`]).
    UserId, "a user's IAM ID (IBMid-…)", |t| t.strip_prefix("IBMid-").is_some_and(|r| r.len() == 10 && upper(r))
);
text_id!(
    /// A service ID: `ServiceId-` and a UUID.
    ServiceIdId, "a service ID (ServiceId-…)", |t| t.strip_prefix("ServiceId-").is_some_and(uuid)
);
text_id!(
    /// A trusted profile: `Profile-` and a UUID.
    TrustedProfileId, "a trusted profile ID (Profile-…)", |t| t.strip_prefix("Profile-").is_some_and(uuid)
);
text_id!(
    /// An API key: `ApiKey-` and a UUID.
    ApiKeyId, "an API key ID (ApiKey-…)", |t| t.strip_prefix("ApiKey-").is_some_and(uuid)
);
text_id!(
    /// An access group: `AccessGroupId-` and a UUID, or `PublicAccess`.
    AccessGroupId, "an access group ID (AccessGroupId-…)", |t| {
        t.strip_prefix("AccessGroupId-").is_some_and(|id| id == "PublicAccess" || uuid(id))
    }
);
text_id!(
    /// An access policy: a UUID.
    PolicyId, "a policy ID (a UUID)", uuid
);
text_id!(
    /// A custom role: a UUID.
    CustomRoleId, "a custom role ID (a UUID)", uuid
);
text_id!(
    /// A resource group: 32 hexadecimal digits.
    ResourceGroupId, "a resource group ID (32 hexadecimal digits)", |t| hex(t, 32)
);
text_id!(
    /// A cluster: 20 lower-case letters and digits.
    ClusterId, "a cluster ID (20 lower-case letters and digits)", |t| t.len() == 20 && lower(t)
);
text_id!(
    /// A worker node: `kube-CLUSTER-NAME-POOL-` and eight hexadecimal digits.
    WorkerId, "a worker node ID (kube-…)", |t| t.len() <= 80 && t.strip_prefix("kube-").is_some_and(|r| {
        !r.is_empty() && r.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
);
text_id!(
    /// A worker pool: its cluster's id, a hyphen and seven hexadecimal digits.
    WorkerPoolId, "a worker pool ID", |t| t.split_once('-').is_some_and(|(c, p)| c.len() == 20 && lower(c) && hex(p, 7))
);
number_id!(
    /// A classic infrastructure account: the number after `<->` in `ibmcloud target`.
    ClassicAccountNumber, "a classic infrastructure account number"
);
number_id!(
    /// A user of a classic infrastructure account.
    ClassicUserId, "a classic infrastructure user ID (a number)"
);
number_id!(
    /// A device of a classic infrastructure account.
    DeviceId, "a device ID (a number)"
);

fn hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn upper(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn lower(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    groups
        .iter()
        .all(|n| parts.next().is_some_and(|p| hex(p, *n)))
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_accept_their_form_only() {
        assert!("IBMid-50AAAA0000".parse::<UserId>().is_ok());
        assert!("IBMid-50aaaa0000".parse::<UserId>().is_err());
        assert!(
            "ApiKey-8e2b6a10-3c4d-4e5f-8a9b-0c1d2e3f4a5b"
                .parse::<ApiKeyId>()
                .is_ok()
        );
        assert!("ApiKey-8e2b6a10".parse::<ApiKeyId>().is_err());
        assert!("bt932qpw05g1h1gagch0".parse::<ClusterId>().is_ok());
        assert!("<script>".parse::<ClusterId>().is_err());
        assert!("-1".parse::<DeviceId>().is_err());
    }
}
