//! Random input for what reads text: a short run of each target in `fuzz/`.

use super::report::Step;
use crate::problem::{During, Outcome};
use crate::process::{nightly_cargo, output, run};

const TARGETS: [&str; 3] = ["line", "policy", "event"];

/// For how long each target runs.
const SECONDS: u32 = 60;

/// Runs every target for a while, where the tools for it are installed. What fails is kept in `fuzz/artifacts`; its place is
/// in `fuzz/seeds` once the fault is mended, where an ordinary test finds it.
pub fn all() -> Step {
    if output(nightly_cargo().args(["--version"])).is_none() {
        return Step::Skipped("no nightly compiler is installed".to_owned());
    }
    if output(nightly_cargo().args(["fuzz", "--version"])).is_none() {
        return Step::Skipped("cargo-fuzz is not installed".to_owned());
    }
    let outcome: Outcome = TARGETS.into_iter().try_for_each(|target| {
        let folders = ["corpus", "seeds"].map(|folder| format!("fuzz/{folder}/{target}"));
        std::fs::create_dir_all(crate::workspace::root().join(&folders[0])).during(&folders[0])?;
        let limit = format!("-max_total_time={SECONDS}");
        run(nightly_cargo()
            .args(["fuzz", "run", target])
            .args(folders)
            .args(["--", &limit, "-max_len=4000", "-verbosity=0"]))
    });
    outcome.into()
}
