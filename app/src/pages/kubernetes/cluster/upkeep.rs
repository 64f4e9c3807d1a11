//! What is kept up to date in a cluster: the version of its master, and its service endpoints.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::parts::facts::facts;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Cell, Choice, Notice, Problem};

/// What the section shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpkeepView {
    /// The cluster's id.
    pub id: String,
    /// Versions and endpoints: labels and values.
    pub facts: Vec<(String, Cell)>,
    /// The versions that the master can be updated to.
    pub versions: Vec<Choice>,
    /// Why it can't be updated.
    pub no_update: Option<Barrier>,
    /// Whether a private service endpoint can be enabled for it.
    pub offers_endpoint: bool,
    /// Why not.
    pub no_endpoint: Option<Barrier>,
}

/// Updates the master of a cluster to a version such as `1.29`.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/update_master")]
pub async fn update_master(cluster: String, version: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::update_master(&visit, &cluster, version).await)
}

/// Gives the master of a classic cluster a private service endpoint.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/private_endpoint")]
pub async fn enable_private_endpoint(cluster: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::enable_private_endpoint(&visit, &cluster).await)
}

/// Versions and endpoints, and what can be done about them.
#[component]
pub fn UpkeepSection(
    /// What it shows.
    upkeep: UpkeepView,
) -> impl IntoView {
    let id = upkeep.id.clone();
    let update = (!upkeep.versions.is_empty()).then(|| {
        view! {
            <PostForm action="/api/kubernetes/clusters/update_master">
                <input type="hidden" name="cluster" value=id />
                <Select
                    name="version"
                    label="Kubernetes version"
                    options=upkeep.versions
                    help="A master goes up one version at a time, and never back. Its worker nodes are updated after it."
                />
                <Submit label="Update master" kind="tertiary" disabled=upkeep.no_update />
            </PostForm>
        }
    });
    let endpoint = upkeep.offers_endpoint.then(|| {
        view! {
            <PostForm action="/api/kubernetes/clusters/private_endpoint">
                <input type="hidden" name="cluster" value=upkeep.id />
                <p class="credlab-setting__text">
                    "With a private service endpoint the master is reached over the account's private network. It takes virtual routing and forwarding and service endpoints, which are enabled in the account settings."
                </p>
                <Submit
                    label="Enable private service endpoint"
                    kind="tertiary"
                    disabled=upkeep.no_endpoint
                />
            </PostForm>
        }
    });
    view! {
        <section class="credlab-section" aria-labelledby="upkeep">
            <h2 id="upkeep">"Versions and endpoints"</h2>
            {facts(upkeep.facts)}
            <div class="credlab-columns">{update.views()} {endpoint.views()}</div>
        </section>
    }
}

#[cfg(feature = "ssr")]
pub use server::upkeep_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::kubernetes::{Cluster, Command, version};
    use credlab_model::region::Provider;

    use super::UpkeepView;
    use crate::backend::Visit;
    use crate::view::{Cell, Choice, Notice, TagKind};

    /// Versions and endpoints of a cluster.
    pub fn upkeep_of(visit: &Visit, cluster: &Cluster) -> UpkeepView {
        let next = version::next(&cluster.version);
        let update = Command::UpdateMaster {
            cluster: cluster.id.clone(),
            version: next.map(String::from),
        };
        let enable = Command::EnablePrivateEndpoint {
            cluster: cluster.id.clone(),
        };
        UpkeepView {
            id: cluster.id.to_string(),
            facts: facts(cluster),
            versions: next
                .into_iter()
                .map(|next| Choice::new(next, version::upstream(next)))
                .collect(),
            no_update: visit.forbidden(update),
            offers_endpoint: cluster.provider == Provider::Classic && !cluster.private_endpoint,
            no_endpoint: visit.forbidden(enable),
        }
    }

    fn facts(cluster: &Cluster) -> Vec<(String, Cell)> {
        let master = match version::target(&cluster.version) {
            Some(target) => {
                let better = version::upstream(target);
                let text = format!("{}: {better} is recommended", cluster.version);
                Cell::Status(TagKind::Warning, text)
            }
            None => Cell::text(cluster.version.as_str()),
        };
        let workers = cluster.workers.values();
        let behind = workers.filter(|w| w.version != cluster.version).count();
        let workers = match behind {
            0 => Cell::Status(TagKind::Good, "As the master".into()),
            1 => Cell::Status(TagKind::Warning, "1 is older than the master".into()),
            _ => Cell::Status(
                TagKind::Warning,
                format!("{behind} are older than the master"),
            ),
        };
        // VPC has a private one by itself (R95).
        let private = match (cluster.provider, cluster.private_endpoint) {
            (Provider::Vpc, _) | (_, true) => "Enabled",
            _ => "Not enabled",
        };
        let facts = [
            ("Version of the master", master),
            ("Versions of the worker nodes", workers),
            ("Private service endpoint", Cell::text(private)),
        ];
        let facts = facts.into_iter();
        facts
            .map(|(label, cell)| (label.to_string(), cell))
            .collect()
    }

    pub async fn update_master(
        visit: &Visit,
        cluster: &str,
        version: String,
    ) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let update = Command::UpdateMaster {
            cluster: cluster.id.clone(),
            version: Some(version),
        };
        let done = visit.perform(update).await?;
        let now = done.account.clusters.get(&cluster.id);
        let now = now.map_or("", |cluster| version::upstream(&cluster.version));
        let title = format!("The master of {} has version {now}", cluster.name);
        let text = "Update its worker nodes next: until then they stay as old as they are.";
        Ok(Notice::success(title).with_text(text))
    }

    pub async fn enable_private_endpoint(visit: &Visit, cluster: &str) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let enable = Command::EnablePrivateEndpoint {
            cluster: cluster.id.clone(),
        };
        visit.perform(enable).await?;
        let title = format!("{} has a private service endpoint", cluster.name);
        Ok(Notice::success(title))
    }
}
