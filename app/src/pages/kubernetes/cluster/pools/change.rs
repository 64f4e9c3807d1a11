//! Changing worker pools and zones; on the server only.

use credlab_model::id::WorkerPoolId;
use credlab_model::kubernetes::{Cluster, Command, Labels, PoolChange, label};
use credlab_model::refusal::{Refusal, RefusalKind};

use crate::backend::Visit;
use crate::pages::kubernetes::cluster::head::cluster_href;
use crate::view::Notice;

/// Makes a pool.
pub async fn create(
    visit: &Visit,
    cluster: &str,
    name: String,
    flavor: String,
    size: &str,
) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let title = format!("Worker pool {} is created", name.trim());
    let create = Command::CreatePool {
        cluster: cluster.id.clone(),
        name,
        flavor,
        size: number("worker nodes per zone", size)?,
        labels: Labels::new(),
    };
    let notice = done(visit, cluster, create, title).await?;
    Ok(notice.with_text("Add a zone to it: without one it has no worker nodes."))
}

/// Orders what a pool's zones lack.
pub async fn rebalance(visit: &Visit, cluster: &str, pool: &str) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let pool = cluster.pool_called(pool)?;
    let rebalance = Command::RebalancePool {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
    };
    let title = format!("Worker pool {} is rebalanced", pool.name);
    done(visit, cluster, rebalance, title).await
}

/// Makes a pool's labels exactly those that were typed.
pub async fn set_labels(
    visit: &Visit,
    cluster: &str,
    pool: &str,
    typed: &str,
) -> Result<Notice, Notice> {
    let labels = PoolChange::Labels(label::labels(&words(typed))?);
    edit(visit, cluster, pool, labels, "labels").await
}

/// Makes a pool's taints exactly those that were typed.
pub async fn set_taints(
    visit: &Visit,
    cluster: &str,
    pool: &str,
    typed: &str,
) -> Result<Notice, Notice> {
    let taints = words(typed).into_iter().map(|word| word.parse());
    let taints = PoolChange::Taints(taints.collect::<Result<_, Refusal>>()?);
    edit(visit, cluster, pool, taints, "taints").await
}

async fn edit(
    visit: &Visit,
    cluster: &str,
    pool: &str,
    change: PoolChange,
    what: &str,
) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let pool = cluster.pool_called(pool)?;
    let edit = Command::EditPool {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
        change,
    };
    let title = format!("The {what} of worker pool {} are set", pool.name);
    done(visit, cluster, edit, title).await
}

/// Removes a pool.
pub async fn remove(visit: &Visit, cluster: &str, pool: &str) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let pool = cluster.pool_called(pool)?;
    let remove = Command::RemovePool {
        cluster: cluster.id.clone(),
        pool: pool.id.clone(),
    };
    let title = format!("Worker pool {} is removed", pool.name);
    done(visit, cluster, remove, title).await
}

/// Lets a pool, or all, span another zone.
pub async fn add_zone(
    visit: &Visit,
    cluster: &str,
    zone: String,
    pool: &str,
    subnet: String,
) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let pools = match pool {
        "" => Vec::<WorkerPoolId>::new(),
        pool => vec![cluster.pool_called(pool)?.id.clone()],
    };
    let title = format!("Zone {zone} is added");
    let add = Command::AddZone {
        cluster: cluster.id.clone(),
        zone,
        subnet: (!subnet.is_empty()).then_some(subnet),
        pools,
    };
    done(visit, cluster, add, title).await
}

/// Takes all pools out of a zone.
pub async fn remove_zone(visit: &Visit, cluster: &str, zone: String) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let title = format!("Zone {zone} is removed");
    let remove = Command::RemoveZone {
        cluster: cluster.id.clone(),
        zone,
        pools: Vec::new(),
    };
    done(visit, cluster, remove, title).await
}

/// Puts workers to come in a zone on other VLANs: the private one, and the public one if there is one.
pub async fn set_network(
    visit: &Visit,
    cluster: &str,
    zone: String,
    [private, public]: &[String; 2],
) -> Result<Notice, Notice> {
    let cluster = visit.account.cluster_called(cluster)?;
    let private = number("private VLAN", private)?;
    let public = match public.trim() {
        "" => None,
        public => Some(number("public VLAN", public)?),
    };
    let title = format!("The network of zone {zone} is set");
    let set = Command::SetNetwork {
        cluster: cluster.id.clone(),
        zone,
        pools: Vec::new(),
        vlans: [Some(private), public],
    };
    done(visit, cluster, set, title).await
}

/// Carries a command out, and leads back to the pools.
async fn done(
    visit: &Visit,
    cluster: &Cluster,
    command: Command,
    title: String,
) -> Result<Notice, Notice> {
    visit.perform(command).await?;
    Ok(Notice::success(title).then(cluster_href(cluster.id.as_str(), "/pools")))
}

/// What stands between commas.
fn words(typed: &str) -> Vec<String> {
    let words = typed.split(',').map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(String::from)
        .collect()
}

fn number(field: &'static str, typed: &str) -> Result<u32, Refusal> {
    typed.trim().parse().map_err(|_| {
        let problem = "must be a whole number".into();
        RefusalKind::InvalidField { field, problem }.refusal()
    })
}
