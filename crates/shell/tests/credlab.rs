//! `credlab`: acting as somebody.

mod common;

use common::Lab;
use credlab_model::actor::Face;
use credlab_model::event::Event;
use credlab_model::template;
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

#[test]
fn history_is_listed_compared_and_gone_back_to() {
    let mut lab = Lab::demo();
    let begin = lab.host.account.clone();
    let version = begin.version;
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud iam api-key-create laptop -d \"for work\"
         ibmcloud ks api-key reset --region eu-de
         # as viewer@example.com
         ibmcloud ks api-key reset --region eu-de
         # as owner@example.com
         credlab history --limit 5
         credlab history --limit 1 --output json
         credlab history --limit 0
         credlab diff {version}
         credlab diff {version} {}
         credlab diff {version} {version}
         credlab diff 0
         credlab rewind {version}
         < n
         credlab rewind {version}
         < y
         ibmcloud iam api-keys
         credlab rewind 9999
         credlab rewind",
        version + 1
    )));
    let now = &lab.host.account;
    assert_eq!(now.api_keys, begin.api_keys);
    assert_eq!(now.slots, begin.slots);
    // Undone by the command that was offered.
    lab.ok(&format!("credlab rewind {} -f", version + 4));
    assert!(
        lab.host
            .account
            .api_keys
            .values()
            .any(|key| key.name == "laptop")
    );
}

#[test]
fn a_fork_is_gone_on_with_and_left_again() {
    let mut lab = Lab::demo();
    let origin = lab.host.account.id.to_string();
    let version = lab.host.account.version;
    let text = lab.transcript(&format!(
        "ibmcloud resource group-create before
         credlab fork {version}
         ibmcloud resource groups
         credlab accounts
         credlab open {origin}
         ibmcloud resource groups
         credlab accounts --output json
         credlab fork
         ibmcloud resource groups
         credlab fork 9999
         credlab open 00000000000000000000000000000000
         credlab open elsewhere"
    ));
    assert_snapshot!(text);
}

#[test]
fn whoever_is_not_there_any_more_after_going_back_is_logged_out() {
    let mut lab = Lab::demo();
    let version = lab.host.account.version;
    lab.ok("ibmcloud account user-invite new@example.com");
    lab.ok("credlab accept new@example.com");
    lab.as_("new@example.com");
    lab.ok(&format!("credlab rewind {version} -f"));
    assert_eq!(lab.session.identity, None);
}

#[test]
fn the_account_s_clock_is_shown_and_turned() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "credlab clock
         ibmcloud account user-invite new@example.com
         ibmcloud ks worker add --cluster classic-dal --workers 1
         credlab clock
         credlab clock advance next
         credlab clock advance \"3 days\"
         credlab clock speed 60
         credlab clock pause --output json
         credlab clock resume
         credlab clock advance
         credlab clock advance 1y
         credlab clock advance 1000d
         credlab clock advance -1s
         credlab clock speed fast
         credlab clock speed 100000
         credlab clock pause now
         credlab clock sideways"
    ));
}

#[test]
fn time_in_the_account_runs_as_the_clock_was_set() {
    let mut lab = Lab::demo();
    let begin = lab.host.account.time(lab.host.now);
    lab.ok("credlab clock speed 60");
    lab.advance(10);
    let later = |seconds| credlab_model::account::later(begin, seconds);
    assert_eq!(lab.host.account.time(lab.host.now), later(600));
    lab.ok("credlab clock pause");
    lab.advance(3600);
    assert_eq!(lab.host.account.time(lab.host.now), later(600));
    lab.ok("credlab clock advance 2h");
    assert_eq!(lab.host.account.time(lab.host.now), later(600 + 7200));
    // Going back to an earlier moment does not turn the clock back.
    let version = lab.host.account.version - 3;
    lab.ok(&format!("credlab rewind {version} -f"));
    assert_eq!(lab.host.account.time(lab.host.now), later(600 + 7200));
}

#[test]
fn an_invitation_expires_by_the_account_s_clock() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud account user-invite new@example.com");
    lab.ok("credlab clock advance 31d");
    assert!(!lab.run("credlab accept new@example.com").ends_with("[0]\n"));
}

#[test]
fn below_a_refusal_stands_why_and_how_to_ask_for_more() {
    let mut lab = Lab::demo();
    let mut hints = String::new();
    for (who, line) in [
        (
            "viewer@example.com",
            "ibmcloud ks api-key reset --region us-south",
        ),
        (
            "viewer@example.com",
            "ibmcloud iam service-id-create \"it's\"",
        ),
        (
            "viewer@example.com",
            "ibmcloud account user-invite a@example.com",
        ),
        (
            "owner@example.com",
            "ibmcloud ks api-key reset --region mars",
        ),
        ("owner@example.com", "ibmcloud ks api-key rest"),
        ("owner@example.com", "ibmcloud ks cluster ls"),
        ("owner@example.com", "credlab as nobody"),
    ] {
        lab.as_(who);
        let reply = lab.reply(line);
        // The tool itself prints what it prints.
        assert!(!reply.output.plain(None).contains("credlab explain"));
        hints.push_str(&format!("$ {line}\n{}\n", reply.hint.plain(None)));
    }
    assert_snapshot!(hints);
}

#[test]
fn what_is_offered_as_the_smallest_change_works() {
    for (who, group, line) in [
        (
            "viewer@example.com",
            "default",
            "ibmcloud ks worker add --cluster classic-dal --workers 1 --flavor b3c.4x16",
        ),
        (
            "operator@example.com",
            "prod",
            "ibmcloud ks worker-pool resize --cluster vpc-fra --worker-pool default --size-per-zone 3",
        ),
        (
            "viewer@example.com",
            "default",
            "ibmcloud account user-invite new@example.com",
        ),
        (
            "viewer@example.com",
            "default",
            "ibmcloud resource group-create lab",
        ),
        (
            "viewer@example.com",
            "prod",
            "ibmcloud ks api-key reset --region eu-de",
        ),
    ] {
        let mut lab = Lab::demo();
        // The owner of the key can do nothing, so that some of these take two changes.
        lab.as_("leaver@example.com");
        for (region, group) in [("us-south", "default"), ("eu-de", "prod")] {
            lab.ok(&format!("ibmcloud target -g {group} -q"));
            lab.ok(&format!("ibmcloud ks api-key reset --region {region}"));
        }
        lab.as_("owner@example.com");
        lab.ok("ibmcloud account user-status-update leaver@example.com SUSPENDED");
        lab.ok(&format!("ibmcloud target -g {group} -q"));
        lab.ok(&format!("credlab as {who}"));
        offered_changes_work(&mut lab, who, line);
    }
}

#[test]
fn orphaned_clusters_are_brought_back_by_the_change_that_is_offered() {
    let mut lab = Lab::demo();
    lab.ok(&format!(
        "ibmcloud ks credential set classic --infrastructure-username {} --infrastructure-api-key {} --region us-south",
        template::OTHER_CLASSIC_USER,
        template::OTHER_CLASSIC_KEY
    ));
    let line = "ibmcloud ks worker add --cluster classic-dal --workers 1";
    offered_changes_work(&mut lab, "owner@example.com", line);
}

/// Asks for the smallest changes that let a refused line through, and makes each of them, on an account of its own.
fn offered_changes_work(lab: &mut Lab, who: &str, line: &str) {
    let quoted = shlex::try_quote(line).unwrap();
    let answer = lab.reply(&format!("credlab explain {quoted} --output json"));
    let answer = answer.output.plain(None);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let grants = answer["smallest_grants"].as_array().unwrap();
    assert!(!grants.is_empty(), "{who}: {line}\n{answer:#}");
    let (account, records) = (lab.host.account.clone(), lab.host.records.clone());
    for grant in grants {
        lab.host.account = account.clone();
        lab.host.records = records.clone();
        for step in grant["steps"].as_array().unwrap() {
            lab.ok(&format!("credlab as {}", step["as"].as_str().unwrap()));
            for line in step["lines"].as_array().unwrap() {
                lab.ok(line.as_str().unwrap());
            }
        }
        lab.ok(&format!("credlab as {who}"));
        lab.ok(line);
    }
}

#[test]
fn effective_access_is_a_table_that_can_be_asked_of_earlier_moments() {
    let mut lab = Lab::demo();
    let version = lab.host.account.version;
    assert_snapshot!(lab.transcript(&format!(
        "credlab matrix
         credlab matrix viewer@example.com
         credlab matrix operator@example.com
         credlab matrix ci-deployer
         ibmcloud iam user-policy-create viewer@example.com --roles Editor --service-name containers-kubernetes --region eu-de --resource-group-name prod
         ibmcloud iam user-policy-create viewer@example.com --roles Operator,Viewer --service-name containers-kubernetes --resource-group-name prod
         credlab matrix viewer@example.com
         credlab matrix viewer@example.com --at {version}
         credlab matrix viewer@example.com --output json
         credlab matrix nobody"
    )));
}

#[test]
fn a_line_with_a_file_is_asked_about_and_writes_none() {
    let mut lab = Lab::demo();
    lab.host.files = Some(Default::default());
    let allowed = lab.ok("credlab explain \"ibmcloud iam api-key-create x --file key.json\"");
    assert!(allowed.contains("It would be done."), "{allowed}");
    assert!(lab.host.files.unwrap().borrow().is_empty());
}

#[test]
fn what_lets_a_line_through_is_told_whatever_it_asks() {
    let mut lab = Lab::demo();
    let user = lab.host.account.user_called("viewer@example.com").unwrap();
    let user = lab.host.account.linked_user(&user.identity()).unwrap().id;
    lab.ok("ibmcloud iam user-policy-create admin@example.com --roles Editor --service-name iam-groups");
    assert_snapshot!(lab.transcript(&format!(
        "credlab explain \"ibmcloud iam access-group-create crew\"
         credlab explain \"ibmcloud sl user permission-edit {user} --permission HARDWARE_VIEW\"
         # as admin@example.com
         credlab explain \"ibmcloud iam access-group-create crew\"
         credlab explain \"ibmcloud iam access-group-create crew\" --output json"
    )));
}

#[test]
fn several_lines_are_asked_about_as_one() {
    assert_snapshot!(Lab::demo().transcript(
        "# as viewer@example.com
         credlab explain 'ibmcloud target -g prod' 'ibmcloud ks api-key reset --region eu-de'
         credlab who-can 'ibmcloud target -g prod' 'ibmcloud ks api-key reset --region eu-de'
         credlab explain 'ibmcloud target -g nowhere' 'ibmcloud ks api-key reset --region eu-de'
         # as admin@example.com
         credlab explain 'ibmcloud target -g prod' 'ibmcloud ks api-key reset --region eu-de'
         credlab impact 'ibmcloud target -g prod' 'ibmcloud ks api-key reset --region eu-de'
         ibmcloud target"
    ));
}
