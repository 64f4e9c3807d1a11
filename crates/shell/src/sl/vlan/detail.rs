//! `sl vlan detail`.

use credlab_model::classic::vlan::find;
use credlab_model::kubernetes::flavor::WorkerKind;
use credlab_model::kubernetes::worker::Worker;

use super::{fully_qualified, looked_at, number, workers};
use crate::flags::Format;
use crate::run::{Outcome, Run};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};

/// `sl vlan detail`.
#[derive(Debug, clap::Args)]
pub(crate) struct Detail {
    #[arg(value_name = "IDENTIFIER")]
    vlan: String,
    /// Hide virtual server listing
    #[arg(long)]
    no_vs: bool,
    /// Hide hardware listing
    #[arg(long)]
    no_hardware: bool,
    #[command(flatten)]
    format: Format,
}

impl Detail {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let id = number(&self.vlan)?;
        let failed = format!("Failed to get VLAN: {id}.");
        let account = run.account();
        let classic = looked_at(&account, &actor).map_err(refused(&failed))?;
        let vlan = find(&account, classic, id).map_err(refused(&failed))?;
        let name = classic.network.names.get(&id).cloned();
        let subnets = account.portable_subnets(classic.number);
        let subnets = subnets.filter(|subnet| subnet.vlan.id == id);
        let subnets: Vec<String> = subnets
            .map(|subnet| format!("{}   {}", subnet.id, subnet.cidr))
            .collect();
        let listed = |kind: WorkerKind| {
            let servers = workers(&account, classic, &vlan);
            let lines: Vec<String> = servers
                .filter(|worker| worker.kind == kind)
                .map(line)
                .collect();
            if lines.is_empty() {
                NONE.into()
            } else {
                lines.join("\n")
            }
        };
        let mut rows = vec![
            ["ID".into(), vlan.id.to_string()],
            ["Number".into(), vlan.number().to_string()],
            ["Name".into(), name.unwrap_or(NONE.into())],
            ["Fully qualified name".into(), fully_qualified(&vlan)],
            ["Data center".into(), vlan.zone.clone()],
            ["Primary router".into(), vlan.router()],
            ["Network".into(), vlan.kind.as_str().to_uppercase()],
            [
                "Subnets".into(),
                match subnets.is_empty() {
                    true => NONE.into(),
                    false => subnets.join("\n"),
                },
            ],
        ];
        if !self.no_vs {
            rows.push(["Virtual servers".into(), listed(WorkerKind::Virtual)]);
        }
        if !self.no_hardware {
            rows.push(["Hardware".into(), listed(WorkerKind::BareMetal)]);
        }
        if json {
            let fields = rows.into_iter().map(|[name, value]| (name, value.into()));
            run.json(&serde_json::Value::Object(fields.collect()));
            return Ok(());
        }
        run.out.table(["Name", "Value"], &rows);
        Ok(())
    }
}

/// A server: its name and addresses.
fn line(worker: &Worker) -> String {
    let public = worker.public_ip.as_deref().unwrap_or(NONE);
    format!("{}   {public}   {}", worker.id, worker.private_ip)
}
