//! `kubectl get`.

use crate::kubectl::binding::Binding;
use crate::kubectl::claim::{self, Claim};
use crate::kubectl::event::Event;
use crate::kubectl::node::Node;
use crate::kubectl::pod::Pod;
use crate::kubectl::resource::Resource;
use crate::kubectl::{Attempt, Connection, not_found, nothing_found, table};
use crate::output::{Stream, Style};
use crate::run::{Outcome, Run, Stop};

/// `kubectl get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// pods, nodes, events, pvc or clusterrolebindings
    #[arg(value_name = "TYPE")]
    resource: Option<String>,
    /// Only the one of this name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The namespace
    #[arg(short, long, value_name = "NAMESPACE", default_value = "default")]
    namespace: String,
    /// All namespaces
    #[arg(short = 'A', long)]
    all_namespaces: bool,
    /// Output format: wide
    #[arg(short, long, value_name = "FORMAT")]
    output: Option<String>,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let connection = Connection::of(run)?;
        let resource = Resource::required(self.resource.as_deref())?;
        let wide = self.is_wide()?;
        let all = self.all_namespaces && resource.is_namespaced();
        let attempt = Attempt {
            verb: if self.name.is_some() { "get" } else { "list" },
            resource: resource.name(),
            group: resource.group(),
            name: self.name.as_deref(),
            namespace: (resource.is_namespaced() && !all).then_some(self.namespace.as_str()),
        };
        let account = connection.look(run, &attempt)?;
        let cluster = connection.cluster(&account)?;
        let now = run.now();
        let here = |namespace: &str| all || namespace == self.namespace;
        let named = |name: &str| self.name.as_ref().is_none_or(|wanted| wanted == name);
        let (headings, rows): (_, Vec<Vec<String>>) = match resource {
            Resource::Pods => (
                Pod::headings(all, wide),
                Pod::all(cluster, now)
                    .iter()
                    .filter(|pod| here(pod.namespace) && named(&pod.name))
                    .map(|pod| pod.row(now, all, wide))
                    .collect(),
            ),
            Resource::Nodes => (
                Node::headings(wide),
                Node::all(cluster, now)
                    .into_iter()
                    .filter(|node| named(node.name()))
                    .map(|node| node.row(now, wide))
                    .collect(),
            ),
            Resource::Claims => (
                Claim::headings(all, wide),
                Claim::of(&account, cluster, now)
                    .into_iter()
                    .filter(|claim| here(claim::NAMESPACE) && named(claim.name))
                    .map(|claim| claim.row(now, all, wide))
                    .collect(),
            ),
            Resource::Events => (
                Event::headings(all, wide),
                Event::all(&account, cluster, now)
                    .iter()
                    .filter(|event| here(event.namespace) && named(&event.id()))
                    .map(|event| event.row(now, all, wide))
                    .collect(),
            ),
            Resource::ClusterRoleBindings => (
                Binding::headings(wide),
                Binding::all(&account, cluster, now)
                    .into_iter()
                    .filter(|binding| named(&binding.name))
                    .map(|binding| binding.row(now, wide))
                    .collect(),
            ),
        };
        match (&self.name, rows.is_empty()) {
            (_, false) => table(run, &headings, &rows),
            (Some(name), true) => return Err(not_found(resource.full_name(), name)),
            (None, true) => {
                let text = nothing_found(attempt.namespace);
                run.out.push(Stream::Err, Style::Plain, text);
            }
        }
        Ok(())
    }

    fn is_wide(&self) -> Outcome<bool> {
        match self.output.as_deref() {
            None => Ok(false),
            Some("wide") => Ok(true),
            Some(other) => Err(Stop::Failed(format!(
                "error: unable to match a printer suitable for the output format \"{}\", allowed formats are: wide",
                credlab_model::refusal::shorten(other)
            ))),
        }
    }
}
