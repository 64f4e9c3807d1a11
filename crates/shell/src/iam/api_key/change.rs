//! Changing, locking, disabling and deleting API keys.

use credlab_model::actor::Actor;
use credlab_model::iam::api_key::{ApiKey, Command};
use credlab_model::refusal::{RefusalKind, Remedy};

use super::ending::Ending;
use super::{Owner, find, show};
use crate::flags::{Force, Unasked};
use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `iam api-key-update (NAME|UUID)` and `service-api-key-update APIKEY SERVICE_ID`.
#[derive(Debug, clap::Args)]
pub(crate) struct Update<W: Owner> {
    #[arg(value_name = "NAME|UUID")]
    key: String,
    #[command(flatten)]
    owner: W,
    /// New name of the API key
    #[arg(short, long, value_name = "NEW_NAME")]
    name: Option<String>,
    /// New description of the API key
    #[arg(short, long, value_name = "DESCRIPTION")]
    description: Option<String>,
    #[command(flatten)]
    ending: Ending,
    #[command(flatten)]
    unasked: Unasked,
}

impl<W: Owner> Update<W> {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (before, caller) = (run.account(), run.caller(&actor)?);
        let key = find(&before, &actor, &self.owner, &self.key, run.now())?;
        if self.name.is_none() && self.description.is_none() && self.ending.is_empty() {
            let flags = "'--name', '--description', '--action-if-leaked' or '--expires-at'";
            return Err(Stop::Usage(format!("Give {flags}.")));
        }
        let terms = self.ending.terms()?;
        let place = self.owner.place(&before);
        run.progress(&format!(
            "Updating API key `{}` {place} as `{caller}`...",
            key.name
        ));
        let command = Command::Update {
            id: key.id.clone(),
            name: self.name.as_ref().unwrap_or(&key.name).clone(),
            description: self
                .description
                .as_ref()
                .unwrap_or(&key.description)
                .clone(),
            terms,
        };
        execute(run, &actor, command, &self.owner, &self.key)?;
        run.ok();
        run.out
            .marked(&format!("{} `{}` was updated", W::KEY, key.name));
        let account = run.account();
        show(run, &account, account.api_key(&key.id)?, None);
        Ok(())
    }
}

/// Carries a change out. If a lock is in the way, the line that unlocks is the one for this kind of owner.
fn execute(
    run: &mut Run<'_>,
    actor: &Actor,
    command: Command,
    owner: &impl Owner,
    key: &str,
) -> Outcome {
    match run.execute(actor, command) {
        Err(Stop::Refused(mut refusal)) if matches!(refusal.kind, RefusalKind::Locked { .. }) => {
            refusal.remedies = vec![Remedy::run("Unlock the API key first.", owner.unlock(key))];
            Err(Stop::Refused(refusal))
        }
        outcome => outcome.map(drop),
    }
}

/// One key, to be changed after a question.
#[derive(Debug, clap::Args)]
struct One<W: Owner> {
    #[arg(value_name = "NAME|UUID")]
    key: String,
    #[command(flatten)]
    owner: W,
    #[command(flatten)]
    force: Force,
}

impl<W: Owner> One<W> {
    fn change(
        &self,
        run: &mut Run<'_>,
        [verb, doing, done]: [&str; 3],
        command: impl Fn(&ApiKey) -> Command,
    ) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let (account, caller) = (run.account(), run.caller(&actor)?);
        let key = find(&account, &actor, &self.owner, &self.key, run.now())?;
        let question = format!("Do you really want to {verb} API key {}?", key.name);
        self.force.confirm(run, &question)?;
        let place = self.owner.place(&account);
        run.progress(&format!(
            "{doing} API key `{}` {place} as `{caller}`...",
            key.name
        ));
        execute(run, &actor, command(key), &self.owner, &self.key)?;
        run.ok();
        run.out.marked(&format!("{} `{}` {done}", W::KEY, key.name));
        Ok(())
    }
}

macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident, $words:expr, $command:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, clap::Args)]
            pub(crate) struct $name<W: Owner> {
                #[command(flatten)]
                one: One<W>,
            }

            impl<W: Owner> $name<W> {
                pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
                    self.one.change(run, $words, $command)
                }
            }
        )+
    };
}

changes! {
    /// `iam api-key-delete` and `service-api-key-delete`.
    Delete, ["delete", "Deleting", "was deleted"], |key| Command::Delete { id: key.id.clone() };
    /// `iam api-key-lock` and `service-api-key-lock`.
    Lock, ["lock", "Locking", "is locked"], |key| Command::SetLocked { id: key.id.clone(), locked: true };
    /// `iam api-key-unlock` and `service-api-key-unlock`.
    Unlock, ["unlock", "Unlocking", "is unlocked"], |key| Command::SetLocked { id: key.id.clone(), locked: false };
    /// `iam api-key-disable` and `service-api-key-disable`.
    Disable, ["disable", "Disabling", "is disabled"], |key| Command::SetDisabled { id: key.id.clone(), disabled: true };
    /// `iam api-key-enable` and `service-api-key-enable`.
    Enable, ["enable", "Enabling", "is enabled"], |key| Command::SetDisabled { id: key.id.clone(), disabled: false };
}
