//! Telling those who wait that something was appended.

use std::sync::Weak;

use credlab_model::id::AccountId;
use tokio::sync::watch::Receiver;

use crate::account::{parse_id, stored_version};
use crate::error::StoreError;
use crate::store::{Inner, Store};

impl Store {
    /// The account's version, which changes when something was appended. It is 0 until the account was first read
    /// or changed through this store. When the account is deleted, the channel closes.
    pub fn watch(&self, id: &AccountId) -> Receiver<u64> {
        self.live().get(id).watch()
    }
}

/// Looks every [`Settings::recheck`](crate::Settings::recheck) whether another process has appended to a watched
/// account, until the store is dropped.
pub(crate) fn follow_other_processes(store: &Store) {
    let inner = std::sync::Arc::downgrade(store.inner());
    tokio::spawn(follow(inner, store.settings().recheck));
}

async fn follow(inner: Weak<Inner>, every: std::time::Duration) {
    loop {
        tokio::time::sleep(every.max(std::time::Duration::from_millis(10))).await;
        let Some(inner) = inner.upgrade() else { return };
        if let Err(problem) = catch_up(&Store::from_inner(inner)).await {
            tracing::debug!(%problem, "could not look for what other processes appended");
        }
    }
}

async fn catch_up(store: &Store) -> Result<(), StoreError> {
    for id in moved(store).await? {
        match store.refresh(&id, &store.live().get(&id)).await {
            Ok(_) | Err(StoreError::NoAccount(_)) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}

/// The watched accounts whose version is another one than the watchers know.
async fn moved(store: &Store) -> Result<Vec<AccountId>, StoreError> {
    let watched = store.live().watched();
    if watched.is_empty() {
        return Ok(Vec::new());
    }
    let known: serde_json::Map<String, serde_json::Value> = watched
        .into_iter()
        .map(|(id, version)| (id.into(), stored_version(version).into()))
        .collect();
    let mut reader = store.database().read().await?;
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT known.key FROM json_each(?) AS known LEFT JOIN accounts ON accounts.id = known.key \
         WHERE accounts.version IS NOT known.value",
    )
    .bind(serde_json::Value::from(known).to_string())
    .fetch_all(&mut *reader)
    .await?;
    rows.iter().map(|id| parse_id(id)).collect()
}
