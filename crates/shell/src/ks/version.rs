//! `ks versions` (`cli.md`, 7.9).

use credlab_model::kubernetes::version::{DEFAULT, OFFERED, upstream};
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `ks versions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Versions {
    /// List the versions of this platform only: kubernetes; there is no OpenShift in this shell
    #[arg(long, value_name = "PLATFORM", value_parser = ["kubernetes", "openshift"])]
    show_version: Option<String>,
    #[command(flatten)]
    format: Format,
}

/// The versions as JSON.
#[derive(Serialize)]
struct View {
    kubernetes: Vec<Version>,
}

#[derive(Serialize)]
struct Version {
    major: u32,
    minor: u32,
    patch: u32,
    default: bool,
}

impl Version {
    fn of(offered: &str) -> Version {
        let mut parts = upstream(offered)
            .split('.')
            .map(|part| part.parse().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        Version {
            major: next(),
            minor: next(),
            patch: next(),
            default: offered == DEFAULT,
        }
    }
}

impl Versions {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let offered = match self.show_version.as_deref() {
            Some("openshift") => &[][..],
            _ => &OFFERED[..],
        };
        if json {
            let kubernetes = offered.iter().map(|version| Version::of(version));
            run.json(&View {
                kubernetes: kubernetes.collect(),
            });
            return Ok(());
        }
        run.ok();
        if offered.is_empty() {
            run.out.line("No versions found.");
            return Ok(());
        }
        run.out.line("Kubernetes Versions");
        for version in offered {
            let mark = if *version == DEFAULT {
                " (default)"
            } else {
                ""
            };
            run.out.line(format!("{}{mark}", upstream(version)));
        }
        Ok(())
    }
}
