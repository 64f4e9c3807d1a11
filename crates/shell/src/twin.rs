//! The lines that do what a command of the model does: the inverse of the grammar. What the console does by a form, they do in the shell.
//!
//! One module a field, as in the model. A test types every line again and compares what the account is asked for.

mod account;
mod classic;
mod iam;
mod kubernetes;

use credlab_model::id::ResourceGroupId;
use credlab_model::{Account, Command};

/// What stands for a secret, of which only a hash is known.
const SECRET: &str = "SECRET";

/// The lines that do what `command` does to `account`, to be run one after the other by the same person.
///
/// None where no line does it: only Credlab's own commands go back in time, for instance. A secret that the command has as a hash
/// is written `SECRET`.
pub fn twin(account: &Account, command: &Command) -> Vec<String> {
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
    lines.unwrap_or_default()
}

/// The lines, unless no line does it.
type Lines = Option<Vec<String>>;

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
        Some(vec![self.0])
    }

    /// The line, in a resource group.
    fn in_group(self, account: &Account, group: Option<&ResourceGroupId>) -> Lines {
        let group = match group {
            Some(id) => account.resource_group(id).ok()?,
            None => account.default_group(),
        };
        let target = Line::of("ibmcloud target").flag("-g", &group.name);
        Some(vec![target.0, self.0])
    }
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), |quoted| quoted.into_owned())
}
