//! What stops a task: one line that says what happened and what to do.

use std::io::{self, Write};
use std::{fmt, fs};

use crate::workspace;

pub type Outcome<T = ()> = Result<T, Problem>;

#[derive(Debug)]
pub struct Problem(String);

impl Problem {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The problem, or what lies behind it: a full disk makes every tool fail in its own words.
    pub fn explained(self) -> Self {
        if disk_is_full() {
            Self(format!(
                "the disk that holds {} is full: free some space and run this again",
                workspace::target().display()
            ))
        } else {
            self
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what was being done when an operation failed.
pub trait During<T> {
    fn during(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> During<T> for Result<T, E> {
    fn during(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|problem| Problem(format!("{what}: {problem}")))
    }
}

/// Whether a few more megabytes can't be written.
fn disk_is_full() -> bool {
    let probe = workspace::target().join(".space");
    let written = fs::File::create(&probe).and_then(|mut file| file.write_all(&[0; 4 << 20]));
    // The probe was only there to be tried.
    _ = fs::remove_file(&probe);
    written.is_err_and(|problem| problem.kind() == io::ErrorKind::StorageFull)
}
