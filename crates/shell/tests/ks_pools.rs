//! `ks worker-pool` and `ks zone` where they change something, `ks quota`, service endpoints (`cli.md`, 7.8, 7.9).

mod common;

use common::Lab;
use credlab_model::template::Template;
use insta::assert_snapshot;

#[test]
fn pools_and_zones_come_and_go() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks worker-pool create classic --name edge -c classic-dal --flavor b3c.4x16 --size-per-zone 2 --hardware shared
         ibmcloud ks worker-pool create classic --name edge -c classic-dal --flavor b3c.4x16 --size-per-zone 2
         ibmcloud ks worker-pool create classic --name more -c classic-dal --flavor b3c.4x16 --size-per-zone 1 --output json
         ibmcloud ks worker-pool create classic --name none -c classic-dal --flavor b3c.4x16 --size-per-zone 0
         ibmcloud ks worker-pool create classic --name none -c vpc-fra --flavor b3c.4x16 --size-per-zone 1
         ibmcloud ks worker-pool create vpc-gen2 --name more -c vpc-fra --flavor bx2.4x16 --size-per-zone 1
         ibmcloud ks worker-pool create classic --name none
         ibmcloud ks worker-pool ls -c classic-dal
         ibmcloud ks zone add classic --zone dal12 -c classic-dal -p edge -p more
         ibmcloud ks zone add classic --zone dal12 -c classic-dal -p edge
         ibmcloud ks zone add classic --zone fra02 -c classic-dal
         ibmcloud ks zone add classic --zone dal12 -c classic-dal -p nothing
         ibmcloud ks zone add vpc-gen2 --zone eu-de-2 --subnet-id nothing -c vpc-fra
         ibmcloud ks worker-pool ls -c classic-dal
         ibmcloud ks worker-pool get -p edge -c classic-dal
         ibmcloud ks worker-pool get -p edge -c classic-dal --output json
         ibmcloud ks workers -c classic-dal
         ibmcloud ks cluster health issues -c classic-dal
         ibmcloud ks worker-pool rebalance -p edge -c classic-dal
         ibmcloud ks worker-pool rm -p more -c classic-dal
         < n
         ibmcloud ks worker-pool rm -p more -c classic-dal -f
         ibmcloud ks zone rm --zone dal12 -c classic-dal
         < y
         ibmcloud ks zone rm --zone dal12 -c classic-dal -f
         ibmcloud ks zone rm --zone dal10 -c classic-dal -f
         ibmcloud ks worker-pool ls -c classic-dal
         # as viewer@example.com
         ibmcloud ks worker-pool create classic --name mine -c classic-dal --flavor b3c.4x16 --size-per-zone 1
         ibmcloud ks zone add classic --zone dal12 -c classic-dal
         ibmcloud ks worker-pool rm -p nothing -c classic-dal -f
         credlab impact 'ibmcloud ks worker-pool rm -p edge -c classic-dal -f'"
    ));
}

#[test]
fn quotas_are_listed_with_what_is_used() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks quota ls --provider classic
         ibmcloud ks quota ls --provider vpc-gen2 --output json | grep used
         ibmcloud ks quota ls --provider other"
    ));
}

#[test]
fn r94_service_endpoints_come_after_virtual_routing() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account show
         ibmcloud ks cluster create classic --name private --zone dal10 --flavor b3c.4x16 --private-service-endpoint
         ibmcloud ks cluster create classic --name gateway --zone dal10 --flavor b3c.4x16 --gateway-enabled
         ibmcloud account update --service-endpoint-enable true
         < n
         ibmcloud account update --service-endpoint-enable true
         < y
         ibmcloud account show
         ibmcloud account update --service-endpoint-enable false
         ibmcloud ks cluster master private-service-endpoint enable -c classic-dal
         ibmcloud ks cluster master private-service-endpoint enable -c vpc-fra
         ibmcloud ks cluster create classic --name gateway --zone dal10 --flavor b3c.4x16 --gateway-enabled
         # as admin@example.com
         ibmcloud account update --service-endpoint-enable true"
    ));
    let mut new = Lab::of(Template::EmptyPaygo);
    assert_snapshot!(new.transcript("ibmcloud account update --service-endpoint-enable true"));
}
