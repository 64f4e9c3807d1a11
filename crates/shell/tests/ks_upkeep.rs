//! `ibmcloud ks`: versions, add-on versions, labels, taints, networks, pull secrets, key management.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn masters_and_workers_are_updated() {
    let mut lab = Lab::demo();
    let account = lab.host.account.clone();
    let cluster = account.cluster_called("classic-dal").unwrap();
    let worker = cluster.workers.keys().next().unwrap();
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud ks versions
         ibmcloud ks versions --show-version openshift
         ibmcloud ks versions --output json
         ibmcloud ks cluster master update -c classic-dal --version 1.27
         ibmcloud ks cluster master update -c classic-dal
           < n
         ibmcloud ks cluster master update -c classic-dal --version 1.29
           < y
         ibmcloud ks cluster ls
         ibmcloud ks worker ls -c classic-dal
         ibmcloud ks cluster master update -c classic-dal -f
         ibmcloud ks worker update -c classic-dal -w {worker}
           < y
         ibmcloud ks worker ls -c classic-dal
         ibmcloud ks worker update -c classic-dal -w {worker} -f
         ibmcloud ks worker update -c vpc-fra -w {worker} -f
         ibmcloud ks cluster master update -c nowhere -f
         # as viewer@example.com
         ibmcloud ks cluster master update -c classic-dal -f
         ibmcloud ks worker update -c classic-dal -w {worker} -f"
    )));
}

#[test]
fn add_ons_have_versions() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster addon versions
         ibmcloud ks cluster addon versions --addon istio --output json
         ibmcloud ks cluster addon versions --addon nothing
         ibmcloud ks cluster addon options --addon vpc-block-csi-driver
         ibmcloud ks cluster addon options --addon vpc-block-csi-driver --version 5.0 --output json
         ibmcloud ks cluster addon options --addon istio --version 9
         ibmcloud ks cluster addon ls -c vpc-fra
         ibmcloud ks cluster addon get --addon vpc-block-csi-driver -c vpc-fra
         ibmcloud ks cluster addon get --addon vpc-block-csi-driver -c vpc-fra --output json
         ibmcloud ks cluster addon get --addon istio -c vpc-fra
         ibmcloud ks cluster addon update vpc-block-csi-driver -c vpc-fra --version 5.2
           < y
         ibmcloud ks cluster addon ls -c vpc-fra --output json
         ibmcloud ks cluster addon update vpc-block-csi-driver -c vpc-fra -f
         ibmcloud ks cluster addon update istio -c vpc-fra -f
         ibmcloud ks cluster addon enable istio -c vpc-fra --version 1.20
         ibmcloud ks cluster addon ls -c vpc-fra
         # as operator@example.com
         ibmcloud ks cluster addon update istio -c vpc-fra -f -y"
    ));
}

#[test]
fn pools_have_labels_taints_and_networks() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks worker-pool create classic --name edge -c classic-dal --flavor b3c.4x16 --size-per-zone 1 -l dedicated=edge -l env=prod --operating-system UBUNTU_20_64
         ibmcloud ks worker-pool get -p edge -c classic-dal
         ibmcloud ks worker-pool label set -p edge -c classic-dal -l env=test
           < n
         ibmcloud ks worker-pool label set -p edge -c classic-dal -l env=test -f
         ibmcloud ks worker-pool taint set -p edge -c classic-dal --taint dedicated=edge:NoExecute
           < y
         ibmcloud ks worker-pool get -p edge -c classic-dal --output json
         ibmcloud ks worker-pool zones -p edge -c classic-dal
         ibmcloud ks worker-pool zones -p default -c classic-dal
         ibmcloud ks worker-pool label rm -p edge -c classic-dal -f
         ibmcloud ks worker-pool taint rm -p edge -c classic-dal
           < y
         ibmcloud ks worker-pool get -p edge -c classic-dal
         ibmcloud ks worker-pool label set -p edge -c classic-dal -l 'a b' -f
         ibmcloud ks worker-pool taint set -p edge -c classic-dal --taint dedicated=edge:Never -f
         ibmcloud ks worker-pool label set -p edge -c classic-dal
         ibmcloud ks worker-pool taint rm -p nothing -c classic-dal -f
         ibmcloud sl vlan create -t private -d dal10 -n own -f
         ibmcloud sl vlan create -t public -d dal10 -n own -f
         ibmcloud ks vlan ls --zone dal10
         ibmcloud ks zone network-set --zone dal10 -c classic-dal -p default --private-vlan 3000000 --public-vlan 3000001
           < y
         ibmcloud ks worker-pool zones -p default -c classic-dal --output json
         ibmcloud ks zone network-set --zone dal10 -c classic-dal -p default --private-vlan 3000000 --private-only -f
         ibmcloud ks zone network-set --zone dal10 -c classic-dal -p default --private-vlan 7 --public-vlan 3000001 -f
         ibmcloud ks zone network-set --zone eu-de-1 -c vpc-fra -p default --private-vlan 7 -f
         # as viewer@example.com
         ibmcloud ks worker-pool label rm -p edge -c classic-dal -f
         ibmcloud ks zone network-set --zone dal10 -c classic-dal --private-vlan 3000000 --public-vlan 3000001 -f"
    ));
}

#[test]
fn pull_secrets_and_key_management() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks cluster pull-secret apply -c classic-dal
           < y
         ibmcloud ks cluster pull-secret apply -c nowhere -f
         ibmcloud ks kms instance ls
         ibmcloud ks kms instance ls --output json
         ibmcloud ks kms crk ls --instance-id abc
         ibmcloud ks kms enable -c classic-dal --instance-id abc --crk def
         ibmcloud ks kms enable -c classic-dal
         ibmcloud ks flavor get --flavor b3c.4x16 --zone dal10 --provider classic
         ibmcloud ks flavor get --flavor bx2.4x16 --zone eu-de-1 --output json
         ibmcloud ks flavor get --flavor huge --zone dal10
         ibmcloud ks init
         ibmcloud ks init --host https://example.com
         ibmcloud ks cluster create classic --name kept --zone dal10 --flavor b3c.4x16 --version 1.27 --no-subnet --disable-disk-encrypt --operating-system UBUNTU_20_64
         ibmcloud ks cluster create classic --name odd --zone dal10 --flavor b3c.4x16 --version 1.99
         ibmcloud ks cluster create classic --name odd --zone dal10 --flavor b3c.4x16 --pod-subnet 172.30.0.0/16
         # as operator@example.com
         ibmcloud ks kms enable -c classic-dal --instance-id abc --crk def
         ibmcloud ks cluster pull-secret apply -c classic-dal -f"
    ));
}
