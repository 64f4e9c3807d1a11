//! Roles: named sets of actions. Which actions a role contains is up to the service (R99).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A role by its display name: `Administrator`, `User API key creator`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Role(Arc<str>);

/// The two sorts of role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Acts on the service as a resource of the account: Viewer, Operator, Editor, Administrator.
    Platform,
    /// Acts inside the service: Reader, Writer, Manager, and special ones.
    Service,
}

impl Role {
    /// The four platform roles.
    pub const PLATFORM: [&'static str; 4] = ["Viewer", "Operator", "Editor", "Administrator"];

    /// The role with that display name.
    pub fn named(name: &str) -> Role {
        Role(name.into())
    }

    /// The display name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Platform or service role.
    pub fn kind(&self) -> RoleKind {
        if Self::PLATFORM.contains(&self.as_str()) {
            RoleKind::Platform
        } else {
            RoleKind::Service
        }
    }

    /// The role's CRN in a policy for `service` (`api.md`, Identifiers).
    pub fn crn(&self, service: Option<&str>) -> String {
        let name = self.as_str();
        match (self.kind(), service) {
            (RoleKind::Platform, _) => format!("crn:v1:bluemix:public:iam::::role:{name}"),
            (RoleKind::Service, _) if matches!(name, "Reader" | "Writer" | "Manager") => {
                format!("crn:v1:bluemix:public:iam::::serviceRole:{name}")
            }
            (RoleKind::Service, service) => {
                let words = name
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|w| !w.is_empty());
                let camel: String = words.map(capitalised).collect();
                format!(
                    "crn:v1:bluemix:public:{}::::serviceRole:{camel}",
                    service.unwrap_or("iam")
                )
            }
        }
    }

    /// What a platform or general service role means, in a sentence.
    pub fn meaning(&self) -> Option<&'static str> {
        Some(match self.as_str() {
            "Viewer" => "See instances, change nothing.",
            "Operator" => "Run and configure instances, see dashboards.",
            "Editor" => "Everything except managing the account and granting access.",
            "Administrator" => "Everything for the target, including granting access to others.",
            "Reader" => "Read inside the service.",
            "Writer" => "Reader, and create and edit what the service holds.",
            "Manager" => "Writer, and the service's privileged actions.",
            _ => return None,
        })
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crns_have_the_documented_forms() {
        assert_eq!(
            Role::named("Viewer").crn(Some("is")),
            "crn:v1:bluemix:public:iam::::role:Viewer"
        );
        assert_eq!(
            Role::named("Writer").crn(None),
            "crn:v1:bluemix:public:iam::::serviceRole:Writer"
        );
        let creator = Role::named("User API key creator");
        assert_eq!(
            creator.crn(Some("iam-identity")),
            "crn:v1:bluemix:public:iam-identity::::serviceRole:UserAPIKeyCreator"
        );
    }
}
