//! `ibmcloud ks api-key`: whose key a region and resource group use, and how it is replaced.

mod common;

use common::Lab;
use credlab_model::event::Event;
use credlab_model::kubernetes::{self, Read};
use insta::assert_snapshot;

#[test]
fn r15_info_names_the_owner_of_the_stored_key() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud ks api-key info --cluster classic-dal
         ibmcloud ks api-key info -c vpc-fra
         ibmcloud oc api-key info -c classic-ams --output json
         ibmcloud ks api-key info -c nowhere
         ibmcloud ks api-key info
         ibmcloud ks api-key info -c classic-dal --output yaml
         # as viewer@example.com
         ibmcloud cs api-key info -c classic-dal
         # as k8s-functional@example.com
         ibmcloud ks api-key info -c classic-dal"
    ));
}

#[test]
fn r6_a_functional_id_takes_over_as_the_document_says() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "credlab accept k8s-functional@example.com
         ibmcloud iam user-policy-create k8s-functional@example.com --roles Administrator --service-name containers-kubernetes | grep OK
         ibmcloud iam user-policy-create k8s-functional@example.com --roles Viewer --resource-type resource-group | grep OK
         # as k8s-functional@example.com
         ibmcloud ks api-key reset --region eu-de
         ibmcloud target -g prod
         ibmcloud ks api-key reset --region eu-de
         ibmcloud ks api-key info --cluster vpc-fra
         ibmcloud ks api-key info --cluster classic-dal"
    ));
    // The first reset went to the default group: nothing was targeted then (R7).
    let account = &lab.host.account;
    let functional = account
        .user_called("k8s-functional@example.com")
        .unwrap()
        .identity();
    let mut owned: Vec<String> = account
        .slots
        .iter()
        .filter(|(_, state)| {
            state
                .key
                .as_ref()
                .is_some_and(|key| key.owner == functional)
        })
        .map(|(slot, _)| format!("{} {}", slot.region, account.group_name(&slot.group)))
        .collect();
    owned.sort();
    assert_eq!(owned, ["eu-de default", "eu-de prod"]);
}

#[test]
fn r8_only_administrators_who_are_users_reset() {
    let mut lab = Lab::demo();
    let before = lab.host.account.slots.clone();
    assert_snapshot!(lab.transcript(
        "# as viewer@example.com
         ibmcloud ks api-key reset --region us-south
         # as operator@example.com
         ibmcloud ks api-key reset --region us-south
         # as editor@example.com
         ibmcloud ks api-key reset --region us-south
         # as ci-deployer
         ibmcloud ks api-key reset --region us-south
         # as admin@example.com
         ibmcloud ks api-key reset --region us_south
         ibmcloud target --unset-region
         ibmcloud ks api-key reset"
    ));
    assert_eq!(lab.host.account.slots, before);
}

#[test]
fn the_targeted_region_is_meant_when_none_is_given_and_nothing_is_asked() {
    let mut lab = Lab::demo();
    lab.as_("admin@example.com");
    lab.ok("ibmcloud target -r us-south");
    let bare = lab.ok("ibmcloud ks api-key reset");
    let forced = lab.ok("ibmcloud ks api-key reset -f");
    assert_eq!(bare, forced);
    assert_eq!(
        bare,
        "Resetting the API key for region us-south in resource group default...\nOK\n[0]\n"
    );
    let info = lab.ok("ibmcloud ks api-key info -c classic-dal");
    assert!(info.contains("admin@example.com"), "{info}");
}

#[test]
fn r146_looks_and_refused_attempts_are_in_the_trail() {
    let mut lab = Lab::demo();
    let known = lab.host.records.len();
    lab.as_("viewer@example.com");
    lab.ok("ibmcloud ks api-key info -c classic-dal");
    lab.run("ibmcloud ks api-key reset --region us-south");
    let trail: Vec<&Event> = lab.host.records[known..].iter().map(|r| &r.event).collect();
    let [
        Event::Cluster(kubernetes::Event::Read { what, .. }),
        Event::Refused(refused),
    ] = trail.as_slice()
    else {
        panic!("{trail:?}");
    };
    assert_eq!(*what, Read::KeyOwner);
    assert_eq!(refused.code.as_deref(), Some("A0008"));
}
