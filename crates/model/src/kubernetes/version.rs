//! Kubernetes versions of masters and worker nodes (`cli.md`, 7.5 and 7.7).

use crate::Timestamp;
use crate::account::Account;
use crate::context::Context;
use crate::event;
use crate::id::WorkerId;
use crate::kubernetes::Event;
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::scale;
use crate::kubernetes::worker::{Busy, Work};
use crate::refusal::{InfrastructureOperation, Refusal, RefusalKind, Remedy, shorten};
use crate::region::Provider;

/// What is offered, the oldest first: version, underscore, IBM Cloud's build.
pub const OFFERED: [&str; 3] = ["1.27.13_1580", DEFAULT, "1.29.4_1535"];

/// What a cluster gets if nothing is said.
pub const DEFAULT: &str = "1.28.9_1573";

/// The default as a value of its own: what clusters had before there was a choice.
pub(crate) fn default() -> String {
    DEFAULT.into()
}

/// The version without IBM Cloud's build: `1.28.9`.
pub fn upstream(version: &str) -> &str {
    version.split('_').next().unwrap_or(version)
}

/// The offered version that was typed: `1.29`, `1.29.4` or `1.29.4_1535`.
pub fn find(typed: &str) -> Result<&'static str, Refusal> {
    let typed = typed.trim();
    let fits = |offered: &&&str| {
        let upstream = upstream(offered);
        let minor = upstream.rsplit_once('.').map(|(minor, _)| minor);
        [Some(**offered), Some(upstream), minor].contains(&Some(typed))
    };
    OFFERED.iter().find(fits).copied().ok_or_else(|| {
        let problem = format!(
            "'{}' is not offered: the versions are {}",
            shorten(typed),
            OFFERED.map(upstream).join(", ")
        );
        let field = "Kubernetes version";
        let listed = Remedy::run(
            "List the versions that are offered.",
            "ibmcloud ks versions",
        );
        RefusalKind::InvalidField { field, problem }
            .refusal()
            .remedy(listed)
    })
}

/// Where a version stands among those that are offered; one that no longer is stands before all.
fn rank(version: &str) -> usize {
    let at = OFFERED.iter().position(|offered| *offered == version);
    at.map_or(0, |at| at + 1)
}

/// The newest version that a master of `version` can be updated to next, if there is a newer one.
pub fn next(version: &str) -> Option<&'static str> {
    OFFERED.get(rank(version)).copied()
}

/// The version that a master of `version` should be updated to: the default one, unless its own is as new. Newer ones than
/// the default are there for those who ask for them (inferred: in the sample of `cli.md`, 7.5, a master of the default
/// version has no mark).
pub fn target(version: &str) -> Option<&'static str> {
    (rank(version) < rank(DEFAULT)).then_some(DEFAULT)
}

/// `ks cluster master update`: one minor version up at a time (inferred).
pub(super) fn update_master(
    cluster: &Cluster,
    typed: Option<&str>,
    now: Timestamp,
) -> Result<Vec<event::Event>, Refusal> {
    if cluster.master_ready_at > now {
        let reason = format!("The master of cluster {} is being deployed.", cluster.name);
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let next = next(&cluster.version);
    let wanted = typed.map(find).transpose()?.or(next);
    let not_possible = |reason: String| Err(RefusalKind::NotPossible { reason }.refusal());
    let Some(version) = wanted.filter(|wanted| rank(wanted) > rank(&cluster.version)) else {
        return not_possible(format!(
            "The master of cluster {} has version {} already, and can't go back.",
            cluster.name, cluster.version
        ));
    };
    if Some(version) != next {
        return not_possible(format!(
            "The master of cluster {} has version {}: update it to {} first.",
            cluster.name,
            cluster.version,
            next.map(upstream).unwrap_or_default()
        ));
    }
    let behind = cluster.workers.values();
    let behind = behind.filter(|w| rank(&w.version) < rank(&cluster.version));
    if behind.count() > 0 {
        let reason = format!(
            "Worker nodes of cluster {} are older than its master.",
            cluster.name
        );
        return Err(RefusalKind::NotPossible { reason }
            .refusal()
            .remedy(Remedy::run(
                "Update the worker nodes first.",
                format!("ibmcloud ks worker ls -c {}", cluster.name),
            )));
    }
    Ok(vec![
        Event::MasterUpdated {
            cluster: cluster.id.clone(),
            version: version.into(),
        }
        .into(),
    ])
}

/// `ks worker update`: reinstalls worker nodes of a classic cluster with the master's version.
pub(super) fn update_workers(
    account: &Account,
    cluster: &Cluster,
    workers: &[WorkerId],
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    if cluster.provider != Provider::Classic {
        return Err(RefusalKind::ProviderMismatch.refusal().remedy(Remedy::run(
            "Replace worker nodes on VPC, with '--update'.",
            format!(
                "ibmcloud ks worker replace -c {} --worker ID --update",
                cluster.name
            ),
        )));
    }
    let chosen = scale::named(cluster, workers)?;
    if let Some(current) = chosen.iter().find(|w| w.version == cluster.version) {
        let reason = format!(
            "Worker node {} has version {} already.",
            current.id, current.version
        );
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    let operation = InfrastructureOperation::Reload;
    scale::infrastructure_gate(account, cluster, &chosen, operation, ctx)?;
    Ok(vec![
        Event::WorkersUpdated {
            cluster: cluster.id.clone(),
            workers: workers.to_vec(),
            version: cluster.version.clone(),
            busy: Busy {
                with: Work::Reload,
                since: ctx.now,
                until: account.pace.reloaded(ctx.now),
            },
        }
        .into(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_by_any_of_their_forms() {
        for typed in ["1.29", "1.29.4", "1.29.4_1535", " 1.29 "] {
            assert_eq!(find(typed), Ok("1.29.4_1535"));
        }
        for typed in ["", "1", "1.2", "1.31", "latest", "1.29.4_"] {
            assert!(find(typed).is_err(), "{typed}");
        }
        assert_eq!(next(DEFAULT), Some("1.29.4_1535"));
        assert_eq!(next("1.29.4_1535"), None);
        assert_eq!(next("1.20.0_1500"), Some(OFFERED[0]));
    }
}
