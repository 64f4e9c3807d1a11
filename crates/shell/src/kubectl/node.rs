//! Nodes: the workers that have joined, each named by its private address.

use credlab_model::Timestamp;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::version::upstream;
use credlab_model::kubernetes::worker::{Work, Worker};

use crate::kubectl::age::age;

/// A node.
pub(super) struct Node<'a> {
    /// The worker.
    pub(super) worker: &'a Worker,
    /// Since when it is there.
    pub(super) since: Timestamp,
    ready: bool,
}

impl<'a> Node<'a> {
    /// The nodes of a cluster.
    pub(super) fn all(cluster: &'a Cluster, now: Timestamp) -> impl Iterator<Item = Node<'a>> {
        let workers = cluster.workers.values();
        workers
            .filter(move |worker| worker.has_joined(now))
            .map(move |worker| Node {
                worker,
                since: worker
                    .busy
                    .filter(|busy| busy.until <= now && busy.with != Work::Reboot)
                    .map_or(cluster.created_at, |busy| busy.until),
                ready: worker.busy.is_none_or(|busy| busy.until <= now),
            })
    }

    /// The name.
    pub(super) fn name(&self) -> &'a str {
        &self.worker.private_ip
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
