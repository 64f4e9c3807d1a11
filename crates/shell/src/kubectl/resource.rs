//! Kinds of things in a cluster.

use crate::run::{Outcome, Stop};

/// A kind of thing that this `kubectl` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Pods,
    Nodes,
    Claims,
    Events,
    ClusterRoleBindings,
}

impl Resource {
    /// The one that was named; `kubectl` asks for one.
    pub(super) fn required(typed: Option<&str>) -> Outcome<Resource> {
        match typed {
            Some(typed) => Resource::parse(typed),
            None => Err(Stop::Usage("Required resource not specified.".into())),
        }
    }

    /// By any of its names.
    fn parse(typed: &str) -> Outcome<Resource> {
        match typed.to_lowercase().as_str() {
            "pods" | "pod" | "po" => Ok(Resource::Pods),
            "nodes" | "node" | "no" => Ok(Resource::Nodes),
            "pvc" | "persistentvolumeclaim" | "persistentvolumeclaims" => Ok(Resource::Claims),
            "events" | "event" | "ev" => Ok(Resource::Events),
            "clusterrolebinding" | "clusterrolebindings" => Ok(Resource::ClusterRoleBindings),
            other => Err(Stop::Failed(format!(
                "error: the server doesn't have a resource type \"{}\"",
                credlab_model::refusal::shorten(other)
            ))),
        }
    }

    /// The name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Resource::Pods => "pods",
            Resource::Nodes => "nodes",
            Resource::Claims => "persistentvolumeclaims",
            Resource::Events => "events",
            Resource::ClusterRoleBindings => "clusterrolebindings",
        }
    }

    /// The name in messages about what is not there.
    pub(super) fn full_name(self) -> &'static str {
        match self {
            Resource::ClusterRoleBindings => "clusterrolebindings.rbac.authorization.k8s.io",
            other => other.name(),
        }
    }

    /// The API group, empty for the core one.
    pub(super) fn group(self) -> &'static str {
        match self {
            Resource::ClusterRoleBindings => "rbac.authorization.k8s.io",
            _ => "",
        }
    }

    /// Whether it belongs to a namespace.
    pub(super) fn is_namespaced(self) -> bool {
        !matches!(self, Resource::Nodes | Resource::ClusterRoleBindings)
    }
}
