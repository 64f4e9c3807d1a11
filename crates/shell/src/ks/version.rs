//! `ks versions` (`cli.md`, 7.9).

use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::cluster::kubernetes_version;
use crate::run::{Outcome, Run};

/// `ks versions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Versions {
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

impl Versions {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let offered = kubernetes_version();
        if json {
            let mut parts = offered.split('.').map(|part| part.parse().unwrap_or(0));
            let mut next = || parts.next().unwrap_or(0);
            let version = Version {
                major: next(),
                minor: next(),
                patch: next(),
                default: true,
            };
            run.json(&View {
                kubernetes: vec![version],
            });
            return Ok(());
        }
        run.ok();
        run.out
            .line("Kubernetes Versions")
            .line(format!("{offered} (default)"));
        Ok(())
    }
}
