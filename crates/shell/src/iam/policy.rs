//! `ibmcloud iam *-polic*` (`cli.md`, 6.4): the same commands over three kinds of subject.

mod all;
mod change;
mod scope;
mod show;

pub(crate) use all::All;
pub(crate) use change::{Create, Delete, Update};
pub(crate) use show::{List, Show};

use credlab_model::Account;
use credlab_model::Timestamp;
use credlab_model::actor::Actor;
use credlab_model::iam::policy::{Policy, Subject, may_read};
use credlab_model::refusal::{Noun, RefusalKind, shorten};

use crate::iam::{access_group, service_id, trusted_profile};
use crate::run::Outcome;

/// Whom the policies of a command give access.
pub(crate) trait Whom: clap::Args + std::fmt::Debug {
    /// The kind in a sentence: `user`.
    const KIND: &'static str;

    /// The kind before `policy`, at the start of a sentence: `User`.
    const POLICY: &'static str;

    /// The subject and its name.
    fn find(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<(Subject, String)>;
}

/// A user.
#[derive(Debug, clap::Args)]
pub(crate) struct UserSubject {
    #[arg(value_name = "USER_NAME")]
    user: String,
}

impl Whom for UserSubject {
    const KIND: &'static str = "user";
    const POLICY: &'static str = "User";

    fn find(&self, account: &Account, _: &Actor, _: Timestamp) -> Outcome<(Subject, String)> {
        let user = account.user_called(&self.user)?;
        Ok((Subject::User(user.id.clone()), user.email.to_string()))
    }
}

/// A service ID.
#[derive(Debug, clap::Args)]
pub(crate) struct ServiceIdSubject {
    #[arg(value_name = "SERVICE_ID")]
    service_id: String,
}

impl Whom for ServiceIdSubject {
    const KIND: &'static str = "service ID";
    const POLICY: &'static str = "Service";

    fn find(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<(Subject, String)> {
        let service_id = service_id::find(account, actor, &self.service_id, now)?;
        let subject = Subject::ServiceId(service_id.id.clone());
        Ok((subject, service_id.name.clone()))
    }
}

/// A trusted profile.
#[derive(Debug, clap::Args)]
pub(crate) struct TrustedProfileSubject {
    #[arg(value_name = "PROFILE")]
    profile: String,
}

impl Whom for TrustedProfileSubject {
    const KIND: &'static str = "trusted profile";
    const POLICY: &'static str = "Trusted profile";

    fn find(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<(Subject, String)> {
        let profile = trusted_profile::find(account, actor, &self.profile, now)?;
        let subject = Subject::TrustedProfile(profile.id.clone());
        Ok((subject, profile.name.clone()))
    }
}

/// An access group.
#[derive(Debug, clap::Args)]
pub(crate) struct AccessGroupSubject {
    #[arg(value_name = "GROUP_NAME")]
    group: String,
}

impl Whom for AccessGroupSubject {
    const KIND: &'static str = "access group";
    const POLICY: &'static str = "Access group";

    fn find(&self, account: &Account, actor: &Actor, now: Timestamp) -> Outcome<(Subject, String)> {
        let group = access_group::find(account, actor, &self.group, now)?;
        let subject = Subject::AccessGroup(group.id.clone());
        Ok((subject, group.name.clone()))
    }
}

/// `--api-version v1|v2`: the shape of the JSON (`cli.md`, 6.4).
#[derive(Debug, clap::Args)]
struct ApiVersion {
    /// Version of the policy API: v1 or v2
    #[arg(
        long,
        value_name = "v1|v2",
        default_value = "v1",
        hide_default_value = true
    )]
    api_version: Version,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Version {
    V1,
    V2,
}

impl ApiVersion {
    fn json(&self, account: &Account, policy: &Policy) -> serde_json::Value {
        match self.api_version {
            Version::V1 => policy.v1(account),
            Version::V2 => policy.v2(account),
        }
    }
}

/// The policy of that id, if it is the subject's and the caller may read it.
fn find<'a>(
    account: &'a Account,
    actor: &Actor,
    subject: &Subject,
    typed: &str,
    now: Timestamp,
) -> Outcome<&'a Policy> {
    let found = account.policies.values().find(|policy| {
        policy.id.as_str() == typed
            && policy.subject == *subject
            && may_read(account, &actor.identity, policy, now)
    });
    found.ok_or_else(|| {
        let (noun, name) = (Noun::Policy, shorten(typed));
        RefusalKind::NotFound { noun, name }.refusal().into()
    })
}
