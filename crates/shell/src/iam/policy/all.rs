//! `ibmcloud iam access-policies`: those of all subjects. The texts are (inferred).

use std::cmp::Ordering;

use clap::builder::PossibleValuesParser;
use credlab_model::Account;
use credlab_model::iam::policy::{Names, Policy, Subject, describe, may_read};

use super::ApiVersion;
use crate::flags::Format;
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// The kinds of subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    User,
    ServiceId,
    AccessGroup,
    TrustedProfile,
}

impl Kind {
    fn of(subject: &Subject) -> Kind {
        match subject {
            Subject::User(_) => Kind::User,
            Subject::ServiceId(_) => Kind::ServiceId,
            Subject::AccessGroup(_) => Kind::AccessGroup,
            Subject::TrustedProfile(_) => Kind::TrustedProfile,
        }
    }
}

/// What policies are sorted by; `type` and `state` are the same for all of them.
const ATTRIBUTES: [&str; 16] = [
    "id",
    "type",
    "href",
    "created_at",
    "created_by_id",
    "last_modified_at",
    "last_modified_by_id",
    "state",
    "-id",
    "-type",
    "-href",
    "-created_at",
    "-created_by_id",
    "-last_modified_at",
    "-last_modified_by_id",
    "-state",
];

/// `iam access-policies [-t TYPE] [--sort-by ATTRIBUTE]`: those that the caller may see.
#[derive(Debug, clap::Args)]
pub(crate) struct All {
    /// Only policies of users, of service IDs, of access groups or of trusted profiles
    #[arg(short, long, value_name = "TYPE")]
    r#type: Option<Kind>,
    /// Sort by id, type, href, created_at, created_by_id, last_modified_at, last_modified_by_id or state; with a minus before it in reverse
    #[arg(
        long,
        value_name = "ATTRIBUTE",
        default_value = "created_at",
        hide_default_value = true,
        allow_hyphen_values = true,
        value_parser = PossibleValuesParser::new(ATTRIBUTES)
    )]
    sort_by: String,
    #[command(flatten)]
    version: ApiVersion,
    #[command(flatten)]
    format: Format,
}

impl All {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let json = self.format.is_json(run)?;
        let (account, caller, now) = (run.account(), run.caller(&actor)?, run.now());
        let mut policies: Vec<&Policy> = account.policies.values().collect();
        policies.retain(|policy| {
            self.r#type
                .is_none_or(|kind| kind == Kind::of(&policy.subject))
        });
        policies.retain(|policy| may_read(&account, &actor.identity, policy, now));
        policies.sort_by(|one, other| self.order(&account, one, other));
        if json {
            let policies = policies.iter().map(|p| self.version.json(&account, p));
            run.json(&policies.collect::<Vec<_>>());
            return Ok(());
        }
        run.progress(&format!(
            "Getting all policies under current account as `{caller}`..."
        ));
        run.ok();
        if policies.is_empty() {
            run.out.line("No policy found.");
            return Ok(());
        }
        let names = Names::of(&account, &actor, now);
        let row = |policy: &Policy| {
            [
                policy.id.to_string(),
                names.label(&policy.subject),
                policy.role_names(),
                describe(&policy.scope, &account),
            ]
        };
        let rows: Vec<[String; 4]> = policies.into_iter().map(row).collect();
        run.out
            .table(["Policy ID", "Subject", "Roles", "Resources"], &rows);
        Ok(())
    }

    /// Those of which nothing else is to be told come in the order of their making.
    fn order(&self, account: &Account, one: &Policy, other: &Policy) -> Ordering {
        let (attribute, reverse) = match self.sort_by.strip_prefix('-') {
            Some(attribute) => (attribute, true),
            None => (self.sort_by.as_str(), false),
        };
        let order = match attribute {
            "id" | "href" => one.id.cmp(&other.id),
            "created_at" => one.created_at.cmp(&other.created_at),
            "last_modified_at" => one.modified_at.cmp(&other.modified_at),
            "created_by_id" => {
                let [one, other] = [one, other].map(|p| account.iam_id(&p.created_by));
                one.cmp(&other)
            }
            "last_modified_by_id" => {
                let [one, other] = [one, other].map(|p| account.iam_id(&p.modified_by));
                one.cmp(&other)
            }
            _ => Ordering::Equal,
        };
        let order = if reverse { order.reverse() } else { order };
        order.then_with(|| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)))
    }
}
