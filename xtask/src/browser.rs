//! The tests in a real browser, against a running server.

use std::path::Path;

use crate::chromium::{self, Chromium};
use crate::problem::Outcome;
use crate::process::{program, run};
use crate::server::Running;
use crate::workspace::{self, npm_command};

/// Starts the server `binary` and runs Playwright against it, with `arguments` as `playwright test` takes them.
pub fn check(binary: &Path, arguments: &[String]) -> Outcome {
    let chromium = chromium::find()?;
    let server = Running::start(binary)?;
    let mut playwright = program(npm_command("playwright"));
    playwright
        .args(["test", "--config", "end2end/playwright.config.ts"])
        // Beside the build, so that two builds of one working tree don't empty each other's folder.
        .arg("--output")
        .arg(workspace::target().join("playwright"))
        .args(arguments)
        .env("CREDLAB_URL", &server.url);
    if let Chromium::At(path) = chromium {
        playwright.env("CREDLAB_CHROMIUM", path);
    }
    run(&mut playwright)
}
