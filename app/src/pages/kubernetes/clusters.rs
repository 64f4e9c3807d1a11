//! The clusters of the account (`console.md`, section 12).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_table_query};
use crate::view::{ActionView, Crumb, Json, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClustersView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The clusters that the persona may look at.
    pub table: TableView,
}

/// The clusters, as `query` wants them.
#[server(prefix = "/api", endpoint = "kubernetes/clusters", input = GetUrl, output = Json)]
pub async fn clusters(query: TableQuery) -> Result<ClustersView, Problem> {
    server::clusters(&query)
}

/// The clusters of the account.
#[component]
pub fn ClustersPage() -> impl IntoView {
    let query = use_table_query();
    let data = load(move || query.get(), clusters);
    view! { <Load data=data view=page /> }
}

fn page(view: ClustersView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Kubernetes", "/kubernetes/clusters")];
    view! {
        <PageHeader
            crumbs=crumbs
            title="Clusters"
            text="The clusters that you may view."
            actions=view.actions
        />
        <DataTable label="Clusters" table=view.table />
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::kubernetes::{Cluster, Command};

    use super::ClustersView;
    use crate::backend::moment::minute;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::kubernetes::cluster::head::{cluster_href, state_kind};
    use crate::pages::kubernetes::create_cluster::not_for;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Problem};

    const COLUMNS: [&str; 8] = [
        "Name",
        "State",
        "Resource group",
        "Location",
        "Workers",
        "Version",
        "Infrastructure",
        "Created",
    ];

    pub fn clusters(query: &TableQuery) -> Result<ClustersView, Problem> {
        let visit = visit()?;
        let actor = visit.actor();
        let visible: Vec<&Cluster> = visit.account.visible_clusters(&actor, visit.now).collect();
        let empty = match visible.is_empty() {
            true => {
                "There is no cluster that you may view. It takes the role Viewer on the Kubernetes Service."
            }
            false => "No cluster matches the search.",
        };
        let table = table(
            query,
            &COLUMNS,
            empty,
            visible,
            |cluster| cells(&visit, cluster),
            |cluster| actions(&visit, cluster),
        );
        let create = ActionView::open("Create cluster", "/kubernetes/catalog/create");
        Ok(ClustersView {
            actions: vec![create.unless(not_for(&visit))],
            table,
        })
    }

    fn cells(visit: &Visit, cluster: &Cluster) -> Vec<Cell> {
        let account = &visit.account;
        let state = cluster.state(account, visit.now);
        vec![
            Cell::link(
                cluster.name.as_str(),
                cluster_href(cluster.id.as_str(), "/overview"),
            ),
            Cell::Status(state_kind(state), state.into()),
            Cell::text(account.group_name(&cluster.group)),
            Cell::text(cluster.zone.as_str()),
            Cell::text(cluster.workers.len().to_string()),
            Cell::text(&cluster.version),
            Cell::text(cluster.provider.label()),
            Cell::text(minute(cluster.created_at)),
        ]
    }

    fn actions(visit: &Visit, cluster: &Cluster) -> Vec<ActionView> {
        let href = |tab| cluster_href(cluster.id.as_str(), tab);
        let delete = Command::Delete {
            cluster: cluster.id.clone(),
        };
        vec![
            ActionView::open("Worker nodes", href("/nodes")),
            ActionView::open("Worker pools", href("/pools")),
            ActionView::open("Add-ons", href("/add-ons")),
            ActionView::open("Delete cluster", href("/overview?dialog=delete"))
                .unless(visit.forbidden(delete))
                .dangerous(),
        ]
    }
}
