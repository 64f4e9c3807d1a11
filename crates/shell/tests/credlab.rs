//! `credlab`: acting as somebody.

mod common;

use common::Lab;
use credlab_model::actor::Face;
use credlab_model::event::Event;
use insta::assert_snapshot;

#[test]
fn personas_are_listed_and_taken_on() {
    assert_snapshot!(Lab::demo().transcript(
        "credlab personas
         ibmcloud target -r eu-de -g prod -q
         credlab as operator@example.com
         ibmcloud target
         credlab as ci-deployer
         credlab as k8s-functional@example.com
         credlab as nobody
         credlab accept nobody@example.com
         credlab accept viewer@example.com
         credlab accept k8s-functional@example.com
         credlab as k8s-functional@example.com
         credlab as"
    ));
}

#[test]
fn acting_as_somebody_is_recorded_as_their_login() {
    let mut lab = Lab::demo();
    lab.ok("credlab as operator@example.com");
    let operator = lab
        .host
        .account
        .user_called("operator@example.com")
        .unwrap()
        .identity();
    let last = lab.host.records.last().unwrap();
    assert!(matches!(last.event, Event::Session(_)));
    assert_eq!(
        (&last.actor.identity, last.actor.face),
        (&operator, Face::Shell)
    );
}

#[test]
fn a_refusal_is_explained_with_the_way_out_and_who_can() {
    assert_snapshot!(Lab::demo().transcript(
        "# as viewer@example.com
         credlab explain \"ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16\"
         credlab who-can \"ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16\"
         credlab who-can \"ibmcloud ks api-key reset --region eu-de\" --output json
         # as admin@example.com
         credlab explain \"ibmcloud ks api-key reset --region us-south\"
         credlab explain \"ibmcloud ks worker add --cluster classic-dal --workers 1\"
         credlab explain \"ibmcloud ks worker-pool resize --cluster vpc-fra --worker-pool default --size-per-zone 3\"
         credlab explain \"ibmcloud ks api-key rest\"
         credlab explain \"ibmcloud iam api-key-delete nothing -f\" --output json
         credlab explain \"credlab as owner@example.com\"
         credlab explain \"'cred'lab explain x\"
         credlab explain"
    ));
}

#[test]
fn the_impact_of_a_line_is_told_and_nothing_is_done() {
    let mut lab = Lab::demo();
    let (before, session) = (lab.host.account.clone(), lab.session.clone());
    assert_snapshot!(lab.transcript(
        "ibmcloud target -g prod -q
         credlab impact \"ibmcloud ks api-key reset --region eu-de\"
         credlab impact \"ibmcloud account user-remove leaver@example.com\"
         credlab impact \"ibmcloud iam api-keys\"
         credlab impact \"ibmcloud ks api-key reset --region mars\"
         credlab impact \"ibmcloud ks cluster rm --cluster classic-dal -f\" --output json
         credlab impact \"ibmcloud login\""
    ));
    assert_eq!(lab.host.account, before);
    lab.session.group = session.group.clone();
    assert_eq!(lab.session, session);
}

#[test]
fn credentials_are_followed_from_their_user_to_the_clusters() {
    assert_snapshot!(Lab::demo().transcript(
        "credlab lineage
         # as classic@example.com
         ibmcloud target -r us-south -g default -q
         ibmcloud ks api-key reset --region us-south
         # as viewer@example.com
         credlab lineage
         # as owner@example.com
         ibmcloud account user-remove leaver@example.com -f
         credlab lineage --output json
         ibmcloud logout
         credlab lineage"
    ));
}
