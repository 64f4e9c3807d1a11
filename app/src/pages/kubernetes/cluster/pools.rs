//! The worker pools of a cluster, and the zones that they span (`console.md`, section 12).

#[cfg(feature = "ssr")]
mod asked;
#[cfg(feature = "ssr")]
mod change;
mod dialog;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Control;
use crate::carbon::table::DataTable;
use crate::pages::kubernetes::cluster::head::{ClusterHead, ClusterTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{ActionView, Json, Problem, TableView};
use dialog::{PoolDialog, pool_dialog};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolsView {
    /// The top.
    pub head: ClusterHead,
    /// The control that opens the dialog for a new pool.
    pub create: ActionView,
    /// The worker pools.
    pub pools: TableView,
    /// The control that opens the dialog for a new zone of all pools.
    pub add_zone: ActionView,
    /// The zones.
    pub zones: TableView,
    /// The dialog that is open.
    pub dialog: Option<PoolDialog>,
}

/// The worker pools of the cluster `id`, and the dialog of that name about the pool or zone `key`, if there is one.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools", input = GetUrl, output = Json)]
pub async fn pools(
    id: String,
    #[server(default)] dialog: String,
    #[server(default)] key: String,
) -> Result<PoolsView, Problem> {
    server::pools(&id, &dialog, &key)
}

/// The worker pools of a cluster.
#[component]
pub fn PoolsPage() -> impl IntoView {
    let (id, dialog, key) = (
        use_path_part("id"),
        use_query_value("dialog"),
        use_query_value("key"),
    );
    let data = load(
        move || (id.get(), dialog.get(), key.get()),
        |(id, dialog, key)| pools(id, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: PoolsView) -> impl IntoView {
    view! {
        <ClusterTab head=view.head current="Worker pools">
            <section class="credlab-section" aria-labelledby="pools">
                <h2 id="pools">"Worker pools"</h2>
                <DataTable label="Worker pools" table=view.pools />
                <div class="credlab-buttons">
                    <Control action=view.create kind="primary" />
                </div>
            </section>
            <section class="credlab-section" aria-labelledby="zones">
                <h2 id="zones">"Zones"</h2>
                <DataTable label="Zones" table=view.zones />
                <div class="credlab-buttons">
                    <Control action=view.add_zone />
                </div>
            </section>
        </ClusterTab>
        {view.dialog.map(pool_dialog).views()}
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::kubernetes::worker::WorkerPool;
    use credlab_model::kubernetes::{Cluster, Command};
    use credlab_model::region::Provider;

    use super::PoolsView;
    use super::asked::dialog_of;
    use super::dialog::PoolDialogKind;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::pages::kubernetes::cluster::head::{cluster_href, cluster_of, head_of};
    use crate::view::{ActionView, Cell, Problem, RowView, TagKind, TagView};

    const POOLS: [&str; 7] = [
        "Name",
        "Flavor",
        "Zones",
        "Per zone",
        "Worker nodes",
        "Labels",
        "Taints",
    ];

    const ZONES: [&str; 4] = ["Zone", "Worker pools", "Worker nodes", "Network"];

    pub fn pools(id: &str, dialog: &str, key: &str) -> Result<PoolsView, Problem> {
        let visit = visit()?;
        let cluster = cluster_of(&visit, id)?;
        // All changes of worker pools take the same role.
        let any = cluster.pools.first().map(|pool| Command::RebalancePool {
            cluster: cluster.id.clone(),
            pool: pool.id.clone(),
        });
        let disabled = any.and_then(|command| visit.forbidden(command));
        let open = |label: &str, kind: PoolDialogKind, key: &str| {
            let href = format!("/pools?dialog={}&key={key}", kind.name());
            ActionView::open(label, cluster_href(cluster.id.as_str(), &href))
                .unless(disabled.clone())
        };
        let pools = cluster.pools.iter().map(|pool| {
            let key = pool.id.as_str();
            let mut actions = vec![
                open("Resize", PoolDialogKind::Resize, key),
                open("Add zone", PoolDialogKind::AddZone, key),
                open("Set labels", PoolDialogKind::Labels, key),
                open("Set taints", PoolDialogKind::Taints, key),
                open("Remove worker pool", PoolDialogKind::Remove, key).dangerous(),
            ];
            if !pool.zones.is_empty() {
                actions.insert(1, open("Rebalance", PoolDialogKind::Rebalance, key));
            }
            RowView {
                name: pool.name.clone(),
                cells: pool_cells(cluster, pool),
                actions,
            }
        });
        let zones = cluster.zones().into_iter().map(|zone| {
            let remove = open("Remove zone", PoolDialogKind::RemoveZone, zone).dangerous();
            let network = (cluster.provider == Provider::Classic)
                .then(|| open("Set network", PoolDialogKind::Network, zone));
            RowView {
                name: zone.to_string(),
                cells: zone_cells(&visit, cluster, zone),
                actions: network.into_iter().chain([remove]).collect(),
            }
        });
        let no_zone = "No worker pool spans a zone: add one to get worker nodes.";
        Ok(PoolsView {
            create: open("Create worker pool", PoolDialogKind::Create, ""),
            pools: short_table(&POOLS, "There is no worker pool.", pools.collect()),
            add_zone: open("Add zone", PoolDialogKind::AddZone, ""),
            zones: short_table(&ZONES, no_zone, zones.collect()),
            dialog: dialog_of(&visit, cluster, dialog, key, disabled.clone()),
            head: head_of(&visit, cluster),
        })
    }

    fn pool_cells(cluster: &Cluster, pool: &WorkerPool) -> Vec<Cell> {
        let workers = cluster.workers.values();
        let there = workers.filter(|worker| worker.pool == pool.id).count();
        let zones = u32::try_from(pool.zones.len()).unwrap_or(u32::MAX);
        let wanted = pool.size_per_zone.saturating_mul(zones);
        let workers = match u32::try_from(there) == Ok(wanted) {
            true => Cell::Status(TagKind::Good, there.to_string()),
            false => Cell::Status(TagKind::Warning, format!("{there} of {wanted}")),
        };
        let tag = |text: String| TagView::new(TagKind::Neutral, text);
        let labels = pool.labels.iter();
        let labels = labels.map(|(key, value)| tag(format!("{key}={value}")));
        let taints = pool.taints.iter().map(|taint| tag(taint.to_string()));
        vec![
            Cell::text(pool.name.as_str()),
            Cell::text(pool.flavor.as_str()),
            Cell::text(match pool.zones.is_empty() {
                true => "None yet".to_string(),
                false => pool.zones.join(", "),
            }),
            Cell::text(pool.size_per_zone.to_string()),
            workers,
            Cell::Tags(labels.collect()),
            Cell::Tags(taints.collect()),
        ]
    }

    fn zone_cells(visit: &Visit, cluster: &Cluster, zone: &str) -> Vec<Cell> {
        let pools = cluster.pools.iter();
        let pools: Vec<&WorkerPool> = pools
            .filter(|pool| pool.zones.iter().any(|name| name == zone))
            .collect();
        let names: Vec<&str> = pools.iter().map(|pool| pool.name.as_str()).collect();
        let workers = cluster.workers.values();
        let there = workers.filter(|worker| worker.zone == zone).count();
        let network = match cluster.provider {
            Provider::Classic => vlans(cluster, &pools, zone),
            Provider::Vpc => {
                let subnets = visit.account.subnets.values();
                let subnets =
                    subnets.filter(|s| s.zone == zone && Some(&s.vpc) == cluster.vpc.as_ref());
                let names: Vec<&str> = subnets.map(|subnet| subnet.name.as_str()).collect();
                names.join(", ")
            }
        };
        vec![
            Cell::text(zone),
            Cell::text(names.join(", ")),
            Cell::text(there.to_string()),
            Cell::text(network),
        ]
    }

    /// The VLANs that new workers of the pools are on in a zone.
    fn vlans(cluster: &Cluster, pools: &[&WorkerPool], zone: &str) -> String {
        let pairs = pools.iter().map(|pool| pool.vlans_in(cluster, zone));
        let mut pairs: Vec<String> = pairs
            .map(|pair| match pair {
                [Some(private), Some(public)] => {
                    format!("private VLAN {private}, public VLAN {public}")
                }
                [Some(private), None] => format!("private VLAN {private}"),
                [None, _] => String::new(),
            })
            .collect();
        pairs.dedup();
        pairs.join("; ")
    }
}
