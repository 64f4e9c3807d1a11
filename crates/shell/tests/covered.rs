//! Every command has a snapshot of success, of a failure, and of its JSON where it has any.

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::Lab;

/// The commands below `place` that do something themselves, as help lists them, each with whether it has JSON.
fn leaves(lab: &mut Lab, place: &str, found: &mut BTreeMap<String, bool>) {
    let help = lab.run(&format!("{place} --help"));
    let commands = help
        .lines()
        .skip_while(|line| !line.ends_with("COMMANDS:") && *line != "Available Commands:");
    let commands: Vec<String> = commands
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.trim_start().split([' ', ',']).next())
        .filter(|word| *word != "help")
        .map(|word| format!("{place} {word}"))
        .collect();
    if commands.is_empty() {
        found.insert(place.into(), help.contains("--output"));
    }
    for command in commands {
        leaves(lab, &command, found);
    }
}

#[derive(Default)]
struct Seen {
    succeeds: bool,
    fails: bool,
    json: bool,
}

/// What snapshots show of each line's command.
fn seen(commands: &BTreeMap<String, bool>) -> BTreeMap<&str, Seen> {
    let mut seen: BTreeMap<&str, Seen> = BTreeMap::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let mut line = "";
        for row in text.lines() {
            if let Some(typed) = row.strip_prefix("$ ") {
                line = typed;
            }
            let status = match row {
                "[0]" => 0,
                "[1]" | "[2]" => 1,
                _ => continue,
            };
            let of = commands.keys().filter(|command| {
                let rest = line.strip_prefix(command.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            });
            let Some(command) = of.max_by_key(|command| command.len()) else {
                continue;
            };
            if line.contains("--help") || line.ends_with(" -h") {
                continue;
            }
            let entry = seen.entry(command).or_default();
            match status {
                0 if line.to_lowercase().contains("--output json") => entry.json = true,
                0 => entry.succeeds = true,
                _ => entry.fails = true,
            }
        }
    }
    seen
}

/// What would change the plug-ins, or names a key management service, which no account has: always refused.
const NEVER_SUCCEEDS: [&str; 6] = [
    "ibmcloud ks kms crk ls",
    "ibmcloud ks kms enable",
    "ibmcloud plugin download",
    "ibmcloud plugin repo-add",
    "ibmcloud plugin repo-remove",
    "ibmcloud plugin uninstall",
];

#[test]
fn every_command_has_its_snapshots() {
    let mut lab = Lab::demo();
    let mut commands = BTreeMap::new();
    leaves(&mut lab, "ibmcloud", &mut commands);
    leaves(&mut lab, "credlab", &mut commands);
    assert!(commands.len() > 200, "{}", commands.len());
    let seen = seen(&commands);
    let mut lacking = Vec::new();
    for (command, has_json) in &commands {
        let none = Seen::default();
        let seen = seen.get(command.as_str()).unwrap_or(&none);
        let refused = NEVER_SUCCEEDS.contains(&command.as_str());
        assert!(!(refused && seen.succeeds), "{command} succeeds");
        for (there, what) in [
            (seen.succeeds || refused, "success"),
            (seen.fails, "a failure"),
            (seen.json || refused || !has_json, "JSON"),
        ] {
            if !there {
                lacking.push(format!("{command}: {what}"));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}
