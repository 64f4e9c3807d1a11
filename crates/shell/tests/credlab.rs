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
