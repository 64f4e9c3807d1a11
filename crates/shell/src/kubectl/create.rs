//! `kubectl create clusterrolebinding`: a role inside the cluster by hand (R122).

use credlab_model::kubernetes::{ClusterRole, Command};
use credlab_model::refusal::{RefusalKind, shorten};

use crate::kubectl::resource::Resource;
use crate::kubectl::{Attempt, Connection};
use crate::run::{Outcome, Run, Stop};

commands! {
    pub(crate) enum Create {
        /// Create a cluster role binding for a cluster role
        #[command(name = "clusterrolebinding")]
        ClusterRoleBinding(Bind),
    }
}

/// `kubectl create clusterrolebinding NAME --clusterrole=ROLE --user=USER`.
#[derive(Debug, clap::Args)]
pub(crate) struct Bind {
    #[arg(value_name = "NAME")]
    name: String,
    /// The role: view, edit or cluster-admin
    #[arg(long, value_name = "ROLE")]
    clusterrole: String,
    /// The user: IAM#user@example.com
    #[arg(long, value_name = "USER")]
    user: String,
}

impl Bind {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let connection = Connection::of(run)?;
        let resource = Resource::ClusterRoleBindings;
        let attempt = Attempt {
            verb: "create",
            resource: resource.name(),
            group: resource.group(),
            name: None,
            namespace: None,
        };
        let role: ClusterRole = self.clusterrole.parse().map_err(|_| {
            let name = shorten(&self.clusterrole);
            let kind = "clusterroles.rbac.authorization.k8s.io";
            Stop::Failed(format!(
                "Error from server (NotFound): {kind} \"{name}\" not found"
            ))
        })?;
        let user = self.user.strip_prefix("IAM#").unwrap_or(&self.user);
        let command = Command::Bind {
            cluster: connection.cluster.clone(),
            binding: self.name.clone(),
            role,
            user: user.into(),
        };
        match run.execute(&connection.actor, command) {
            Ok(_) => {
                let kind = "clusterrolebinding.rbac.authorization.k8s.io";
                run.out.line(format!("{kind}/{} created", self.name));
                Ok(())
            }
            Err(Stop::Refused(refusal)) => Err(match &refusal.kind {
                RefusalKind::AlreadyExists { name, .. } => Stop::Failed(format!(
                    "Error from server (AlreadyExists): {} \"{name}\" already exists",
                    resource.full_name()
                )),
                RefusalKind::InvalidField { .. } => {
                    Stop::Failed(format!("error: {}", refusal.sentence()))
                }
                _ => connection.refused(run, *refusal, &attempt),
            }),
            Err(other) => Err(other),
        }
    }
}
