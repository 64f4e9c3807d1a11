//! `ks infra-permissions`: what the credentials in force lack on classic infrastructure (`cli.md`, 7.4).

use credlab_model::classic::permission::{Need, Permission};
use credlab_model::credentials::Command;
use credlab_model::credentials::infrastructure::Source;
use credlab_model::credentials::permission_check::{self, PermissionReport, Section};
use credlab_model::region::Region;
use serde::Serialize;

use crate::flags::Format;
use crate::ks::NOT_LOGGED_IN;
use crate::ks::target::slot;
use crate::output::Style;
use crate::run::{Outcome, Run};

commands! {
    pub(crate) enum InfraPermissions {
        /// Check the classic infrastructure credentials of the region and resource group for missing permissions
        Get(Get),
    }
}

/// `ks infra-permissions get`.
#[derive(Debug, clap::Args)]
pub(crate) struct Get {
    /// The region
    #[arg(long, value_name = "REGION")]
    region: String,
    #[command(flatten)]
    format: Format,
}

impl Get {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let slot = slot(run, self.region.parse::<Region>()?);
        let account = run.account();
        run.progress(&format!(
            "Analyzing the infrastructure permissions for resource group `{}`...",
            account.group_name(&slot.group)
        ));
        let command = Command::CheckPermissions {
            region: slot.region,
            group: Some(slot.group.clone()),
        };
        run.execute(&actor, command)?;
        let report = permission_check::check(&run.account(), &actor, &slot, run.now())?;
        if json {
            run.json(&View::of(&report));
            return Ok(());
        }
        let through = match report.source {
            Source::LinkedAccountApiKey => "linked account API key",
            Source::ManualCredentials => "manually set IaaS credentials",
        };
        run.progress(&format!(
            "Retrieved suggested and required infrastructure permissions that are missing for account ID `{}` with infrastructure access set up by {through}.",
            report.account
        ));
        run.ok();
        for section in Section::ALL {
            print(run, &report, section);
        }
        run.out
            .line("")
            .line("To set infrastructure permissions, see 'https://ibm.biz/infra-permission'");
        Ok(())
    }
}

fn print(run: &mut Run<'_>, report: &PermissionReport, section: Section) {
    let heading = format!("Missing {} Permissions", section.label());
    run.out
        .line("")
        .put(Style::Heading, heading)
        .put(Style::Plain, "\n");
    let rows: Vec<[String; 2]> = report
        .missing(section)
        .map(|(permission, need)| {
            let level = match need {
                Need::Required => "required",
                Need::Suggested => "suggested",
            };
            [permission.name().into(), level.into()]
        })
        .collect();
    if rows.is_empty() {
        run.out
            .line("")
            .line("No changes are suggested or required.");
    } else {
        run.out.table(["", ""], &rows);
    }
}

/// The report as JSON: what the text calls suggested is recommended here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct View {
    account: String,
    account_type: &'static str,
    network_manager_permissions: Levels,
    physical_worker_manager_permissions: Levels,
    storage_manager_permissions: Levels,
    virtual_worker_manager_permissions: Levels,
}

#[derive(Serialize)]
struct Levels {
    required: Level,
    recommended: Level,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Level {
    insufficient: bool,
    missing_permissions: Vec<&'static str>,
}

impl View {
    fn of(report: &PermissionReport) -> View {
        View {
            account: report.account.to_string(),
            account_type: match report.source {
                Source::LinkedAccountApiKey => "linked",
                Source::ManualCredentials => "IaaS",
            },
            network_manager_permissions: Levels::of(report, Section::Network),
            physical_worker_manager_permissions: Levels::of(report, Section::PhysicalWorker),
            storage_manager_permissions: Levels::of(report, Section::Storage),
            virtual_worker_manager_permissions: Levels::of(report, Section::VirtualWorker),
        }
    }
}

impl Levels {
    fn of(report: &PermissionReport, section: Section) -> Levels {
        let level = |wanted: Need| {
            let missing = report.missing(section).filter(|(_, need)| *need == wanted);
            let missing: Vec<&str> = missing.map(|(p, _)| Permission::name(p)).collect();
            Level {
                insufficient: !missing.is_empty(),
                missing_permissions: missing,
            }
        };
        Levels {
            required: level(Need::Required),
            recommended: level(Need::Suggested),
        }
    }
}
