//! The grammar of `ibmcloud ks`: help, former spellings, slips.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn help_lists_groups_and_commands() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks
         ibmcloud ks api-key
         ibmcloud ks credential set
         ibmcloud ks help cluster
         ibmcloud ks worker --help
         ibmcloud ks worker add -h
         ibmcloud ks api-key reset --help"
    ));
}

#[test]
fn former_spellings_lead_to_todays() {
    let mut lab = Lab::demo();
    for (former, today) in [
        ("api-key-info -c x", "api-key info"),
        ("api-key-reset", "api-key reset"),
        ("credential-get", "credential get"),
        ("credential-set", "credential set"),
        ("credential-unset", "credential unset"),
        (
            "infra-permissions-get --region us-south",
            "infra-permissions get",
        ),
        ("cluster-get classic-dal", "cluster get"),
        ("cluster-create --name x", "cluster create"),
        ("cluster-rm x", "cluster rm"),
        ("cluster-config x", "cluster config"),
        ("worker-add -c classic-dal", "worker add"),
        ("worker-get x", "worker get"),
        ("worker-reload x", "worker reload"),
        ("worker-rm x", "worker rm"),
        ("worker-pool-resize x", "worker-pool resize"),
        ("vlan-spanning-get", "vlan spanning get"),
    ] {
        let shown = lab.run(&format!("ibmcloud ks {former}"));
        let word = former.split(' ').next().unwrap();
        assert_eq!(
            shown,
            format!(
                "FAILED\n'{word}' is not a registered command. See 'ibmcloud ks help'.\n\nDid you mean 'ibmcloud ks {today}'?\n[1]\n"
            )
        );
    }
}

#[test]
fn short_plurals_still_work() {
    let mut lab = Lab::demo();
    for (short, long) in [
        ("clusters", "cluster ls"),
        ("workers -c classic-dal", "worker ls -c classic-dal"),
        (
            "worker-pools -c classic-dal",
            "worker-pool ls -c classic-dal",
        ),
        ("cluster addons -c vpc-fra", "cluster addon ls -c vpc-fra"),
        ("zones --provider classic", "zone ls --provider classic"),
        ("vlans --zone dal10", "vlan ls --zone dal10"),
        ("machine-types --zone dal10", "flavors --zone dal10"),
        ("flavor ls --zone dal10", "flavors --zone dal10"),
        ("kube-versions", "versions"),
    ] {
        let (short, long) = (
            format!("ibmcloud ks {short}"),
            format!("ibmcloud ks {long}"),
        );
        assert_eq!(lab.ok(&short), lab.ok(&long), "{short}");
    }
}

#[test]
fn the_documents_slip_is_understood() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks ibmcloud sl user list
         ibmcloud ks clustr ls
         ibmcloud ks cluster get --clutser classic-dal"
    ));
}

#[test]
fn nobody_logged_in_gets_nowhere() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud logout");
    for line in [
        "api-key info -c classic-dal",
        "api-key reset --region us-south",
        "credential get --region us-south",
        "credential set classic --infrastructure-username a --infrastructure-api-key b --region us-south",
        "credential unset --region us-south",
        "infra-permissions get --region us-south",
        "cluster ls",
        "cluster get -c classic-dal",
        "cluster create classic --name x --zone dal10 --flavor b3c.4x16 --private-vlan 7",
        "cluster create vpc-gen2 --name x --zone us-south-1 --flavor bx2.4x16 --vpc-id a --subnet-id b",
        "cluster rm -c nowhere",
        "cluster config -c classic-dal",
        "cluster master refresh -c classic-dal",
        "cluster health issues -c classic-dal",
        "cluster addon ls -c classic-dal",
        "cluster addon enable istio -c classic-dal",
        "cluster addon disable istio -c nowhere",
        "worker ls -c classic-dal",
        "worker get -w x",
        "worker add -c classic-dal",
        "worker rm -c nowhere -w x",
        "worker-pool ls -c classic-dal",
        "worker-pool get -c classic-dal -p default",
        "worker-pool resize -c classic-dal -p default --size-per-zone 1",
        "zone ls --provider classic",
        "flavors --zone dal10",
        "locations",
        "versions",
        "messages",
        "vlan ls --zone dal10",
        "vlan spanning get --region us-south",
        "subnets",
        "vpcs",
    ] {
        let shown = lab.run(&format!("ibmcloud ks {line}"));
        assert_eq!(
            shown, "FAILED\nLog in to the IBM Cloud CLI by running 'ibmcloud login'.\n\n[1]\n",
            "{line}"
        );
    }
}
