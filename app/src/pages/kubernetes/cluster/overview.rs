//! A cluster at a glance (`console.md`, section 12).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::notification::Note;
use crate::carbon::table::DataTable;
use crate::pages::kubernetes::cluster::head::{ClusterHead, ClusterTab, cluster_href};
use crate::pages::kubernetes::cluster::upkeep::{UpkeepSection, UpkeepView};
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{Barrier, Cell, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewView {
    /// The top.
    pub head: ClusterHead,
    /// What is wrong with the credentials, and what to do.
    pub warnings: Vec<Notice>,
    /// The cluster.
    pub facts: Vec<(String, Cell)>,
    /// The credentials that it orders infrastructure with.
    pub credentials: Vec<(String, Cell)>,
    /// Its versions and endpoints.
    pub upkeep: UpkeepView,
    /// Its health issues.
    pub issues: TableView,
    /// How many workers are cancelled with it.
    pub workers: usize,
    /// Why it can't be deleted.
    pub kept: Option<Barrier>,
}

/// A cluster at a glance.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/overview", input = GetUrl, output = Json)]
pub async fn overview(id: String) -> Result<OverviewView, Problem> {
    server::overview(&id)
}

/// Deletes a cluster and cancels its workers.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/delete")]
pub async fn delete_cluster(cluster: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete(&visit, &cluster).await)
}

/// A cluster at a glance.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let id = use_path_part("id");
    let data = load(move || id.get(), overview);
    view! { <Load data=data view=page /> }
}

fn page(view: OverviewView) -> impl IntoView {
    let dialog = use_query_value("dialog");
    let (id, name, workers, kept) = (
        view.head.id.clone(),
        view.head.name.clone(),
        view.workers,
        view.kept,
    );
    let warnings = view
        .warnings
        .into_iter()
        .map(|notice| view! { <Note notice=notice /> });
    view! {
        <ClusterTab head=view.head current="Overview">
            {warnings.views()}
            <section class="credlab-section" aria-labelledby="details">
                <h2 id="details">"Details"</h2>
                {facts(view.facts)}
            </section>
            <section class="credlab-section" aria-labelledby="credentials">
                <h2 id="credentials">"Infrastructure credentials"</h2>
                {facts(view.credentials)}
            </section>
            <UpkeepSection upkeep=view.upkeep />
            <section class="credlab-section" aria-labelledby="health">
                <h2 id="health">"Health issues"</h2>
                <DataTable label="Health issues" table=view.issues />
            </section>
        </ClusterTab>
        {move || {
            (dialog.get() == "delete").then(|| delete_dialog(id.clone(), &name, workers, kept.clone()))
        }}
    }
}

fn delete_dialog(id: String, name: &str, workers: usize, kept: Option<Barrier>) -> AnyView {
    let close = cluster_href(&id, "/overview");
    let title = format!("Delete cluster {name}?");
    let text = format!(
        "Its {workers} worker nodes are cancelled, and everything that runs in the cluster is lost. This can't be undone. The API key of the region and resource group stays."
    );
    view! {
        <Dialog title=title close=close.clone()>
            <PostForm action="/api/kubernetes/clusters/delete">
                <p>{text}</p>
                <input type="hidden" name="cluster" value=id />
                <DialogButtons close=close submit="Delete cluster" danger=true disabled=kept />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::credentials::infrastructure::key_owner;
    use credlab_model::kubernetes::{Cluster, Command};

    use super::OverviewView;
    use crate::backend::moment::minute;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::pages::kubernetes::cluster::head::{cluster_of, head_of, state_kind};
    use crate::pages::kubernetes::cluster::upkeep::upkeep_of;
    use crate::pages::kubernetes::cluster::warnings::warnings;
    use crate::pages::kubernetes::credentials::{in_force, reason, slot_href};
    use crate::view::{Cell, Notice, Problem, RowView, TableView, TagKind};

    pub fn overview(id: &str) -> Result<OverviewView, Problem> {
        let visit = visit()?;
        let cluster = cluster_of(&visit, id)?;
        let delete = Command::Delete {
            cluster: cluster.id.clone(),
        };
        Ok(OverviewView {
            head: head_of(&visit, cluster),
            warnings: warnings(&visit, cluster),
            facts: labelled(details(&visit, cluster)),
            credentials: labelled(credentials(&visit, cluster)),
            upkeep: upkeep_of(&visit, cluster),
            issues: issues(&visit, cluster),
            workers: cluster.workers.len(),
            kept: visit.forbidden(delete),
        })
    }

    fn labelled(rows: Vec<(&str, Cell)>) -> Vec<(String, Cell)> {
        rows.into_iter()
            .map(|(label, cell)| (label.to_string(), cell))
            .collect()
    }

    fn details(visit: &Visit, cluster: &Cluster) -> Vec<(&'static str, Cell)> {
        let account = &visit.account;
        let state = cluster.state(account, visit.now);
        let zones: Vec<&str> = cluster
            .pools
            .iter()
            .flat_map(|pool| pool.zones.iter().map(String::as_str))
            .collect();
        let master = match cluster.master_ready_at > visit.now {
            true => "Being deployed".to_string(),
            false => format!("Ready, last refreshed {}", minute(cluster.refreshed_at)),
        };
        let secret = match cluster.pull_secret {
            Some(_) => "Enabled in the default namespace",
            None => {
                "None: the creator had no Administrator role on Container Registry, so it could not be set up"
            }
        };
        let mut rows = vec![
            ("Cluster ID", Cell::Code(cluster.id.to_string())),
            ("State", Cell::Status(state_kind(state), state.into())),
            ("Status", Cell::text(cluster.status(account, visit.now))),
            ("Master", Cell::text(master)),
            ("Infrastructure", Cell::text(cluster.provider.label())),
            (
                "Region",
                Cell::text(format!("{} ({})", cluster.region, cluster.region.city())),
            ),
            ("Zones", Cell::text(zones.join(", "))),
            ("Created", Cell::text(minute(cluster.created_at))),
            ("Owner", Cell::text(cluster.owner.as_str())),
            (
                "Resource group",
                Cell::text(account.group_name(&cluster.group)),
            ),
            (
                "Worker nodes",
                Cell::text(cluster.workers.len().to_string()),
            ),
            ("Image pull secret", Cell::text(secret)),
        ];
        rows.extend(network(visit, cluster));
        rows
    }

    fn network(visit: &Visit, cluster: &Cluster) -> Vec<(&'static str, Cell)> {
        let subnet = cluster.subnet.as_ref();
        let subnet = subnet.and_then(|id| visit.account.subnets.get(id));
        let vlan = |id: Option<u32>| id.map(|id| Cell::text(id.to_string()));
        let rows = [
            (
                "Classic infrastructure account",
                cluster
                    .classic_account
                    .map(|number| Cell::text(number.to_string())),
            ),
            ("Private VLAN", vlan(cluster.private_vlan)),
            ("Public VLAN", vlan(cluster.public_vlan)),
            ("VPC", subnet.map(|s| Cell::text(s.vpc_name.as_str()))),
            (
                "Subnet",
                subnet.map(|s| Cell::text(format!("{} ({})", s.name, s.cidr))),
            ),
        ];
        rows.into_iter()
            .filter_map(|(label, cell)| Some((label, cell?)))
            .collect()
    }

    fn credentials(visit: &Visit, cluster: &Cluster) -> Vec<(&'static str, Cell)> {
        let (account, slot) = (&visit.account, cluster.slot());
        let mut rows = vec![(
            "Region and resource group",
            Cell::link(
                format!("{} / {}", slot.region, account.group_name(&slot.group)),
                slot_href(&slot),
            ),
        )];
        if let Some(key) = account
            .slots
            .get(&slot)
            .and_then(|state| state.key.as_ref())
        {
            rows.push(("API key owner", Cell::text(key.owner_name.as_str())));
            rows.push((
                "API key owner's email",
                Cell::text(key.owner_email.as_str()),
            ));
            rows.push(("API key stored", Cell::text(minute(key.stored_at))));
        }
        let works = match key_owner(account, &slot, visit.now) {
            Ok(_) => Cell::Status(TagKind::Good, "Works".into()),
            Err(refusal) => Cell::Status(TagKind::Bad, reason(refusal)),
        };
        rows.push(("API key", works));
        // The one sign that manual credentials are set (R70).
        if let Some(user) = cluster.infrastructure_user(account) {
            rows.push(("Infrastructure User", Cell::text(user)));
        }
        if cluster.classic_account.is_some() {
            rows.push(("In force", in_force(visit, &slot)));
        }
        rows
    }

    fn issues(visit: &Visit, cluster: &Cluster) -> TableView {
        let issues = cluster.health_issues(&visit.account, visit.now);
        let rows: Vec<RowView> = issues
            .into_iter()
            .map(|issue| {
                let kind = match issue.severity {
                    "Error" => TagKind::Bad,
                    _ => TagKind::Warning,
                };
                RowView {
                    name: issue.id.into(),
                    cells: vec![
                        Cell::Code(issue.id.into()),
                        Cell::text(issue.component),
                        Cell::Status(kind, issue.severity.into()),
                        Cell::text(issue.description),
                    ],
                    actions: Vec::new(),
                }
            })
            .collect();
        short_table(
            &["ID", "Component", "Severity", "Description"],
            "There are no health issues.",
            rows,
        )
    }

    pub async fn delete(visit: &Visit, cluster: &str) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let delete = Command::Delete {
            cluster: cluster.id.clone(),
        };
        visit.perform(delete).await?;
        Ok(
            Notice::success(format!("Cluster {} is deleted", cluster.name))
                .then("/kubernetes/clusters"),
        )
    }
}
