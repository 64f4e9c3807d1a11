//! What each step came to.

use std::time::{Duration, Instant};

use crate::problem::{Outcome, Problem};

/// How a step ended.
pub enum Step {
    Passed,
    Failed(Problem),
    /// With the reason.
    Skipped(String),
}

impl From<Outcome> for Step {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Ok(()) => Self::Passed,
            Err(problem) => Self::Failed(problem),
        }
    }
}

#[derive(Default)]
pub struct Report(Vec<(&'static str, Duration, Step)>);

impl Report {
    /// Does a step, keeps how it ended, and says whether it passed.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Step) -> bool {
        println!("== {name}");
        let start = Instant::now();
        let step = work();
        let passed = matches!(step, Step::Passed);
        self.0.push((name, start.elapsed(), step));
        passed
    }

    /// Prints a line for each step and the summary last; if a step failed, as the problem.
    pub fn finish(self) -> Outcome {
        println!();
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        for (name, time, step) in &self.0 {
            let ended = match step {
                Step::Passed => {
                    passed += 1;
                    "passed".to_owned()
                }
                Step::Failed(problem) => {
                    failed += 1;
                    format!("FAILED: {problem}")
                }
                Step::Skipped(reason) => {
                    skipped += 1;
                    format!("skipped: {reason}")
                }
            };
            println!("{name:<26} {:>6.1} s  {ended}", time.as_secs_f64());
        }
        let summary = format!("{passed} steps passed, {failed} failed, {skipped} skipped");
        if failed > 0 {
            return Err(Problem::new(summary));
        }
        println!("{summary}");
        Ok(())
    }
}
