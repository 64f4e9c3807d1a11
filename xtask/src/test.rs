//! `cargo xtask test`: every check, each with its time, and one line at the end.
//!
//! The site is built first, because the browser's tests need a server with it inside. Lints and tests
//! share the development profile; the browser tests use the binary that the tests have compiled, with the
//! release's site inside.

mod fuzz;
mod report;

use std::path::Path;
use std::process::Command;

use crate::problem::Outcome;
use crate::process::{cargo, output, run};
use crate::workspace::{self, Make};
use crate::{browser, coverage, front, prerequisite, server, site};
use report::{Report, Step};

/// All packages that run on this machine. The front end runs in a browser and is checked for that target.
const HERE: [&str; 3] = ["--workspace", "--exclude", "credlab-frontend"];

/// The variable by which tests that ask random questions are told to ask many more.
const THOROUGH: &str = "THOROUGH";

pub fn check(thorough: bool) -> Outcome {
    // Kept to the end, because another task's site would take the place of this one.
    let _turn = workspace::turn()?;
    let mut report = Report::default();
    report.step("format", || {
        run(cargo().args(["fmt", "--all", "--check"])).into()
    });
    let mut site = None;
    report.step("site", || {
        let built =
            prerequisite::all(prerequisite::TESTS).and_then(|()| site::build(Make::Release));
        built.map(|folder| site = Some(folder)).into()
    });
    report.step("lints", || {
        run(cargo()
            .arg("clippy")
            .args(HERE)
            .args(["--all-targets", "--", "-D", "warnings"]))
        .into()
    });
    report.step("lints of the front end", || {
        run(&mut front_end_lints()).into()
    });
    report.step("tests", || {
        let mut tests = tests(site.as_deref());
        if thorough {
            tests.env(THOROUGH, "1");
        }
        run(&mut tests).into()
    });
    report.step("Cedar", || {
        let mut cedar = cargo();
        cedar.args(["test", "--quiet", "--manifest-path", "oracle/Cargo.toml"]);
        if thorough {
            cedar.env(THOROUGH, "1");
        }
        run(&mut cedar).into()
    });
    report.step("examples in documentation", || {
        run(cargo().args(["test", "--doc", "--quiet"]).args(HERE)).into()
    });
    report.step("dependencies", dependencies);
    if thorough {
        report.step("fuzzing", fuzz::all);
        report.step("coverage", || match coverage::missing() {
            Some(missing) => Step::Skipped(missing.to_owned()),
            None => coverage::measure().into(),
        });
    }
    report.step("browser", || match &site {
        Some(folder) => browser(folder).into(),
        None => Step::Skipped("the site was not built".to_owned()),
    });
    report.finish()
}

/// The app's browser side, with what the site's build has compiled already.
fn front_end_lints() -> Command {
    let mut command = cargo();
    command.args([
        "clippy",
        "--package",
        "credlab-frontend",
        "--target",
        front::TARGET,
    ]);
    command.args([
        "--profile",
        front::profile(Make::Release),
        "--",
        "-D",
        "warnings",
    ]);
    command
}

/// The site is in the server that is compiled for the tests, so that the browser meets that one.
fn tests(site: Option<&Path>) -> Command {
    let mut command = cargo();
    if let Some(folder) = site {
        server::with_site(&mut command, folder);
    }
    if output(cargo().args(["nextest", "--version"])).is_some() {
        command.args(["nextest", "run", "--status-level", "fail", "--no-fail-fast"]);
    } else {
        command.args([
            "test",
            "--quiet",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
    }
    command.args(HERE);
    command
}

/// Licences, sources and known advisories. Advisories live outside the crates' registry, so they are checked
/// only where they can be fetched.
fn dependencies() -> Step {
    if output(cargo().args(["deny", "--version"])).is_none() {
        return Step::Skipped("cargo-deny is not installed".to_owned());
    }
    if output(cargo().args(["deny", "fetch", "db"])).is_some() {
        return run(cargo().args(["deny", "--log-level", "error", "check"])).into();
    }
    eprintln!("advisories can't be fetched: checking the rest");
    run(cargo().args([
        "deny",
        "--log-level",
        "error",
        "check",
        "bans",
        "licenses",
        "sources",
    ]))
    .into()
}

fn browser(site: &Path) -> Outcome {
    // Together with the tests, so that the server is the one that they have compiled.
    run(server::with_site(&mut cargo(), site)
        .args(["build", "--bins", "--tests"])
        .args(HERE))?;
    browser::check(&server::binary(Make::Dev), &[])
}
