//! `ibmcloud ks credential` and `infra-permissions`: other classic accounts, and what credentials may do there.

mod common;

use common::Lab;
use credlab_model::template::{OTHER_CLASSIC_KEY, OTHER_CLASSIC_USER};
use insta::assert_snapshot;

/// Sets the credentials of the other classic account for a region.
fn set_other(region: &str) -> String {
    format!(
        "ibmcloud ks credential set classic --infrastructure-username {OTHER_CLASSIC_USER} --infrastructure-api-key {OTHER_CLASSIC_KEY} --region {region}"
    )
}

#[test]
fn r68_get_tells_the_user_name_or_that_there_is_none() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks credential get --region eu-de
         ibmcloud target -g prod
         ibmcloud ks credential get --region eu-de
         ibmcloud ks credential get --region eu-de --output json
         # as k8s-functional@example.com
         ibmcloud ks credential get --region eu-de"
    ));
}

#[test]
fn r64_credentials_are_checked_and_set_by_administrators() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud ks credential set
         ibmcloud ks credential set vpc-gen2 --region us-south
         ibmcloud ks credential set classic --region us-south
         ibmcloud ks credential set classic --infrastructure-username owner@example.com --infrastructure-api-key 123 --region us-south
         ibmcloud ks credential unset --region us-south
         # as editor@example.com
         {}
         ibmcloud ks credential unset --region eu-de",
        set_other("us-south")
    )));
    assert!(
        lab.host
            .account
            .slots
            .values()
            .filter(|state| state.manual.is_some())
            .count()
            == 1
    );
}

#[test]
fn r71_another_account_orphans_clusters_until_it_is_taken_away() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(&format!(
        "{}
         ibmcloud ks credential get --region us-south
         ibmcloud ks cluster ls --provider classic
         ibmcloud ks cluster get -c classic-dal | grep User
         ibmcloud ks worker ls -c classic-dal
         ibmcloud ks worker add -c classic-dal --workers 1
         ibmcloud ks cluster rm -c classic-dal -f
         ibmcloud ks credential unset --region us-south
         ibmcloud ks cluster ls --provider classic
         ibmcloud ks worker add -c classic-dal --workers 1",
        set_other("us-south")
    )));
    let account = &lab.host.account;
    let cluster = account.cluster_called("classic-dal").unwrap();
    assert!(!cluster.is_orphaned(account, lab.host.now));
    assert_eq!(cluster.workers.len(), 3);
}

#[test]
fn r47_infra_permissions_looks_at_the_credentials_in_force() {
    assert_snapshot!(Lab::demo().transcript(
        "# as viewer@example.com
         ibmcloud ks infra-permissions get --region us-south
         ibmcloud ks infra-permissions get --region us-east
         ibmcloud ks infra-permissions get
         # as admin@example.com
         ibmcloud target -g prod
         ibmcloud ks infra-permissions get --region eu-de
         ibmcloud ks infra-permissions get --region eu-de --output json
         # as k8s-functional@example.com
         ibmcloud ks infra-permissions get --region us-south"
    ));
}

#[test]
fn r48_a_weak_owner_of_the_key_is_told_what_is_missing() {
    assert_snapshot!(Lab::demo().transcript(
        "# as classic@example.com
         ibmcloud ks api-key reset --region us-south
         ibmcloud ks infra-permissions get --region us-south
         ibmcloud ks infra-permissions get --region us-south --output json"
    ));
}

#[test]
fn no_secret_is_recorded() {
    let mut lab = Lab::demo();
    lab.ok(&set_other("us-south"));
    let records: Vec<String> = lab
        .host
        .records
        .iter()
        .map(|record| format!("{record:?}"))
        .collect();
    assert!(records.iter().any(|text| text.contains(OTHER_CLASSIC_USER)));
    assert!(!records.iter().any(|text| text.contains(OTHER_CLASSIC_KEY)));
}
