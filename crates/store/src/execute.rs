//! Executing a command: decide, record, apply.

use std::fmt;
use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Actor, Command, Context, Event, Record, Refusal, Timestamp};

use crate::account::seed;
use crate::append::{self, Unwritten};
use crate::error::{Failure, StoreError};
use crate::live::{Live, Moment};
use crate::snapshot;
use crate::store::Store;

/// How often a command is decided again because another process was faster.
const ATTEMPTS: u32 = 8;

/// A command that was carried out.
pub struct Executed {
    /// The account afterwards.
    pub account: Arc<Account>,
    /// What was recorded. Empty if the command had nothing to change.
    pub records: Vec<Record>,
    /// The context of the decision. The secret that it minted, if it did, can be shown from it, this once:
    /// [`Context::api_key_value`], [`Context::classic_api_key_value`].
    pub context: Context,
}

impl fmt::Debug for Executed {
    /// Without the context: it holds a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executed")
            .field("version", &self.account.version)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Carries out a command, or says why not. Commands of one account wait for each other; those of different
    /// accounts don't. When this returns `Ok`, the records are on the disk. It runs to its end even if the
    /// returned future is dropped.
    ///
    /// Errors: [`Failure::Refused`] if the account's rules forbid it (the attempt is in the audit trail then, where
    /// such attempts are audited); [`Failure::Store`] if it could not be recorded, and nothing has changed.
    pub async fn execute(
        &self,
        id: &AccountId,
        actor: &Actor,
        command: &Command,
    ) -> Result<Executed, Failure> {
        let (store, id) = (self.clone(), id.clone());
        let (actor, command) = (actor.clone(), command.clone());
        self.uninterrupted(async move {
            let live = store.live().get(&id);
            let _turn = live.turn.lock().await;
            store.take_turn(&id, &live, &actor, &command).await
        })
        .await
    }

    async fn take_turn(
        &self,
        id: &AccountId,
        live: &Live,
        actor: &Actor,
        command: &Command,
    ) -> Result<Executed, Failure> {
        let mut moment = self.moment(id, live).await?;
        for _ in 0..ATTEMPTS {
            let context = context_of(&moment)?;
            let outcome = match moment.account.decide(actor, command, &context) {
                Ok(events) => self.record(live, &moment, actor, events, &context).await,
                Err(refusal) => {
                    let refused = moment.account.refused(command, &refusal);
                    let audit = refused.into_iter().collect();
                    match self.record(live, &moment, actor, audit, &context).await {
                        Err(Unwritten::Overtaken) => Err(Unwritten::Overtaken),
                        recorded => return Err(refused_all_the_same(id, refusal, recorded)),
                    }
                }
            };
            match outcome {
                Ok((account, records)) => {
                    return Ok(Executed {
                        account,
                        records,
                        context,
                    });
                }
                Err(Unwritten::Overtaken) => moment = self.refresh(id, live).await?,
                Err(Unwritten::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy.into())
    }

    /// Makes `events` a fact: on the disk, then in memory, then known to the watchers.
    async fn record(
        &self,
        live: &Live,
        before: &Moment,
        actor: &Actor,
        events: Vec<Event>,
        context: &Context,
    ) -> Result<(Arc<Account>, Vec<Record>), Unwritten> {
        if events.is_empty() {
            return Ok((Arc::clone(&before.account), Vec::new()));
        }
        let records = before.account.records(actor, events, context);
        let after = before.after(&records);
        append::append(self.database(), before, &after.account, &records).await?;
        let every = self.settings().snapshot_every.max(1);
        let due = before.account.version / every < after.account.version / every;
        let after = live.advance(after);
        if due {
            snapshot::keep(self.database(), &after).await;
        }
        Ok((after.account, records))
    }
}

/// A refusal stands, whether its record could be written or not.
fn refused_all_the_same<T>(
    account: &AccountId,
    refusal: Refusal,
    recorded: Result<T, Unwritten>,
) -> Failure {
    if let Err(Unwritten::Store(problem)) = recorded {
        tracing::warn!(%account, %problem, "a refused attempt is missing in the audit trail");
    }
    Failure::Refused(Box::new(refusal))
}

/// A context at the account's time, which is not before its last record: clocks are set back, accounts' times are not.
fn context_of(moment: &Moment) -> Result<Context, StoreError> {
    let real = Timestamp::now();
    let now = moment.account.time(real).max(moment.last_at);
    Ok(Context::new(now, seed()?).at_real(real))
}

#[cfg(test)]
mod tests {
    use credlab_model::iam::session::{Command, Method};
    use credlab_model::template::Template;
    use credlab_model::{Actor, Face};

    use crate::{Failure, Location, Store, StoreError};

    /// As when the disk is mounted read-only under the running program: SQLite itself refuses to write.
    #[tokio::test]
    async fn a_file_that_becomes_read_only_is_said_and_nothing_has_changed() {
        let store = Store::open(&Location::Memory).await.unwrap();
        let account = store.create(Template::EmptyLite).await.unwrap();
        let watcher = store.watch(&account.id);
        let owner = Actor::user(account.owner.clone(), Face::Console);
        let command = Command::Start(Method::Password).into();

        set_read_only(&store, "PRAGMA query_only = ON").await;
        let failure = store.execute(&account.id, &owner, &command).await;
        assert!(
            matches!(failure, Err(Failure::Store(StoreError::ReadOnly))),
            "{failure:?}"
        );
        let deleted = store.delete(&account.id).await;
        assert!(matches!(deleted, Err(StoreError::ReadOnly)), "{deleted:?}");
        assert_eq!(store.account(&account.id).await.unwrap(), account);
        assert_eq!(store.records(&account.id, 0, 9).await.unwrap().len(), 1);
        assert!(!watcher.has_changed().unwrap());

        set_read_only(&store, "PRAGMA query_only = OFF").await;
        let executed = store.execute(&account.id, &owner, &command).await.unwrap();
        assert_eq!(executed.account.version, account.version + 1);
    }

    async fn set_read_only(store: &Store, pragma: &'static str) {
        let mut reader = store.database().read().await.unwrap();
        sqlx::query(pragma).execute(&mut *reader).await.unwrap();
    }
}
