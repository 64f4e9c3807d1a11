//! How fast the server makes pages, and whether it keeps its memory: the Users page of the `large` account, beside the page
//! of Leptos' template for new programs.

use std::path::Path;

use super::load::{CONNECTIONS, Pace, Target};
use super::resident;
use crate::problem::Outcome;
use crate::process::{cargo, run};
use crate::server::{Running, example};

/// The requests before anything is measured: caches fill, memory is taken.
const WARM_UP: usize = 1_000;

/// The requests over which memory has to stay as it is.
const MANY: usize = 100_000;

const ROWS: [(usize, usize); 2] = [(50, 20_000), (1_000, 2_000)];

pub fn measure(binary: &Path) -> Outcome {
    run(cargo().args([
        "build",
        "--release",
        "--package",
        "credlab-server",
        "--example",
        "hello",
    ]))?;
    let hello = hello()?;
    show("Leptos' hello page", &hello);

    let server = Running::start(binary)?;
    let mut target = Target::at(&server.url);
    target.open_account("large")?;
    let path = |rows: usize| format!("/iam/users?size={rows}");
    target.ask(&path(50), WARM_UP)?;
    for (rows, requests) in ROWS {
        let pace = target.ask(&path(rows), requests)?;
        show(&format!("Users page, {rows} rows"), &pace);
        println!(
            "{:<28} {:>9.3}",
            "  compared with hello",
            pace.per_second / hello.per_second
        );
    }
    let before = resident(server.pid())?;
    target.ask(&path(50), MANY)?;
    let after = resident(server.pid())?;
    println!(
        "{:<28} {before:>9} kB before {MANY} requests, {after} kB after",
        "resident memory"
    );
    Ok(())
}

fn hello() -> Outcome<Pace> {
    let server = Running::program(&example("hello"))?;
    let target = Target::at(&server.url);
    target.ask("/", WARM_UP)?;
    target.ask("/", 50_000)
}

fn show(what: &str, pace: &Pace) {
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1_000.0;
    println!(
        "{what:<28} {:>9.0} requests/s, p50 {:.1} ms, p99 {:.1} ms at {CONNECTIONS} connections ({} bytes)",
        pace.per_second,
        milliseconds(pace.median),
        milliseconds(pace.slow),
        pace.length
    );
}
