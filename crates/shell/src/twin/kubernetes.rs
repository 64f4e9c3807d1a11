//! Clusters, and the credentials that they use.

use credlab_model::Account;
use credlab_model::credentials;
use credlab_model::id::{ClusterId, WorkerId, WorkerPoolId};
use credlab_model::kubernetes::{Command, NewCluster, PoolChange, Read};
use credlab_model::region::{Provider, Region};

use super::{Line, Lines, SECRET, several};

/// What stands for a root key, which the command does not name.
const ROOT_KEY: &str = "ROOT_KEY";

pub(super) fn of_credentials(account: &Account, command: &credentials::Command) -> Lines {
    use credentials::Command::*;
    let at = |command: &str, region: &Region| {
        Line::of(&format!("ibmcloud ks {command}")).flag("--region", region.as_str())
    };
    match command {
        ResetKey { region, group } => at("api-key reset", region).in_group(account, group.as_ref()),
        SetManual {
            region,
            group,
            username,
            ..
        } => at("credential set classic", region)
            .flag("--infrastructure-username", username)
            .flag("--infrastructure-api-key", SECRET)
            .in_group(account, group.as_ref()),
        UnsetManual { region, group } => {
            at("credential unset", region).in_group(account, group.as_ref())
        }
        GetManual { region, group } => {
            at("credential get", region).in_group(account, group.as_ref())
        }
        CheckPermissions { region, group } => {
            at("infra-permissions get", region).in_group(account, group.as_ref())
        }
        GetVlanSpanning { region } => at("vlan spanning get", region).alone(),
    }
}

pub(super) fn lines(account: &Account, command: &Command) -> Lines {
    let name = |id: &ClusterId| Some(account.cluster(id).ok()?.name.clone());
    let at = |command: &str, id: &ClusterId| {
        Some(Line::of(&format!("ibmcloud ks {command}")).flag("--cluster", name(id)?))
    };
    let pool = |id: &ClusterId, pool: &WorkerPoolId| {
        let cluster = account.cluster(id).ok()?;
        Some(cluster.pool(pool).ok()?.name.clone())
    };
    let each = |command: &str, cluster: &ClusterId, workers: &[WorkerId]| {
        let line = at(command, cluster)?;
        let line = workers
            .iter()
            .fold(line, |line, id| line.flag("--worker", id.as_str()));
        Some(line.switch("-f", true))
    };
    let line = match command {
        Command::Create(new) => return create(account, new),
        Command::Delete { cluster } => at("cluster rm", cluster)?.switch("-f", true),
        Command::RefreshMaster { cluster } => at("cluster master refresh", cluster)?,
        Command::AddWorkers {
            cluster,
            count,
            flavor,
        } => at("worker add", cluster)?
            .flag("--workers", count.to_string())
            .option("--flavor", flavor.as_ref()),
        Command::ResizePool {
            cluster,
            pool: id,
            size,
        } => at("worker-pool resize", cluster)?
            .flag("--worker-pool", pool(cluster, id)?)
            .flag("--size-per-zone", size.to_string()),
        Command::EnablePrivateEndpoint { cluster } => {
            at("cluster master private-service-endpoint enable", cluster)?.switch("-f", true)
        }
        Command::CreatePool {
            cluster,
            name,
            flavor,
            size,
            labels,
        } => {
            let provider = account.cluster(cluster).ok()?.provider.as_str();
            let line = at(&format!("worker-pool create {provider}"), cluster)?
                .flag("--name", name)
                .flag("--flavor", flavor)
                .flag("--size-per-zone", size.to_string());
            labels.iter().fold(line, |line, (key, value)| {
                line.flag("--label", format!("{key}={value}"))
            })
        }
        Command::EditPool {
            cluster,
            pool: id,
            change,
        } => {
            let which = |command: &str| {
                Some(at(command, cluster)?.flag("--worker-pool", pool(cluster, id)?))
            };
            let line = match change {
                PoolChange::Labels(labels) if labels.is_empty() => which("worker-pool label rm")?,
                PoolChange::Labels(labels) => labels
                    .iter()
                    .fold(which("worker-pool label set")?, |line, (key, value)| {
                        line.flag("--label", format!("{key}={value}"))
                    }),
                PoolChange::Taints(taints) if taints.is_empty() => which("worker-pool taint rm")?,
                PoolChange::Taints(taints) => taints
                    .iter()
                    .fold(which("worker-pool taint set")?, |line, taint| {
                        line.flag("--taint", taint.to_string())
                    }),
            };
            line.switch("-f", true)
        }
        Command::SetNetwork {
            cluster,
            zone,
            pools,
            vlans: [private, public],
        } => {
            let line = at("zone network-set", cluster)?.flag("--zone", zone);
            let line = in_pools(account, cluster, line, pools)?
                .flag("--private-vlan", (*private)?.to_string())
                .option("--public-vlan", public.map(|vlan| vlan.to_string()))
                .switch("--private-only", public.is_none());
            line.switch("-f", true)
        }
        Command::UpdateMaster { cluster, version } => at("cluster master update", cluster)?
            .option("--version", version.as_ref())
            .switch("-f", true),
        Command::UpdateWorkers { cluster, workers } => each("worker update", cluster, workers)?,
        Command::ApplyPullSecret { cluster } => {
            at("cluster pull-secret apply", cluster)?.switch("-f", true)
        }
        Command::UpdateAddOn {
            cluster,
            name,
            version,
        } => at(&format!("cluster addon update {name}"), cluster)?
            .option("--version", version.as_ref())
            .switch("-f", true),
        Command::RemovePool { cluster, pool: id } => at("worker-pool rm", cluster)?
            .flag("--worker-pool", pool(cluster, id)?)
            .switch("-f", true),
        Command::RebalancePool { cluster, pool: id } => {
            at("worker-pool rebalance", cluster)?.flag("--worker-pool", pool(cluster, id)?)
        }
        Command::AddZone {
            cluster,
            zone,
            subnet,
            pools,
        } => {
            let provider = account.cluster(cluster).ok()?.provider;
            let line = at(&format!("zone add {}", provider.as_str()), cluster)?
                .flag("--zone", zone)
                .option("--subnet-id", subnet.as_ref());
            in_pools(account, cluster, line, pools)?
        }
        Command::RemoveZone {
            cluster,
            zone,
            pools,
        } => {
            let line = at("zone rm", cluster)?.flag("--zone", zone);
            in_pools(account, cluster, line, pools)?.switch("-f", true)
        }
        Command::ReloadWorkers { cluster, workers } => each("worker reload", cluster, workers)?,
        Command::RebootWorkers { cluster, workers } => each("worker reboot", cluster, workers)?,
        Command::ReplaceWorkers {
            cluster,
            workers,
            update,
        } => each("worker replace", cluster, workers)?.switch("--update", *update),
        Command::RemoveWorkers { cluster, workers } => each("worker rm", cluster, workers)?,
        Command::EnableAddOn {
            cluster,
            name,
            version,
        } => at(&format!("cluster addon enable {name}"), cluster)?
            .option("--version", version.as_ref()),
        Command::DisableAddOn { cluster, name } => {
            at(&format!("cluster addon disable {name}"), cluster)?.switch("-f", true)
        }
        Command::DeletePod { cluster, pod } => {
            return in_cluster(
                at("cluster config", cluster)?,
                Line::of("kubectl delete pod")
                    .word(pod)
                    .flag("-n", "kube-system"),
            );
        }
        Command::Bind {
            cluster,
            binding,
            role,
            user,
        } => {
            return in_cluster(
                at("cluster config", cluster)?,
                Line::of("kubectl create clusterrolebinding")
                    .word(binding)
                    .flag("--clusterrole", role.as_str())
                    .flag("--user", user),
            );
        }
        Command::Unbind { cluster, binding } => {
            return in_cluster(
                at("cluster config", cluster)?,
                Line::of("kubectl delete clusterrolebinding").word(binding),
            );
        }
        Command::Read { cluster, what } => match what {
            Read::Cluster => at("cluster get", cluster)?,
            Read::KeyOwner => at("api-key info", cluster)?,
            Read::Config => at("cluster config", cluster)?,
            Read::AdminConfig => at("cluster config", cluster)?.switch("--admin", true),
            Read::Workers => at("worker ls", cluster)?,
            Read::WorkerPools => at("worker-pool ls", cluster)?,
            Read::AddOns => at("cluster addon ls", cluster)?,
            Read::Pods => {
                let pods = Line::of("kubectl get pods").flag("-n", "kube-system");
                return in_cluster(at("cluster config", cluster)?, pods);
            }
        },
        Command::List => Line::of("ibmcloud ks cluster ls"),
        Command::EnableKms { cluster, instance } => at("kms enable", cluster)?
            .flag("--instance-id", instance)
            .flag("--crk", ROOT_KEY),
    };
    line.alone()
}

/// `kubectl` asks the cluster that was configured last.
fn in_cluster(config: Line, line: Line) -> Lines {
    several(vec![config.0, line.0])
}

fn in_pools(
    account: &Account,
    cluster: &ClusterId,
    line: Line,
    pools: &[WorkerPoolId],
) -> Option<Line> {
    let cluster = account.cluster(cluster).ok()?;
    pools.iter().try_fold(line, |line, pool| {
        Some(line.flag("--worker-pool", &cluster.pool(pool).ok()?.name))
    })
}

fn create(account: &Account, new: &NewCluster) -> Lines {
    let line = Line::of(&format!(
        "ibmcloud ks cluster create {}",
        new.provider.as_str()
    ))
    .flag("--name", &new.name)
    .flag("--zone", &new.zone)
    .flag("--flavor", &new.flavor)
    .flag("--workers", new.workers.to_string())
    .option("--version", new.version.as_ref());
    let line = match new.provider {
        Provider::Classic => line
            .switch("--private-only", new.private_only)
            .switch("--private-service-endpoint", new.private_endpoint)
            .switch("--gateway-enabled", new.gateway),
        Provider::Vpc => {
            let id = new.subnet.as_ref()?;
            let subnet = account.subnets.values().find(|subnet| subnet.id == *id)?;
            line.flag("--vpc-id", &subnet.vpc).flag("--subnet-id", id)
        }
    };
    line.in_group(account, new.group.as_ref())
}
