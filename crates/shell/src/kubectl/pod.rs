//! Pods: the add-ons' controllers, and what runs on every node.

use credlab_model::Timestamp;
use credlab_model::account::later;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::addon::{AUTOSCALER, BLOCK_STORAGE};
use credlab_model::region::Provider;

use crate::kubectl::KUBE_SYSTEM;
use crate::kubectl::age::age;
use crate::kubectl::event::{Event, Kind};
use crate::kubectl::node::Node;

/// A pod.
pub(super) struct Pod {
    /// Its namespace.
    pub(super) namespace: &'static str,
    /// Its name.
    pub(super) name: String,
    containers: u32,
    since: Timestamp,
    node: Option<String>,
    ip: String,
}

/// How long the containers of a new pod take to start, in seconds.
const START: i64 = 3;

impl Pod {
    /// The pods of a cluster, by name.
    pub(super) fn all(cluster: &Cluster, now: Timestamp) -> Vec<Pod> {
        let nodes = Node::all(cluster, now);
        let mut pods = Vec::new();
        for addon in cluster.addons.values() {
            let Some(controller) = &addon.controller else {
                continue;
            };
            let home = nodes
                .get(usize::from(addon.name == AUTOSCALER))
                .or(nodes.first());
            pods.push(Pod {
                namespace: KUBE_SYSTEM,
                name: controller.pod.clone(),
                containers: if addon.name == BLOCK_STORAGE { 7 } else { 1 },
                since: controller.started_at,
                node: home.map(|node| node.name().into()),
                ip: address(cluster, &controller.pod),
            });
        }
        let storage = cluster.addons.contains_key(BLOCK_STORAGE);
        for node in &nodes {
            let mut on_node = |prefix: &str, containers: u32| {
                let name = format!("{prefix}-{}", suffix(prefix, node.worker.id.as_str()));
                pods.push(Pod {
                    namespace: KUBE_SYSTEM,
                    ip: address(cluster, &name),
                    name,
                    containers,
                    since: node.since,
                    node: Some(node.name().into()),
                });
            };
            on_node("calico-node", 1);
            if storage {
                on_node("ibm-vpc-block-csi-node", 4);
            }
        }
        pods.sort_by(|a, b| a.name.cmp(&b.name));
        pods
    }

    /// That it was given a node, or waits for one.
    pub(super) fn event(&self) -> Event {
        let Pod {
            namespace, name, ..
        } = self;
        let (kind, reason, message) = match &self.node {
            Some(node) => (
                Kind::Normal,
                "Scheduled",
                format!("Successfully assigned {namespace}/{name} to {node}"),
            ),
            None => (
                Kind::Warning,
                "FailedScheduling",
                "no nodes available to schedule pods".into(),
            ),
        };
        Event {
            namespace,
            at: self.since,
            kind,
            reason,
            subject: "pod",
            name: name.clone(),
            source: "default-scheduler".into(),
            message,
        }
    }

    /// The cells of its row: the namespace comes first with `-A`, address and node at the end with `-o wide`.
    pub(super) fn row(&self, now: Timestamp, all: bool, wide: bool) -> Vec<String> {
        let (up, status) = match &self.node {
            None => (0, "Pending"),
            Some(_) if later(self.since, START) > now => (0, "ContainerCreating"),
            Some(_) => (self.containers, "Running"),
        };
        let mut row = Vec::new();
        if all {
            row.push(self.namespace.to_string());
        }
        row.extend([
            self.name.clone(),
            format!("{up}/{}", self.containers),
            status.into(),
            "0".into(),
            age(self.since, now),
        ]);
        if wide {
            let none = || "<none>".to_string();
            row.push(if up > 0 { self.ip.clone() } else { none() });
            row.push(self.node.clone().unwrap_or_else(none));
            row.extend([none(), none()]);
        }
        row
    }

    /// The headings over such rows.
    pub(super) fn headings(all: bool, wide: bool) -> Vec<&'static str> {
        let mut headings = Vec::new();
        if all {
            headings.push("NAMESPACE");
        }
        headings.extend(["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
        if wide {
            headings.extend(["IP", "NODE", "NOMINATED NODE", "READINESS GATES"]);
        }
        headings
    }
}

/// The five characters at the end of a daemon set's pod. They follow from the worker's id.
fn suffix(prefix: &str, worker: &str) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut number = hash(&[prefix, worker]);
    (0..5)
        .filter_map(|_| {
            let letter = LETTERS.get(number as usize % LETTERS.len());
            number /= LETTERS.len() as u64;
            letter.copied().map(char::from)
        })
        .collect()
}

/// An address of the cluster's pod subnet. It follows from the pod's name.
fn address(cluster: &Cluster, pod: &str) -> String {
    let number = hash(&[cluster.id.as_str(), pod]);
    let net = match cluster.provider {
        Provider::Classic => 30,
        Provider::Vpc => 17,
    };
    format!("172.{net}.{}.{}", number / 256 % 64, number % 254 + 1)
}

/// FNV-1a: the same in every build.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
