//! Accounts as a whole: making, finding, listing and deleting them.

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::template::{self, Beginning};
use credlab_model::{Account, Record, Timestamp};

use crate::append;
use crate::database::Database;
use crate::error::StoreError;
use crate::live::{Live, Moment};
use crate::snapshot;
use crate::store::Store;

/// A line of the list of accounts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// The account owner's e-mail address.
    pub owner_email: String,
    /// The number of its records.
    pub version: u64,
    /// When it came into this database: made or imported. Its first record may be older.
    pub created_at: Timestamp,
}

impl Store {
    /// Makes an account that begins as it is said. All its records are written at once or not at all.
    pub async fn create(
        &self,
        beginning: impl Into<Beginning>,
    ) -> Result<Arc<Account>, StoreError> {
        let built = template::build(beginning, Timestamp::now(), seed()?);
        let (account, records) =
            built.map_err(|refusal| StoreError::Template(refusal.to_string()))?;
        self.add(account, records, None).await
    }

    /// The account as of now. The snapshot does not change; call again for a later one. What another process
    /// appended is in it at the latest after [`Settings::recheck`](crate::Settings::recheck).
    ///
    /// Errors: [`StoreError::NoAccount`], [`StoreError::Damaged`].
    pub async fn account(&self, id: &AccountId) -> Result<Arc<Account>, StoreError> {
        let live = self.live().get(id);
        Ok(self.moment(id, &live).await?.account)
    }

    /// All accounts, in the order in which they came.
    pub async fn accounts(&self) -> Result<Vec<Summary>, StoreError> {
        let query = sqlx::query_as(
            "SELECT id, name, owner_email, version, created_at FROM accounts ORDER BY number",
        );
        let mut reader = self.database().read().await?;
        summaries(query.fetch_all(&mut *reader).await?)
    }

    /// The accounts that an account was forked from or that were forked from it, itself included, in the order in which they
    /// came.
    ///
    /// Errors: [`StoreError::NoAccount`].
    pub async fn family(&self, id: &AccountId) -> Result<Vec<Summary>, StoreError> {
        let query = sqlx::query_as(
            "SELECT id, name, owner_email, version, created_at FROM accounts WHERE coalesce(family, number) = \
             (SELECT coalesce(family, number) FROM accounts WHERE id = ?) ORDER BY number",
        );
        let mut reader = self.database().read().await?;
        let found = query.bind(id.as_str()).fetch_all(&mut *reader).await?;
        match found.is_empty() {
            true => Err(StoreError::NoAccount(id.clone())),
            false => summaries(found),
        }
    }

    /// Deletes an account with its records and sessions. Its watchers see their channel close.
    ///
    /// Errors: [`StoreError::NoAccount`].
    pub async fn delete(&self, id: &AccountId) -> Result<(), StoreError> {
        let (store, id) = (self.clone(), id.clone());
        self.uninterrupted(async move {
            let live = store.live().get(&id);
            let _turn = live.turn.lock().await;
            // Nobody may be reading the account at this moment, and put it back into memory afterwards.
            let _loading = live.loading.lock().await;
            delete_row(store.database(), &id).await?;
            live.forget();
            Ok(())
        })
        .await
    }

    /// Writes a new account and takes it into memory. It is of the family of `origin`, or begins its own.
    pub(crate) async fn add(
        &self,
        account: Account,
        records: Vec<Record>,
        origin: Option<&AccountId>,
    ) -> Result<Arc<Account>, StoreError> {
        let (store, origin) = (self.clone(), origin.cloned());
        self.uninterrupted(async move {
            let every = store.settings().snapshot_every;
            let number =
                append::found(store.database(), &account, &records, origin.as_ref(), every).await?;
            let moment = Moment {
                number,
                last_at: records.last().map_or(Timestamp::MIN, |record| record.at),
                account: Arc::new(account),
            };
            let live = store.live().get(&moment.account.id);
            Ok(live.advance(moment).account)
        })
        .await
    }

    /// The moment that is in memory, unless it is missing or due to be compared with the database.
    pub(crate) async fn moment(&self, id: &AccountId, live: &Live) -> Result<Moment, StoreError> {
        match live.fresh_moment(self.settings().recheck) {
            Some(moment) => Ok(moment),
            None => self.refresh(id, live).await,
        }
    }

    /// The moment that is in the database, which is in memory then as well.
    pub(crate) async fn refresh(&self, id: &AccountId, live: &Live) -> Result<Moment, StoreError> {
        let _loading = live.loading.lock().await;
        if let Some(moment) = live.moment() {
            let mut reader = self.database().read().await?;
            let position = snapshot::position(&mut reader, id).await?;
            if position == Some((moment.number, moment.account.version)) {
                live.checked();
                return Ok(moment);
            }
        }
        let loaded = snapshot::load(self.database(), id, live.moment()).await?;
        let Some(loaded) = loaded else {
            live.forget();
            return Err(StoreError::NoAccount(id.clone()));
        };
        if loaded.tail >= self.settings().snapshot_every {
            let (store, moment) = (self.clone(), loaded.moment.clone());
            // Aside, because a read must not wait for those who write.
            tokio::spawn(async move { snapshot::keep(store.database(), &moment).await });
        }
        Ok(live.advance(loaded.moment))
    }
}

/// A row of the list of accounts: id, name, owner, version, when it came.
type Row = (String, String, String, i64, i64);

fn summaries(rows: Vec<Row>) -> Result<Vec<Summary>, StoreError> {
    rows.into_iter()
        .map(|(id, name, owner_email, version, created_at)| {
            Ok(Summary {
                id: parse_id(&id)?,
                name,
                owner_email,
                version: version.unsigned_abs(),
                created_at: timestamp(created_at)?,
            })
        })
        .collect()
}

async fn delete_row(database: &Database, id: &AccountId) -> Result<(), StoreError> {
    let mut transaction = database.begin().await?;
    let work = sqlx::query("DELETE FROM accounts WHERE id = ?")
        .bind(id.as_str())
        .execute(transaction.connection())
        .await;
    let work = work.map_err(StoreError::from);
    let work = work.and_then(|done| match done.rows_affected() {
        0 => Err(StoreError::NoAccount(id.clone())),
        _ => Ok(()),
    });
    transaction.end(work).await
}

/// Unpredictable bytes from the system.
pub(crate) fn seed() -> Result<[u8; 32], StoreError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|problem| StoreError::Io(std::io::Error::other(problem)))?;
    Ok(seed)
}

/// A version as SQLite keeps it.
pub(crate) fn stored_version(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// A moment as SQLite keeps it.
pub(crate) fn milliseconds(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A moment as SQLite kept it.
pub(crate) fn timestamp(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|problem| StoreError::damaged(problem.to_string()))
}

/// An account's id as SQLite kept it.
pub(crate) fn parse_id(text: &str) -> Result<AccountId, StoreError> {
    text.parse()
        .map_err(|problem| StoreError::damaged(format!("'{text}' is {problem}")))
}
