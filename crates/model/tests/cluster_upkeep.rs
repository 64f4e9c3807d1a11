//! What keeps a cluster going: versions, add-ons, labels, networks, pull secrets.

mod common;

use common::*;
use credlab_model::classic::{Command as Classic, VlanCommand};
use credlab_model::kubernetes::addon::BLOCK_STORAGE;
use credlab_model::kubernetes::version::{DEFAULT, OFFERED};
use credlab_model::kubernetes::vlan::VlanKind;
use credlab_model::kubernetes::{Command as Ks, Labels, PoolChange, label};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::EuDe;

const DAL: &str = "classic-dal";
const FRA: &str = "vpc-fra";

fn master(lab: &Lab, version: Option<&str>) -> Ks {
    Ks::UpdateMaster {
        cluster: lab.cluster(DAL).id.clone(),
        version: version.map(Into::into),
    }
}

fn workers(lab: &Lab) -> Ks {
    Ks::UpdateWorkers {
        cluster: lab.cluster(DAL).id.clone(),
        workers: lab.cluster(DAL).workers.keys().cloned().collect(),
    }
}

#[test]
fn masters_go_up_one_version_and_workers_follow() {
    let mut lab = Lab::demo();
    let newest = OFFERED[OFFERED.len() - 1];
    let versions = |lab: &Lab| {
        let cluster = lab.cluster(DAL);
        let workers = cluster.workers.values().map(|w| w.version.clone());
        (cluster.version.clone(), workers.collect::<Vec<_>>())
    };
    assert_eq!(versions(&lab).0, DEFAULT);
    for wrong in [Some("1.27"), Some(DEFAULT), Some("1.31"), Some("")] {
        lab.refused(OPERATOR, master(&lab, wrong));
    }
    assert_eq!(
        lab.refused(VIEWER, master(&lab, None)).code(),
        Some("A0008")
    );
    lab.refused(OPERATOR, workers(&lab));

    lab.run(OPERATOR, master(&lab, None));
    let (is, nodes) = versions(&lab);
    assert!(is == newest && nodes.iter().all(|version| version == DEFAULT));
    lab.refused(OPERATOR, master(&lab, None));

    // A replacement is as old as what it stands for, unless it is to be updated.
    let replace = |lab: &Lab, update| Ks::ReplaceWorkers {
        cluster: lab.cluster(DAL).id.clone(),
        workers: lab.cluster(DAL).workers.keys().take(1).cloned().collect(),
        update,
    };
    lab.run(OPERATOR, replace(&lab, false));
    assert!(versions(&lab).1.iter().all(|version| version == DEFAULT));
    lab.wait(60);
    lab.run(OPERATOR, workers(&lab));
    assert!(versions(&lab).1.iter().all(|version| version == newest));
    lab.run(OPERATOR, lab.add_workers(DAL, 1));
    assert!(versions(&lab).1.iter().all(|version| version == newest));
}

#[test]
fn workers_are_not_updated_without_the_permissions_of_the_key_s_owner() {
    let mut lab = Lab::demo();
    lab.run(OPERATOR, master(&lab, None));
    lab.run(
        CLASSIC,
        lab.reset(credlab_model::region::Region::UsSouth, ""),
    );
    let refusal = lab.refused(OPERATOR, workers(&lab));
    assert!(refusal.layer != credlab_model::Layer::Caller, "{refusal}");
}

#[test]
fn a_new_master_waits_for_old_workers() {
    let mut lab = Lab::demo();
    let mut new = lab.classic_cluster("old", "dal10", "");
    new.version = Some("1.27".into());
    lab.run(OWNER, Ks::Create(new));
    let early = Ks::UpdateMaster {
        cluster: lab.cluster("old").id.clone(),
        version: None,
    };
    let refusal = lab.refused(OWNER, early);
    assert!(refusal.message().contains("being deployed"), "{refusal}");
    lab.wait(60);
    let update = |lab: &Lab| Ks::UpdateMaster {
        cluster: lab.cluster("old").id.clone(),
        version: None,
    };
    let refusal = lab.refused(
        OWNER,
        Ks::UpdateMaster {
            cluster: lab.cluster("old").id.clone(),
            version: Some("1.29".into()),
        },
    );
    assert!(refusal.message().contains("1.28"), "{refusal}");
    lab.run(OWNER, update(&lab));
    let refusal = lab.refused(OWNER, update(&lab));
    assert!(refusal.message().contains("older"), "{refusal}");
    let mut wrong = lab.classic_cluster("wrong", "dal10", "");
    wrong.version = Some("1.31".into());
    lab.refused(OWNER, Ks::Create(wrong));
}

#[test]
fn an_update_of_an_add_on_takes_the_stored_key_over() {
    let mut lab = Lab::demo();
    let update = |lab: &Lab, version: Option<&str>| Ks::UpdateAddOn {
        cluster: lab.cluster(FRA).id.clone(),
        name: BLOCK_STORAGE.into(),
        version: version.map(Into::into),
    };
    lab.run(ADMIN, lab.reset(EuDe, "prod"));
    let stale = |lab: &Lab| {
        let cluster = lab.cluster(FRA);
        cluster.addons[BLOCK_STORAGE].is_stale(&lab.account, cluster)
    };
    assert!(stale(&lab));
    lab.refused(OPERATOR, update(&lab, None));
    lab.refused(ADMIN, update(&lab, Some("9")));
    let same = lab.cluster(FRA).addons[BLOCK_STORAGE].version.clone();
    lab.refused(ADMIN, update(&lab, Some(&same)));
    lab.run(ADMIN, update(&lab, None));
    assert!(!stale(&lab));
    assert_eq!(lab.cluster(FRA).addons[BLOCK_STORAGE].version, "5.2");
    lab.run(ADMIN, update(&lab, Some("5.0")));
    let absent = Ks::UpdateAddOn {
        cluster: lab.cluster(DAL).id.clone(),
        name: BLOCK_STORAGE.into(),
        version: None,
    };
    lab.refused(ADMIN, absent);
}

#[test]
fn labels_and_taints_are_replaced_as_a_whole() {
    let mut lab = Lab::demo();
    let edit = |lab: &Lab, change| Ks::EditPool {
        cluster: lab.cluster(DAL).id.clone(),
        pool: lab.cluster(DAL).pools[0].id.clone(),
        change,
    };
    let labels = |typed: &[&str]| {
        let typed: Vec<String> = typed.iter().map(|text| text.to_string()).collect();
        PoolChange::Labels(label::labels(&typed).unwrap())
    };
    lab.refused(VIEWER, edit(&lab, labels(&["env=prod"])));
    lab.run(OPERATOR, edit(&lab, labels(&["env=prod", "tier=web"])));
    lab.run(OPERATOR, edit(&lab, labels(&["env=test"])));
    let taints = PoolChange::Taints(["team=red:NoExecute".parse().unwrap()].into());
    lab.run(OPERATOR, edit(&lab, taints));
    let pool = &lab.cluster(DAL).pools[0];
    assert_eq!(pool.labels, Labels::from([("env".into(), "test".into())]));
    assert_eq!(pool.taints.len(), 1);
    // What no parser has let through is refused all the same.
    let odd = Labels::from([("a b".into(), String::new())]);
    lab.refused(OPERATOR, edit(&lab, PoolChange::Labels(odd)));
}

#[test]
fn new_workers_are_on_the_network_that_was_set() {
    let mut lab = Lab::demo();
    let order = |kind, zone: &str| {
        let (zone, name) = (zone.into(), "own".into());
        Classic::Vlan(VlanCommand::Create { kind, zone, name })
    };
    for kind in [VlanKind::Private, VlanKind::Public] {
        lab.run(OWNER, order(kind, "dal10"));
    }
    lab.run(OWNER, order(VlanKind::Private, "dal12"));
    let [private, public, elsewhere] = [3_000_000, 3_000_001, 3_000_002];
    let set = |lab: &Lab, zone: &str, vlans| Ks::SetNetwork {
        cluster: lab.cluster(DAL).id.clone(),
        zone: zone.into(),
        pools: Vec::new(),
        vlans,
    };
    for (zone, vlans) in [
        ("dal10", [Some(7), Some(public)]),
        ("dal10", [Some(public), Some(private)]),
        ("dal10", [Some(elsewhere), Some(public)]),
        ("dal10", [Some(private), None]),
        ("dal12", [Some(elsewhere), None]),
    ] {
        lab.refused(OPERATOR, set(&lab, zone, vlans));
    }
    let vlans = [Some(private), Some(public)];
    lab.refused(VIEWER, set(&lab, "dal10", vlans));
    lab.run(OPERATOR, set(&lab, "dal10", vlans));
    let old: Vec<_> = lab.cluster(DAL).workers.keys().cloned().collect();
    lab.run(OPERATOR, lab.add_workers(DAL, 1));
    let cluster = lab.cluster(DAL);
    for worker in cluster.workers.values() {
        let on = worker.vlans_of(cluster) == vlans;
        assert_eq!(on, !old.contains(&worker.id), "{}", worker.id);
    }
}

#[test]
fn r43_the_registry_is_set_up_later_by_an_administrator_of_it() {
    let mut lab = Lab::demo();
    lab.give(ADMIN, "user-management", &["Viewer"]);
    let apply = |lab: &Lab, cluster: &str| Ks::ApplyPullSecret {
        cluster: lab.cluster(cluster).id.clone(),
    };
    lab.refused(ADMIN, apply(&lab, DAL));
    let id = lab.cluster(DAL).pull_secret.clone().unwrap();
    lab.run(
        OWNER,
        credlab_model::iam::service_id::Command::Delete { id: id.clone() },
    );
    assert_eq!(lab.refused(VIEWER, apply(&lab, DAL)).code(), Some("A0008"));
    let refusal = lab.refused(OPERATOR, apply(&lab, DAL));
    assert!(
        matches!(refusal.kind, RefusalKind::NotAuthorized { .. }),
        "{refusal}"
    );
    lab.run(ADMIN, apply(&lab, DAL));
    let now = lab.cluster(DAL).pull_secret.clone().unwrap();
    assert!(now != id && lab.account.service_ids.contains_key(&now));
}

#[test]
fn there_are_no_key_management_instances() {
    let lab = Lab::demo();
    let enable = Ks::EnableKms {
        cluster: lab.cluster(DAL).id.clone(),
        instance: "kms".into(),
    };
    assert_eq!(lab.refused(OPERATOR, enable.clone()).code(), Some("A0008"));
    let refusal = lab.refused(ADMIN, enable);
    assert!(
        matches!(refusal.kind, RefusalKind::NotFound { .. }),
        "{refusal}"
    );
}
