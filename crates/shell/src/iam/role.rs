//! `ibmcloud iam roles` (`cli.md`, 6.5). There are no custom roles in this shell.

use credlab_model::iam::role::Role;
use credlab_model::iam::service::Service;
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `iam roles [--service SERVICE_NAME]`: without a service, the platform roles.
#[derive(Debug, clap::Args)]
pub(crate) struct Roles {
    /// Service name, as policies have it: containers-kubernetes
    #[arg(long, value_name = "SERVICE_NAME")]
    service: Option<String>,
    #[command(flatten)]
    format: Format,
}

impl Roles {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let caller = run.caller(&actor)?;
        let service = self.service.as_deref().map(Service::find).transpose()?;
        let name = service.map(|service| service.name);
        let platform = service.map_or(&Role::PLATFORM[..], |service| service.platform_roles);
        let special = service.map_or(&[][..], |service| service.service_roles);
        if json {
            run.json(&json!({
                "system_roles": as_json(platform, name),
                "service_roles": as_json(special, name),
                "custom_roles": [],
            }));
            return Ok(());
        }
        run.progress(&match name {
            Some(name) => format!("Getting roles of service `{name}` as `{caller}`..."),
            None => format!("Getting roles as `{caller}`..."),
        });
        run.ok();
        for (heading, roles) in [("Platform roles", platform), ("Service roles", special)] {
            if roles.is_empty() {
                continue;
            }
            let rows: Vec<[String; 3]> = roles.iter().map(|role| row(role, name)).collect();
            run.out.line("").line(heading);
            run.out
                .table(["Display Name", "Name", "Description"], &rows);
        }
        Ok(())
    }
}

fn row(role: &str, service: Option<&str>) -> [String; 3] {
    let role = Role::named(role);
    let crn = role.crn(service);
    let name = crn.rsplit(':').next().unwrap_or_default();
    let meaning = role.meaning().unwrap_or_default();
    [role.to_string(), name.into(), meaning.into()]
}

fn as_json(roles: &[&str], service: Option<&str>) -> Vec<Value> {
    let roles = roles.iter().map(|role| {
        let role = Role::named(role);
        json!({
            "display_name": role.as_str(),
            "crn": role.crn(service),
            "description": role.meaning().unwrap_or_default(),
        })
    });
    roles.collect()
}
