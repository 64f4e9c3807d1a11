//! Events: what has happened to claims, pods and nodes lately.
//!
//! No list of them is kept. Each follows from how its subject is (which ones there are is inferred; their words are
//! Kubernetes's own).

use credlab_model::Timestamp;
use credlab_model::account::{Account, later};
use credlab_model::kubernetes::Cluster;

use crate::kubectl::age::age;
use crate::kubectl::claim::Claim;
use crate::kubectl::node::Node;
use crate::kubectl::pod::Pod;

/// An event.
pub(super) struct Event {
    /// Its namespace: that of its subject, and `default` for nodes, which have none.
    pub(super) namespace: &'static str,
    /// When it happened.
    pub(super) at: Timestamp,
    /// Whether something went well.
    pub(super) kind: Kind,
    /// What happened, in a word.
    pub(super) reason: &'static str,
    /// The kind of its subject, as `kubectl` writes it: `pod`.
    pub(super) subject: &'static str,
    /// The name of its subject.
    pub(super) name: String,
    /// Who reports it.
    pub(super) source: String,
    /// What happened.
    pub(super) message: String,
}

/// Whether an event tells of something that went well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It did.
    Normal,
    /// It did not. The event is reported again as long as that lasts.
    Warning,
}

impl Kind {
    /// The type in listings.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Normal => "Normal",
            Kind::Warning => "Warning",
        }
    }
}

/// How long Kubernetes keeps an event that is not reported again, in seconds.
const KEPT: i64 = 3_600;

impl Event {
    /// The events of a cluster that are still kept, by namespace and name.
    pub(super) fn all(account: &Account, cluster: &Cluster, now: Timestamp) -> Vec<Event> {
        let claim = Claim::of(account, cluster, now);
        let pods = Pod::all(cluster, now);
        let nodes = Node::all(cluster, now);
        let mut events: Vec<Event> = claim
            .iter()
            .filter_map(Claim::event)
            .chain(pods.iter().map(Pod::event))
            .chain(nodes.iter().map(Node::event))
            .filter(|event| event.kind == Kind::Warning || later(event.at, KEPT) > now)
            .collect();
        events.sort_by_key(|event| (event.namespace, event.id()));
        events
    }

    /// Its own name: that of its subject, and the moment in nanoseconds.
    pub(super) fn id(&self) -> String {
        format!("{}.{:x}", self.name, self.at.as_nanosecond())
    }

    /// The cells of its row: the namespace comes first with `-A`; `-o wide` tells who reports it, and how often.
    pub(super) fn row(&self, now: Timestamp, all: bool, wide: bool) -> Vec<String> {
        let since = age(self.at, now);
        let mut row = Vec::new();
        if all {
            row.push(self.namespace.into());
        }
        row.extend([
            since.clone(),
            self.kind.as_str().into(),
            self.reason.into(),
            format!("{}/{}", self.subject, self.name),
        ]);
        if wide {
            row.extend([String::new(), self.source.clone()]);
        }
        row.push(self.message.clone());
        if wide {
            row.extend([since, "1".into(), self.id()]);
        }
        row
    }

    /// The headings over such rows.
    pub(super) fn headings(all: bool, wide: bool) -> Vec<&'static str> {
        let mut headings = Vec::new();
        if all {
            headings.push("NAMESPACE");
        }
        headings.extend(["LAST SEEN", "TYPE", "REASON", "OBJECT"]);
        if wide {
            headings.extend(["SUBOBJECT", "SOURCE"]);
        }
        headings.push("MESSAGE");
        if wide {
            headings.extend(["FIRST SEEN", "COUNT", "NAME"]);
        }
        headings
    }
}
