//! What `ibmcloud ks` looks up: zones, flavors, networks, versions.

mod common;

use common::Lab;
use credlab_model::{account, account::Settings};
use insta::assert_snapshot;

#[test]
fn places_and_flavors() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks locations -l eu
         ibmcloud ks locations -l dal --output json
         ibmcloud ks zone ls --provider classic --region-only
         ibmcloud ks zones --provider vpc-gen2 -l Dallas --output json
         ibmcloud ks zone ls
         ibmcloud ks flavors --zone dal10
         ibmcloud ks flavors --zone eu-de-1 --provider vpc-gen2
         ibmcloud ks flavor ls --zone us-south-1 --output json | grep name
         ibmcloud ks flavors --zone dal10 --provider vpc-gen2
         ibmcloud ks flavors
         ibmcloud ks versions
         ibmcloud ks versions --output json
         ibmcloud ks messages"
    ));
}

#[test]
fn networks_of_classic_infrastructure_are_those_of_the_credentials_in_force() {
    assert_snapshot!(Lab::demo().transcript(
        "# as viewer@example.com
         ibmcloud ks vlan ls --zone dal10
         ibmcloud ks vlans --zone dal10 --output json
         ibmcloud ks vlan ls --zone dal12
         ibmcloud ks vlan ls --zone us-south-1
         ibmcloud ks vlan ls --zone ams03
         ibmcloud ks subnets
         # as admin@example.com
         ibmcloud target -g prod
         ibmcloud ks vlan ls --zone ams03
         ibmcloud ks subnets --region eu-de
         ibmcloud ks subnets --region eu-de -l dal10
         # as k8s-functional@example.com
         ibmcloud ks vlan ls --zone dal10
         ibmcloud ks subnets"
    ));
}

#[test]
fn networks_of_vpc_are_those_that_iam_shows() {
    assert_snapshot!(Lab::demo().transcript(
        "# as admin@example.com
         ibmcloud ks vpcs
         ibmcloud ks vpcs --provider vpc-gen2 --output json
         ibmcloud ks subnets --provider vpc-gen2
         ibmcloud ks subnets --vpc-id r010-0c5d1e9a-52f4-4a4b-8d0c-9a7f3b1e6d20 --zone eu-de-2 --output json
         # as viewer@example.com
         ibmcloud ks vpcs
         ibmcloud ks subnets --provider vpc-gen2"
    ));
}

#[test]
fn the_endpoint_is_the_same_everywhere() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks api
         ibmcloud target --unset-region | grep Region
         ibmcloud ks api
         ibmcloud logout
         ibmcloud ks api"
    ));
}

#[test]
fn r91_vlan_spanning_follows_the_account() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "# as viewer@example.com
         ibmcloud ks vlan spanning get --region us-south
         # as k8s-functional@example.com
         ibmcloud ks vlan spanning get --region us-south"
    ));
    let settings = Settings {
        vlan_spanning: true,
        ..lab.host.account.settings
    };
    lab.as_("owner@example.com");
    let owner = lab.session.actor().unwrap();
    let on = account::Command::Configure(settings).into();
    credlab_shell::Host::execute(&mut lab.host, &owner, &on).unwrap();
    assert_snapshot!(
        "r91_vlan_spanning_is_on",
        lab.transcript(
            "ibmcloud ks vlan spanning get --region us-south
         ibmcloud ks vlan spanning get --region us-south --output json"
        )
    );
}
