//! The flags that say what a policy gives, and on what (`cli.md`, 6.4).

use credlab_model::Account;
use credlab_model::iam::policy::{Attribute, AttributeName, Operator, Scope};
use credlab_model::refusal::shorten;

use crate::iam::NO_FILES;
use crate::run::{Outcome, Stop};

/// Roles and resource. Without a service, a policy is for all IAM-enabled services, and for platform roles only.
#[derive(Debug, clap::Args)]
pub(super) struct Grant {
    /// Not in this shell
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// Role names, separated by commas
    #[arg(long, value_name = "ROLE_NAME1,ROLE_NAME2...", value_delimiter = ',')]
    roles: Vec<String>,
    /// Service name: containers-kubernetes
    #[arg(long, value_name = "SERVICE_NAME")]
    service_name: Option<String>,
    /// GUID of a service instance; of a cluster, its ID
    #[arg(long, value_name = "GUID", requires = "service_name")]
    service_instance: Option<String>,
    /// Region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Resource type
    #[arg(long, value_name = "TYPE")]
    resource_type: Option<String>,
    /// Resource
    #[arg(long, value_name = "RESOURCE")]
    resource: Option<String>,
    /// Name of a resource group, or '*' for all
    #[arg(long, value_name = "GROUP", conflicts_with_all = ["resource_group_id", "resource"])]
    resource_group_name: Option<String>,
    /// ID of a resource group, or '*' for all
    #[arg(long, value_name = "ID", conflicts_with = "resource")]
    resource_group_id: Option<String>,
    /// Give access to all account management services
    #[arg(long, conflicts_with = "service_name")]
    account_management: bool,
    /// Further resource attributes: name=value, separated by commas
    #[arg(long, value_name = "NAME=VALUE", value_delimiter = ',')]
    attributes: Vec<String>,
}

impl Grant {
    /// The roles, if any were named.
    pub(super) fn roles(&self) -> Option<Vec<String>> {
        (!self.roles.is_empty()).then(|| self.roles.clone())
    }

    /// Whether any flag says what the roles apply to.
    pub(super) fn names_a_resource(&self) -> bool {
        let texts = [
            &self.service_name,
            &self.service_instance,
            &self.region,
            &self.resource_type,
            &self.resource,
            &self.resource_group_name,
            &self.resource_group_id,
        ];
        self.account_management
            || !self.attributes.is_empty()
            || texts.iter().any(|text| text.is_some())
    }

    /// Refuses what needs a file.
    pub(super) fn check(&self) -> Outcome {
        match self.file {
            Some(_) => Err(Stop::Failed(format!(
                "{NO_FILES} Give roles and resource by the other flags."
            ))),
            None => Ok(()),
        }
    }

    /// What the roles apply to.
    pub(super) fn scope(&self, account: &Account) -> Outcome<Scope> {
        let mut attributes = Vec::new();
        if self.account_management {
            attributes.push(Attribute::equals(
                AttributeName::ServiceType,
                "platform_service",
            ));
        }
        let plain = [
            (AttributeName::ServiceName, &self.service_name),
            (AttributeName::ServiceInstance, &self.service_instance),
            (AttributeName::Region, &self.region),
            (AttributeName::ResourceType, &self.resource_type),
            (AttributeName::Resource, &self.resource),
        ];
        for (name, value) in plain {
            attributes.extend(value.as_ref().map(|value| Attribute::equals(name, value)));
        }
        if let Some(group) = self
            .resource_group_name
            .as_ref()
            .or(self.resource_group_id.as_ref())
        {
            attributes.push(match group.as_str() {
                "*" => Attribute {
                    name: AttributeName::ResourceGroupId,
                    operator: Operator::StringMatch,
                    value: "*".into(),
                },
                typed => {
                    let id = account.resource_group_called(typed)?.id.as_str();
                    Attribute::equals(AttributeName::ResourceGroupId, id)
                }
            });
        }
        for pair in &self.attributes {
            attributes.push(parse(pair)?);
        }
        Ok(Scope::of(attributes))
    }
}

fn parse(pair: &str) -> Outcome<Attribute> {
    let known = |name: &str| {
        AttributeName::ALL
            .into_iter()
            .find(|known| known.as_str() == name)
    };
    let parts = pair.split_once('=');
    let parts = parts.and_then(|(name, value)| Some((known(name.trim())?, value.trim())));
    match parts {
        Some((name, value)) if !value.is_empty() => Ok(Attribute::equals(name, value)),
        _ => {
            let names = AttributeName::ALL.map(AttributeName::as_str);
            Err(Stop::Usage(format!(
                "Invalid attribute '{}'. Give NAME=VALUE, with one of these names: {}.",
                shorten(pair),
                names.join(", ")
            )))
        }
    }
}
