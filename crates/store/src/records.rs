//! Reading the records of an account.

use credlab_model::Record;
use credlab_model::id::AccountId;
use sqlx::SqliteConnection;

use crate::account::stored_version;
use crate::error::StoreError;
use crate::snapshot;
use crate::store::Store;

impl Store {
    /// The records of an account with versions above `after`, in order, `limit` at most.
    ///
    /// Errors: [`StoreError::NoAccount`].
    pub async fn records(
        &self,
        id: &AccountId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Record>, StoreError> {
        let mut reader = self.database().read().await?;
        let number = number(&mut reader, id).await?;
        read(&mut reader, number, after, limit).await
    }

    /// The newest records of an account, newest first, `limit` at most; only versions below `before`, if given.
    ///
    /// Errors: [`StoreError::NoAccount`].
    pub async fn latest(
        &self,
        id: &AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Record>, StoreError> {
        let mut reader = self.database().read().await?;
        let number = number(&mut reader, id).await?;
        let rows = sqlx::query_as(
            "SELECT version, record FROM events WHERE account = ? AND version < ? ORDER BY version DESC LIMIT ?",
        )
        .bind(number)
        .bind(before.map_or(i64::MAX, stored_version))
        .bind(limit)
        .fetch_all(&mut *reader)
        .await?;
        parse(rows)
    }
}

/// The account's number in the database.
pub(crate) async fn number(
    connection: &mut SqliteConnection,
    id: &AccountId,
) -> Result<i64, StoreError> {
    let found = snapshot::position(connection, id).await?;
    found
        .map(|(number, _)| number)
        .ok_or_else(|| StoreError::NoAccount(id.clone()))
}

/// The records of account number `number` with versions above `after`, in order, `limit` at most.
pub(crate) async fn read(
    connection: &mut SqliteConnection,
    number: i64,
    after: u64,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let rows = sqlx::query_as(
        "SELECT version, record FROM events WHERE account = ? AND version > ? ORDER BY version LIMIT ?",
    )
    .bind(number)
    .bind(stored_version(after))
    .bind(limit)
    .fetch_all(connection)
    .await?;
    parse(rows)
}

fn parse(rows: Vec<(i64, String)>) -> Result<Vec<Record>, StoreError> {
    let rows = rows.into_iter();
    rows.map(|(version, text)| parse_one(version, &text))
        .collect()
}

/// The record that `text` is, if it is record `version`.
pub(crate) fn parse_one(version: i64, text: &str) -> Result<Record, StoreError> {
    let record = serde_json::from_str::<Record>(text)
        .map_err(|problem| StoreError::damaged(format!("record {version}: {problem}")))?;
    match stored_version(record.version) == version {
        true => Ok(record),
        false => Err(StoreError::damaged(format!(
            "record {version} says that it is record {}",
            record.version
        ))),
    }
}
