//! `sl vlan` (`cli.md`, 8.5).

mod change;
mod detail;
mod options;

use credlab_model::account::Account;
use credlab_model::actor::Actor;
use credlab_model::classic::{ClassicAccount, linked};
use credlab_model::kubernetes::flavor::WorkerKind;
use credlab_model::kubernetes::vlan::Vlan as Network;
use credlab_model::kubernetes::worker::Worker;
use credlab_model::refusal::{Refusal, RefusalKind, shorten};
use serde_json::Value;

use crate::flags::Format;
use crate::run::{Outcome, Run, Stop};
use crate::sl::{NONE, NOT_LOGGED_IN, refused};

commands! {
    pub(crate) enum Vlan {
        /// List all the VLANs on your account
        List(List),
        /// Get details about a VLAN
        Detail(detail::Detail),
        /// Create a new VLAN
        Create(change::Create),
        /// Edit the details about a VLAN
        Edit(change::Edit),
        /// Cancel a VLAN
        Cancel(change::Cancel),
        /// List all the options for creating a VLAN
        Options(options::Options),
    }
}

/// The columns of `sl vlan list`.
const HEADINGS: [&str; 13] = [
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
];

/// The columns of `sl vlan list` by which it can be sorted, as `--sortby` calls them.
const SORTS: [(&str, usize); 7] = [
    ("id", 0),
    ("number", 1),
    ("name", 3),
    ("datacenter", 5),
    ("hardware", 8),
    ("virtual_servers", 9),
    ("public_ips", 10),
];

/// `sl vlan list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Filter by datacenter shortname
    #[arg(short, long, value_name = "DC")]
    datacenter: Option<String>,
    /// Filter by VLAN number
    #[arg(short, long, value_name = "NUMBER")]
    number: Option<u32>,
    /// Filter by VLAN name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Filter by ID of the order which purchased the VLAN
    #[arg(long, value_name = "ORDER")]
    order: Option<u32>,
    /// Column to sort by. Options are: id, number, name, datacenter, hardware, virtual_servers, public_ips
    #[arg(long, value_name = "COLUMN")]
    sortby: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl List {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let column = self.column()?;
        let account = run.account();
        let classic = looked_at(&account, &actor)
            .map_err(refused("Failed to list VLANs on your account."))?;
        let vlans = account.vlans(classic.number).into_iter();
        let mut rows: Vec<[String; 13]> = vlans
            .filter(|vlan| self.datacenter.as_ref().is_none_or(|dc| *dc == vlan.zone))
            .filter(|vlan| self.number.is_none_or(|number| number == vlan.number()))
            // Orders are not kept: no VLAN came by one that could be named.
            .filter(|_| self.order.is_none())
            .filter(|vlan| {
                let name = classic.network.names.get(&vlan.id);
                self.name.is_none() || self.name.as_ref() == name
            })
            .map(|vlan| row(&account, classic, &vlan))
            .collect();
        if let Some(column) = column {
            // Numbers by value, words by letter.
            rows.sort_by_key(|row| {
                let cell = row.get(column).cloned().unwrap_or_default();
                (cell.parse::<u64>().ok(), cell)
            });
        }
        if json {
            let views: Vec<Value> = rows.iter().map(as_json).collect();
            run.json(&views);
            return Ok(());
        }
        run.out.table(HEADINGS, &rows);
        Ok(())
    }

    fn column(&self) -> Outcome<Option<usize>> {
        let Some(typed) = &self.sortby else {
            return Ok(None);
        };
        let found = SORTS.iter().find(|(name, _)| name == typed);
        found
            .map(|(_, at)| Some(*at))
            .ok_or_else(|| Stop::Usage(format!("--sortby {} is not supported.", shorten(typed))))
    }
}

/// The linked account, if the caller has a user there.
pub(super) fn looked_at<'a>(
    account: &'a Account,
    actor: &Actor,
) -> Result<&'a ClassicAccount, Refusal> {
    let classic = linked(account)?;
    if account.linked_user(&actor.identity).is_some() {
        return Ok(classic);
    }
    let to = "view classic infrastructure".to_string();
    Err(RefusalKind::NotAuthorized { to }.refusal())
}

/// The number of a VLAN, as typed.
fn number(typed: &str) -> Outcome<u32> {
    let wrong = "Invalid input for 'VLAN ID'. It must be a positive integer.";
    typed.parse().map_err(|_| Stop::Usage(wrong.into()))
}

/// A row as an object of strings, keyed by heading (`cli.md`, 1.4).
fn as_json(row: &[String; 13]) -> Value {
    let cells = HEADINGS.iter().zip(row);
    let cells = cells.map(|(heading, cell)| (heading.to_string(), cell.clone().into()));
    Value::Object(cells.collect())
}

/// The servers of clusters on a VLAN.
fn workers<'a>(
    account: &'a Account,
    classic: &'a ClassicAccount,
    vlan: &'a Network,
) -> impl Iterator<Item = &'a Worker> {
    let clusters = account.clusters.values();
    clusters
        .filter(|cluster| cluster.classic_account == Some(classic.number))
        .flat_map(|cluster| {
            cluster
                .workers
                .values()
                .map(move |worker| (cluster, worker))
        })
        .filter(|(cluster, worker)| worker.vlans_of(cluster).contains(&Some(vlan.id)))
        .map(|(_, worker)| worker)
}

fn row(account: &Account, classic: &ClassicAccount, vlan: &Network) -> [String; 13] {
    let on_it: Vec<&Worker> = workers(account, classic, vlan).collect();
    let count = |kind: WorkerKind| on_it.iter().filter(|worker| worker.kind == kind).count();
    let public = if vlan.is_public() { on_it.len() } else { 0 };
    let name = classic.network.names.get(&vlan.id).cloned();
    [
        vlan.id.to_string(),
        vlan.number().to_string(),
        fully_qualified(vlan),
        name.unwrap_or(NONE.into()),
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

fn fully_qualified(vlan: &Network) -> String {
    let router = vlan.router();
    let router = router.split('.').next().unwrap_or_default();
    format!("{}.{router}.{}", vlan.zone, vlan.number())
}
