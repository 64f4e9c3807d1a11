//! What access can be given on: services, alone or several at once, and the resources of each.

use credlab_model::Refusal;
use credlab_model::iam::policy::{
    Attribute, AttributeName, Command, Operator, Scope, Subject, describe, offered_roles,
};
use credlab_model::iam::service::{Family, Service};
use credlab_model::refusal::{Noun, RefusalKind, shorten};
use credlab_model::region::Region;

use super::draft::{Condition, Draft};
use crate::backend::Visit;
use crate::view::{Barrier, Choice};

/// Services that stand for several, as addresses name them.
pub const ALL_IAM_ENABLED: &str = "all";
pub const ALL_ACCOUNT_MANAGEMENT: &str = "all-account-management";
pub const ALL_IAM_ACCOUNT_MANAGEMENT: &str = "all-iam-account-management";
pub const RESOURCE_GROUP_ONLY: &str = "resource-group";
pub const KUBERNETES: &str = "containers-kubernetes";
const REGISTRY: &str = "container-registry";

/// A service, or several at once.
#[derive(Debug, Clone)]
pub struct Target {
    /// As addresses name it.
    pub key: String,
    /// The label.
    pub label: String,
    /// The scope of all its resources.
    pub base: Scope,
}

impl Target {
    /// The one that an address names.
    pub fn find(visit: &Visit, key: &str) -> Result<Target, Refusal> {
        let base = match key {
            ALL_IAM_ENABLED => Scope::all_services(),
            ALL_ACCOUNT_MANAGEMENT => Scope::all_account_management(),
            ALL_IAM_ACCOUNT_MANAGEMENT => Scope::all_iam_account_management(),
            RESOURCE_GROUP_ONLY => Scope::all_resource_groups(),
            name => Scope::service(Service::find(name)?.name),
        };
        Ok(Target::of(visit, key.into(), base))
    }

    /// The one that a policy is for: its scope without the conditions on single resources.
    pub fn of_scope(visit: &Visit, scope: &Scope) -> Target {
        let groups_only = scope.get(AttributeName::ResourceType) == Some("resource-group");
        let base = scope.attributes().filter(|attribute| match attribute.name {
            AttributeName::ServiceName
            | AttributeName::ServiceType
            | AttributeName::ServiceGroupId => true,
            AttributeName::ResourceType => groups_only,
            _ => false,
        });
        let base = Scope::of(base.cloned());
        let key = match scope.get(AttributeName::ServiceName) {
            Some(name) => name.to_string(),
            None if groups_only => RESOURCE_GROUP_ONLY.into(),
            None if scope.get(AttributeName::ServiceType) == Some("platform_service") => {
                ALL_ACCOUNT_MANAGEMENT.into()
            }
            None if scope.get(AttributeName::ServiceGroupId).is_some() => {
                ALL_IAM_ACCOUNT_MANAGEMENT.into()
            }
            None => ALL_IAM_ENABLED.into(),
        };
        Target::of(visit, key, base)
    }

    fn of(visit: &Visit, key: String, base: Scope) -> Target {
        let label = describe(&base, &visit.account);
        Target { key, label, base }
    }

    /// Whether an attribute says what a policy is for as a whole, rather than which resources.
    pub fn is_base(&self, name: AttributeName) -> bool {
        self.base
            .attributes()
            .any(|attribute| attribute.name == name)
    }

    /// Whether it is for what manages the account, which has no resources to choose from.
    pub fn is_account_management(&self) -> bool {
        let service = Service::find(&self.key);
        service.is_ok_and(|service| service.family == Family::AccountManagement)
            || [ALL_ACCOUNT_MANAGEMENT, ALL_IAM_ACCOUNT_MANAGEMENT].contains(&self.key.as_str())
    }

    /// Whether roles on resource groups themselves go with it (R102).
    pub fn lies_in_groups(&self) -> bool {
        !self.is_account_management() && self.key != RESOURCE_GROUP_ONLY
    }

    /// The attributes of resources that conditions can name, with their labels.
    pub fn attributes(&self) -> Vec<(AttributeName, &'static str)> {
        use AttributeName as Name;
        let group = (Name::ResourceGroupId, "Resource group");
        let region = (Name::Region, "Region");
        let instance = (Name::ServiceInstance, "Service instance");
        let of_kind = [
            (Name::ResourceType, "Resource type"),
            (Name::Resource, "Resource ID"),
        ];
        match self.key.as_str() {
            RESOURCE_GROUP_ONLY => vec![group],
            ALL_IAM_ENABLED => vec![group, region, (Name::AccessTag, "Access management tag")],
            KUBERNETES => {
                let own = [
                    (Name::ServiceInstance, "Cluster"),
                    (Name::Namespace, "Namespace"),
                ];
                [group, region]
                    .into_iter()
                    .chain(own)
                    .chain(of_kind)
                    .collect()
            }
            _ if self.is_account_management() => Vec::new(),
            _ => [group, region, instance]
                .into_iter()
                .chain(of_kind)
                .collect(),
        }
    }

    /// The label of an attribute here.
    pub fn label_of(&self, name: AttributeName) -> &'static str {
        let attributes = self.attributes().into_iter();
        let mut own = attributes.filter(|(known, _)| *known == name);
        own.next().map_or(name.label(), |(_, label)| label)
    }

    /// What is to know about its resources.
    pub fn help(&self) -> &'static str {
        match self.key.as_str() {
            KUBERNETES => {
                "Give platform roles and service roles in separate policies: platform roles act on clusters, service \
                 roles inside of them. A policy for a namespace takes service roles only, and no resource group."
            }
            REGISTRY => {
                "Clusters need this for the whole account: a policy for one resource group does not count for \
                 registry access."
            }
            RESOURCE_GROUP_ONLY => {
                "A role here lets people see or manage the group. What lies in it needs a policy of its own."
            }
            _ => "",
        }
    }

    /// The scope that these conditions leave.
    pub fn scope(&self, visit: &Visit, conditions: &[Condition]) -> Result<Scope, Refusal> {
        let mut attributes: Vec<Attribute> = self.base.attributes().cloned().collect();
        for condition in conditions {
            let value = condition.value.trim();
            let plain = condition.operator == Operator::StringEquals && !value.is_empty();
            let value = match condition.name {
                AttributeName::ResourceGroupId if plain => group(visit, value)?,
                AttributeName::ServiceInstance if plain => self.instance(visit, value)?,
                _ => value.to_string(),
            };
            // A resource group itself is a resource of that type.
            let name = match condition.name {
                AttributeName::ResourceGroupId if self.key == RESOURCE_GROUP_ONLY => {
                    AttributeName::Resource
                }
                name => name,
            };
            attributes.push(Attribute {
                name,
                operator: condition.operator,
                value,
            });
        }
        Ok(Scope::of(attributes))
    }

    /// The conditions of a policy's scope, as [`Target::scope`] takes them: of what the persona sees by name.
    pub fn conditions(&self, visit: &Visit, scope: &Scope) -> Vec<Condition> {
        let single = scope
            .attributes()
            .filter(|attribute| !self.is_base(attribute.name));
        let conditions = single.map(|attribute| {
            let name = match attribute.name {
                AttributeName::Resource if self.key == RESOURCE_GROUP_ONLY => {
                    AttributeName::ResourceGroupId
                }
                name => name,
            };
            let known = self.known(visit, name).into_iter();
            let mut known = known.filter(|choice| choice.label == attribute.value);
            let by_name = [
                AttributeName::ResourceGroupId,
                AttributeName::ServiceInstance,
            ];
            let called = match by_name.contains(&name) {
                true if attribute.operator == Operator::StringEquals => known.next(),
                _ => None,
            };
            Condition {
                name,
                operator: attribute.operator,
                value: called.map_or(attribute.value.clone(), |choice| choice.value),
            }
        });
        conditions.collect()
    }

    /// The id of a cluster that the persona sees. What looks like an id is taken for one: the cluster may be gone, or another
    /// service's instance.
    fn instance(&self, visit: &Visit, typed: &str) -> Result<String, Refusal> {
        let actor = visit.actor();
        let mut clusters = visit.account.visible_clusters(&actor, visit.now);
        let found = clusters.find(|cluster| cluster.name == typed || cluster.id.as_str() == typed);
        match found {
            Some(cluster) if self.key == KUBERNETES => Ok(cluster.id.to_string()),
            _ if self.key == KUBERNETES && !looks_like_id(typed) => {
                let (noun, name) = (Noun::Cluster, shorten(typed));
                Err(RefusalKind::NotFound { noun, name }.refusal())
            }
            _ => Ok(typed.into()),
        }
    }

    /// What a policy can be limited to by one condition that is equal to something there.
    pub fn resources(&self, visit: &Visit) -> Vec<(Choice, Vec<Condition>)> {
        let one = |value: String, label: String, name, typed: &str| {
            let condition = Condition {
                name,
                operator: Operator::StringEquals,
                value: typed.into(),
            };
            (Choice::new(value, label), vec![condition])
        };
        let mut all = vec![(Choice::new("all", "All resources"), Vec::new())];
        let attributes = self.attributes();
        let has = |name| attributes.iter().any(|(known, _)| *known == name);
        if has(AttributeName::ResourceGroupId) {
            let name = AttributeName::ResourceGroupId;
            all.extend(groups(visit).map(|group| {
                let (value, label) = (
                    format!("group:{}", group.id),
                    format!("Resource group {}", group.name),
                );
                one(value, label, name, group.id.as_str())
            }));
        }
        if has(AttributeName::Region) {
            all.extend(Region::ALL.iter().map(|region| {
                let (value, label) = (
                    format!("region:{region}"),
                    format!("Region {region} ({})", region.city()),
                );
                one(value, label, AttributeName::Region, region.as_str())
            }));
        }
        if self.key == KUBERNETES {
            let actor = visit.actor();
            let clusters = visit.account.visible_clusters(&actor, visit.now);
            all.extend(clusters.map(|cluster| {
                let (value, label) = (
                    format!("cluster:{}", cluster.id),
                    format!("Cluster {}", cluster.name),
                );
                one(
                    value,
                    label,
                    AttributeName::ServiceInstance,
                    cluster.id.as_str(),
                )
            }));
        }
        all
    }

    /// The conditions of a choice among [`Target::resources`].
    pub fn conditions_of(&self, visit: &Visit, resource: &str) -> Result<Vec<Condition>, Refusal> {
        if resource.is_empty() {
            return Ok(Vec::new());
        }
        let mut all = self.resources(visit).into_iter();
        let found = all.find(|(choice, _)| choice.value == resource);
        found.map(|(_, conditions)| conditions).ok_or_else(|| {
            RefusalKind::InvalidField {
                field: "resources",
                problem: format!("'{}' can't be chosen for this service", shorten(resource)),
            }
            .refusal()
        })
    }

    /// Values that there are for an attribute, to choose from while typing.
    pub fn known(&self, visit: &Visit, name: AttributeName) -> Vec<Choice> {
        match name {
            AttributeName::ResourceGroupId => groups(visit)
                .map(|group| Choice::new(group.name.as_str(), group.id.as_str()))
                .collect(),
            AttributeName::Region => Region::ALL
                .iter()
                .map(|region| Choice::new(region.as_str(), region.city()))
                .collect(),
            AttributeName::ServiceInstance if self.key == KUBERNETES => {
                let actor = visit.actor();
                let clusters = visit.account.visible_clusters(&actor, visit.now);
                clusters
                    .map(|cluster| Choice::new(cluster.name.as_str(), cluster.id.as_str()))
                    .collect()
            }
            AttributeName::AccessTag => {
                let tags = visit.account.access_tags.iter();
                tags.map(|tag| Choice::new(tag.as_str(), "")).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What is odd about conditions that are allowed all the same: they name nothing that is there, or exclude each other.
    pub fn oddities(&self, visit: &Visit, draft: &Draft) -> Vec<String> {
        let mut odd = Vec::new();
        for (n, condition) in draft.conditions.iter().enumerate() {
            let label = self.label_of(condition.name);
            let value = condition.value.trim();
            let before = draft.conditions.iter().take(n);
            let equals = |other: &Condition| other.operator == Operator::StringEquals;
            if before
                .filter(|other| other.name == condition.name && equals(other))
                .any(|other| equals(condition) && other.value.trim() != value)
            {
                odd.push(format!(
                    "All conditions must hold, and no resource has two values for {label}: this gives access to nothing."
                ));
            }
            if !equals(condition) {
                continue;
            }
            let unknown = match condition.name {
                AttributeName::Region => value.parse::<Region>().is_err(),
                AttributeName::ResourceGroupId => {
                    let mut groups = visit.account.resource_groups.values();
                    !groups.any(|g| g.name.eq_ignore_ascii_case(value) || g.id.as_str() == value)
                }
                AttributeName::ServiceInstance if self.key == KUBERNETES => {
                    let mut clusters = visit.account.clusters.values();
                    !clusters.any(|c| c.name == value || c.id.as_str() == value)
                }
                AttributeName::AccessTag => {
                    let mut tags = visit.account.access_tags.iter();
                    !tags.any(|tag| tag.as_str() == value)
                }
                _ => false,
            };
            if unknown {
                odd.push(format!(
                    "{label} {} is not there. It may have been removed meanwhile; as it is, this gives access to nothing.",
                    shorten(value)
                ));
            }
        }
        odd
    }

    /// Why the persona can't give `subject` a role here on any resource, if that is so.
    pub fn refused(&self, visit: &Visit, subject: &Subject) -> Option<Barrier> {
        let mut refused = None;
        for (_, conditions) in self.resources(visit) {
            let reason = self.refused_on(visit, subject, &conditions)?;
            refused = refused.or(Some(reason));
        }
        refused
    }

    /// Why the persona can't give `subject` a role on these resources, if that is so.
    pub fn refused_on(
        &self,
        visit: &Visit,
        subject: &Subject,
        conditions: &[Condition],
    ) -> Option<Barrier> {
        let scope = self.scope(visit, conditions).ok()?;
        let roles = offered_roles(&visit.account, &scope).ok()?;
        visit.forbidden(Command::Create {
            subject: subject.clone(),
            roles: roles.iter().take(1).map(ToString::to_string).collect(),
            scope,
            rule: None,
        })
    }
}

/// The resource groups that the persona sees.
fn groups(visit: &Visit) -> impl Iterator<Item = &credlab_model::account::ResourceGroup> {
    let groups = visit.account.resource_groups.values();
    groups.filter(|group| group.is_visible_to(&visit.account, &visit.persona, visit.now))
}

/// The id of a resource group that the persona sees. What looks like an id is taken for one: the group may be gone.
fn group(visit: &Visit, typed: &str) -> Result<String, Refusal> {
    let found = groups(visit)
        .find(|group| group.name.eq_ignore_ascii_case(typed) || group.id.as_str() == typed);
    match found {
        Some(group) => Ok(group.id.to_string()),
        None if looks_like_id(typed) => Ok(typed.into()),
        None => {
            let (noun, name) = (Noun::ResourceGroup, shorten(typed));
            Err(RefusalKind::NotFound { noun, name }.refusal())
        }
    }
}

/// Whether a text reads like an id that IBM Cloud has given: long, of letters, digits and dashes, with digits.
fn looks_like_id(text: &str) -> bool {
    text.len() >= 16
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && text.chars().any(|c| c.is_ascii_digit())
}
