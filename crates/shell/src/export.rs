//! Access as text that makes it again: lines of this shell, Terraform, or the policy API's JSON. What the text says is what
//! the reader may see, nothing more.

mod script;
mod terraform;

use std::str::FromStr;

use credlab_model::classic::{ClassicUser, user};
use credlab_model::iam::access_group::{self, AccessGroup};
use credlab_model::iam::policy::{Policy, Subject, may_read};
use credlab_model::name::legible;
use credlab_model::{Account, Actor, Identity, Timestamp};
use serde_json::{Value, json};

/// What the text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Lines for a shell.
    Shell,
    /// A configuration of Terraform's provider `IBM-Cloud/ibm`.
    Terraform,
    /// The policy API's JSON.
    Json,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 3] = [Language::Shell, Language::Terraform, Language::Json];

    /// As addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Language::Shell => "shell",
            Language::Terraform => "terraform",
            Language::Json => "json",
        }
    }

    /// As people know it.
    pub fn label(self) -> &'static str {
        match self {
            Language::Shell => "Shell script",
            Language::Terraform => "Terraform",
            Language::Json => "JSON",
        }
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Language::Shell => "sh",
            Language::Terraform => "tf",
            Language::Json => "json",
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(text: &str) -> Result<Language, ()> {
        let mut all = Language::ALL.into_iter();
        all.find(|language| language.as_str() == text).ok_or(())
    }
}

/// One policy as text. JSON is version 1 of the API, or version 2 if the policy has time conditions, of which the other knows
/// nothing.
pub fn policy(account: &Account, policy: &Policy, language: Language) -> String {
    match language {
        Language::Shell => format!("{}\n", script::line(account, policy)),
        Language::Terraform => terraform::policy(account, policy, 1),
        Language::Json => pretty(&match policy.rule {
            Some(_) => policy.v2(account),
            None => policy.v1(account),
        }),
    }
}

/// What a subject has: its own policies, its access groups, and in classic infrastructure its permissions.
#[derive(Debug)]
pub struct Access<'a> {
    account: &'a Account,
    subject: &'a Subject,
    policies: Vec<&'a Policy>,
    groups: Vec<&'a AccessGroup>,
    classic: Option<&'a ClassicUser>,
}

impl<'a> Access<'a> {
    /// What `subject` has and `reader` may see at `now`.
    pub fn of(
        account: &'a Account,
        subject: &'a Subject,
        reader: &'a Actor,
        now: Timestamp,
    ) -> Access<'a> {
        let seen = |policy: &Policy| may_read(account, &reader.identity, policy, now);
        let policies = account.policies.of(subject).map(|policy| &**policy);
        let mut policies: Vec<&Policy> = policies.filter(|policy| seen(policy)).collect();
        policies.sort_by_key(|policy| (policy.created_at, &policy.id));
        let identity = identity(subject);
        let groups = account.access_groups.values();
        let mut groups: Vec<&AccessGroup> = groups
            .filter(|group| {
                identity
                    .as_ref()
                    .is_some_and(|id| group.members.contains(id))
            })
            .filter(|group| access_group::may_see(account, &reader.identity, group, now))
            .collect();
        groups.sort_by_key(|group| &group.name);
        let classic = identity.as_ref().and_then(|identity| {
            let linked = account.linked_classic()?;
            let own = account.linked_user(identity)?;
            let seen = user::may_view(account, reader, linked, own.id);
            seen.is_ok().then_some(own)
        });
        Access {
            account,
            subject,
            policies,
            groups,
            classic,
        }
    }

    /// How many policies and access groups there are to tell of.
    pub fn counts(&self) -> (usize, usize) {
        (self.policies.len(), self.groups.len())
    }

    /// It as text.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Shell => script::access(self),
            Language::Terraform => terraform::access(self),
            Language::Json => pretty(&self.json()),
        }
    }

    /// The comment above all of it.
    fn title(&self) -> String {
        let (account, name) = (self.account, name(self.account, self.subject));
        comment(&format!(
            "Access of {name} in account {} ({})",
            account.name, account.id
        ))
    }

    fn json(&self) -> Value {
        let account = self.account;
        let (key, id) = match identity(self.subject) {
            Some(identity) => ("iam_id", account.iam_id(&identity)),
            None => ("access_group_id", self.subject.to_string()),
        };
        let groups = self.groups.iter();
        let groups = groups.map(|group| json!({ "id": group.id, "name": group.name }));
        let policies = self.policies.iter().map(|policy| policy.v2(account));
        let mut access = json!({
            key: id,
            "name": name(account, self.subject),
            "access_groups": groups.collect::<Vec<_>>(),
            "policies": policies.collect::<Vec<_>>(),
        });
        if let (Some(user), Some(access)) = (self.classic, access.as_object_mut()) {
            let permissions = user.granted();
            let permissions = permissions.iter().map(|permission| permission.key_name());
            let permissions: Vec<&str> = permissions.collect();
            let classic = json!({ "username": user.username, "permissions": permissions });
            access.insert("classic_infrastructure".into(), classic);
        }
        access
    }
}

/// A comment of one line, whatever the texts of the account hold: what follows a line's end would be a command of its own.
fn comment(text: &str) -> String {
    format!("# {}", legible(text.replace('\n', " ")))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A subject as somebody who acts, which an access group is not.
fn identity(subject: &Subject) -> Option<Identity> {
    match subject {
        Subject::User(id) => Some(Identity::User(id.clone())),
        Subject::ServiceId(id) => Some(Identity::ServiceId(id.clone())),
        Subject::TrustedProfile(id) => Some(Identity::TrustedProfile(id.clone())),
        Subject::AccessGroup(_) => None,
    }
}

/// A subject's name: of a user, the address.
fn name(account: &Account, subject: &Subject) -> String {
    let found = match subject {
        Subject::AccessGroup(id) => account.access_group(id).map(|group| group.name.clone()),
        Subject::User(id) => account.user(id).map(|user| user.email.to_string()),
        Subject::ServiceId(id) => account.service_id(id).map(|found| found.name.clone()),
        Subject::TrustedProfile(id) => account.trusted_profile(id).map(|found| found.name.clone()),
    };
    found.unwrap_or_else(|_| subject.to_string())
}
