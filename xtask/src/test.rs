//! `cargo xtask test`: every check, each with its time, and one line at the end.
//!
//! The site is built first because the server embeds it, so that the server is compiled once. Lints and tests
//! share the development profile; the browser tests use the binary that the tests have compiled, with the
//! release's site inside.

mod report;

use std::process::Command;

use crate::problem::Outcome;
use crate::process::{cargo, output, run};
use crate::workspace::{self, Make};
use crate::{browser, front, server, site};
use report::{Report, Step};

/// All packages that run on this machine. The front end runs in a browser and is checked for that target.
const HERE: [&str; 3] = ["--workspace", "--exclude", "credlab-frontend"];

pub fn check() -> Outcome {
    // Kept to the end, because the server must not embed another task's site in between.
    let _turn = workspace::turn()?;
    let mut report = Report::default();
    report.step("format", || {
        run(cargo().args(["fmt", "--all", "--check"])).into()
    });
    let site_is_built = report.step("site", || site::build(Make::Release).map(|_| ()).into());
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
    report.step("tests", || run(&mut tests()).into());
    report.step("examples in documentation", || {
        run(cargo().args(["test", "--doc", "--quiet"]).args(HERE)).into()
    });
    report.step("dependencies", dependencies);
    if site_is_built {
        report.step("browser", || browser().into());
    } else {
        report.step("browser", || {
            Step::Skipped("the site was not built".to_owned())
        });
    }
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

fn tests() -> Command {
    let mut command = cargo();
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

fn browser() -> Outcome {
    // Together with the tests, so that the server is the one that they have compiled.
    run(cargo().args(["build", "--bins", "--tests"]).args(HERE))?;
    browser::check(&server::binary(Make::Dev), &[])
}
