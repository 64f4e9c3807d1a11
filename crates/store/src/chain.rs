//! The chain of hashes over an account's records: one that was altered, removed or moved doesn't fit any more.
//!
//! A record's hash is the SHA-256 of the hash before it and of the record's text as it is stored. Whoever rewrites every
//! record from the altered one on can make a chain that fits; so `verify` gives the newest hash, to be compared with one
//! that was kept elsewhere.

use credlab_model::Account;
use credlab_model::id::AccountId;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;

use crate::error::StoreError;
use crate::records;
use crate::store::Store;

/// How many records are held at a time.
const BATCH: u32 = 500;

/// The hash of a record and all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head(Vec<u8>);

impl Head {
    /// Before the first record.
    pub fn start() -> Head {
        Head(vec![0; 32])
    }

    /// As it is stored.
    pub fn stored(bytes: Vec<u8>) -> Head {
        Head(bytes)
    }

    /// After one record more.
    pub fn after(&self, record: &str) -> Head {
        let mut hasher = Sha256::new();
        hasher.update(&self.0);
        hasher.update(record.as_bytes());
        Head(hasher.finalize().to_vec())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        hex::encode(&self.0)
    }
}

/// An account whose records are as they were written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// How many records there are.
    pub records: u64,
    /// The hash of the newest, which covers all: 64 hexadecimal digits.
    pub head: String,
}

/// An event as it is stored: version, text, hash.
type Row = (i64, String, Vec<u8>);

impl Store {
    /// Looks at every record of an account: whether each is as it was written, none is missing, and they stand in their
    /// order; and whether the stored snapshot is what they add up to.
    ///
    /// Errors: [`StoreError::NoAccount`]; [`StoreError::Altered`] with the first thing that does not fit.
    pub async fn verify(&self, id: &AccountId) -> Result<Verified, StoreError> {
        let mut reader = self.database().read().await?;
        let number = records::number(&mut reader, id).await?;
        let (newest, expected): (i64, Vec<u8>) =
            sqlx::query_as("SELECT version, head FROM accounts WHERE number = ?")
                .bind(number)
                .fetch_one(&mut *reader)
                .await?;
        let snapshot: Option<(i64, String)> =
            sqlx::query_as("SELECT version, state FROM snapshots WHERE account = ?")
                .bind(number)
                .fetch_optional(&mut *reader)
                .await?;
        let (mut head, mut version) = (Head::start(), 0);
        let mut account: Option<Account> = None;
        while version < newest {
            let batch = rows(&mut reader, number, version).await?;
            if batch.is_empty() {
                return Err(altered(version + 1, "is missing"));
            }
            for (at, text, hash) in batch {
                if version == newest {
                    // Appended while this was reading.
                    break;
                }
                version += 1;
                if at != version {
                    return Err(altered(version, "is missing"));
                }
                head = head.after(&text);
                if head.bytes() != hash {
                    return Err(altered(version, "is not what was written"));
                }
                account = Some(replayed(account, version, &text)?);
                let kept = snapshot.as_ref().filter(|(at, _)| *at == version);
                if let (Some((_, state)), Some(account)) = (kept, &account)
                    && serde_json::from_str::<Account>(state).ok().as_ref() != Some(account)
                {
                    return Err(altered(
                        version,
                        "does not lead to the snapshot that is stored for it",
                    ));
                }
            }
        }
        if head.bytes() != expected {
            return Err(altered(version, "is not the newest that was written"));
        }
        Ok(Verified {
            records: version.unsigned_abs(),
            head: head.hex(),
        })
    }
}

fn altered(version: i64, what: &'static str) -> StoreError {
    StoreError::Altered { version, what }
}

fn replayed(account: Option<Account>, version: i64, text: &str) -> Result<Account, StoreError> {
    let record = records::parse_one(version, text)?;
    match account {
        Some(mut account) => {
            account.apply(&record);
            Ok(account)
        }
        None => Account::open(&record).ok_or_else(|| altered(version, "does not found an account")),
    }
}

async fn rows(
    connection: &mut SqliteConnection,
    number: i64,
    after: i64,
) -> Result<Vec<Row>, StoreError> {
    let rows = sqlx::query_as(
        "SELECT version, record, hash FROM events WHERE account = ? AND version > ? ORDER BY version LIMIT ?",
    )
    .bind(number)
    .bind(after)
    .bind(BATCH)
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Makes the chains of accounts that were written before there were any.
pub(crate) async fn complete(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let numbers: Vec<i64> = sqlx::query_scalar("SELECT number FROM accounts WHERE head = x''")
        .fetch_all(&mut *connection)
        .await?;
    for number in numbers {
        let (mut head, mut after) = (Head::start(), 0);
        loop {
            let batch = rows(connection, number, after).await?;
            let Some((last, ..)) = batch.last() else {
                break;
            };
            let last = *last;
            for (version, text, _) in batch {
                head = head.after(&text);
                link(connection, number, version, &head).await?;
            }
            after = last;
        }
        set_head(connection, number, &head).await?;
    }
    Ok(())
}

async fn link(
    connection: &mut SqliteConnection,
    number: i64,
    version: i64,
    head: &Head,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE events SET hash = ? WHERE account = ? AND version = ?")
        .bind(head.bytes())
        .bind(number)
        .bind(version)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down the newest hash of an account.
pub(crate) async fn set_head(
    connection: &mut SqliteConnection,
    number: i64,
    head: &Head,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE accounts SET head = ? WHERE number = ?")
        .bind(head.bytes())
        .bind(number)
        .execute(connection)
        .await?;
    Ok(())
}
