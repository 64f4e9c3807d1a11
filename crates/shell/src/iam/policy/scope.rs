//! The flags that say what a policy gives, and on what (`cli.md`, 6.4).

use credlab_model::Account;
use credlab_model::account::AccessTag;
use credlab_model::iam::policy::{Attribute, AttributeName, Content, Operator, Scope};
use credlab_model::refusal::shorten;

use crate::run::{Outcome, Run, Stop};

/// Roles and resource. Without a service, a policy is for all IAM-enabled services, and for platform roles only.
#[derive(Debug, clap::Args)]
pub(super) struct Grant {
    /// A policy as JSON, in either version of the policy API: a file, or the text itself
    #[arg(long, value_name = "JSON_FILE")]
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
    /// Access tags, separated by commas: for all IAM-enabled services, and with no other attribute
    #[arg(long, value_name = "NAME:VALUE", value_delimiter = ',')]
    tags: Vec<String>,
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
            || !self.tags.is_empty()
            || texts.iter().any(|text| text.is_some())
    }

    /// What `--file` says, if it is given.
    pub(super) fn content(&self, run: &Run<'_>, account: &Account) -> Outcome<Option<Content>> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        if self.names_a_resource() || !self.roles.is_empty() {
            let detail = "'--file' goes with no other flag that says what a policy gives.";
            return Err(Stop::Usage(detail.into()));
        }
        let text = run.json_of(file)?;
        Ok(Some(Content::parse(account, &text)?))
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
        for tag in &self.tags {
            let tag: AccessTag = tag.parse()?;
            attributes.push(Attribute::equals(AttributeName::AccessTag, tag.as_str()));
        }
        Ok(Scope::of(attributes))
    }
}

fn parse(pair: &str) -> Outcome<Attribute> {
    // Access tags have a flag of their own.
    let names = AttributeName::ALL.into_iter();
    let names = names.filter(|name| *name != AttributeName::AccessTag);
    let known = |name: &str| names.clone().find(|known| known.as_str() == name);
    let parts = pair.split_once('=');
    let parts = parts.and_then(|(name, value)| Some((known(name.trim())?, value.trim())));
    match parts {
        Some((name, value)) if !value.is_empty() => Ok(Attribute::equals(name, value)),
        _ => {
            let names: Vec<&str> = names.map(AttributeName::as_str).collect();
            Err(Stop::Usage(format!(
                "Invalid attribute '{}'. Give NAME=VALUE, with one of these names: {}.",
                shorten(pair),
                names.join(", ")
            )))
        }
    }
}
