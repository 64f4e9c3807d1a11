//! Kinds of things in a cluster.

use crate::run::{Outcome, Stop};

/// A kind of thing that this `kubectl` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Pods,
    Nodes,
    Claims,
}

impl Resource {
    /// By any of its names.
    pub(super) fn parse(typed: &str) -> Outcome<Resource> {
        match typed.to_lowercase().as_str() {
            "pods" | "pod" | "po" => Ok(Resource::Pods),
            "nodes" | "node" | "no" => Ok(Resource::Nodes),
            "pvc" | "persistentvolumeclaim" | "persistentvolumeclaims" => Ok(Resource::Claims),
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
        }
    }

    /// Whether it belongs to a namespace.
    pub(super) fn is_namespaced(self) -> bool {
        self != Resource::Nodes
    }
}
