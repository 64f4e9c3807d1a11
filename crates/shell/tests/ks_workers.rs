//! `ibmcloud ks worker` and `worker-pool`: the two gates.

mod common;

use common::Lab;
use insta::assert_snapshot;

/// The ids of a cluster's workers, in the order of the listing.
fn workers(lab: &Lab, cluster: &str) -> Vec<String> {
    let cluster = lab.host.account.cluster_called(cluster).unwrap();
    cluster.workers.keys().map(|id| id.to_string()).collect()
}

#[test]
fn workers_are_listed_with_what_is_known_of_them() {
    let mut lab = Lab::demo();
    let first = workers(&lab, "classic-dal").remove(0);
    let vpc = workers(&lab, "vpc-fra").remove(0);
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud ks worker ls -c classic-dal
         ibmcloud ks workers --cluster vpc-fra --show-pools
         ibmcloud ks worker ls -c classic-dal --show-pools -p default
         ibmcloud ks worker ls -c classic-dal -p nowhere
         ibmcloud ks worker ls -c classic-dal --output json
         ibmcloud ks worker ls -c vpc-fra --output json | grep State
         ibmcloud ks worker get -w {first}
         ibmcloud ks worker get --worker {vpc} -c vpc-fra
         ibmcloud ks worker get --worker {vpc} -c classic-dal
         ibmcloud ks worker get -w nothing"
    )));
}

#[test]
fn r36_a_viewer_adds_no_workers_until_made_operator() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "# as viewer@example.com
         ibmcloud ks worker add -c classic-dal --workers 1
         # as owner@example.com
         ibmcloud iam user-policy-create viewer@example.com --roles Operator --service-name containers-kubernetes | grep OK
         # as viewer@example.com
         ibmcloud ks worker add -c classic-dal --workers 1
         ibmcloud ks worker ls -c classic-dal"
    ));
    assert_snapshot!(
        "the_new_worker_joins",
        lab.advance(12)
            .transcript("ibmcloud ks worker ls -c classic-dal | grep provision")
            + &lab
                .advance(30)
                .transcript("ibmcloud ks worker ls -c classic-dal")
    );
    assert_eq!(workers(&lab, "classic-dal").len(), 3);
}

#[test]
fn r37_the_owner_of_the_key_must_be_able_to_order() {
    let mut lab = Lab::demo();
    let first = workers(&lab, "classic-dal").remove(0);
    assert_snapshot!(lab.transcript(&format!(
        "# as classic@example.com
         ibmcloud ks api-key reset --region us-south
         # as operator@example.com
         ibmcloud ks worker add -c classic-dal --workers 1
         ibmcloud ks worker reload -c classic-dal -w {first} -f
         ibmcloud ks worker rm -c classic-dal -w {first} -f
         ibmcloud ks worker-pool resize -c classic-dal -p default --size-per-zone 3"
    )));
    assert_eq!(workers(&lab, "classic-dal").len(), 2);
}

#[test]
fn changes_ask_first_and_go_worker_by_worker() {
    let mut lab = Lab::demo();
    let ids = workers(&lab, "classic-dal");
    let (a, b) = (&ids[0], &ids[1]);
    assert_snapshot!(lab.transcript(&format!(
        "# as operator@example.com
         ibmcloud ks worker reload -c classic-dal -w {a}
         ibmcloud ks worker reload -c classic-dal -w {a}
           < n
         ibmcloud ks worker reload -c classic-dal -w {a} -w {b}
           < y
           < n
         ibmcloud ks worker ls -c classic-dal
         ibmcloud ks worker reboot -c classic-dal -w {b} -f
         ibmcloud ks worker ls -c classic-dal
         ibmcloud ks worker rm -c classic-dal -w {a} -w kube-nothing -f
         ibmcloud ks worker replace -c classic-dal -w {b}
           < y
         ibmcloud ks worker reload -c classic-dal"
    )));
    let left = workers(&lab, "classic-dal");
    assert_eq!(left.len(), 1);
    assert!(!ids.contains(&left[0]));
}

#[test]
fn workers_that_are_not_there_are_not_found() {
    let mut lab = Lab::demo();
    let vpc = workers(&lab, "vpc-fra").remove(0);
    assert_snapshot!(lab.transcript(&format!(
        "# as operator@example.com
         ibmcloud ks worker rm -c classic-dal -w {vpc} -f
         ibmcloud ks worker rm -c classic-dal -w <nothing> -f
         ibmcloud ks worker rm -c classic-dal -w Nothing -f
         ibmcloud ks worker reload -c vpc-fra -w {vpc} -f
         ibmcloud ks worker add -c vpc-fra
         ibmcloud ks worker add -c classic-dal --flavor nothing
         ibmcloud ks worker add -c classic-dal --private-vlan 7
         # as viewer@example.com
         ibmcloud ks worker add -c classic-dal --private-vlan 7
         ibmcloud ks worker rm -c classic-dal -w Nothing -f
         ibmcloud ks worker-pool resize -c classic-dal -p nowhere --size-per-zone 1"
    )));
    assert_eq!(workers(&lab, "classic-dal").len(), 2);
}

#[test]
fn pools_are_shown_and_resized() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "# as operator@example.com
         ibmcloud ks worker-pool ls -c classic-dal
         ibmcloud ks worker-pools -c vpc-fra --output json
         ibmcloud ks worker-pool get -c classic-dal -p default
         ibmcloud ks worker-pool get -c classic-dal -p nowhere
         ibmcloud ks worker-pool resize -c classic-dal -p nowhere --size-per-zone 1
         ibmcloud ks worker-pool resize -c classic-dal -p default --size-per-zone 0
         ibmcloud ks worker-pool resize -c classic-dal -p default --size-per-zone many
         ibmcloud ks worker-pool resize -c classic-dal -p default --size-per-zone 4
         ibmcloud ks worker-pool ls -c classic-dal
         ibmcloud ks worker-pool resize -c classic-dal --worker-pool default --size-per-zone 1
         ibmcloud ks worker-pool ls -c classic-dal"
    ));
    assert_eq!(workers(&lab, "classic-dal").len(), 1);
}
