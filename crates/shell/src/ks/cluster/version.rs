//! The version of a cluster's master, and whether there is one to update it to (`cli.md`, 7.5).

use credlab_model::kubernetes::{Cluster, version};

use crate::run::Run;

/// The version that the master of a cluster should be updated to.
pub(super) fn target(cluster: &Cluster) -> Option<&'static str> {
    version::target(&cluster.version)
}

/// The version in a list: `1.27.13_1580*` if it should be updated.
pub(super) fn marked(cluster: &Cluster) -> String {
    let mark = if target(cluster).is_some() { "*" } else { "" };
    format!("{}{mark}", cluster.version)
}

/// The version among details: `1.27.13_1580* (1.28.9_1573 latest)` if it should be updated.
pub(super) fn with_target(cluster: &Cluster) -> String {
    match target(cluster) {
        Some(target) => format!("{}* ({target} latest)", cluster.version),
        None => cluster.version.clone(),
    }
}

/// Prints what the mark means; `update` is the command, with as much as is known of its flags (inferred from the note
/// below worker nodes).
pub(super) fn note(run: &mut Run<'_>, target: &str, update: &str) {
    run.out.line("").line(format!(
        "* To update to {target} version, run '{update}'. Review and make any required version changes before you update: 'https://ibm.biz/iks-versions'"
    ));
}
