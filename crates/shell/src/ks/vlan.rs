//! `ks vlan`: the VLANs of classic infrastructure, and whether they are spanned (`cli.md`, 7.9).

use credlab_model::credentials::Command;
use credlab_model::credentials::infrastructure::classic_actor;
use credlab_model::credentials::slot::{self, Access};
use credlab_model::kubernetes::vlan::Vlan as Network;
use credlab_model::refusal::{RefusalKind, shorten};
use credlab_model::region::{Provider, Zone};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::{InRegion, slot};
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Vlan {
        /// List the VLANs of a classic zone
        Ls(Ls),
        /// View VLAN spanning
        #[command(subcommand)]
        Spanning(Spanning),
    }
}

commands! {
    pub(crate) enum Spanning {
        /// View whether VLAN spanning is on for the classic infrastructure account
        Get(Get),
    }
}

/// `ks vlan ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    /// The classic zone
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// List the VLANs that no cluster can be on, too: there are none
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    format: Format,
}

/// A VLAN as JSON (`cli.md`, section 10).
#[derive(Serialize)]
struct View<'a> {
    id: String,
    r#type: &'static str,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    local_disk_storage_capability: &'static str,
    location: String,
    name: &'a str,
    note: &'static str,
    primary_router: String,
    san_storage_capability: &'static str,
    vlan_number: String,
    vlan_type: &'static str,
}

impl Ls {
    /// The VLANs are those of the classic account that the credentials in force open, so both gates are passed.
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let zone = Zone::find(&self.zone, Provider::Classic).ok_or_else(|| {
            RefusalKind::UnknownZone {
                zone: shorten(&self.zone),
            }
            .refusal()
        })?;
        let (account, at) = (run.account(), slot(run, zone.region));
        slot::require(&account, &actor, &at, Access::Read, run.now())?;
        let classic = classic_actor(&account, &at, run.now())?.classic;
        let vlans: Vec<Network> = account
            .vlans(classic.number)
            .into_iter()
            .filter(|vlan| vlan.zone == zone.name)
            .collect();
        let name = |vlan: &Network| {
            let given = classic.network.names.get(&vlan.id);
            given.map(String::as_str).unwrap_or_default()
        };
        if json {
            let views = vlans.iter().map(|vlan| view(vlan, name(vlan)));
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        if vlans.is_empty() {
            run.out.line("No VLANs found.");
            return Ok(());
        }
        let rows: Vec<[String; 6]> = vlans
            .into_iter()
            .map(|vlan| {
                [
                    vlan.id.to_string(),
                    name(&vlan).into(),
                    vlan.number().to_string(),
                    vlan.kind.as_str().into(),
                    vlan.router(),
                    "true".into(),
                ]
            })
            .collect();
        run.out.table(
            [
                "ID",
                "Name",
                "Number",
                "Type",
                "Router",
                "Supports Virtual Workers",
            ],
            &rows,
        );
        Ok(())
    }
}

fn view<'a>(vlan: &Network, name: &'a str) -> View<'a> {
    View {
        id: vlan.id.to_string(),
        r#type: vlan.kind.as_str(),
        properties: Properties {
            local_disk_storage_capability: "true",
            location: vlan.zone.clone(),
            name,
            note: "",
            primary_router: vlan.router(),
            san_storage_capability: "true",
            vlan_number: vlan.number().to_string(),
            vlan_type: "standard",
        },
    }
}

/// `ks vlan spanning get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    #[command(flatten)]
    region: InRegion,
    #[command(flatten)]
    format: Format,
}

/// VLAN spanning as JSON.
#[derive(Serialize)]
struct SpanningView {
    enabled: bool,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let region = self.region.region(run)?;
        run.execute(&actor, Command::GetVlanSpanning { region })?;
        let enabled = run.account().settings.spans_vlans();
        if json {
            run.json(&SpanningView { enabled });
            return Ok(());
        }
        run.ok();
        let state = if enabled { "enabled" } else { "disabled" };
        run.out.line(format!("VLAN spanning is {state}."));
        Ok(())
    }
}
