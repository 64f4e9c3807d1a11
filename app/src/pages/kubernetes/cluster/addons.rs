//! The add-ons of a cluster, and whose pods hold an API key.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::notification::Note;
use crate::carbon::table::DataTable;
use crate::pages::kubernetes::cluster::head::{ClusterHead, ClusterTab};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_path_part;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOnsView {
    /// The top.
    pub head: ClusterHead,
    /// What is wrong with add-ons, and what to do.
    pub warnings: Vec<Notice>,
    /// The add-ons that are enabled.
    pub table: TableView,
    /// Those that can be enabled.
    pub offered: Vec<Choice>,
    /// Why none can be enabled.
    pub disabled: Option<Barrier>,
}

/// The add-ons of a cluster.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/addons", input = GetUrl, output = Json)]
pub async fn addons(id: String) -> Result<AddOnsView, Problem> {
    server::addons(&id)
}

/// Enables an add-on.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/addons/enable")]
pub async fn enable_addon(cluster: String, name: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::enable(&visit, &cluster, name).await)
}

/// Disables an add-on.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/addons/disable")]
pub async fn disable_addon(cluster: String, name: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::disable(&visit, &cluster, name).await)
}

/// Deletes a pod, which its controller makes again.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pods/delete")]
pub async fn delete_pod(cluster: String, pod: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete_pod(&visit, &cluster, pod).await)
}

/// The add-ons of a cluster.
#[component]
pub fn AddOnsPage() -> impl IntoView {
    let id = use_path_part("id");
    let data = load(move || id.get(), addons);
    view! { <Load data=data view=page /> }
}

fn page(view: AddOnsView) -> impl IntoView {
    let id = view.head.id.clone();
    let warnings = view
        .warnings
        .into_iter()
        .map(|notice| view! { <Note notice=notice /> });
    let enable = (!view.offered.is_empty())
        .then(|| {
            view! {
                <section class="credlab-section credlab-below" aria-labelledby="enable">
                    <h2 id="enable">"Enable add-on"</h2>
                    <PostForm action="/api/kubernetes/clusters/addons/enable">
                        <div class="credlab-form">
                            <input type="hidden" name="cluster" value=id />
                            <Select name="name" label="Add-on" options=view.offered />
                            <div class="credlab-buttons">
                                <Submit label="Enable" disabled=view.disabled />
                            </div>
                        </div>
                    </PostForm>
                </section>
            }
        })
        .views();
    view! {
        <ClusterTab head=view.head current="Add-ons">
            {warnings.views()}
            <DataTable label="Add-ons" table=view.table />
            {enable}
        </ClusterTab>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::kubernetes::addon::{self, AddOn};
    use credlab_model::kubernetes::{Cluster, Command};

    use super::AddOnsView;
    use crate::backend::moment::minute;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::pages::kubernetes::cluster::head::{cluster_of, head_of};
    use crate::pages::kubernetes::cluster::warnings::stale_addons;
    use crate::view::{ActionView, Cell, Choice, Notice, Problem, RowView, TagKind};

    pub fn addons(id: &str) -> Result<AddOnsView, Problem> {
        let visit = visit()?;
        let cluster = cluster_of(&visit, id)?;
        let offered: Vec<Choice> = addon::offered(cluster)
            .filter(|offer| !cluster.addons.contains_key(offer.name))
            .map(|offer| Choice::new(offer.name, format!("{} {}", offer.name, offer.default)))
            .collect();
        let disabled = offered.first().and_then(|choice| {
            visit.forbidden(Command::EnableAddOn {
                cluster: cluster.id.clone(),
                name: choice.value.clone(),
                version: None,
            })
        });
        let rows = cluster.addons.values();
        let rows = rows.map(|addon| row(&visit, cluster, addon)).collect();
        Ok(AddOnsView {
            head: head_of(&visit, cluster),
            warnings: stale_addons(&visit.account, cluster),
            table: short_table(
                &["Name", "Version", "Health", "Controller pod", "Pod started"],
                "No add-on is enabled.",
                rows,
            ),
            offered,
            disabled,
        })
    }

    fn row(visit: &Visit, cluster: &Cluster, addon: &AddOn) -> RowView {
        let health = match addon.is_stale(&visit.account, cluster) {
            true => Cell::Status(TagKind::Warning, "Uses a replaced API key".into()),
            false => Cell::Status(TagKind::Good, "Normal".into()),
        };
        let controller = addon.controller.as_ref();
        let (pod, started) = match controller {
            Some(controller) => (
                Cell::Code(controller.pod.clone()),
                Cell::text(minute(controller.started_at)),
            ),
            None => (Cell::text("None that holds the API key"), Cell::text("-")),
        };
        RowView {
            name: addon.name.clone(),
            cells: vec![
                Cell::text(addon.name.as_str()),
                Cell::text(addon.version.as_str()),
                health,
                pod,
                started,
            ],
            actions: actions(visit, cluster, addon),
        }
    }

    fn actions(visit: &Visit, cluster: &Cluster, addon: &AddOn) -> Vec<ActionView> {
        let id = || cluster.id.clone();
        let mut actions = Vec::new();
        if let Some(controller) = &addon.controller {
            let delete = Command::DeletePod {
                cluster: id(),
                pod: controller.pod.clone(),
            };
            let fields = [
                ("cluster", cluster.id.to_string()),
                ("pod", controller.pod.clone()),
            ];
            let path = "/api/kubernetes/clusters/pods/delete";
            actions.push(
                ActionView::send("Re-create pod", path, fields).unless(visit.forbidden(delete)),
            );
        }
        let disable = Command::DisableAddOn {
            cluster: id(),
            name: addon.name.clone(),
        };
        let fields = [
            ("cluster", cluster.id.to_string()),
            ("name", addon.name.clone()),
        ];
        actions.push(
            ActionView::send("Disable", "/api/kubernetes/clusters/addons/disable", fields)
                .unless(visit.forbidden(disable))
                .dangerous(),
        );
        actions
    }

    pub async fn enable(visit: &Visit, cluster: &str, name: String) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let done = Notice::success(format!("Add-on {name} is enabled in {}", cluster.name));
        let enable = Command::EnableAddOn {
            cluster: cluster.id.clone(),
            name,
            version: None,
        };
        visit.perform(enable).await?;
        Ok(done)
    }

    pub async fn disable(visit: &Visit, cluster: &str, name: String) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let done = Notice::success(format!("Add-on {name} is disabled in {}", cluster.name));
        let disable = Command::DisableAddOn {
            cluster: cluster.id.clone(),
            name,
        };
        visit.perform(disable).await?;
        Ok(done)
    }

    pub async fn delete_pod(visit: &Visit, cluster: &str, pod: String) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let done = Notice::success(format!("Pod {pod} is deleted")).with_text(
            "Its controller makes a new one, which takes over the API key that is stored now.",
        );
        let delete = Command::DeletePod {
            cluster: cluster.id.clone(),
            pod,
        };
        visit.perform(delete).await?;
        Ok(done)
    }
}
