//! `ks cluster config`: from here on, `kubectl` talks to the cluster.

use credlab_model::kubernetes::{Cluster, Read};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Provider;

use super::endpoint;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

/// `ks cluster config`.
#[derive(Debug, clap::Args)]
pub(crate) struct Config {
    #[command(flatten)]
    cluster: OfCluster,
    /// Download the TLS certificates of an administrator of the cluster; takes Manager on it (inferred)
    #[arg(long)]
    admin: bool,
    /// The service endpoint to use: private or vpe
    #[arg(long, value_name = "TYPE")]
    endpoint: Option<Endpoint>,
    /// Download the Calico configuration, too
    #[arg(long, requires = "admin")]
    network: bool,
    /// Don't bring RBAC in line with IAM now: it follows by itself
    #[arg(long)]
    skip_rbac: bool,
    /// Print the configuration as YAML, and keep the current one
    #[arg(long)]
    yaml: bool,
}

/// An endpoint of the master that is not the public one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Endpoint {
    /// The private service endpoint.
    Private,
    /// The virtual private endpoint of a VPC.
    Vpe,
}

impl Config {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let what = match self.admin {
            true => Read::AdminConfig,
            false => Read::Config,
        };
        let seen = self.cluster.read(run, &actor, what)?;
        let cluster = seen.cluster()?;
        let url = match self.endpoint {
            None => Some(endpoint::master_url(cluster)),
            Some(Endpoint::Vpe) if cluster.provider == Provider::Classic => None,
            Some(Endpoint::Private | Endpoint::Vpe) => endpoint::private_url(cluster),
        };
        let Some(url) = url else {
            let reason = format!("Cluster {} has no such service endpoint.", cluster.name);
            return Err(RefusalKind::NotPossible { reason }.refusal().into());
        };
        if self.yaml {
            run.out.line(yaml(cluster, &url));
            return Ok(());
        }
        run.session.cluster = Some(cluster.id.clone());
        run.ok();
        run.out
            .marked(&format!(
                "The configuration for `{}` was downloaded successfully.",
                cluster.name
            ))
            .line("")
            .marked(&format!(
                "Added context for `{}` to the current kubeconfig file.",
                cluster.name
            ))
            .line("You can now execute 'kubectl' commands against your cluster. For example, run 'kubectl get nodes'.")
            .line("If you are accessing the cluster for the first time, 'kubectl' commands might fail for a few seconds while RBAC synchronizes.");
        Ok(())
    }
}

/// The configuration, without what would open anything.
fn yaml(cluster: &Cluster, url: &str) -> String {
    let context = format!("{}/{}", cluster.name, cluster.id);
    format!(
        "apiVersion: v1\nclusters:\n- cluster:\n    server: {url}\n  name: {context}\ncontexts:\n- context:\n    cluster: \
         {context}\n    namespace: default\n    user: iam\n  name: {context}\ncurrent-context: {context}\nkind: Config\nusers:\n- \
         name: iam\n  user:\n    auth-provider:\n      name: oidc"
    )
}
