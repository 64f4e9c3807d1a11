//! The worker nodes of a cluster (`console.md`, section 12).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::{Select, TextInput};
use crate::carbon::table::DataTable;
use crate::pages::kubernetes::cluster::head::{ClusterHead, ClusterTab, cluster_href};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Barrier, Choice, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkersView {
    /// The top.
    pub head: ClusterHead,
    /// The workers.
    pub table: TableView,
    /// Why the persona can't change any of them.
    pub change: Option<Barrier>,
    /// Whether workers can be added one by one: not on VPC.
    pub classic: bool,
    /// Why the persona can't add any.
    pub add: Option<Barrier>,
    /// The worker pools.
    pub pools: Vec<Choice>,
    /// The workers that the first pool has in each zone.
    pub size: u32,
    /// Why pools can't be resized.
    pub resize: Option<Barrier>,
}

/// The workers of a cluster, as `query` wants them.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/workers", input = GetUrl, output = Json)]
pub async fn workers(id: String, query: TableQuery) -> Result<WorkersView, Problem> {
    server::workers(&id, &query)
}

/// Does `change` to a worker: `update`, `reload`, `reboot`, `replace` or `remove`.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/workers/change")]
pub async fn change_worker(
    cluster: String,
    worker: String,
    change: String,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::change(&visit, &cluster, &worker, &change).await)
}

/// Orders workers.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/workers/add")]
pub async fn add_workers(cluster: String, count: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::add(&visit, &cluster, &count).await)
}

/// Gives a worker pool another size.
#[server(prefix = "/api", endpoint = "kubernetes/clusters/pools/resize")]
pub async fn resize_pool(cluster: String, pool: String, size: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::resize(&visit, &cluster, &pool, &size).await)
}

/// The worker nodes of a cluster.
#[component]
pub fn WorkersPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let data = load(
        move || (id.get(), query.get()),
        |(id, query)| workers(id, query),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: WorkersView) -> impl IntoView {
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let (id, change) = (view.head.id.clone(), view.change);
    let add = view.classic.then(|| add_form(id.clone(), view.add));
    let resize = resize_form(id.clone(), view.pools, view.size, view.resize);
    view! {
        <ClusterTab head=view.head current="Worker nodes">
            <DataTable label="Worker nodes" table=view.table />
            <div class="credlab-columns credlab-below">{add} {resize}</div>
        </ClusterTab>
        {move || change_dialog(id.clone(), &dialog.get(), key.get(), change.clone())}
    }
}

fn add_form(id: String, disabled: Option<Barrier>) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="add-workers">
            <h2 id="add-workers">"Add worker nodes"</h2>
            <PostForm action="/api/kubernetes/clusters/workers/add">
                <input type="hidden" name="cluster" value=id />
                <TextInput
                    name="count"
                    label="Number of worker nodes"
                    kind="number"
                    value="1"
                    help="They are ordered with the credentials of the cluster's region and resource group, not with yours."
                    required=true
                />
                <Submit label="Add" disabled=disabled />
            </PostForm>
        </section>
    }
    .into_any()
}

fn resize_form(id: String, pools: Vec<Choice>, size: u32, disabled: Option<Barrier>) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="resize-pool">
            <h2 id="resize-pool">"Resize worker pool"</h2>
            <PostForm action="/api/kubernetes/clusters/pools/resize">
                <input type="hidden" name="cluster" value=id />
                <Select name="pool" label="Worker pool" options=pools />
                <TextInput
                    name="size"
                    label="Worker nodes per zone"
                    kind="number"
                    value=size.to_string()
                    required=true
                />
                <Submit label="Resize" disabled=disabled />
            </PostForm>
        </section>
    }
    .into_any()
}

fn change_dialog(
    id: String,
    change: &str,
    worker: String,
    disabled: Option<Barrier>,
) -> Option<AnyView> {
    let (title, text, submit, change) = match change {
        "update" => (
            "Update worker node?",
            "It is installed anew with the version of the master, or on VPC replaced by a new one; what is stored on it is lost.",
            "Update",
            "update",
        ),
        "replace" => (
            "Replace worker node?",
            "It is cancelled, and a new one of the same flavor is ordered in its place.",
            "Replace",
            "replace",
        ),
        "remove" => (
            "Remove worker node?",
            "It is cancelled with everything that is stored on it.",
            "Remove",
            "remove",
        ),
        _ => return None,
    };
    let close = cluster_href(&id, "/nodes");
    Some(
        view! {
            <Dialog title=title close=close.clone()>
                <PostForm action="/api/kubernetes/clusters/workers/change">
                    <p>
                        <code class="credlab-code">{worker.clone()}</code>
                    </p>
                    <p>{text}</p>
                    <input type="hidden" name="cluster" value=id />
                    <input type="hidden" name="worker" value=worker />
                    <input type="hidden" name="change" value=change />
                    <DialogButtons close=close submit=submit danger=true disabled=disabled />
                </PostForm>
            </Dialog>
        }
        .into_any(),
    )
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::id::WorkerId;
    use credlab_model::kubernetes::version::upstream;
    use credlab_model::kubernetes::worker::Worker;
    use credlab_model::kubernetes::{Cluster, Command};
    use credlab_model::refusal::{Noun, RefusalKind};
    use credlab_model::region::Provider;

    use super::WorkersView;
    use crate::backend::table::table;
    use crate::backend::{Visit, given, visit};
    use crate::pages::kubernetes::cluster::head::{cluster_href, cluster_of, head_of, state_kind};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Barrier, Cell, Choice, Notice, Problem, TagKind};

    const COLUMNS: [&str; 9] = [
        "ID",
        "State",
        "Status",
        "Version",
        "Zone",
        "Flavor",
        "Private IP",
        "Public IP",
        "Worker pool",
    ];

    pub fn workers(id: &str, query: &TableQuery) -> Result<WorkersView, Problem> {
        let visit = visit()?;
        let cluster = cluster_of(&visit, id)?;
        // All changes of a worker take the same role.
        let any = cluster.workers.keys().next();
        let change = any.map(|worker| Change::Reboot.command(cluster, worker.clone()));
        let change = change.and_then(|command| visit.forbidden(command));
        let table = table(
            query,
            &COLUMNS,
            "There is no such worker node.",
            cluster.workers.values(),
            |worker| cells(&visit, cluster, worker),
            |worker| actions(cluster, worker, &change),
        );
        let pool = cluster.pools.first();
        let size = pool.map_or(1, |pool| pool.size_per_zone);
        let resize = pool.map(|pool| Command::ResizePool {
            cluster: cluster.id.clone(),
            pool: pool.id.clone(),
            size: size.max(1),
        });
        let add = Command::AddWorkers {
            cluster: cluster.id.clone(),
            count: 1,
            flavor: None,
        };
        let pools = cluster.pools.iter().map(|pool| {
            let label = format!(
                "{} ({}, {} per zone)",
                pool.name, pool.flavor, pool.size_per_zone
            );
            Choice::new(pool.id.as_str(), label)
        });
        Ok(WorkersView {
            head: head_of(&visit, cluster),
            table,
            change: change.clone(),
            classic: cluster.provider == Provider::Classic,
            add: visit.forbidden(add),
            pools: pools.collect(),
            size,
            resize: resize.and_then(|resize| visit.forbidden(resize)),
        })
    }

    fn cells(visit: &Visit, cluster: &Cluster, worker: &Worker) -> Vec<Cell> {
        let health = cluster.worker_health(&visit.account, worker, visit.now);
        let joined = worker.has_joined(visit.now);
        let address = |ip: Option<&str>| {
            let known = ip.filter(|_| joined);
            Cell::text(known.unwrap_or("-"))
        };
        let pool = cluster.pools.iter().find(|pool| pool.id == worker.pool);
        vec![
            Cell::Code(worker.id.to_string()),
            Cell::Status(state_kind(health.state), health.state.into()),
            Cell::text(health.status),
            version(cluster, worker),
            Cell::text(worker.zone.as_str()),
            Cell::text(worker.flavor.as_str()),
            address(Some(&worker.private_ip)),
            address(worker.public_ip.as_deref()),
            Cell::text(pool.map_or("-", |pool| pool.name.as_str())),
        ]
    }

    /// The version, marked if it is older than the master's.
    fn version(cluster: &Cluster, worker: &Worker) -> Cell {
        let own = upstream(&worker.version);
        match worker.version == cluster.version {
            true => Cell::text(own),
            false => Cell::Status(TagKind::Warning, own.to_string()),
        }
    }

    fn actions(cluster: &Cluster, worker: &Worker, reason: &Option<Barrier>) -> Vec<ActionView> {
        let send = |label: &str, change: &str| {
            let fields = [
                ("cluster", cluster.id.to_string()),
                ("worker", worker.id.to_string()),
                ("change", change.to_string()),
            ];
            ActionView::send(label, "/api/kubernetes/clusters/workers/change", fields)
                .unless(reason.clone())
        };
        let open = |label: &str, change: &str| {
            let href = format!("/nodes?dialog={change}&key={}", worker.id);
            ActionView::open(label, cluster_href(cluster.id.as_str(), &href))
                .unless(reason.clone())
                .dangerous()
        };
        let mut actions = Vec::new();
        if cluster.provider == Provider::Classic {
            actions.push(send("Reload", "reload"));
        }
        actions.push(send("Reboot", "reboot"));
        if worker.version != cluster.version {
            actions.push(open("Update", "update"));
        }
        actions.push(open("Replace", "replace"));
        actions.push(open("Remove", "remove"));
        actions
    }

    /// What is done to a worker.
    #[derive(Clone, Copy)]
    enum Change {
        Update,
        Reload,
        Reboot,
        Replace,
        Remove,
    }

    impl Change {
        fn called(text: &str) -> Option<Change> {
            Some(match text {
                "update" => Change::Update,
                "reload" => Change::Reload,
                "reboot" => Change::Reboot,
                "replace" => Change::Replace,
                "remove" => Change::Remove,
                _ => return None,
            })
        }

        fn command(self, cluster: &Cluster, worker: WorkerId) -> Command {
            let provider = cluster.provider;
            let (cluster, workers) = (cluster.id.clone(), vec![worker]);
            match self {
                Change::Update if provider == Provider::Classic => {
                    Command::UpdateWorkers { cluster, workers }
                }
                Change::Update => Command::ReplaceWorkers {
                    cluster,
                    workers,
                    update: true,
                },
                Change::Reload => Command::ReloadWorkers { cluster, workers },
                Change::Reboot => Command::RebootWorkers { cluster, workers },
                Change::Replace => Command::ReplaceWorkers {
                    cluster,
                    workers,
                    update: false,
                },
                Change::Remove => Command::RemoveWorkers { cluster, workers },
            }
        }

        /// What is said when it was done.
        fn done(self) -> &'static str {
            match self {
                Change::Update => "is being updated",
                Change::Reload => "is being reloaded",
                Change::Reboot => "is being rebooted",
                Change::Replace => "is being replaced",
                Change::Remove => "is cancelled",
            }
        }
    }

    pub async fn change(
        visit: &Visit,
        cluster: &str,
        worker: &str,
        change: &str,
    ) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let worker: WorkerId = given(worker, Noun::Worker)?;
        let change = Change::called(change).ok_or_else(|| {
            invalid(
                "change",
                "must be update, reload, reboot, replace or remove",
            )
        })?;
        visit
            .perform(change.command(cluster, worker.clone()))
            .await?;
        let notice = Notice::success(format!("Worker node {worker} {}", change.done()));
        Ok(notice.then(cluster_href(cluster.id.as_str(), "/nodes")))
    }

    pub async fn add(visit: &Visit, cluster: &str, count: &str) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let count = number("number of workers", count)?;
        let add = Command::AddWorkers {
            cluster: cluster.id.clone(),
            count,
            flavor: None,
        };
        visit.perform(add).await?;
        let nodes = nodes(count);
        Ok(Notice::success(format!(
            "{nodes} ordered for {}",
            cluster.name
        )))
    }

    pub async fn resize(
        visit: &Visit,
        cluster: &str,
        pool: &str,
        size: &str,
    ) -> Result<Notice, Notice> {
        let cluster = visit.account.cluster_called(cluster)?;
        let pool = cluster.pool_called(pool)?;
        let size = number("worker nodes per zone", size)?;
        let resize = Command::ResizePool {
            cluster: cluster.id.clone(),
            pool: pool.id.clone(),
            size,
        };
        visit.perform(resize).await?;
        let title = format!(
            "Worker pool {} is resized to {} per zone",
            pool.name,
            nodes(size)
        );
        Ok(Notice::success(title))
    }

    fn nodes(count: u32) -> String {
        match count {
            1 => "1 worker node".into(),
            _ => format!("{count} worker nodes"),
        }
    }

    #[expect(clippy::result_large_err, reason = "a form is refused once a request")]
    fn number(field: &'static str, text: &str) -> Result<u32, Notice> {
        let number = text.trim().parse();
        number.map_err(|_| invalid(field, "must be a whole number"))
    }

    fn invalid(field: &'static str, problem: &str) -> Notice {
        let problem = problem.into();
        RefusalKind::InvalidField { field, problem }
            .refusal()
            .into()
    }
}
