//! `kubectl delete`: of pods, whose controllers make them again with the key that is stored now (R26, R27), and of role
//! bindings that were made by hand (R122).

use credlab_model::kubernetes::{Command, Gate, require};
use credlab_model::refusal::{Noun, RefusalKind};

use crate::kubectl::pod::Pod;
use crate::kubectl::resource::Resource;
use crate::kubectl::{Attempt, Connection, KUBE_SYSTEM, not_found};
use crate::run::{Outcome, Run, Stop};

/// `kubectl delete`.
#[derive(Debug, clap::Args)]
pub(crate) struct Delete {
    /// pod or clusterrolebinding
    #[arg(value_name = "TYPE")]
    resource: Option<String>,
    /// The names
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// The namespace
    #[arg(short, long, value_name = "NAMESPACE", default_value = "default")]
    namespace: String,
}

impl Delete {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let connection = Connection::of(run)?;
        let resource = Resource::required(self.resource.as_deref())?;
        if !matches!(resource, Resource::Pods | Resource::ClusterRoleBindings) {
            return Err(Stop::Failed(format!(
                "error: 'kubectl delete {}' is not in this shell, which deletes pods and clusterrolebindings only",
                resource.name()
            )));
        }
        if self.names.is_empty() {
            return Err(Stop::Failed(
                "error: resource(s) were provided, but no name was specified".into(),
            ));
        }
        for name in &self.names {
            match resource {
                Resource::ClusterRoleBindings => {
                    unbind(run, &connection, name)?;
                    let kind = "clusterrolebinding.rbac.authorization.k8s.io";
                    run.out.line(format!("{kind} \"{name}\" deleted"));
                }
                _ => {
                    self.delete(run, &connection, name)?;
                    run.out.line(format!("pod \"{name}\" deleted"));
                }
            }
        }
        Ok(())
    }

    fn delete(&self, run: &mut Run<'_>, connection: &Connection, name: &str) -> Outcome {
        let attempt = Attempt {
            verb: "delete",
            resource: Resource::Pods.name(),
            group: Resource::Pods.group(),
            name: Some(name),
            namespace: Some(&self.namespace),
        };
        let account = run.account();
        let cluster = connection.cluster(&account)?;
        if self.namespace != KUBE_SYSTEM {
            // Nothing is in the other namespaces; who may not delete there is not told so.
            require(
                &account,
                &connection.actor,
                cluster,
                Gate::KubeManage,
                run.now(),
            )
            .map_err(|refusal| connection.refused(run, refusal, &attempt))?;
            return Err(not_found("pods", name));
        }
        let command = Command::DeletePod {
            cluster: connection.cluster.clone(),
            pod: name.into(),
        };
        match run.execute(&connection.actor, command) {
            Ok(_) => Ok(()),
            Err(Stop::Refused(refusal)) => Err(match &refusal.kind {
                RefusalKind::NotFound {
                    noun: Noun::Pod, ..
                } if Pod::all(cluster, run.now())
                    .iter()
                    .any(|pod| pod.name == name) =>
                {
                    Stop::Failed(format!(
                        "error: pod \"{name}\" runs on its node alone; this shell deletes the pods of add-on controllers"
                    ))
                }
                RefusalKind::NotFound {
                    noun: Noun::Pod, ..
                } => not_found("pods", name),
                _ => connection.refused(run, *refusal, &attempt),
            }),
            Err(other) => Err(other),
        }
    }
}

fn unbind(run: &mut Run<'_>, connection: &Connection, name: &str) -> Outcome {
    let resource = Resource::ClusterRoleBindings;
    let attempt = Attempt {
        verb: "delete",
        resource: resource.name(),
        group: resource.group(),
        name: Some(name),
        namespace: None,
    };
    let command = Command::Unbind {
        cluster: connection.cluster.clone(),
        binding: name.into(),
    };
    match run.execute(&connection.actor, command) {
        Ok(_) => Ok(()),
        Err(Stop::Refused(refusal)) => Err(match &refusal.kind {
            RefusalKind::NotFound { .. } => not_found(resource.full_name(), name),
            RefusalKind::NotPossible { reason } => Stop::Failed(format!("error: {reason}")),
            _ => connection.refused(run, *refusal, &attempt),
        }),
        Err(other) => Err(other),
    }
}
