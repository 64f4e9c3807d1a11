//! `ks subnets` (`cli.md`, 7.9).

use credlab_model::credentials::infrastructure::classic_actor;
use credlab_model::credentials::slot::{self, Access};
use credlab_model::kubernetes::subnet::Portable;
use credlab_model::region::{Provider, Zone};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::target::InRegion;
use crate::ks::vpc::visible_subnets;
use crate::ks::zone::{Infrastructure, Within};
use crate::ks::{NONE, NOT_LOGGED_IN};
use crate::run::{Outcome, Run};

/// `ks subnets`.
#[derive(Debug, clap::Args)]
pub(crate) struct Subnets {
    /// The infrastructure provider: classic or vpc-gen2
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<Infrastructure>,
    /// VPC: list only the subnets of this VPC
    #[arg(long, value_name = "VPC")]
    vpc_id: Option<String>,
    /// VPC: list only the subnets of this zone
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    #[command(flatten)]
    region: InRegion,
    #[command(flatten)]
    locations: Within,
    #[command(flatten)]
    format: Format,
}

/// A classic subnet as JSON.
#[derive(Serialize)]
struct ClassicView {
    id: String,
    network: String,
    gateway: String,
    vlan_id: String,
    r#type: &'static str,
    bound_cluster: String,
    zone: String,
}

/// A VPC subnet as JSON.
#[derive(Serialize)]
struct VpcView<'a> {
    id: &'a str,
    name: &'a str,
    vpc: &'a str,
    zone: &'a str,
    ipv4_cidr_block: &'a str,
}

impl Subnets {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let provider = match (self.provider, &self.vpc_id) {
            (Some(provider), _) => provider.provider(),
            (None, Some(_)) => Provider::Vpc,
            (None, None) => Provider::Classic,
        };
        match provider {
            Provider::Classic => self.classic(run, json),
            Provider::Vpc => self.vpc(run, json),
        }
    }

    /// Those of the classic account that the credentials of the region and resource group open.
    fn classic(&self, run: &mut Run<'_>, json: bool) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let at = crate::ks::target::slot(run, self.region.region(run)?);
        slot::require(&account, &actor, &at, Access::Read, run.now())?;
        let classic = classic_actor(&account, &at, run.now())?.classic;
        let views: Vec<ClassicView> = account
            .clusters
            .values()
            .filter(|cluster| cluster.classic_account == Some(classic.number))
            .filter(|cluster| {
                Zone::find(&cluster.zone, cluster.provider)
                    .is_some_and(|zone| self.locations.include(&zone))
            })
            .flat_map(|cluster| {
                Portable::of(cluster).into_iter().map(|subnet| ClassicView {
                    id: subnet.id.to_string(),
                    network: subnet.cidr,
                    gateway: subnet.gateway,
                    vlan_id: subnet.vlan.id.to_string(),
                    r#type: subnet.vlan.kind.as_str(),
                    bound_cluster: cluster.id.to_string(),
                    zone: subnet.vlan.zone,
                })
            })
            .collect();
        if json {
            run.json(&views);
            return Ok(());
        }
        run.ok();
        if views.is_empty() {
            run.out.line("No subnets found.");
            return Ok(());
        }
        let rows: Vec<[String; 7]> = views
            .into_iter()
            .map(|view| {
                [
                    view.id,
                    view.network,
                    view.gateway,
                    view.vlan_id,
                    view.r#type.into(),
                    view.bound_cluster,
                    view.zone,
                ]
            })
            .collect();
        run.out.table(
            [
                "ID",
                "Network",
                "Gateway",
                "VLAN ID",
                "Type",
                "Bound Cluster",
                "Zone",
            ],
            &rows,
        );
        Ok(())
    }

    /// Those that IAM lets the caller see, wherever they are.
    fn vpc(&self, run: &mut Run<'_>, json: bool) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let wanted = |filter: &Option<String>, value: &str| {
            filter.as_ref().is_none_or(|filter| filter == value)
        };
        let subnets = visible_subnets(&account, &actor, run.now())
            .filter(|subnet| wanted(&self.vpc_id, &subnet.vpc))
            .filter(|subnet| wanted(&self.zone, &subnet.zone))
            .filter(|subnet| {
                Zone::find(&subnet.zone, Provider::Vpc)
                    .is_some_and(|zone| self.locations.include(&zone))
            });
        if json {
            let views = subnets.map(|subnet| VpcView {
                id: &subnet.id,
                name: &subnet.name,
                vpc: &subnet.vpc,
                zone: &subnet.zone,
                ipv4_cidr_block: &subnet.cidr,
            });
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        let rows: Vec<[String; 7]> = subnets
            .map(|subnet| {
                [
                    subnet.name.clone(),
                    subnet.id.clone(),
                    NONE.into(),
                    NONE.into(),
                    subnet.cidr.clone(),
                    subnet.vpc_name.clone(),
                    subnet.zone.clone(),
                ]
            })
            .collect();
        run.ok();
        if rows.is_empty() {
            run.out.line("No subnets found.");
            return Ok(());
        }
        run.out.table(
            [
                "Name",
                "ID",
                "Public Gateway Name",
                "Public Gateway ID",
                "IPv4 CIDR Block",
                "VPC Name",
                "Zone",
            ],
            &rows,
        );
        Ok(())
    }
}
