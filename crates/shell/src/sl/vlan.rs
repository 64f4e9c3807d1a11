//! `sl vlan` (`cli.md`, 8.5).

use credlab_model::account::Account;
use credlab_model::classic::linked;
use credlab_model::id::ClassicAccountNumber;
use credlab_model::kubernetes::flavor::WorkerKind;
use credlab_model::kubernetes::vlan::Vlan as Network;
use credlab_model::kubernetes::worker::Worker;
use credlab_model::refusal::RefusalKind;

use crate::run::{Outcome, Run};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};

commands! {
    pub(crate) enum Vlan {
        /// List all the VLANs on your account
        List(List),
    }
}

/// `sl vlan list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Filter by datacenter shortname
    #[arg(short, long, value_name = "DC")]
    datacenter: Option<String>,
    /// Filter by VLAN number
    #[arg(short, long, value_name = "NUMBER")]
    number: Option<u32>,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let failed = "Failed to list VLANs on your account.";
        let account = run.account();
        let classic = linked(&account).map_err(refused(failed))?;
        if account.linked_user(&actor.identity).is_none() {
            let to = "view classic infrastructure".to_string();
            return Err(refused(failed)(RefusalKind::NotAuthorized { to }.refusal()));
        }
        let rows: Vec<[String; 13]> = account
            .vlans(classic.number)
            .into_iter()
            .filter(|vlan| self.datacenter.as_ref().is_none_or(|dc| *dc == vlan.zone))
            .filter(|vlan| self.number.is_none_or(|number| number == vlan.number()))
            .map(|vlan| row(&account, classic.number, &vlan))
            .collect();
        run.out.table(
            [
                "Id",
                "Number",
                "Fully qualified name",
                "Name",
                "Network",
                "Data center",
                "Pod",
                "Gateway/Firewall",
                "Hardware",
                "Virtual servers",
                "Public ips",
                "Premium",
                "Tags",
            ],
            &rows,
        );
        Ok(())
    }
}

fn row(account: &Account, classic: ClassicAccountNumber, vlan: &Network) -> [String; 13] {
    let on_it: Vec<&Worker> = account
        .clusters
        .values()
        .filter(|cluster| cluster.classic_account == Some(classic))
        .filter(|cluster| [cluster.private_vlan, cluster.public_vlan].contains(&Some(vlan.id)))
        .flat_map(|cluster| cluster.workers.values())
        .collect();
    let count = |kind: WorkerKind| on_it.iter().filter(|worker| worker.kind == kind).count();
    let public = if vlan.is_public() { on_it.len() } else { 0 };
    [
        vlan.id.to_string(),
        vlan.number().to_string(),
        format!(
            "{}.{}.{}",
            vlan.zone,
            vlan.router().split('.').next().unwrap_or_default(),
            vlan.number()
        ),
        NONE.into(),
        vlan.kind.as_str().to_uppercase(),
        vlan.zone.clone(),
        format!("{}.pod01", vlan.zone),
        NONE.into(),
        count(WorkerKind::BareMetal).to_string(),
        count(WorkerKind::Virtual).to_string(),
        public.to_string(),
        "No".into(),
        NONE.into(),
    ]
}
