//! Writing records: the transaction that makes a command a fact.

use credlab_model::id::AccountId;
use credlab_model::{Account, Record, Timestamp};
use sqlx::SqliteConnection;

use crate::account::{milliseconds, stored_version};
use crate::chain::{self, Head};
use crate::database::Database;
use crate::error::StoreError;
use crate::live::Moment;
use crate::snapshot;

/// Why an append did not happen.
pub(crate) enum Unwritten {
    /// Another process has appended, or deleted the account, since it was read.
    Overtaken,
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for Unwritten {
    fn from(error: StoreError) -> Unwritten {
        Unwritten::Store(error)
    }
}

impl From<sqlx::Error> for Unwritten {
    fn from(error: sqlx::Error) -> Unwritten {
        match &error {
            sqlx::Error::Database(problem) if problem.is_unique_violation() => Unwritten::Overtaken,
            _ => Unwritten::Store(error.into()),
        }
    }
}

/// Appends `records` to the account that was at `before`; `after` is what they make of it. After `Ok` they are on
/// the disk.
pub(crate) async fn append(
    database: &Database,
    before: &Moment,
    after: &Account,
    records: &[Record],
) -> Result<(), Unwritten> {
    let mut transaction = database.begin().await?;
    let work = write(transaction.connection(), before, after, records).await;
    transaction.end(work).await
}

async fn write(
    connection: &mut SqliteConnection,
    before: &Moment,
    after: &Account,
    records: &[Record],
) -> Result<(), Unwritten> {
    let head: Option<Vec<u8>> = sqlx::query_scalar(
        "UPDATE accounts SET version = ?, name = ?, owner_email = ? WHERE number = ? AND version = ? RETURNING head",
    )
    .bind(stored_version(after.version))
    .bind(&after.name)
    .bind(owner_email(after))
    .bind(before.number)
    .bind(stored_version(before.account.version))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(head) = head else {
        return Err(Unwritten::Overtaken);
    };
    insert_records(connection, before.number, Head::stored(head), records).await
}

/// Makes a new account of `records`, whose sum is `account`, in the family of `origin`. Gives its number.
///
/// Errors: [`StoreError::Exists`].
pub(crate) async fn found(
    database: &Database,
    account: &Account,
    records: &[Record],
    origin: Option<&AccountId>,
    snapshot_every: u64,
) -> Result<i64, StoreError> {
    let mut transaction = database.begin().await?;
    let work = write_new(
        transaction.connection(),
        account,
        records,
        origin,
        snapshot_every,
    )
    .await;
    let written = transaction.end(work).await;
    written.map_err(|unwritten| match unwritten {
        Unwritten::Overtaken => StoreError::Exists(account.id.clone()),
        Unwritten::Store(error) => error,
    })
}

async fn write_new(
    connection: &mut SqliteConnection,
    account: &Account,
    records: &[Record],
    origin: Option<&AccountId>,
    snapshot_every: u64,
) -> Result<i64, Unwritten> {
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO accounts (id, name, owner_email, version, created_at, family) VALUES (?, ?, ?, ?, ?, \
         (SELECT coalesce(family, number) FROM accounts WHERE id = ?)) RETURNING number",
    )
    .bind(account.id.as_str())
    .bind(&account.name)
    .bind(owner_email(account))
    .bind(stored_version(account.version))
    .bind(milliseconds(Timestamp::now()))
    .bind(origin.map(AccountId::as_str))
    .fetch_one(&mut *connection)
    .await?;
    insert_records(connection, number, Head::start(), records).await?;
    if account.version >= snapshot_every {
        snapshot::write(connection, number, account).await?;
    }
    Ok(number)
}

/// Adds records to the chain that has come to `head`.
async fn insert_records(
    connection: &mut SqliteConnection,
    number: i64,
    mut head: Head,
    records: &[Record],
) -> Result<(), Unwritten> {
    for record in records {
        let text = serde_json::to_string(record)
            .map_err(|problem| StoreError::Io(std::io::Error::other(problem)))?;
        head = head.after(&text);
        sqlx::query(
            "INSERT INTO events (account, version, at, record, hash) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(number)
        .bind(stored_version(record.version))
        .bind(milliseconds(record.at))
        .bind(text)
        .bind(head.bytes())
        .execute(&mut *connection)
        .await?;
    }
    Ok(chain::set_head(connection, number, &head).await?)
}

fn owner_email(account: &Account) -> String {
    let owner = account.users.get(&account.owner);
    owner.map_or_else(String::new, |owner| owner.email.to_string())
}
