//! The audit trail: names of actions, initiators, and what was refused (R146-R150).

mod common;

use std::collections::BTreeSet;

use common::*;
use credlab_model::audit::{self, Outcome};
use credlab_model::classic::SetName;
use credlab_model::iam::{access_group, user};
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::region::Region::{AuSyd, BrSao, EuDe, UsSouth};
use credlab_model::{Command, Context};

/// The actions that a command leaves in the trail.
fn actions(lab: &mut Lab, who: &str, command: impl Into<Command>) -> Vec<String> {
    let before = lab.records.len();
    let ctx: Context = lab.run(who, command);
    let new = &lab.records[before..];
    let initiator = lab.actor(who).identity;
    for record in new {
        assert_eq!(record.actor.identity, initiator, "the caller did it");
        assert_eq!(
            record.correlation,
            ctx.correlation(),
            "one command, one correlation"
        );
    }
    let entries = new.iter().map(|record| audit::entry(&lab.account, record));
    entries.map(|entry| entry.action).collect()
}

#[test]
fn r146_every_action_leaves_the_events_of_its_name_with_the_caller_as_initiator() {
    let mut lab = Lab::demo();
    let cluster = lab.cluster("classic-dal").id.clone();
    let made = lab.create_key(ADMIN, "new");
    let expected: Vec<(Command, &[&str])> = vec![
        (
            lab.reset(EuDe, "prod"),
            &[
                "iam-identity.user-apikey.create",
                "containers-kubernetes.account-api-key.reset",
            ],
        ),
        (
            lab.read("classic-dal", Read::KeyOwner),
            &["containers-kubernetes.cluster-apikey-owner.get"],
        ),
        (
            lab.set_other(UsSouth, ""),
            &["containers-kubernetes.account-infra-credential.set"],
        ),
        (
            lab.get_manual(UsSouth, ""),
            &["containers-kubernetes.account-infra-credential.get"],
        ),
        (
            lab.unset_manual(UsSouth, ""),
            &["containers-kubernetes.account-infra-credential.delete"],
        ),
        (
            lab.check_permissions(UsSouth, ""),
            &["containers-kubernetes.account-infra-permission.get"],
        ),
        (
            Ks::RefreshMaster { cluster }.into(),
            &["containers-kubernetes.cluster-master.refresh"],
        ),
        (Ks::List.into(), &["containers-kubernetes.cluster.list"]),
        (made, &["iam-identity.user-apikey.create"]),
    ];
    for (command, names) in expected {
        assert_eq!(
            actions(&mut lab, ADMIN, command.clone()),
            names,
            "{command:?}"
        );
    }
    let assign = lab.assign(
        VIEWER,
        &["Operator"],
        in_region("containers-kubernetes", UsSouth),
    );
    assert_eq!(actions(&mut lab, OWNER, assign), ["iam-am.policy.create"]);
}

/// What a demo account has gone through, and some more.
fn every_action() -> BTreeSet<String> {
    let mut lab = Lab::demo();
    lab.join(OWNER, "new@example.com", SetName::ViewOnly);
    let set = lab.set_other(UsSouth, "");
    lab.run(OWNER, set);
    lab.run(OWNER, lab.unset_manual(UsSouth, ""));
    let user = lab.user_id(LEAVER);
    lab.run(OWNER, user::Command::Remove { user });
    let entries = lab.records.iter();
    let entries = entries.map(|record| audit::entry(&lab.account, record).action);
    entries.collect()
}

#[test]
fn r147_retired_names_are_not_used() {
    let actions = every_action();
    assert!(actions.len() > 12, "{actions:?}");
    for retired in [
        "containers-kubernetes.account.create",
        "containers-kubernetes.account.delete",
        "containers-kubernetes.credentials.ready-to-use",
    ] {
        assert!(!actions.contains(retired), "{retired}");
    }
}

#[test]
fn r148_credentials_are_set_under_the_name_of_infrastructure_credentials() {
    let actions = every_action();
    assert!(actions.contains("containers-kubernetes.account-infra-credential.set"));
    assert!(!actions.contains("containers-kubernetes.account-credentials.set"));
}

#[test]
fn r150_a_refused_attempt_is_a_failure_of_the_action_that_was_tried() {
    let lab = Lab::demo();
    let tries = [
        (
            VIEWER,
            lab.reset(EuDe, "prod"),
            "containers-kubernetes.account-api-key.reset",
        ),
        (
            VIEWER,
            lab.add_workers("classic-dal", 1),
            "containers-kubernetes.cluster-worker.add",
        ),
        (
            VIEWER,
            lab.assign(
                VIEWER,
                &["Administrator"],
                in_region("containers-kubernetes", EuDe),
            ),
            "iam-am.policy.create",
        ),
        (
            VIEWER,
            access_group::Command::Purge {
                member: lab.actor(OPERATOR).identity,
            }
            .into(),
            "iam-groups.member.delete",
        ),
    ];
    for (who, command, action) in tries {
        let refusal = lab.refused(who, command.clone());
        let trace = lab.account.refused(&command, &refusal).unwrap();
        let records = lab
            .account
            .records(&lab.actor(who), vec![trace], &lab.context());
        let entry = audit::entry(&lab.account, &records[0]);
        assert_eq!(
            (entry.action.as_str(), entry.outcome),
            (action, Outcome::Failure)
        );
        assert_eq!(entry.initiator, who);
        assert_eq!(entry.reason, Some(refusal.message()));
    }
    // A wrong password leaves nothing: nobody knows yet which account is meant.
    let wrong = credlab_model::iam::session::with_password(&lab.account, VIEWER, "wrong");
    let Err(refusal) = wrong else {
        panic!("it is wrong")
    };
    assert!(!refusal.is_audited(), "{refusal}");
}

#[test]
fn r149_identity_events_are_collected_in_frankfurt_and_cluster_events_by_region() {
    let mut lab = Lab::demo();
    let collected = |lab: &mut Lab, command: Command| {
        let before = lab.records.len();
        lab.run(OWNER, command);
        let entries = lab.records[before..].iter();
        let entries = entries.map(|record| audit::entry(&lab.account, record));
        let entries = entries.map(|entry| (entry.action, entry.collected));
        entries.collect::<Vec<_>>()
    };
    let reset = |lab: &Lab, region| lab.reset(region, "prod");
    for (region, log) in [
        (UsSouth, UsSouth),
        (EuDe, EuDe),
        (AuSyd, AuSyd),
        (BrSao, UsSouth),
    ] {
        let command = reset(&lab, region);
        let events = collected(&mut lab, command);
        let expected = [
            ("iam-identity.user-apikey.create".to_string(), EuDe),
            (
                "containers-kubernetes.account-api-key.reset".to_string(),
                log,
            ),
        ];
        assert_eq!(events, expected, "{region}");
    }
    let read = lab.read("classic-dal", Read::KeyOwner);
    assert_eq!(collected(&mut lab, read)[0].1, UsSouth);
    // Refused attempts lie where the others do.
    let cluster = lab.cluster("classic-dal").id.clone();
    let command = Command::from(Ks::Delete { cluster });
    let refusal = lab.refused(VIEWER, command.clone());
    let event = lab.account.refused(&command, &refusal).unwrap();
    let records = lab
        .account
        .records(&lab.actor(VIEWER), vec![event], &lab.context());
    assert_eq!(audit::entry(&lab.account, &records[0]).collected, UsSouth);
}

#[test]
fn an_event_of_the_activity_tracker_tells_who_did_what_and_no_secret() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.create_key(ADMIN, "laptop"));
    let record = lab.records.last().unwrap();
    let event = audit::activity(&lab.account, record);
    assert_eq!(event["action"], "iam-identity.user-apikey.create");
    assert_eq!(event["outcome"], "success");
    assert_eq!(event["reason"]["reasonCode"], 200);
    assert_eq!(event["initiator"]["name"], ADMIN);
    assert_eq!(event["initiator"]["host"]["agent"], "bx");
    assert_eq!(event["requestData"]["name"], "laptop");
    let message = event["message"].as_str().unwrap();
    let begins = "IAM Identity Service: create user-apikey ";
    assert!(message.starts_with(begins), "{message}");
    let key = lab
        .account
        .api_keys
        .values()
        .find(|key| key.name == "laptop");
    let hash = serde_json::to_value(&key.unwrap().hash).unwrap();
    let kept = serde_json::to_string(record).unwrap();
    assert!(kept.contains(hash.as_str().unwrap()), "the record has it");
    for record in &lab.records {
        let event = audit::activity(&lab.account, record).to_string();
        let mut runs = event.split(|c: char| !c.is_ascii_hexdigit());
        assert!(!runs.any(|run| run.len() == 64), "{event}");
    }
}

#[test]
fn r150_a_refused_attempt_is_an_event_with_outcome_failure_and_its_reason() {
    let lab = Lab::demo();
    let command = lab.reset(UsSouth, "");
    let refusal = lab.refused(VIEWER, command.clone());
    let trace = lab.account.refused(&command, &refusal).unwrap();
    let records = lab
        .account
        .records(&lab.actor(VIEWER), vec![trace], &lab.context());
    let event = audit::activity(&lab.account, &records[0]);
    assert_eq!(event["outcome"], "failure");
    assert_eq!(event["severity"], "warning");
    assert_eq!(event["reason"]["reasonCode"], 403);
    assert_eq!(event["responseData"]["layer"], "caller");
    assert!(event["message"].as_str().unwrap().ends_with(" -failure"));
    assert!(event["reason"]["reasonForFailure"].is_string());
    assert_eq!(event["collectedIn"], "us-south");
}
