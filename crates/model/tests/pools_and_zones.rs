//! Worker pools and zones, and what several VLANs and service endpoints need of the account (R34, R90, R94, R96).

mod common;

use common::*;
use credlab_model::Command;
use credlab_model::account::{self, Settings};
use credlab_model::kubernetes::{CLUSTER_QUOTA, Cluster, Command as Ks, Labels};
use credlab_model::refusal::RefusalKind;
use credlab_model::template::Template;

const DAL: &str = "classic-dal";

fn create_pool(lab: &Lab, name: &str, size: u32) -> Ks {
    Ks::CreatePool {
        cluster: lab.cluster(DAL).id.clone(),
        name: name.into(),
        flavor: "b3c.4x16".into(),
        size,
        labels: Labels::new(),
    }
}

fn zone(lab: &Lab, zone: &str, pools: &[&str]) -> Ks {
    let cluster = lab.cluster(DAL);
    let pools = pools
        .iter()
        .map(|name| cluster.pool_called(name).unwrap().id.clone());
    Ks::AddZone {
        cluster: cluster.id.clone(),
        zone: zone.into(),
        subnet: None,
        pools: pools.collect(),
    }
}

fn without(lab: &Lab, zone: &str) -> Ks {
    Ks::RemoveZone {
        cluster: lab.cluster(DAL).id.clone(),
        zone: zone.into(),
        pools: Vec::new(),
    }
}

/// How many workers a pool has in a zone.
fn count(cluster: &Cluster, pool: &str, zone: &str) -> usize {
    let pool = &cluster.pool_called(pool).unwrap().id;
    let workers = cluster.workers.values();
    workers
        .filter(|w| w.pool == *pool && w.zone == zone)
        .count()
}

#[test]
fn a_pool_gets_workers_with_its_zones_and_loses_them_with_them() {
    let mut lab = Lab::demo();
    lab.run(OWNER, create_pool(&lab, "edge", 2));
    let dal = |lab: &Lab| lab.cluster(DAL).clone();
    assert_eq!(dal(&lab).workers.len(), 2, "no zone, no workers");
    lab.run(OWNER, zone(&lab, "dal10", &["edge"]));
    assert_eq!(count(&dal(&lab), "edge", "dal10"), 2);
    lab.run(OWNER, zone(&lab, "dal12", &[]));
    for pool in ["default", "edge"] {
        assert_eq!(count(&dal(&lab), pool, "dal12"), 2, "{pool}");
    }
    // Sizes are per zone.
    let pool = dal(&lab).pool_called("edge").unwrap().id.clone();
    let cluster = dal(&lab).id;
    let resize = |size| Ks::ResizePool {
        cluster: cluster.clone(),
        pool: pool.clone(),
        size,
    };
    lab.run(OWNER, resize(3));
    assert_eq!(
        [
            count(&dal(&lab), "edge", "dal10"),
            count(&dal(&lab), "edge", "dal12")
        ],
        [3, 3]
    );
    lab.run(OWNER, resize(1));
    assert_eq!(
        [
            count(&dal(&lab), "edge", "dal10"),
            count(&dal(&lab), "edge", "dal12")
        ],
        [1, 1]
    );
    // What somebody removed by hand comes back.
    let edge = dal(&lab)
        .workers
        .values()
        .find(|w| w.pool == pool)
        .unwrap()
        .id
        .clone();
    lab.run(
        OWNER,
        Ks::RemoveWorkers {
            cluster: cluster.clone(),
            workers: vec![edge],
        },
    );
    lab.run(
        OWNER,
        Ks::RebalancePool {
            cluster: cluster.clone(),
            pool: pool.clone(),
        },
    );
    assert_eq!(
        [
            count(&dal(&lab), "edge", "dal10"),
            count(&dal(&lab), "edge", "dal12")
        ],
        [1, 1]
    );
    // The new workers are devices, and go with the pool.
    let devices = |lab: &Lab| lab.account.linked_classic().unwrap().devices.len();
    let before = devices(&lab);
    lab.run(
        OWNER,
        Ks::RemovePool {
            cluster: cluster.clone(),
            pool,
        },
    );
    assert_eq!(devices(&lab), before - 2);
    lab.run(OWNER, without(&lab, "dal12"));
    assert_eq!(dal(&lab).zones().into_iter().collect::<Vec<_>>(), ["dal10"]);
    assert_eq!(dal(&lab).workers.len(), 2);
    // The last zone and the last pool stay.
    assert!(!lab.allows(OWNER, without(&lab, "dal10")));
    let pool = dal(&lab).pool_called("default").unwrap().id.clone();
    assert!(!lab.allows(OWNER, Ks::RemovePool { cluster, pool }));
}

#[test]
fn r34_pools_and_zones_pass_both_gates() {
    let mut lab = Lab::demo();
    assert!(!lab.allows(VIEWER, create_pool(&lab, "edge", 1)));
    assert!(!lab.allows(EDITOR, zone(&lab, "dal12", &[])));
    assert!(lab.allows(OPERATOR, zone(&lab, "dal12", &[])));
    // The stored key's owner is disabled for classic infrastructure: who asks does not matter.
    lab.run(ADMIN, lab.reset(credlab_model::region::Region::UsSouth, ""));
    lab.set_state(
        ADMIN,
        credlab_model::iam::user::State::DisabledClassicInfrastructure,
    );
    let refusal = lab.refused(OPERATOR, zone(&lab, "dal12", &[]));
    assert_eq!(refusal.layer, credlab_model::Layer::Infrastructure);
    assert!(
        lab.allows(OPERATOR, create_pool(&lab, "edge", 1)),
        "nothing is ordered"
    );
}

#[test]
fn zones_and_pools_that_do_not_fit_are_refused() {
    let lab = Lab::demo();
    for (command, field) in [
        (create_pool(&lab, "default", 1), "exists"),
        (create_pool(&lab, "1", 1), "name"),
        (create_pool(&lab, "edge", 0), "count"),
        (zone(&lab, "dal10", &[]), "there already"),
        (zone(&lab, "fra02", &[]), "another region"),
        (zone(&lab, "nowhere", &[]), "unknown"),
        (without(&lab, "dal12"), "not there"),
    ] {
        assert!(!lab.allows(OWNER, command), "{field}");
    }
}

fn configure(lab: &Lab, change: impl FnOnce(&mut Settings)) -> Command {
    let mut settings = lab.account.settings;
    change(&mut settings);
    account::Command::Configure(settings).into()
}

#[test]
fn r90_workers_on_several_vlans_need_spanning_or_virtual_routing() {
    let split = |lab: &Lab| {
        let issues = lab.cluster(DAL).health_issues(&lab.account, lab.now);
        issues
            .iter()
            .any(|issue| issue.description.contains("VLAN spanning"))
    };
    let lab = || {
        let mut lab = Lab::demo();
        let off = configure(&lab, |settings| settings.vlan_spanning = false);
        if lab.account.settings.vlan_spanning {
            lab.run(OWNER, off);
        }
        lab
    };
    let mut lab_1 = lab();
    assert!(!split(&lab_1), "one zone, one VLAN");
    lab_1.run(OWNER, zone(&lab_1, "dal12", &[]));
    assert!(split(&lab_1));
    let mut lab_2 = lab_1.clone();
    lab_1.run(
        OWNER,
        configure(&lab_1, |settings| settings.vlan_spanning = true),
    );
    assert!(!split(&lab_1));
    lab_2.run(OWNER, configure(&lab_2, |settings| settings.vrf = true));
    assert!(!split(&lab_2));
}

#[test]
fn r94_service_endpoints_need_virtual_routing_first() {
    let mut lab = Lab::demo();
    assert!(!lab.account.settings.vrf, "the demo account is older");
    let on = |lab: &Lab| configure(lab, |settings| settings.service_endpoints = true);
    let endpoint = |lab: &Lab| Ks::EnablePrivateEndpoint {
        cluster: lab.cluster(DAL).id.clone(),
    };
    let mut private = lab.classic_cluster("private", "dal10", "");
    private.private_endpoint = true;
    assert!(!lab.allows(OWNER, on(&lab)));
    lab.run(OWNER, configure(&lab, |settings| settings.vrf = true));
    assert!(!lab.allows(OWNER, Ks::Create(private.clone())));
    assert!(!lab.allows(OWNER, endpoint(&lab)));
    assert!(!lab.allows(ADMIN, on(&lab)), "the owner's");
    lab.run(OWNER, on(&lab));
    let off = configure(&lab, |settings| settings.service_endpoints = false);
    assert!(!lab.allows(OWNER, off));
    lab.run(OWNER, Ks::Create(private));
    assert!(lab.cluster("private").private_endpoint);
    assert!(!lab.allows(OPERATOR, endpoint(&lab)));
    lab.run(OWNER, endpoint(&lab));
    assert!(lab.cluster(DAL).private_endpoint);
    assert!(!lab.allows(OWNER, endpoint(&lab)), "once is enough");
}

#[test]
fn r96_gateway_enabled_clusters_need_virtual_routing_and_service_endpoints() {
    for (vrf, endpoints) in [(false, false), (true, false), (true, true)] {
        let mut lab = Lab::demo();
        if vrf {
            lab.run(OWNER, configure(&lab, |settings| settings.vrf = true));
        }
        if endpoints {
            lab.run(
                OWNER,
                configure(&lab, |settings| settings.service_endpoints = true),
            );
        }
        let mut gateway = lab.classic_cluster("gateway", "dal10", "");
        gateway.gateway = true;
        assert_eq!(lab.allows(OWNER, Ks::Create(gateway)), vrf && endpoints);
    }
}

#[test]
fn r113_a_region_holds_100_clusters_of_each_infrastructure() {
    let mut lab = Lab::of(Template::EmptyPaygo);
    for n in 0..CLUSTER_QUOTA {
        lab.run(
            OWNER,
            Ks::Create(lab.classic_cluster(&format!("c{n}"), "dal10", "")),
        );
    }
    let more = |zone: &str| Ks::Create(lab.classic_cluster("more", zone, ""));
    let refusal = lab.refused(OWNER, more("dal12"));
    assert_eq!(refusal.kind, RefusalKind::ClusterQuota { limit: 100 });
    assert_eq!(refusal.code(), Some("E60b6"));
    assert!(lab.allows(OWNER, more("fra02")));
}
