//! `ks cluster health` (`cli.md`, 7.9).

use credlab_model::kubernetes::Read;
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::OfCluster;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum Health {
        /// List the health issues of a cluster
        Issues(Issues),
    }
}

/// `ks cluster health issues`.
#[derive(Debug, clap::Args)]
pub(crate) struct Issues {
    #[command(flatten)]
    cluster: OfCluster,
    #[command(flatten)]
    format: Format,
}

/// An issue as JSON.
#[derive(Serialize)]
struct View {
    id: &'static str,
    component: &'static str,
    severity: &'static str,
    description: String,
}

impl Issues {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let seen = self.cluster.read(run, &actor, Read::Cluster)?;
        let issues = seen.cluster()?.health_issues(&seen.account, run.now());
        if json {
            let views = issues.into_iter().map(|issue| View {
                id: issue.id,
                component: issue.component,
                severity: issue.severity,
                description: issue.description,
            });
            run.json(&views.collect::<Vec<_>>());
            return Ok(());
        }
        run.ok();
        if issues.is_empty() {
            run.out.line("No health issues found.");
            return Ok(());
        }
        let rows: Vec<[String; 4]> = issues
            .into_iter()
            .map(|issue| {
                [
                    issue.id.into(),
                    issue.component.into(),
                    issue.severity.into(),
                    issue.description,
                ]
            })
            .collect();
        run.out
            .table(["ID", "Component", "Severity", "Description"], &rows);
        Ok(())
    }
}
