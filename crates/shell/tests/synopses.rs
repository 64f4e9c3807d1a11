//! Every command of the reference is here, with every flag that it is documented with.

mod common;

use common::Lab;

#[test]
fn every_documented_command_and_flag_is_known() {
    let mut lab = Lab::demo();
    let mut wrong = Vec::new();
    let lines = include_str!("synopses.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (command, flags) = line.split_once(':').unwrap();
        let help = lab.run(&format!("ibmcloud {command} --help"));
        let usage = help.lines().find(|line| line.starts_with("  ibmcloud "));
        let usage = usage.unwrap_or_default();
        if !usage.starts_with(&format!("  ibmcloud {command}")) {
            wrong.push(format!("{command}: no such command"));
            continue;
        }
        let known: Vec<&str> = usage
            .split(|c: char| c.is_whitespace() || "[]|(),".contains(c))
            .collect();
        for flag in flags.split_whitespace() {
            let is_right = match flag.strip_prefix('!') {
                None => known.contains(&flag),
                Some(absent) => {
                    let shown = lab.run(&format!("ibmcloud {command} {absent} x"));
                    !known.contains(&absent) && shown.contains(" is not in this shell.")
                }
            };
            if !is_right {
                wrong.push(format!("{command}: {flag}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_command_that_is_not_there_is_noticed() {
    let help = Lab::demo().run("ibmcloud ks cluster frobnicate --help");
    assert!(!help.contains("  ibmcloud ks cluster frobnicate"));
}
