//! The lines that do what a command of the model does: the inverse of the grammar. What the console does by a form, they do in the shell.
//!
//! One module a field, as in the model. A test types every line again and compares what the account is asked for.

mod account;
mod classic;
mod iam;
mod kubernetes;

use credlab_model::id::ResourceGroupId;
use credlab_model::name::legible;
use credlab_model::{Account, Command};

use crate::credlab::rehearsal::is_own;

/// What stands for a secret, of which only a hash is known.
const SECRET: &str = "SECRET";

/// The lines that do what a command does, to be run one after the other by the same person.
///
/// None where no line does it: only Credlab's own commands go back in time, for instance; and no line can be typed that holds
/// control characters. A secret that the command has as a hash is written `SECRET`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Twin {
    /// The resource group that must be targeted, by its name, where one must.
    pub group: Option<String>,
    /// The lines.
    pub lines: Vec<String>,
}

impl Twin {
    /// Whether no line does it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether [`explain`](crate::explain) answers for the lines: there are some, and none is Credlab's own.
    pub fn can_be_asked(&self) -> bool {
        !self.is_empty() && !self.lines.iter().any(|line| is_own(line))
    }

    /// The lines with the one that targets the resource group.
    pub fn script(&self) -> Vec<String> {
        let target = self.group.iter();
        let target = target.map(|group| Line::of("ibmcloud target").flag("-g", group).0);
        target.chain(self.lines.iter().cloned()).collect()
    }
}

/// What does in the shell what `command` does to `account`.
pub fn twin(account: &Account, command: &Command) -> Twin {
    let lines = match command {
        Command::Account(command) => account::lines(account, command),
        Command::User(command) => account::of_users(account, command),
        Command::ServiceId(command) => iam::of_service_ids(account, command),
        Command::TrustedProfile(command) => iam::of_trusted_profiles(account, command),
        Command::ApiKey(command) => iam::of_api_keys(account, command),
        Command::AccessGroup(command) => iam::of_access_groups(account, command),
        Command::CustomRole(command) => iam::of_custom_roles(account, command),
        Command::Policy(command) => iam::of_policies(account, command),
        Command::Session(_) => None,
        Command::Classic(command) => classic::lines(account, command),
        Command::Credential(command) => kubernetes::of_credentials(account, command),
        Command::Cluster(command) => kubernetes::lines(account, command),
    };
    let typed = |line: &String| !line.contains('\n') && legible(line.clone()) == *line;
    let typed = |twin: &Twin| twin.lines.iter().all(typed);
    lines.filter(typed).unwrap_or_default()
}

/// The twin, unless no line does it.
type Lines = Option<Twin>;

/// A line that is being written.
#[derive(Debug, Clone)]
struct Line(String);

impl Line {
    /// A line that begins with these words.
    fn of(words: &str) -> Line {
        Line(words.to_owned())
    }

    /// The same with a word more, in quotes if it needs them.
    fn word(mut self, word: &str) -> Line {
        self.0.push(' ');
        self.0.push_str(&quoted(word));
        self
    }

    /// The same with a flag and its value.
    fn flag(mut self, flag: &str, value: impl AsRef<str>) -> Line {
        self.0.push(' ');
        self.0.push_str(flag);
        self.word(value.as_ref())
    }

    /// The same with a flag and its value, if there is one.
    fn option(self, flag: &str, value: Option<impl AsRef<str>>) -> Line {
        match value {
            Some(value) => self.flag(flag, value),
            None => self,
        }
    }

    /// The same with a flag, if it holds.
    fn switch(mut self, flag: &str, holds: bool) -> Line {
        if holds {
            self.0.push(' ');
            self.0.push_str(flag);
        }
        self
    }

    /// The line alone.
    fn alone(self) -> Lines {
        several(vec![self.0])
    }

    /// The line, in a resource group.
    fn in_group(self, account: &Account, group: Option<&ResourceGroupId>) -> Lines {
        let group = match group {
            Some(id) => account.resource_group(id).ok()?,
            None => account.default_group(),
        };
        Some(Twin {
            group: Some(group.name.clone()),
            lines: vec![self.0],
        })
    }
}

fn several(lines: Vec<String>) -> Lines {
    let group = None;
    (!lines.is_empty()).then_some(Twin { group, lines })
}

/// A word as a shell takes it: in quotes only where it needs them.
pub fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_@%+=:,./-".contains(&byte);
    match !word.is_empty() && word.bytes().all(plain) {
        true => word.to_owned(),
        false => {
            shlex::try_quote(word).map_or_else(|_| word.to_owned(), |quoted| quoted.into_owned())
        }
    }
}
