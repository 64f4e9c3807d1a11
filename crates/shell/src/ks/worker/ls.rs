//! `ks worker ls`.

use credlab_model::kubernetes::Read;
use credlab_model::kubernetes::worker::Worker;
use credlab_model::region::Provider;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::ks::worker::view::{ClassicView, Node, VpcView};
use crate::run::{Outcome, Run};

/// `ks worker ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct Ls {
    #[command(flatten)]
    cluster: OfCluster,
    /// List only the worker nodes of this worker pool
    #[arg(short = 'p', long, value_name = "POOL")]
    worker_pool: Option<String>,
    /// Show the worker pool of each worker node
    #[arg(long)]
    show_pools: bool,
    /// Show worker nodes that were deleted, too: none are kept
    #[arg(long)]
    show_deleted: bool,
    #[command(flatten)]
    format: Format,
}

impl Ls {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::Workers)?;
        let (cluster, now) = (seen.cluster()?, run.now());
        let pool = match &self.worker_pool {
            Some(name) => Some(&cluster.pool_called(name)?.id),
            None => None,
        };
        let workers: Vec<&Worker> = cluster
            .workers
            .values()
            .filter(|worker| pool.is_none_or(|pool| worker.pool == *pool))
            .collect();
        let node = |worker: &Worker| Node::of(&seen.account, cluster, worker, now);
        if json {
            match cluster.provider {
                Provider::Classic => run.json(
                    &workers
                        .into_iter()
                        .map(|worker| ClassicView::of(cluster, node(worker), worker.kind))
                        .collect::<Vec<_>>(),
                ),
                Provider::Vpc => run.json(
                    &workers
                        .into_iter()
                        .map(|worker| VpcView::of(cluster, node(worker)))
                        .collect::<Vec<_>>(),
                ),
            }
            return Ok(());
        }
        run.ok();
        if workers.is_empty() {
            run.out.line("No worker nodes found.");
            return Ok(());
        }
        let columns = columns(cluster.provider, self.show_pools);
        let headings: Vec<&str> = columns.iter().map(|(heading, _)| *heading).collect();
        let nodes: Vec<Node> = workers.into_iter().map(node).collect();
        let rows: Vec<Vec<String>> = nodes
            .iter()
            .map(|node| columns.iter().map(|(_, cell)| cell(node)).collect())
            .collect();
        run.out.table_of(&headings, &rows);
        if nodes.iter().any(|node| node.outdated) {
            let update = match cluster.provider {
                Provider::Classic => "ibmcloud ks worker update",
                Provider::Vpc => "ibmcloud ks worker replace --update",
            };
            run.out.line("").line(format!(
                "* To update to {} version, run '{update}'. Review and make any required version changes before you update: 'https://ibm.biz/upworker'",
                cluster.version
            ));
        }
        Ok(())
    }
}

/// A heading, and what stands under it.
type Column = (&'static str, fn(&Node) -> String);

/// VPC workers have one address, classic ones two.
fn columns(provider: Provider, pools: bool) -> Vec<Column> {
    let mut columns: Vec<Column> = vec![("ID", |node| node.id.clone())];
    match provider {
        Provider::Classic => columns.extend([
            (
                "Public IP",
                (|node| node.public_ip.clone()) as fn(&Node) -> String,
            ),
            ("Private IP", |node| node.private_ip.clone()),
        ]),
        Provider::Vpc => columns.push(("Primary IP", |node| node.private_ip.clone())),
    }
    columns.push(("Flavor", |node| node.flavor.clone()));
    columns.push(("State", |node| node.state.into()));
    columns.push(("Status", |node| node.status.into()));
    if pools {
        columns.push(("Worker Pool", |node| node.pool.clone()));
    }
    columns.push(("Zone", |node| node.zone.clone()));
    columns.push(("Version", |node| {
        let mark = if node.outdated { "*" } else { "" };
        format!("{}{mark}", node.version)
    }));
    columns
}
