//! `ibmcloud ks cluster`.

mod common;

use common::Lab;
use credlab_model::region::Region;
use credlab_model::template::Template;
use insta::assert_snapshot;

#[test]
fn clusters_are_listed_as_far_as_the_caller_may_see_them() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster ls
         ibmcloud ks clusters --provider vpc-gen2
         ibmcloud ks cluster ls -l ams -l Frankfurt
         ibmcloud ks cluster ls --provider vpc
         credlab accept k8s-functional@example.com
         ibmcloud iam user-policy-create k8s-functional@example.com --roles Viewer --service-name containers-kubernetes --region us-south | grep OK
         # as k8s-functional@example.com
         ibmcloud ks cluster ls
         ibmcloud ks cluster ls --provider vpc-gen2 --output json
         ibmcloud ks cluster get -c vpc-fra
         # as ci-deployer
         ibmcloud ks cluster ls"
    ));
}

#[test]
fn json_is_of_one_infrastructure() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster get -c classic-ams --output json
         ibmcloud ks cluster get -c vpc-fra --output json
         ibmcloud ks cluster ls --output json | grep name"
    ));
}

#[test]
fn details_follow_the_infrastructure() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster get -c classic-dal
         ibmcloud ks cluster get --cluster classic-ams --show-resources
         ibmcloud ks cluster get -c vpc-fra
         ibmcloud ks cluster get -c nowhere"
    ));
}

#[test]
fn clusters_come_into_being() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "# as admin@example.com
         ibmcloud ks cluster create
         ibmcloud ks cluster create classic --name second --zone dal10 --flavor b3c.4x16 --workers 2
         ibmcloud ks cluster get -c second
         ibmcloud ks worker ls -c second"
    ));
    assert_snapshot!(
        "clusters_are_there_after_a_while",
        lab.advance(60).transcript(
            "ibmcloud ks cluster get -c second
             ibmcloud ks worker ls -c second"
        )
    );
    let account = &lab.host.account;
    let (first, second) = (
        account.cluster_called("classic-dal").unwrap(),
        account.cluster_called("second").unwrap(),
    );
    assert_eq!(second.private_vlan, first.private_vlan);
    assert_eq!(second.workers.len(), 2);
}

#[test]
fn clusters_of_an_older_version_are_marked() {
    assert_snapshot!(Lab::demo().transcript(
        "# as admin@example.com
         ibmcloud ks cluster create classic --name old --zone dal10 --flavor b3c.4x16 --version 1.27
         ibmcloud ks cluster create vpc-gen2 --name older --zone us-south-1 --flavor bx2.4x16 --vpc-id r006-7b1f2c3d-8e4a-4d5b-b6c7-1d2e3f4a5b6c --subnet-id 0717-9a8b7c6d-5e4f-4321-a0b1-c2d3e4f5a6b7 --version 1.27
         ibmcloud ks cluster ls
         ibmcloud ks cluster ls -l ams
         ibmcloud ks cluster get -c old --show-resources
         ibmcloud ks cluster get -c older
         ibmcloud ks cluster get -c older --output json | grep ersion
         ibmcloud ks cluster master update --cluster old --version 1.28.9 -f
         ibmcloud ks cluster ls -l dal --provider classic"
    ));
}

#[test]
fn creation_is_refused_for_many_reasons() {
    let mut lab = Lab::demo();
    let before = lab.host.account.clusters.len();
    assert_snapshot!(lab.transcript(
        "ibmcloud ks cluster create classic --name x --zone dal10
         ibmcloud ks cluster create classic --name 1x --zone dal10 --flavor b3c.4x16
         ibmcloud ks cluster create classic --name classic-dal --zone dal10 --flavor b3c.4x16
         ibmcloud ks cluster create classic --name x --zone dal99 --flavor b3c.4x16
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor bx2.4x16
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16 --workers 0
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16 --version 1.20
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16 --private-vlan 7
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16 --hardware soft
         ibmcloud ks cluster create vpc-gen2 --name x --zone us-south-1 --flavor bx2.4x16 --vpc-id a --subnet-id b
         ibmcloud ks cluster create vpc-gen2 --name x --zone us-south-1 --flavor bx2.4x16 --vpc-id a --subnet-id 0717-9a8b7c6d-5e4f-4321-a0b1-c2d3e4f5a6b7
         # as editor@example.com
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16
         # as ci-deployer
         ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16"
    ));
    assert_eq!(lab.host.account.clusters.len(), before);
    let mut lite = Lab::of(Template::EmptyLite);
    assert_snapshot!(
        "r58_lite_accounts_have_no_clusters",
        lite.transcript(
            "ibmcloud ks cluster ls
             ibmcloud ks cluster create classic --name x --zone dal10 --flavor b3c.4x16
             ibmcloud ks vlan ls --zone dal10
             ibmcloud sl user list"
        )
    );
}

#[test]
fn r3_the_first_vpc_cluster_of_a_place_stores_a_key_of_its_maker() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "# as admin@example.com
         ibmcloud target -g prod
         ibmcloud ks infra-permissions get --region us-south
         ibmcloud ks cluster create vpc-gen2 --name v --zone us-south-1 --flavor bx2.4x16 --vpc-id r006-7b1f2c3d-8e4a-4d5b-b6c7-1d2e3f4a5b6c --subnet-id 0717-9a8b7c6d-5e4f-4321-a0b1-c2d3e4f5a6b7 --workers 2 --version 1.28
         ibmcloud ks api-key info -c v
         ibmcloud ks worker ls -c v
         ibmcloud ks cluster addon ls -c v"
    ));
    assert_eq!(
        lab.host.account.cluster_called("v").unwrap().region,
        Region::UsSouth
    );
}

#[test]
fn r43_a_missing_registry_role_is_told_after_the_cluster_was_made() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam user-policy-create operator@example.com --roles Administrator,Manager --service-name containers-kubernetes");
    lab.as_("operator@example.com");
    assert_snapshot!(
        lab.run("ibmcloud ks cluster create classic --name plain --zone dal10 --flavor b3c.4x16")
    );
    assert!(lab.host.account.cluster_called("plain").is_ok());
}

#[test]
fn removal_asks_twice() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "ibmcloud ks cluster rm -c classic-dal
         ibmcloud ks cluster rm -c classic-dal
           < maybe
           < n
           < n
         ibmcloud ks cluster ls | grep classic-dal
         ibmcloud ks cluster rm -c classic-dal
           < y
           < y
         ibmcloud ks cluster rm -c classic-dal
         ibmcloud ks cluster rm -c vpc-fra --force-delete-storage
           < yes
         # as editor@example.com
         ibmcloud ks cluster rm -c classic-ams -f"
    ));
    let names: Vec<&str> = lab
        .host
        .account
        .clusters
        .values()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(names, ["classic-ams"]);
}

#[test]
fn addons_come_and_go() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "ibmcloud ks cluster addon ls -c classic-dal
         ibmcloud ks cluster addons -c vpc-fra
         ibmcloud ks cluster addon ls -c vpc-fra --output json
         ibmcloud ks cluster addon enable cluster-autoscaler -c classic-dal
         ibmcloud ks cluster addon enable cluster-autoscaler -c classic-dal
         ibmcloud ks cluster addon enable vpc-block-csi-driver -c classic-dal
         ibmcloud ks cluster addon ls -c classic-dal
         ibmcloud ks cluster addon disable cluster-autoscaler -c classic-dal
           < n
         ibmcloud ks cluster addon disable cluster-autoscaler -c classic-dal -f
         ibmcloud ks cluster addon disable cluster-autoscaler -c classic-dal -f
         ibmcloud ks cluster addon enable -c classic-dal
         # as operator@example.com
         ibmcloud ks cluster addon enable istio -c classic-dal"
    ));
    let cluster = lab.host.account.cluster_called("classic-dal").unwrap();
    assert!(cluster.addons.is_empty());
}

#[test]
fn r16_a_refresh_takes_the_stored_key_over() {
    let mut lab = Lab::demo();
    let stale = |lab: &Lab| {
        let account = &lab.host.account;
        account
            .cluster_called("classic-dal")
            .unwrap()
            .needs_refresh(account)
    };
    lab.as_("admin@example.com");
    lab.ok("ibmcloud ks api-key reset --region us-south");
    assert!(stale(&lab));
    assert_snapshot!(lab.transcript(
        "# as editor@example.com
         ibmcloud ks cluster master refresh -c classic-dal
         # as operator@example.com
         ibmcloud ks cluster master refresh -c classic-dal
         ibmcloud ks cluster get -c classic-dal | grep Master"
    ));
    assert!(!stale(&lab));
}

#[test]
fn r30_health_issues_show_a_key_that_gives_no_token() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "ibmcloud ks cluster health issues -c vpc-fra
         ibmcloud account user-remove leaver@example.com -f
         ibmcloud ks cluster health issues -c vpc-fra
         ibmcloud ks cluster health issues -c vpc-fra --output json
         ibmcloud ks api-key info -c vpc-fra
         ibmcloud ks worker replace -c vpc-fra -w kube-x -f
         ibmcloud ks worker-pool resize -c vpc-fra -p default --size-per-zone 4"
    ));
}
