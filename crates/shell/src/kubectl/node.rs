//! Nodes: the workers that have joined, each named by its private address.

use credlab_model::Timestamp;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::version::upstream;
use credlab_model::kubernetes::worker::{Work, Worker};

use crate::kubectl::age::age;
use crate::kubectl::claim;
use crate::kubectl::event::{Event, Kind};

/// A node.
pub(super) struct Node<'a> {
    /// The worker.
    pub(super) worker: &'a Worker,
    /// Since when it is there.
    pub(super) since: Timestamp,
    ready: bool,
    /// Since when it is ready, or is not.
    changed: Timestamp,
}

impl<'a> Node<'a> {
    /// The nodes of a cluster, by name.
    pub(super) fn all(cluster: &'a Cluster, now: Timestamp) -> Vec<Node<'a>> {
        let workers = cluster.workers.values();
        let mut nodes: Vec<Node<'a>> = workers
            .filter(|worker| worker.has_joined(now))
            .map(|worker| Node {
                worker,
                since: worker
                    .busy
                    .filter(|busy| busy.until <= now && busy.with != Work::Reboot)
                    .map_or(cluster.created_at, |busy| busy.until),
                ready: worker.busy.is_none_or(|busy| busy.until <= now),
                changed: worker
                    .busy
                    .map_or(cluster.created_at, |busy| match busy.until <= now {
                        true => busy.until,
                        false => busy.since,
                    }),
            })
            .collect();
        nodes.sort_by_key(Node::name);
        nodes
    }

    /// The name.
    pub(super) fn name(&self) -> &'a str {
        &self.worker.private_ip
    }

    /// That it became ready, or is no longer.
    pub(super) fn event(&self) -> Event {
        let name = self.name();
        let (reason, source) = match self.ready {
            true => ("NodeReady", format!("kubelet, {name}")),
            false => ("NodeNotReady", "node-controller".into()),
        };
        Event {
            namespace: claim::NAMESPACE,
            at: self.changed,
            kind: Kind::Normal,
            reason,
            subject: "node",
            name: name.into(),
            source,
            message: format!("Node {name} status is now: {reason}"),
        }
    }

    /// The cells of its row; addresses come with `-o wide`.
    pub(super) fn row(&self, now: Timestamp, wide: bool) -> Vec<String> {
        let status = if self.ready { "Ready" } else { "NotReady" };
        let version = upstream(&self.worker.version);
        let mut row = vec![
            self.name().into(),
            status.into(),
            "<none>".into(),
            age(self.since, now),
            format!("v{version}+IKS"),
        ];
        if wide {
            let none = || "<none>".to_string();
            row.push(self.worker.private_ip.clone());
            row.push(self.worker.public_ip.clone().unwrap_or_else(none));
        }
        row
    }

    /// The headings over such rows.
    pub(super) fn headings(wide: bool) -> Vec<&'static str> {
        let mut headings = vec!["NAME", "STATUS", "ROLES", "AGE", "VERSION"];
        if wide {
            headings.extend(["INTERNAL-IP", "EXTERNAL-IP"]);
        }
        headings
    }
}
