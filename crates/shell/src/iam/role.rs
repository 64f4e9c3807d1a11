//! `ibmcloud iam roles`, and roles of one's own (`cli.md`, 6.5; texts are inferred).

mod custom;

pub(crate) use custom::{Create, Delete, Update};

use credlab_model::Account;
use credlab_model::iam::custom_role::CustomRole;
use credlab_model::iam::role::Role;
use credlab_model::iam::service::{Family, Service};
use credlab_model::refusal::{RefusalKind, shorten};
use serde_json::{Value, json};

use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};
use crate::time::rfc3339;

/// What stands for the roles of all account management services (`cli.md`, 6.5).
const ACCOUNT_MANAGEMENT: &str = "allacctmgmtroles";

/// `iam roles [--service SERVICE_NAME] [--roles ROLE_NAME1,...]`: without a service, platform roles and custom roles.
#[derive(Debug, clap::Args)]
pub(crate) struct Roles {
    /// Service name, as policies have it: containers-kubernetes; or allacctmgmtroles
    #[arg(long, value_name = "SERVICE_NAME")]
    service: Option<String>,
    /// Roles that authorizations give this service: not in this shell
    #[arg(long, value_name = "SOURCE_SERVICE", requires = "service")]
    source_service: Option<String>,
    /// Only these roles, separated by commas
    #[arg(long, value_name = "ROLE_NAME1,ROLE_NAME2...", value_delimiter = ',')]
    roles: Vec<String>,
    #[command(flatten)]
    format: Format,
}

/// The roles that are listed, by where they come from.
struct Listed<'a> {
    platform: Vec<Role>,
    service: Vec<(Role, &'static str)>,
    custom: Vec<&'a CustomRole>,
}

impl Listed<'_> {
    fn of<'a>(account: &'a Account, service: Option<&str>) -> Outcome<Listed<'a>> {
        let named = |names: &[&str]| names.iter().map(|name| Role::named(name)).collect();
        let special = |service: &'static Service| {
            let roles = service.service_roles.iter();
            roles.map(|role| (Role::named(role), service.name))
        };
        Ok(match service {
            None => Listed {
                platform: named(&Role::PLATFORM),
                service: Vec::new(),
                custom: account.custom_roles.values().collect(),
            },
            Some(ACCOUNT_MANAGEMENT) => {
                let managing = Service::all().iter();
                let managing = managing.filter(|s| s.family == Family::AccountManagement);
                Listed {
                    platform: named(&Role::PLATFORM),
                    service: managing.flat_map(special).collect(),
                    custom: Vec::new(),
                }
            }
            Some(name) => {
                let service = Service::find(name)?;
                Listed {
                    platform: named(service.platform_roles),
                    service: special(service).collect(),
                    custom: account.custom_roles_of(service.name).collect(),
                }
            }
        })
    }

    /// Leaves the roles of these names, any case; refuses a name that is none of them.
    fn keep(&mut self, names: &[String]) -> Outcome {
        let has = |role: &Role, name: &String| role.as_str().eq_ignore_ascii_case(name.trim());
        let custom_has = |role: &CustomRole, name: &String| {
            role.display_name.eq_ignore_ascii_case(name.trim()) || role.name == name.trim()
        };
        for name in names {
            let known = self.platform.iter().any(|role| has(role, name))
                || self.service.iter().any(|(role, _)| has(role, name))
                || self.custom.iter().any(|role| custom_has(role, name));
            if !known {
                let platform = self.platform.iter().map(|role| role.to_string());
                let service = self.service.iter().map(|(role, _)| role.to_string());
                let custom = self.custom.iter().map(|role| role.display_name.clone());
                let valid = platform.chain(service).chain(custom).collect();
                let role = shorten(name);
                return Err(RefusalKind::UnknownRole { role, valid }.refusal().into());
            }
        }
        if !names.is_empty() {
            let mut named = names.iter();
            self.platform
                .retain(|role| named.clone().any(|name| has(role, name)));
            self.service
                .retain(|(role, _)| named.clone().any(|name| has(role, name)));
            self.custom
                .retain(|role| named.any(|name| custom_has(role, name)));
        }
        Ok(())
    }
}

impl Roles {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        if self.source_service.is_some() {
            let problem = "There are no authorizations between services in this shell, so there are no roles for them. Leave '--source-service' out.";
            return Err(Stop::Failed(problem.into()));
        }
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let service = self.service.as_deref();
        let mut listed = Listed::of(&account, service)?;
        listed.keep(&self.roles)?;
        if json {
            let own = listed
                .custom
                .iter()
                .map(|role| custom_as_json(&account, role));
            let special = listed
                .service
                .iter()
                .map(|(role, of)| as_json(role, Some(of)));
            let platform = listed.platform.iter().map(|role| as_json(role, service));
            run.json(&json!({
                "system_roles": platform.collect::<Vec<_>>(),
                "service_roles": special.collect::<Vec<_>>(),
                "custom_roles": own.collect::<Vec<_>>(),
            }));
            return Ok(());
        }
        run.progress(&match service {
            Some(name) => format!("Getting roles of service `{name}` as `{caller}`..."),
            None => format!("Getting roles as `{caller}`..."),
        });
        run.ok();
        let own = listed.custom.iter().map(|role| {
            [
                role.display_name.clone(),
                role.name.clone(),
                role.description.clone(),
            ]
        });
        let special = listed.service.iter().map(|(role, of)| row(role, Some(of)));
        let platform = listed.platform.iter().map(|role| row(role, service));
        for (heading, rows) in [
            ("Platform roles", platform.collect::<Vec<_>>()),
            ("Service roles", special.collect()),
            ("Custom roles", own.collect()),
        ] {
            if rows.is_empty() {
                continue;
            }
            run.out.line("").line(heading);
            run.out
                .table(["Display Name", "Name", "Description"], &rows);
        }
        Ok(())
    }
}

fn row(role: &Role, service: Option<&str>) -> [String; 3] {
    let crn = role.crn(service);
    let name = crn.rsplit(':').next().unwrap_or_default();
    let meaning = role.meaning().unwrap_or_default();
    [role.to_string(), name.into(), meaning.into()]
}

fn as_json(role: &Role, service: Option<&str>) -> Value {
    json!({
        "display_name": role.as_str(),
        "crn": role.crn(service),
        "description": role.meaning().unwrap_or_default(),
    })
}

/// A custom role as the API has it (`api.md`, section 3).
fn custom_as_json(account: &Account, role: &CustomRole) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "display_name": role.display_name,
        "description": role.description,
        "account_id": account.id,
        "service_name": role.service,
        "actions": role.actions,
        "crn": role.crn(account),
        "created_at": rfc3339(role.created_at),
        "created_by_id": account.iam_id(&role.created_by),
        "last_modified_at": rfc3339(role.modified_at),
        "last_modified_by_id": account.iam_id(&role.modified_by),
        "href": format!("https://iam.cloud.ibm.com/v2/roles/{}", role.id),
    })
}
