//! Help, and what is said of slips.

mod common;

use common::Lab;
use insta::assert_snapshot;

#[test]
fn help_of_programs_namespaces_and_commands() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud
         ibmcloud help account
         ibmcloud account -h
         ibmcloud help resource group-create
         ibmcloud resource help group-create
         ibmcloud target --help
         credlab help"
    ));
    let mut lab = Lab::demo();
    let same = lab.ok("ibmcloud iam");
    for line in [
        "ibmcloud iam help",
        "ibmcloud help iam",
        "ibmcloud iam --help",
        "ic iam -h",
        "bx iam",
    ] {
        assert_eq!(lab.ok(line), same, "{line}");
    }
}

#[test]
fn every_command_has_help_and_a_line_about_it() {
    fn check(lab: &mut Lab, path: &str) -> usize {
        let shown = lab.ok(&format!("{path} --help"));
        let name = shown.lines().nth(1).unwrap();
        assert!(
            !name.trim_end().ends_with('-'),
            "{path} says nothing of itself"
        );
        assert!(
            shown.contains(&format!("\n  {path}")) || path == "ibmcloud",
            "{path}\n{shown}"
        );
        let lines = shown
            .lines()
            .skip_while(|line| !line.ends_with("COMMANDS:") && !line.ends_with("Commands:"));
        let commands: Vec<String> = lines
            .skip(1)
            .take_while(|line| line.starts_with("  "))
            .filter(|line| !line.starts_with("  help, h "))
            .map(|line| {
                line.split([' ', ','])
                    .find(|word| !word.is_empty())
                    .unwrap()
                    .to_string()
            })
            .collect();
        let below: usize = commands
            .iter()
            .map(|command| check(lab, &format!("{path} {command}")))
            .sum();
        below.max(1)
    }
    let mut lab = Lab::demo();
    let commands: usize = ["ibmcloud", "kubectl", "credlab"]
        .iter()
        .map(|program| check(&mut lab, program))
        .sum();
    assert!(commands > 80, "{commands} commands");
}

#[test]
fn slips_are_told_with_what_was_meant() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud foo
         ibmcloud acount users
         ibmcloud iam api-key-crate x
         ibmcloud iam billing
         ibmcloud billing
         ibmcloud iam trusted-profiles
         ibmcloud resource groups --defalt
         ibmcloud resource groups extra
         ibmcloud resource groups --output
         ibmcloud resource groups --output yaml
         ibmcloud resource --foo
         credlab ass viewer@example.com"
    ));
}

#[test]
fn the_documents_slip_is_answered_as_an_unknown_command_with_a_hint() {
    assert_snapshot!(Lab::demo().transcript("ibmcloud ks ibmcloud sl user list"));
}

#[test]
fn commands_of_the_tools_that_are_not_here_are_said_to_be_absent() {
    let mut lab = Lab::demo();
    for line in [
        "ibmcloud sl vs list",
        "ibmcloud sl account invoices",
        "ibmcloud ks ingress",
        "ibmcloud billing",
        "ibmcloud login --cr-token @token",
        "kubectl apply -f deployment.yaml",
        "kubectl config view",
    ] {
        let shown = lab.run(line);
        assert!(
            shown.contains(" is not in this shell.") && shown.ends_with("[1]\n"),
            "{shown}"
        );
    }
}
