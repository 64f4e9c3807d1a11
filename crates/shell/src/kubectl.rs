//! `kubectl`: the bit of it that key resets need (`cli.md`, section 9).
//!
//! It talks to the cluster of the last `ks cluster config`. What may be seen and done inside a cluster follows from
//! the service roles, which the model decides on.

mod age;
mod binding;
mod claim;
mod config;
mod create;
mod delete;
mod describe;
mod event;
mod get;
mod node;
mod pod;
mod resource;

use std::sync::{Arc, LazyLock};

use credlab_model::actor::{Actor, Identity};
use credlab_model::id::ClusterId;
use credlab_model::kubernetes::{Cluster, Command as Request, Read};
use credlab_model::refusal::Layer;
use credlab_model::{Account, Refusal};

use crate::failure::Dialect;
use crate::output::{Output, Style};
use crate::program::{Program, built};
use crate::run::{Outcome, Run, Stop};

/// kubectl controls the Kubernetes cluster manager
#[derive(Debug, clap::Parser)]
#[command(name = "kubectl")]
pub(crate) struct Kubectl {
    #[command(subcommand)]
    command: Command,
}

commands! {
    pub(crate) enum Command {
        /// Display one or many resources: pods, nodes, events, persistentvolumeclaims, clusterrolebindings
        Get(get::Get),
        /// Show details of a persistent volume claim
        Describe(describe::Describe),
        /// Create a cluster role binding
        #[command(subcommand)]
        Create(create::Create),
        /// Delete a pod or a cluster role binding
        Delete(delete::Delete),
        /// Show kubeconfig files
        #[command(subcommand)]
        Config(config::Config),
    }
}

impl Program for Kubectl {
    fn grammar() -> &'static clap::Command {
        static GRAMMAR: LazyLock<clap::Command> = LazyLock::new(built::<Kubectl>);
        &GRAMMAR
    }

    fn dialect(_: &[&str]) -> Dialect {
        Dialect::Kubectl
    }

    fn run(&self, run: &mut Run<'_>) -> Outcome {
        self.command.run(run)
    }
}

/// The namespace of the add-ons.
const KUBE_SYSTEM: &str = "kube-system";

/// A cluster that `kubectl` is connected to, and who is.
struct Connection {
    actor: Actor,
    cluster: ClusterId,
}

impl Connection {
    /// The cluster of the session, as whoever is logged in.
    fn of(run: &Run<'_>) -> Outcome<Connection> {
        let cluster = run.session.cluster.clone().ok_or_else(|| {
            Stop::Failed("The connection to the server localhost:8080 was refused - did you specify the right host or port?".into())
        })?;
        Ok(Connection {
            actor: run.actor("error: You must be logged in to the server (Unauthorized)")?,
            cluster,
        })
    }

    /// Looks inside the cluster, which the audit trail records; `what` is what a refusal says was looked for.
    fn look(&self, run: &mut Run<'_>, what: &Attempt<'_>) -> Outcome<Arc<Account>> {
        let read = Request::Read {
            cluster: self.cluster.clone(),
            what: Read::Pods,
        };
        run.execute(&self.actor, read)
            .map_err(|stop| self.told(run, stop, what))?;
        Ok(run.account())
    }

    /// The cluster in an account that was looked at.
    fn cluster<'a>(&self, account: &'a Account) -> Outcome<&'a Cluster> {
        Ok(account.cluster(&self.cluster)?)
    }

    /// A refusal for lack of a role, as the cluster words it.
    fn told(&self, run: &Run<'_>, stop: Stop, what: &Attempt<'_>) -> Stop {
        match stop {
            Stop::Refused(refusal) => self.refused(run, *refusal, what),
            other => other,
        }
    }

    fn refused(&self, run: &Run<'_>, refusal: Refusal, what: &Attempt<'_>) -> Stop {
        if refusal.layer != Layer::Caller {
            return refusal.into();
        }
        let user = match &self.actor.identity {
            identity @ (Identity::ServiceId(_) | Identity::TrustedProfile(_)) => {
                run.account().iam_id(identity)
            }
            identity => run.account().member_name(identity).unwrap_or_default(),
        };
        Stop::Failed(format!(
            "Error from server (Forbidden): {}",
            what.forbidden(&user)
        ))
    }
}

/// What somebody tried to do inside a cluster.
struct Attempt<'a> {
    verb: &'static str,
    resource: &'static str,
    /// The API group, empty for the core one.
    group: &'static str,
    name: Option<&'a str>,
    namespace: Option<&'a str>,
}

impl Attempt<'_> {
    fn forbidden(&self, user: &str) -> String {
        let Attempt { verb, resource, .. } = self;
        let subject = match self.name {
            Some(name) => format!("{resource} \"{name}\""),
            None => resource.to_string(),
        };
        let place = match self.namespace {
            Some(namespace) => format!("in the namespace \"{namespace}\""),
            None => "at the cluster scope".into(),
        };
        let group = self.group;
        format!(
            "{subject} is forbidden: User \"IAM#{user}\" cannot {verb} resource \"{resource}\" in API group \"{group}\" {place}"
        )
    }
}

/// A thing that is not there.
fn not_found(resource: &str, name: &str) -> Stop {
    let name = credlab_model::refusal::shorten(name);
    Stop::Failed(format!(
        "Error from server (NotFound): {resource} \"{name}\" not found"
    ))
}

/// The line in place of an empty list.
fn nothing_found(namespace: Option<&str>) -> String {
    match namespace {
        Some(namespace) => format!("No resources found in {namespace} namespace.\n"),
        None => "No resources found\n".into(),
    }
}

/// Prints a table without colours: `kubectl` has none.
fn table(run: &mut Run<'_>, headings: &[&str], rows: &[Vec<String>]) {
    let mut table = Output::default();
    table.table_of(headings, rows);
    run.out.put(Style::Plain, table.plain(None));
}
