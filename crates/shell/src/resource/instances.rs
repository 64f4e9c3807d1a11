//! `ibmcloud resource service-instances`: what the account has of services, which is clusters. The texts are (inferred).

use credlab_model::Account;
use credlab_model::kubernetes::Cluster;
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::{NOT_LOGGED_IN, target::visible_group};
use crate::run::{Outcome, Run};
use crate::time::rfc3339;

/// The service of clusters.
const SERVICE: &str = "containers-kubernetes";

/// `resource service-instances`.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("in").args(["group", "all_resource_groups"]))]
pub(crate) struct ServiceInstances {
    /// Name of the service
    #[arg(long, value_name = "SERVICE_NAME")]
    service_name: Option<String>,
    /// Filter by location
    #[arg(long, value_name = "LOCATION")]
    location: Option<String>,
    /// Type of the instances; service_instance, the only one in this shell, or all
    #[arg(
        long,
        value_name = "TYPE",
        default_value = "service_instance",
        hide_default_value = true
    )]
    r#type: String,
    /// Name of the resource group
    #[arg(short = 'g', value_name = "RESOURCE_GROUP")]
    group: Option<String>,
    /// Query all resource groups
    #[arg(long)]
    all_resource_groups: bool,
    /// Show more fields
    #[arg(long)]
    long: bool,
    #[command(flatten)]
    format: Format,
}

impl ServiceInstances {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller, now) = (run.account(), run.caller(&actor)?, run.now());
        let group = match &self.group {
            Some(name) => Some(
                visible_group(&account, &actor.identity, name, now)?
                    .id
                    .clone(),
            ),
            None if self.all_resource_groups => None,
            None => run.session.group.clone(),
        };
        let is = |filter: &Option<String>, value: &str| {
            filter.as_ref().is_none_or(|wanted| wanted == value)
        };
        let mut instances: Vec<&Cluster> = account
            .visible_clusters(&actor, now)
            .filter(|_| is(&self.service_name, SERVICE))
            .filter(|_| ["all", "service_instance"].contains(&self.r#type.as_str()))
            .filter(|c| is(&self.location, c.region.as_str()))
            .filter(|c| group.as_ref().is_none_or(|group| *group == c.group))
            .collect();
        instances.sort_by(|a, b| a.name.cmp(&b.name));
        if json {
            let views = instances.iter().map(|cluster| as_json(&account, cluster));
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        let group = group.as_ref().map(|id| account.group_name(id));
        let place = match (group, &self.location) {
            (Some(group), Some(location)) => {
                format!("in resource group `{group}` in location `{location}`")
            }
            (Some(group), None) => format!("in resource group `{group}` in all locations"),
            (None, Some(location)) => format!("in location `{location}`"),
            (None, None) => "in all resource groups in all locations".into(),
        };
        run.progress(&format!(
            "Retrieving instances with type `{}` {place} under account `{}` as `{caller}`...",
            self.r#type, account.name
        ));
        run.ok();
        if instances.is_empty() {
            run.out.line("No service instance found.");
            return Ok(());
        }
        let row = |cluster: &Cluster| {
            [
                cluster.name.clone(),
                cluster.region.to_string(),
                "active".into(),
                "service_instance".into(),
            ]
        };
        let rows: Vec<[String; 4]> = instances.iter().map(|c| row(c)).collect();
        if !self.long {
            run.out.table(["Name", "Location", "State", "Type"], &rows);
            return Ok(());
        }
        let rows: Vec<Vec<String>> = instances
            .iter()
            .zip(rows)
            .map(|(cluster, row)| {
                let (id, group) = (crn(&account, cluster), cluster.group.to_string());
                let more = [SERVICE.into(), group];
                [id].into_iter().chain(row).chain(more).collect()
            })
            .collect();
        let headings = [
            "ID",
            "Name",
            "Location",
            "State",
            "Type",
            "Service",
            "Resource Group ID",
        ];
        run.out.table_of(&headings, &rows);
        Ok(())
    }
}

fn crn(account: &Account, cluster: &Cluster) -> String {
    format!(
        "crn:v1:bluemix:public:{SERVICE}:{}:a/{}:{}::",
        cluster.region, account.id, cluster.id
    )
}

fn as_json(account: &Account, cluster: &Cluster) -> Value {
    let crn = crn(account, cluster);
    json!({
        "id": crn,
        "guid": cluster.id,
        "crn": crn,
        "name": cluster.name,
        "region_id": cluster.region,
        "account_id": account.id,
        "resource_group_id": cluster.group,
        "type": "service_instance",
        "sub_type": "kubernetes",
        "state": "active",
        "created_at": rfc3339(cluster.created_at),
    })
}
