//! `cargo xtask coverage`: how much of the code that decides is reached by the tests of model and shell.

use std::fs;

use serde::Deserialize;

use crate::problem::{During, Outcome, Problem};
use crate::process::{nightly_cargo, output, run_quietly};
use crate::workspace;

/// The code that decides, by the beginning of its path in `crates/model/src`.
const DECIDES: [&str; 6] = [
    "iam/access.rs",
    "iam/policy.rs",
    "iam/policy/",
    "credentials/infrastructure.rs",
    "classic.rs",
    "classic/permission.rs",
];

/// What `llvm-cov export` writes, as far as it is read here.
#[derive(Deserialize)]
struct Export {
    data: Vec<Data>,
}

#[derive(Deserialize)]
struct Data {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    lines: Count,
    branches: Count,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
    covered: u64,
}

/// What is missing to measure, if anything is.
pub fn missing() -> Option<&'static str> {
    if output(nightly_cargo().arg("--version")).is_none() {
        return Some("no nightly compiler is installed");
    }
    let installed = output(nightly_cargo().args(["llvm-cov", "--version"])).is_some();
    (!installed).then_some("cargo-llvm-cov is not installed")
}

/// Runs the tests of model and shell and prints a line for each file that decides.
pub fn measure() -> Outcome {
    if let Some(missing) = missing() {
        return Err(Problem::new(missing));
    }
    let export = workspace::target().join("coverage.json");
    // Branches are counted by the nightly compiler only.
    run_quietly(
        nightly_cargo()
            .args([
                "llvm-cov",
                "--branch",
                "--json",
                "--package",
                "credlab-model",
                "--package",
                "credlab-shell",
                "--output-path",
            ])
            .arg(&export),
    )?;
    let text = fs::read_to_string(&export).during(export.display())?;
    let export: Export = serde_json::from_str(&text).during(export.display())?;
    println!("{:<34} {:>11} {:>11}", "covered", "lines", "branches");
    for file in export.data.iter().flat_map(|data| &data.files) {
        let Some((_, path)) = file.filename.split_once("crates/model/src/") else {
            continue;
        };
        if DECIDES.iter().any(|decides| path.starts_with(decides)) {
            let [lines, branches] = [&file.summary.lines, &file.summary.branches]
                .map(|count| format!("{}/{}", count.covered, count.count));
            println!("{path:<34} {lines:>11} {branches:>11}");
        }
    }
    Ok(())
}
