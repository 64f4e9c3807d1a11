//! Pages in a browser: how long it takes to switch, whether anything moves while a page loads, and Lighthouse's scores.

use std::path::Path;

use crate::chromium::{self, Chromium};
use crate::problem::Outcome;
use crate::process::{program, run};
use crate::server::Running;
use crate::workspace;

/// Where Lighthouse is installed, apart from what building takes: it is large.
const LIGHTHOUSE: &str = "end2end/lighthouse";

pub fn measure(binary: &Path) -> Outcome {
    let chromium = chromium::find()?;
    let server = Running::start(binary)?;
    let script = |name: &str| {
        let mut script = program("node");
        script.arg(name).arg(&server.url);
        if let Chromium::At(path) = &chromium {
            script.env("CREDLAB_CHROMIUM", path);
        }
        script
    };
    run(&mut script("end2end/measure.mjs"))?;
    if !workspace::root()
        .join(LIGHTHOUSE)
        .join("node_modules")
        .is_dir()
    {
        run(program("npm").args(["ci", "--ignore-scripts", "--prefix", LIGHTHOUSE]))?;
    }
    run(&mut script("end2end/lighthouse/run.mjs"))
}
