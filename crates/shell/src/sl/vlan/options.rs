//! `sl vlan options`: where VLANs can be ordered.

use credlab_model::kubernetes::vlan::Vlan;
use credlab_model::region::{Provider, Zone};

use crate::flags::Format;
use crate::run::{Outcome, Run};
use crate::sl::NOT_LOGGED_IN;

/// `sl vlan options`.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    format: Format,
}

impl Options {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let mut zones: Vec<String> = Zone::all(Provider::Classic)
            .map(|zone| zone.name.clone())
            .collect();
        zones.sort();
        let pairs = zones.iter().map(|zone| Vlan::pair(zone));
        let routers = pairs.map(|[private, public]| (private.router(), public.router()));
        let (private, public): (Vec<String>, Vec<String>) = routers.unzip();
        let rows = [
            ("Datacenters", zones),
            ("VLAN types", ["private", "public"].map(String::from).into()),
            ("Routers (private)", private),
            ("Routers (public)", public),
        ]
        .map(|(name, values)| [name.to_string(), values.join(", ")]);
        if json {
            let fields = rows.into_iter().map(|[name, value]| (name, value.into()));
            run.json(&serde_json::Value::Object(fields.collect()));
            return Ok(());
        }
        run.out.table(["Name", "Value"], &rows);
        Ok(())
    }
}
