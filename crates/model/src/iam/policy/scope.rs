//! What a policy applies to: attributes of resources, compared by value or pattern (R98, R107).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::iam::service::{Family, Service};
use crate::id::ResourceGroupId;
use crate::refusal::{Refusal, RefusalKind};

/// The name of a resource attribute, spelt as the policy API spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AttributeName {
    /// One service.
    ServiceName,
    /// `service` or `platform_service` (R101).
    ServiceType,
    /// `IAM`: the four identity and access services (R101).
    #[serde(rename = "service_group_id")]
    ServiceGroupId,
    /// One instance: for the Kubernetes Service, a cluster.
    ServiceInstance,
    /// One region.
    Region,
    /// One resource group, and what lies in it.
    ResourceGroupId,
    /// A kind of resource; `resource-group` gives access to the group itself (R102).
    ResourceType,
    /// One resource of that kind.
    Resource,
    /// One namespace of a cluster; service roles only (R100).
    Namespace,
    /// What carries an access tag: `env:prod` (R108).
    AccessTag,
}

impl AttributeName {
    /// Every name.
    pub const ALL: [AttributeName; 10] = [
        AttributeName::ServiceName,
        AttributeName::ServiceType,
        AttributeName::ServiceGroupId,
        AttributeName::ServiceInstance,
        AttributeName::Region,
        AttributeName::ResourceGroupId,
        AttributeName::ResourceType,
        AttributeName::Resource,
        AttributeName::Namespace,
        AttributeName::AccessTag,
    ];

    /// The spelling of the API: `serviceName`.
    pub fn as_str(self) -> &'static str {
        match self {
            AttributeName::ServiceName => "serviceName",
            AttributeName::ServiceType => "serviceType",
            AttributeName::ServiceGroupId => "service_group_id",
            AttributeName::ServiceInstance => "serviceInstance",
            AttributeName::Region => "region",
            AttributeName::ResourceGroupId => "resourceGroupId",
            AttributeName::ResourceType => "resourceType",
            AttributeName::Resource => "resource",
            AttributeName::Namespace => "namespace",
            AttributeName::AccessTag => "accessTag",
        }
    }

    /// The label of the command line: `Service Name`.
    pub fn label(self) -> &'static str {
        match self {
            AttributeName::ServiceName => "Service Name",
            AttributeName::ServiceType => "Service Type",
            AttributeName::ServiceGroupId => "Service Group ID",
            AttributeName::ServiceInstance => "Service Instance",
            AttributeName::Region => "Region",
            AttributeName::ResourceGroupId => "Resource Group ID",
            AttributeName::ResourceType => "Resource Type",
            AttributeName::Resource => "Resource",
            AttributeName::Namespace => "Namespace",
            AttributeName::AccessTag => "Access Tag",
        }
    }
}

/// How an attribute's value is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Operator {
    /// The same text.
    #[default]
    StringEquals,
    /// `*` is any run, `?` one character, but not between double braces; case counts (R107).
    StringMatch,
}

impl Operator {
    /// The spelling of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::StringEquals => "stringEquals",
            Operator::StringMatch => "stringMatch",
        }
    }
}

/// One condition on the resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attribute {
    /// The attribute.
    pub name: AttributeName,
    /// The comparison.
    #[serde(default)]
    pub operator: Operator,
    /// The value.
    pub value: String,
}

impl Attribute {
    /// `name` equals `value`.
    pub fn equals(name: AttributeName, value: impl Into<String>) -> Attribute {
        Attribute {
            name,
            operator: Operator::StringEquals,
            value: value.into(),
        }
    }

    /// Whether a resource's value satisfies the condition.
    pub fn accepts(&self, value: &str) -> bool {
        match self.operator {
            Operator::StringEquals => self.value == value,
            Operator::StringMatch => wildcard(&self.value, value),
        }
    }
}

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    AnyRun,
    AnyOne,
    Literal(char),
}

/// The pieces of a pattern: `*` any run, `?` one character; between double braces, both stand for themselves (R107).
fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    loop {
        let literal = rest
            .strip_prefix("{{")
            .and_then(|rest| rest.split_once("}}"));
        if let Some((literal, after)) = literal {
            pieces.extend(literal.chars().map(Piece::Literal));
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        match chars.next() {
            None => return pieces,
            Some('*') => pieces.push(Piece::AnyRun),
            Some('?') => pieces.push(Piece::AnyOne),
            Some(c) => pieces.push(Piece::Literal(c)),
        }
        rest = chars.as_str();
    }
}

/// Whether a pattern fits a text, without recursion.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pieces(pattern), text.chars().collect::<Vec<_>>());
    let (mut p, mut t, mut star) = (0, 0, None);
    while let Some(c) = text.get(t) {
        match pattern.get(p) {
            Some(Piece::AnyRun) => {
                star = Some((p, t));
                p += 1;
            }
            Some(Piece::AnyOne) => (p, t) = (p + 1, t + 1),
            Some(Piece::Literal(wanted)) if wanted == c => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    (p, t) = (star_at + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|piece| *piece == Piece::AnyRun)
}

/// What a policy applies to: all attributes must match, a missing one means any (R98).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(BTreeSet<Attribute>);

impl Scope {
    /// The scope of these attributes.
    pub fn of(attributes: impl IntoIterator<Item = Attribute>) -> Scope {
        Scope(attributes.into_iter().collect())
    }

    /// One service, everywhere.
    pub fn service(name: &str) -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceName, name)])
    }

    /// *All Identity and Access enabled services.*
    pub fn all_services() -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceType, "service")])
    }

    /// *All Account Management services.*
    pub fn all_account_management() -> Scope {
        Scope::of([Attribute::equals(
            AttributeName::ServiceType,
            "platform_service",
        )])
    }

    /// *All IAM Account Management services.*
    pub fn all_iam_account_management() -> Scope {
        Scope::of([Attribute::equals(AttributeName::ServiceGroupId, "IAM")])
    }

    /// Every resource group itself, present and to come.
    pub fn all_resource_groups() -> Scope {
        Scope::of([Attribute::equals(
            AttributeName::ResourceType,
            "resource-group",
        )])
    }

    /// The resource group itself.
    pub fn resource_group(id: &ResourceGroupId) -> Scope {
        Scope::of([
            Attribute::equals(AttributeName::ResourceType, "resource-group"),
            Attribute::equals(AttributeName::Resource, id.as_str()),
        ])
    }

    /// The same scope with one attribute more.
    pub fn and(mut self, name: AttributeName, value: impl Into<String>) -> Scope {
        self.0.insert(Attribute::equals(name, value));
        self
    }

    /// The same scope within one resource group. Account management services lie in none.
    pub fn in_group(self, group: &ResourceGroupId) -> Result<Scope, Refusal> {
        let family = match self.get(AttributeName::ServiceName) {
            Some(name) => Service::find(name)?.family,
            None if self.get(AttributeName::ServiceType) == Some("service") => Family::IamEnabled,
            None => Family::AccountManagement,
        };
        if family != Family::IamEnabled {
            let problem = "can't be chosen for an account management service".to_string();
            return Err(RefusalKind::InvalidField {
                field: "resource group",
                problem,
            }
            .refusal());
        }
        Ok(self.and(AttributeName::ResourceGroupId, group.as_str()))
    }

    /// The attributes, in a fixed order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter()
    }

    /// The value of `name`, where it is given.
    pub fn get(&self, name: AttributeName) -> Option<&str> {
        self.0
            .iter()
            .find(|a| a.name == name)
            .map(|a| a.value.as_str())
    }
}

/// A scope in a line, for people.
pub fn describe(scope: &Scope, account: &Account) -> String {
    let group = |id: &str| {
        let found = account
            .resource_groups
            .values()
            .find(|g| g.id.as_str() == id);
        found.map_or_else(|| id.to_string(), |g| g.name.clone())
    };
    if let (Some("resource-group"), Some(id)) = (
        scope.get(AttributeName::ResourceType),
        scope.get(AttributeName::Resource),
    ) {
        return format!("{} resource group only", group(id));
    }
    if scope.get(AttributeName::ResourceType) == Some("resource-group") {
        return "All resource groups".into();
    }
    let mut parts = vec![match (
        scope.get(AttributeName::ServiceName),
        scope.get(AttributeName::ServiceType),
    ) {
        (Some(name), _) => {
            let label = Service::find(name).map_or(name, |s| s.label);
            if label.ends_with("Service") || label.ends_with("Services") {
                label.into()
            } else {
                format!("{label} service")
            }
        }
        (None, Some("platform_service")) => "All Account Management services".to_string(),
        _ if scope.get(AttributeName::ServiceGroupId).is_some() => {
            "All IAM Account Management services".into()
        }
        _ => "All Identity and Access enabled services".into(),
    }];
    for attribute in scope.attributes() {
        match attribute.name {
            AttributeName::Region => parts.push(format!("{} region", attribute.value)),
            AttributeName::ResourceGroupId => {
                parts.push(format!("{} resource group", group(&attribute.value)))
            }
            AttributeName::ServiceInstance => {
                let cluster = account
                    .clusters
                    .values()
                    .find(|c| c.id.as_str() == attribute.value);
                parts.push(format!(
                    "{} instance",
                    cluster.map_or(attribute.value.as_str(), |c| c.name.as_str())
                ));
            }
            AttributeName::Namespace => parts.push(format!("{} namespace", attribute.value)),
            AttributeName::AccessTag => parts.push(format!("access tag {}", attribute.value)),
            _ => {}
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_runs_and_single_characters() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("prod-*", "prod-eu", true),
            ("prod-*", "Prod-eu", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "xxaxxbxx", false),
            ("", "x", false),
            ("gr?n", "grün", true),
            ("a{{*}}c", "a*c", true),
            ("a{{*}}c", "abc", false),
            ("{{?}}*", "?x", true),
            ("{{?}}*", "xx", false),
            ("{{a*}}{{b}}?", "a*bc", true),
            // Braces that are not closed stand for themselves.
            ("{{a*", "{{ab", true),
            ("{{a*", "ab", false),
            ("{{}}x", "x", true),
        ] {
            assert_eq!(wildcard(pattern, text), matches, "{pattern} ~ {text}");
        }
    }
}
