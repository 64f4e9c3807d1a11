//! What the shell runs on.

use std::sync::Arc;

use credlab_model::{Account, Actor, Command, Context, Refusal, Timestamp};

/// Reads an account and carries commands out on it.
pub trait Host {
    /// The account as it is now. After [`Host::execute`] has returned, what it did is in.
    fn account(&self) -> Arc<Account>;

    /// The account's time.
    fn now(&self) -> Timestamp;

    /// Carries out a command, durably, or changes nothing and says why. The context shows a secret that was minted.
    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure>;
}

/// Why a command was not carried out.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The account refuses it.
    Refused(Box<Refusal>),
    /// It can't be written: a sentence for a person.
    Unavailable(String),
}
