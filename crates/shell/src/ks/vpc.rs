//! `ks vpcs` (`cli.md`, 7.9).

use std::collections::BTreeMap;

use credlab_model::Timestamp;
use credlab_model::account::{Account, Subnet};
use credlab_model::actor::Actor;
use credlab_model::iam::access::{self, Ask};
use credlab_model::iam::role::Role;
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::zone::Infrastructure;
use crate::run::{Outcome, Run};

/// `ks vpcs`.
#[derive(Debug, clap::Args)]
pub(crate) struct Vpcs {
    /// The infrastructure provider: vpc-gen2
    #[arg(long, value_name = "PROVIDER", value_parser = ["vpc-gen2"])]
    // There is one value only.
    provider: Option<String>,
    #[command(flatten)]
    format: Format,
}

/// A VPC as JSON.
#[derive(Serialize)]
struct View<'a> {
    id: &'a str,
    name: &'a str,
    status: &'static str,
    region: &'static str,
    provider: &'static str,
}

impl Vpcs {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let account = run.account();
        let vpcs: BTreeMap<&str, View<'_>> = visible_subnets(&account, &actor, run.now())
            .map(|subnet| {
                let view = View {
                    id: &subnet.vpc,
                    name: &subnet.vpc_name,
                    status: "available",
                    region: subnet.region.as_str(),
                    provider: Infrastructure::Vpc.provider().as_str(),
                };
                (subnet.vpc.as_str(), view)
            })
            .collect();
        if json {
            run.json(&vpcs.into_values().collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        if vpcs.is_empty() {
            run.out.line("No VPCs found.");
            return Ok(());
        }
        let rows: Vec<[String; 5]> = vpcs
            .into_values()
            .map(|vpc| [vpc.id, vpc.name, vpc.status, vpc.region, vpc.provider].map(String::from))
            .collect();
        run.out
            .table(["ID", "Name", "Status", "Region", "Provider"], &rows);
        Ok(())
    }
}

/// The VPC subnets that the caller may see: IAM decides, with any platform role (R45).
pub(crate) fn visible_subnets<'a>(
    account: &'a Account,
    actor: &'a Actor,
    now: Timestamp,
) -> impl Iterator<Item = &'a Subnet> {
    account.subnets.values().filter(move |subnet| {
        let ask = Ask::role("is", &Role::PLATFORM)
            .in_region(subnet.region)
            .in_group(&subnet.group);
        access::decide(account, &actor.identity, &ask, now).allowed
    })
}
