//! What the other files leave out: commands as JSON, when nobody is logged in, and with what most likely goes wrong.

mod common;

use common::Lab;
use credlab_model::template::Template;
use insta::assert_snapshot;

#[test]
fn nobody_is_logged_in() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud logout
         ibmcloud account show
         ibmcloud iam api-keys
         ibmcloud iam service-ids
         ibmcloud iam trusted-profiles
         ibmcloud resource tags
         ibmcloud ks api
         ibmcloud ks kms instance ls
         ibmcloud ks locations
         ibmcloud ks messages
         ibmcloud ks versions
         ibmcloud ks vpcs
         ibmcloud sl vlan options
         ibmcloud sl user list"
    ));
}

#[test]
fn a_word_too_many() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud logout now
         ibmcloud version 2
         ibmcloud update 2
         ibmcloud plugin list all
         ibmcloud plugin repos all
         ibmcloud plugin update nothing
         ibmcloud sl version 2
         credlab accounts 2
         credlab personas 2"
    ));
}

#[test]
fn clusters_as_json_and_what_is_not_found() {
    let mut lab = Lab::demo();
    let account = lab.host.account.clone();
    let cluster = account.cluster_called("classic-dal").unwrap();
    let worker = cluster.workers.keys().next().unwrap();
    let vpc = account.cluster_called("vpc-fra").unwrap();
    let there = vpc.workers.keys().next().unwrap();
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud ks api
         ibmcloud ks api-key info -c classic-dal --output json
         ibmcloud ks api-key reset --region us-south --output json
         ibmcloud ks flavors --zone dal10 --output json
         ibmcloud ks vlan ls --zone dal10 --output json
         ibmcloud ks zone ls --provider classic -l dal --output json
         ibmcloud ks worker get -c classic-dal --worker {worker} --output json
         ibmcloud ks worker get -c vpc-fra --worker {there} --output json
         ibmcloud ks worker reboot -c classic-dal -w nothing -f
         ibmcloud ks worker rm -c classic-dal -w {worker} -f
         ibmcloud ks worker-pool ls -c classic-dal --output json
         ibmcloud ks worker-pool ls -c nowhere
         ibmcloud ks worker-pool rebalance -c classic-dal -p nothing
         ibmcloud ks worker-pool zones -c classic-dal -p nothing
         ibmcloud ks worker-pool create vpc-gen2 --name edge -c vpc-fra --flavor bx2.4x16 --size-per-zone 1 --output json
         ibmcloud ks worker-pool create vpc-gen2 --name edge -c classic-dal --flavor bx2.4x16 --size-per-zone 1
         ibmcloud ks zone add vpc-gen2 --zone eu-de-2 -c vpc-fra -p default --subnet-id 02c7-1f8e2d3c-4b5a-4697-8877-665544332211
         ibmcloud ks cluster addon ls -c nowhere
         ibmcloud ks cluster health issues -c nowhere"
    )));
}

#[test]
fn the_configuration_of_a_cluster() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster config -c vpc-fra --admin --network --skip-rbac
         ibmcloud ks cluster config -c vpc-fra --endpoint vpe --yaml
         ibmcloud ks cluster config -c classic-dal --yaml
         ibmcloud ks cluster config -c classic-dal --endpoint private
         ibmcloud ks cluster config -c classic-dal --endpoint vpe
         ibmcloud ks cluster config -c classic-dal --endpoint odd
         ibmcloud ks cluster config -c classic-dal --network
         ibmcloud ks cluster config -c nowhere
         # as viewer@example.com
         ibmcloud ks cluster config -c classic-dal --admin
         ibmcloud ks cluster config -c classic-dal"
    ));
}

#[test]
fn pull_secrets_are_set_up_where_they_are_missing() {
    let mut lab = Lab::demo();
    let account = lab.host.account.clone();
    let secret = account
        .cluster_called("classic-dal")
        .unwrap()
        .pull_secret
        .clone();
    let secret = secret.unwrap();
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud iam service-id-unlock {secret} -f
         ibmcloud iam service-id-delete {secret} -f
         ibmcloud ks cluster pull-secret apply -c classic-dal -f
         ibmcloud ks cluster pull-secret apply -c classic-dal -f"
    )));
}

#[test]
fn groups_tags_and_vpn() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud resource group prod --output json
         ibmcloud resource tag-detach --tag-names env:prod --resource-name classic-dal
         ibmcloud resource tag-detach --tag-names env:prod --resource-name nothing
         ibmcloud sl vlan options --output json | grep types
         ibmcloud sl user vpn-disable 7"
    ));
}

#[test]
fn what_credlab_adds() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud resource group-create one
         credlab diff 1 --output json | grep one
         credlab who-can \"ibmcloud ks cluster frobnicate\"
         credlab who-can \"frobnicate\"
         credlab who-can \"ibmcloud ks cluster get\"
         credlab explain \"ibmcloud ks cluster frobnicate\"
         credlab impact \"ibmcloud ks cluster rm\"
         credlab upgrade"
    ));
    assert_snapshot!(
        "upgrade",
        Lab::of(Template::EmptyLite).transcript("credlab upgrade")
    );
}
