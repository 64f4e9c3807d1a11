//! Reading an account: the stored state, and the records after it.

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Record, Timestamp};
use sqlx::SqliteConnection;

use crate::account::stored_version;
use crate::database::Database;
use crate::error::StoreError;
use crate::live::Moment;
use crate::records;

/// How many records are held at a time while an account is read.
const BATCH: u32 = 500;

/// An account as it was read.
pub(crate) struct Loaded {
    /// The account.
    pub moment: Moment,
    /// How many records had to be applied.
    pub tail: u64,
}

/// Reads an account. Starts at `known` if that is an earlier moment of the same account, else at the stored
/// snapshot, else at the first record. None: there is no such account.
pub(crate) async fn load(
    database: &Database,
    id: &AccountId,
    known: Option<Moment>,
) -> Result<Option<Loaded>, StoreError> {
    let mut reader = database.read().await?;
    let Some((number, version)) = position(&mut reader, id).await? else {
        return Ok(None);
    };
    let known = known.filter(|known| known.number == number && known.account.version <= version);
    let base = match known {
        Some(known) => Some(Arc::unwrap_or_clone(known.account)),
        None => read(&mut reader, id, number, version).await,
    };
    replay(&mut reader, id, number, base, u64::MAX).await
}

/// Reads an account as it was after record `version`, one that it has. None: there is no such account.
pub(crate) async fn load_at(
    database: &Database,
    id: &AccountId,
    version: u64,
) -> Result<Option<Account>, StoreError> {
    let mut reader = database.read().await?;
    let Some((number, _)) = position(&mut reader, id).await? else {
        return Ok(None);
    };
    let base = read(&mut reader, id, number, version).await;
    let loaded = replay(&mut reader, id, number, base, version).await?;
    Ok(loaded.map(|loaded| Arc::unwrap_or_clone(loaded.moment.account)))
}

/// The number and version of an account in the database.
pub(crate) async fn position(
    connection: &mut SqliteConnection,
    id: &AccountId,
) -> Result<Option<(i64, u64)>, StoreError> {
    let row: Option<(i64, i64)> =
        sqlx::query_as("SELECT number, version FROM accounts WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(number, version)| (number, version.unsigned_abs())))
}

/// Stores the state of an account in place of an earlier one.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    number: i64,
    account: &Account,
) -> Result<(), StoreError> {
    let state = serde_json::to_string(account)
        .map_err(|problem| StoreError::Io(std::io::Error::other(problem)))?;
    sqlx::query("INSERT OR REPLACE INTO snapshots (account, version, state) VALUES (?, ?, ?)")
        .bind(number)
        .bind(stored_version(account.version))
        .bind(state)
        .execute(connection)
        .await?;
    Ok(())
}

/// Stores the state of an account in a transaction of its own. A failure is only logged: a snapshot makes opening
/// faster and nothing else.
pub(crate) async fn keep(database: &Database, moment: &Moment) {
    let written = async {
        let mut transaction = database.begin().await?;
        let work = write(transaction.connection(), moment.number, &moment.account).await;
        transaction.end(work).await
    };
    if let Err(problem) = written.await {
        let account = &moment.account.id;
        tracing::warn!(%account, %problem, "no snapshot was stored; opening the account takes longer");
    }
}

/// The stored state, if there is one that this program understands, of version `newest` at most.
async fn read(
    connection: &mut SqliteConnection,
    id: &AccountId,
    number: i64,
    newest: u64,
) -> Option<Account> {
    let row: Result<Option<(i64, String)>, sqlx::Error> =
        sqlx::query_as("SELECT version, state FROM snapshots WHERE account = ?")
            .bind(number)
            .fetch_optional(connection)
            .await;
    let problem = match row {
        Ok(None) => return None,
        Ok(Some((version, _))) if version > stored_version(newest) => return None,
        Ok(Some((version, state))) => match serde_json::from_str::<Account>(&state) {
            Ok(account) if account.id == *id && stored_version(account.version) == version => {
                return Some(account);
            }
            Ok(_) => "it belongs to another account or version".to_string(),
            Err(problem) => problem.to_string(),
        },
        Err(problem) => problem.to_string(),
    };
    tracing::warn!(account = %id, %problem, "the stored snapshot is ignored, the account is rebuilt from its records");
    None
}

/// Applies the records after `base`, or all of them, up to record `until`.
async fn replay(
    connection: &mut SqliteConnection,
    id: &AccountId,
    number: i64,
    base: Option<Account>,
    until: u64,
) -> Result<Option<Loaded>, StoreError> {
    let mut account = base;
    let mut last_at = None;
    let mut tail = 0;
    // The last record of the base is read again: it carries the time that must not run backwards.
    let mut after = account.as_ref().map_or(0, |account| account.version - 1);
    loop {
        let batch = records::read(connection, number, after, BATCH).await?;
        let full = batch.len() == BATCH as usize;
        for record in batch {
            if record.version > until {
                return Ok(finish(number, account, last_at, tail));
            }
            if record.version != after + 1 {
                return Err(gap(id, after + 1));
            }
            (after, last_at) = (record.version, Some(record.at));
            match &mut account {
                Some(account) if record.version <= account.version => continue,
                Some(account) => account.apply(&record),
                None => account = Some(founded(id, &record)?),
            }
            tail += 1;
        }
        if !full {
            return Ok(finish(number, account, last_at, tail));
        }
    }
}

/// Nothing at all, if the account was deleted after its number was read.
fn finish(
    number: i64,
    account: Option<Account>,
    last_at: Option<Timestamp>,
    tail: u64,
) -> Option<Loaded> {
    let moment = Moment {
        number,
        account: Arc::new(account?),
        last_at: last_at?,
    };
    Some(Loaded { moment, tail })
}

fn founded(id: &AccountId, first: &Record) -> Result<Account, StoreError> {
    let founded = Account::open(first).filter(|account| account.id == *id);
    founded.ok_or_else(|| {
        StoreError::damaged(format!(
            "the first record of account {id} does not found it"
        ))
    })
}

fn gap(id: &AccountId, missing: u64) -> StoreError {
    StoreError::damaged(format!("record {missing} of account {id} is missing"))
}
