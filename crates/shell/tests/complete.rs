//! What a line may go on with.

mod common;

use common::Lab;
use credlab_shell::{Completion, complete};
use insta::assert_snapshot;
use proptest::prelude::*;

fn ask(lab: &Lab, line: &str) -> Completion {
    complete(&lab.host.account, &lab.session, line, lab.host.now)
}

#[test]
fn commands_flags_and_what_is_in_the_account_are_offered() {
    let lab = Lab::demo();
    let mut shown = String::new();
    for line in [
        "",
        "ib",
        "ibmcloud ks a",
        "ibmcloud ks api-key ",
        "ibmcloud ks api-key reset ",
        "ibmcloud ks api-key reset --re",
        "ibmcloud ks api-key reset --region us",
        "ibmcloud ks api-key info --cluster ",
        "ibmcloud ks api-key info -c vpc",
        "ibmcloud target -g ",
        "ibmcloud target -r eu",
        "ibmcloud iam user-policies o",
        "ibmcloud iam user-policy-create viewer@example.com --roles ",
        "ibmcloud iam user-policy-create viewer@example.com --roles Viewer,O",
        "ibmcloud iam user-policy-create viewer@example.com --service-name cont",
        "ibmcloud iam access-group-user-add cluster-",
        "ibmcloud iam access-group-user-add cluster-operators vi",
        "ibmcloud sl user permission-edit 1234567 --permission server_a",
        "ibmcloud sl user permissions ",
        "ibmcloud ks worker reload --cluster classic-dal --worker ",
        "ibmcloud ks clusters --output ",
        "ibmcloud ks nonsense ",
        "ls ",
        "credlab as l",
        "credlab clock ",
        "kubectl get ",
        "ibmcloud resource 'open",
    ] {
        let found = ask(&lab, line);
        shown.push_str(&format!(
            "{line:?} from {}, common {:?}\n  {}\n",
            found.from,
            found.common(),
            found.candidates.join("  ")
        ));
    }
    assert_snapshot!(shown);
}

#[test]
fn nobody_is_offered_what_they_may_not_see() {
    let mut lab = Lab::demo();
    let clusters = "ibmcloud ks cluster get --cluster ";
    assert_eq!(ask(&lab, clusters).candidates.len(), 3);
    lab.ok("ibmcloud account user-invite new@example.com");
    lab.ok("credlab accept new@example.com");
    lab.as_("new@example.com");
    assert!(ask(&lab, clusters).candidates.is_empty());
    assert!(ask(&lab, "ibmcloud target -g ").candidates.is_empty());
    lab.ok("ibmcloud logout");
    assert!(
        ask(&lab, "ibmcloud iam user-policies ")
            .candidates
            .is_empty()
    );
    assert!(!ask(&lab, "credlab as ").candidates.is_empty());
}

#[test]
fn things_that_have_no_word_of_their_own_are_offered_too() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam trusted-profile-create night-shift");
    for (line, candidates) in [
        ("ibmcloud sl vlan detail ", &["2900502", "2900503"][..]),
        ("ibmcloud resource group-delete ", &["default", "prod"]),
        ("ibmcloud iam trusted-profile-assume ", &["night-shift"]),
        ("ibmcloud ks cluster addon enable ist", &["istio"]),
    ] {
        assert_eq!(ask(&lab, line).candidates, candidates, "{line}");
    }
}

#[test]
fn a_line_is_completed_as_far_as_there_is_one_way() {
    let lab = Lab::demo();
    for (line, completed) in [
        ("ib", "ibmcloud "),
        (
            "ibmcloud ks api-key info -c class",
            "ibmcloud ks api-key info -c classic-",
        ),
        ("ibmcloud target -r US-S", "ibmcloud target -r us-south "),
        (
            "ibmcloud ks api-key info -c nothing",
            "ibmcloud ks api-key info -c nothing",
        ),
        ("ibmcloud ks ", "ibmcloud ks "),
        ("", ""),
    ] {
        assert_eq!(ask(&lab, line).applied_to(line), completed);
    }
}

#[test]
fn a_name_with_a_space_is_quoted() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam access-group-create \"Night shift\"");
    let found = ask(&lab, "ibmcloud iam access-group-users N");
    assert_eq!(found.candidates, ["'Night shift'"]);
    let line = format!("ibmcloud iam access-group-users {}", found.candidates[0]);
    lab.ok(&line);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_answered_with_something_that_fits(
        line in "(ibmcloud|credlab|kubectl)?( (ks|iam|sl|-{1,2}[a-z]{0,4}|user|target|'|\"|\\PC{0,6})){0,5} ?"
    ) {
        let lab = Lab::demo();
        let found = ask(&lab, &line);
        prop_assert!(line.is_char_boundary(found.from));
        let common = found.common();
        prop_assert!(found.candidates.iter().all(|one| one.starts_with(common)));
    }
}
