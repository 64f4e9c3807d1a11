//! The top of a cluster's page, the same on every tab.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::tabs::Tabs;
use crate::view::{ActionView, Crumb, Notice, Problem, TagView};

/// What the top of a cluster's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterHead {
    /// The id in addresses and forms.
    pub id: String,
    /// The name.
    pub name: String,
    /// The state and the infrastructure.
    pub tags: Vec<TagView>,
    /// The page's buttons.
    pub actions: Vec<ActionView>,
}

/// The address of a tab of a cluster's page: `cluster_href(id, "/overview")`.
pub fn cluster_href(id: &str, tab: &str) -> String {
    format!("/kubernetes/clusters/{id}{tab}")
}

/// Restarts the master of a cluster.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/refresh_master")]
pub async fn refresh_master(cluster: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::refresh_master(&visit, &cluster).await)
}

/// A tab of a cluster's page, below the top that all tabs share.
#[component]
pub fn ClusterTab(
    /// The top.
    head: ClusterHead,
    /// The label of this tab.
    current: &'static str,
    /// The tab.
    children: Children,
) -> impl IntoView {
    let href = |tab| cluster_href(&head.id, tab);
    let tabs = vec![
        ("Overview", href("/overview")),
        ("Worker nodes", href("/nodes")),
        ("Worker pools", href("/pools")),
        ("Add-ons", href("/add-ons")),
    ];
    let crumbs = vec![Crumb::link("Clusters", "/kubernetes/clusters")];
    view! {
        <PageHeader crumbs=crumbs title=head.name tags=head.tags actions=head.actions />
        <Tabs label="Tabs of the cluster" tabs=tabs current=current />
        {children()}
    }
}

#[cfg(feature = "ssr")]
pub use server::{cluster_of, head_of, state_kind};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::id::ClusterId;
    use credlab_model::kubernetes::{Cluster, Command, Gate, require};

    use super::{ClusterHead, cluster_href};
    use crate::backend::{Visit, missing, parsed};
    use crate::pages::kubernetes::credentials::slot_href;
    use crate::view::{ActionView, Notice, Problem, TagKind, TagView};

    /// The cluster that a page's address names, if the persona may look at it.
    pub fn cluster_of<'a>(visit: &'a Visit, id: &str) -> Result<&'a Cluster, Problem> {
        let id: ClusterId = parsed(id, "Cluster")?;
        let cluster = visit.account.clusters.get(&id);
        let cluster = cluster.ok_or_else(|| missing("Cluster"))?;
        require(
            &visit.account,
            &visit.actor(),
            cluster,
            Gate::Read,
            visit.now,
        )?;
        Ok(cluster)
    }

    /// The top of a cluster's page.
    pub fn head_of(visit: &Visit, cluster: &Cluster) -> ClusterHead {
        let (id, key) = (cluster.id.to_string(), cluster.id.clone());
        let state = cluster.state(&visit.account, visit.now);
        let refresh = Command::RefreshMaster {
            cluster: key.clone(),
        };
        let of = [("cluster", id.clone())];
        let refresh = ActionView::send(
            "Refresh master",
            "/api/kubernetes/clusters/refresh_master",
            of,
        )
        .unless(visit.forbidden(refresh));
        let delete = ActionView::open(
            "Delete cluster",
            cluster_href(&id, "/overview?dialog=delete"),
        )
        .unless(visit.forbidden(Command::Delete { cluster: key }))
        .dangerous();
        let credentials = ActionView::open("Cluster credentials", slot_href(&cluster.slot()));
        ClusterHead {
            id,
            name: cluster.name.clone(),
            tags: vec![
                TagView::new(state_kind(state), state),
                TagView::new(TagKind::Neutral, cluster.provider.label()),
            ],
            actions: vec![refresh, credentials, delete],
        }
    }

    /// What a state of a cluster or a worker means.
    pub fn state_kind(state: &str) -> TagKind {
        match state {
            "normal" => TagKind::Good,
            "warning" => TagKind::Warning,
            "critical" => TagKind::Bad,
            _ => TagKind::Info,
        }
    }

    pub async fn refresh_master(visit: &Visit, cluster: &str) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let refresh = Command::RefreshMaster {
            cluster: cluster.id.clone(),
        };
        visit.perform(refresh).await?;
        let title = format!("The master of {} is refreshed", cluster.name);
        Ok(Notice::success(title)
            .with_text("It uses the API key that is stored for the region and resource group now."))
    }
}
