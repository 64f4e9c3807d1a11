//! The SQLite file: one connection that writes, a few that read.
//!
//! Transactions are opened and closed by hand. SQLite rolls back by itself when the disk is full; `sqlx`'s own
//! transactions don't notice that, and the connection would be unusable from then on.

use std::fs;
use std::io;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlSafeStr, Sqlite, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, MutexGuard};

use crate::chain;
use crate::error::{StoreError, primary_code};
use crate::location::Location;
use crate::settings::Settings;

/// How many connections read at a time.
const READERS: u32 = 4;
/// How large a connection's page cache may grow, in KiB.
const CACHE_KIB: u32 = 2000;
/// To which size the write-ahead log is cut back once its content is in the file, in bytes.
const LOG_LIMIT: u32 = 4 << 20;
/// Marks the file as Credlab's: "Crdl".
const APPLICATION_ID: i64 = 0x4372_646c;

/// The open database.
pub(crate) struct Database {
    writer: Mutex<Writer>,
    /// None in memory, where the one connection does it all: such a database ends with its connection.
    readers: Option<SqlitePool>,
    patience: Duration,
}

pub(crate) struct Writer {
    connection: SqliteConnection,
    /// Whether a transaction was begun and not ended, because whoever began it went away.
    unfinished: bool,
}

impl Database {
    /// Opens the file, or creates it, and brings its tables up to date.
    pub async fn open(location: &Location, settings: &Settings) -> Result<Database, StoreError> {
        let options = options(settings);
        let (connection, readers) = match location {
            Location::Memory => {
                let mut connection = options.filename(":memory:").connect().await?;
                migrate(&mut connection).await?;
                (connection, None)
            }
            Location::File(path) => {
                // An absolute path, so that a name like `:memory:` or `file:x?mode=ro` means the file of that name.
                let path = &std::path::absolute(path).map_err(StoreError::Io)?;
                prepare(path)?;
                let options = options.filename(path);
                let connection = connect(path, &options, settings.busy_timeout).await?;
                let readers = SqlitePoolOptions::new()
                    .max_connections(READERS)
                    .min_connections(0)
                    .acquire_timeout(settings.busy_timeout * 2)
                    .test_before_acquire(false)
                    .connect_lazy_with(options.pragma("query_only", "ON"));
                (connection, Some(readers))
            }
        };
        Ok(Database {
            writer: Mutex::new(Writer {
                connection,
                unfinished: false,
            }),
            readers,
            patience: settings.busy_timeout * 2,
        })
    }

    /// A connection to read with. In a file it does not wait for a transaction.
    pub async fn read(&self) -> Result<Reader<'_>, StoreError> {
        Ok(match &self.readers {
            Some(pool) => Reader::Pooled(pool.acquire().await?),
            None => Reader::Shared(self.writer().await?),
        })
    }

    /// Begins a transaction that writes. Whoever calls this must not be cancelled between the commit and the use
    /// of its outcome; [`Store::uninterrupted`](crate::Store) sees to that.
    pub async fn begin(&self) -> Result<Transaction<'_>, StoreError> {
        let mut writer = self.writer().await?;
        // Before the transaction begins: a caller may go away while it does.
        writer.unfinished = true;
        run(&mut writer.connection, "BEGIN IMMEDIATE").await?;
        Ok(Transaction { writer })
    }

    /// Whether other processes can write to the same accounts.
    pub fn is_shared(&self) -> bool {
        self.readers.is_some()
    }

    async fn writer(&self) -> Result<MutexGuard<'_, Writer>, StoreError> {
        let waited = tokio::time::timeout(self.patience, self.writer.lock()).await;
        let mut writer = waited.map_err(|_| StoreError::Busy)?;
        if writer.unfinished {
            roll_back(&mut writer).await;
        }
        Ok(writer)
    }
}

/// A connection to read with.
pub(crate) enum Reader<'a> {
    Pooled(PoolConnection<Sqlite>),
    Shared(MutexGuard<'a, Writer>),
}

impl Deref for Reader<'_> {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        match self {
            Reader::Pooled(connection) => connection,
            Reader::Shared(writer) => &writer.connection,
        }
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Reader::Pooled(connection) => connection,
            Reader::Shared(writer) => &mut writer.connection,
        }
    }
}

/// A transaction that writes. It counts only once it has ended well; a dropped one is rolled back.
pub(crate) struct Transaction<'a> {
    writer: MutexGuard<'a, Writer>,
}

impl Transaction<'_> {
    /// The connection to write with.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.writer.connection
    }

    /// Commits if the work went well, and rolls back if not. After `Ok` the work is on the disk.
    pub async fn end<T, E: From<StoreError>>(mut self, work: Result<T, E>) -> Result<T, E> {
        let outcome = match work {
            Ok(value) => match run(&mut self.writer.connection, "COMMIT").await {
                Ok(()) => {
                    self.writer.unfinished = false;
                    return Ok(value);
                }
                Err(problem) => Err(problem.into()),
            },
            Err(problem) => Err(problem),
        };
        roll_back(&mut self.writer).await;
        outcome
    }
}

/// Leaves the transaction, if SQLite has not done so already.
async fn roll_back(writer: &mut Writer) {
    if let Err(problem) = run(&mut writer.connection, "ROLLBACK").await {
        tracing::debug!(%problem, "nothing to roll back");
    }
    writer.unfinished = false;
}

async fn run(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), StoreError> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

fn options(settings: &Settings) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(settings.busy_timeout)
        .statement_cache_capacity(32)
        .pragma("cache_size", format!("-{CACHE_KIB}"))
        .pragma("journal_size_limit", LOG_LIMIT.to_string())
        .disable_statement_logging();
    match settings.max_pages {
        Some(pages) => options.pragma("max_page_count", pages.to_string()),
        None => options,
    }
}

/// Makes an empty file that only its owner may read, if there is none, and sees whether it may be written.
fn prepare(path: &Path) -> Result<(), StoreError> {
    let cannot_open = |problem: io::Error| StoreError::CannotOpen {
        path: path.into(),
        problem: problem.to_string(),
    };
    match fs::metadata(path) {
        // Root may write to such a file all the same, but whoever marked it so did not mean it to be written.
        Ok(found) if found.is_file() && found.permissions().readonly() => Err(StoreError::ReadOnly),
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => Err(cannot_open(io::Error::other("it is not a file"))),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => {
            let mut create = fs::OpenOptions::new();
            create.write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut create, 0o600);
            match create.open(path) {
                Ok(_) => Ok(()),
                Err(problem) if problem.kind() == io::ErrorKind::ReadOnlyFilesystem => {
                    Err(StoreError::ReadOnly)
                }
                Err(problem) => Err(cannot_open(problem)),
            }
        }
        Err(problem) => Err(cannot_open(problem)),
    }
}

/// Connects and brings the tables up to date. Turning on the write-ahead log does not wait for other processes
/// by itself, so it is tried again for as long as a write would wait.
async fn connect(
    path: &Path,
    options: &SqliteConnectOptions,
    patience: Duration,
) -> Result<SqliteConnection, StoreError> {
    let begun = Instant::now();
    loop {
        match try_connect(path, options).await {
            Err(StoreError::Busy) if begun.elapsed() < patience => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            outcome => return outcome,
        }
    }
}

async fn try_connect(
    path: &Path,
    options: &SqliteConnectOptions,
) -> Result<SqliteConnection, StoreError> {
    const CANTOPEN: i32 = 14;
    const NOTADB: i32 = 26;
    let place = |problem: sqlx::Error| match &problem {
        sqlx::Error::Database(found) => match primary_code(found.as_ref()) {
            Some(CANTOPEN) => StoreError::CannotOpen {
                path: path.into(),
                problem: found.message().into(),
            },
            Some(NOTADB) => StoreError::NotOurs { path: path.into() },
            _ => problem.into(),
        },
        _ => problem.into(),
    };
    let mut connection = options.connect().await.map_err(place)?;
    let (application, tables): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)",
    )
    .fetch_one(&mut connection)
    .await
    .map_err(place)?;
    if application != APPLICATION_ID && (application, tables) != (0, 0) {
        return Err(StoreError::NotOurs { path: path.into() });
    }
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = WAL")
        .fetch_one(&mut connection)
        .await
        .map_err(place)?;
    if mode != "wal" {
        tracing::warn!(%mode, "the file's disk has no write-ahead log: reads will wait for writes");
    }
    migrate(&mut connection).await?;
    Ok(connection)
}

/// The files of `migrations/`, in order. They are named here, because sqlx's macro that reads the folder would have all of
/// sqlx compiled a second time.
const MIGRATIONS: [(&str, &str); 3] = [
    (
        "0001_accounts.sql",
        include_str!("../migrations/0001_accounts.sql"),
    ),
    (
        "0002_history.sql",
        include_str!("../migrations/0002_history.sql"),
    ),
    (
        "0003_viewing.sql",
        include_str!("../migrations/0003_viewing.sql"),
    ),
];

fn migrations() -> Vec<Migration> {
    let numbered = MIGRATIONS.iter().zip(1..);
    let migration = |((file, sql), version): (&(&'static str, &'static str), i64)| {
        let name = file.trim_end_matches(".sql").split_once('_');
        let name = name.map_or(*file, |(_, name)| name);
        Migration::new(
            version,
            name.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    numbered.map(migration).collect()
}

/// Brings the tables up to date in one transaction, so that two processes that start at once don't collide.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // `run` would do the same, but its future can't be sent to another thread.
    let migrated = Migrator::with_migrations(migrations())
        .run_direct(None, &mut *transaction, false)
        .await;
    migrated.map_err(|problem| match problem {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => StoreError::Newer,
        MigrateError::Execute(problem) | MigrateError::ExecuteMigration(problem, _) => {
            problem.into()
        }
        other => StoreError::damaged(other.to_string()),
    })?;
    chain::complete(&mut transaction).await?;
    // APPLICATION_ID as a literal: pragmas take no parameters.
    sqlx::query("PRAGMA application_id = 0x4372646c")
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(())
}
