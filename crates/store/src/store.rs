//! The store itself: its database, the accounts in memory, and how work is kept from being cut short.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::database::Database;
use crate::error::StoreError;
use crate::live::LiveAccounts;
use crate::location::Location;
use crate::settings::Settings;
use crate::watch;

/// Accounts that last. Cheap to clone; the clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub database: Database,
    pub live: LiveAccounts,
    pub settings: Settings,
}

impl Store {
    /// Opens the store at `location`: creates the file if there is none, and brings its tables up to date.
    ///
    /// Errors: [`StoreError::CannotOpen`], [`ReadOnly`](StoreError::ReadOnly), [`Busy`](StoreError::Busy),
    /// [`Full`](StoreError::Full), [`NotOurs`](StoreError::NotOurs), [`Newer`](StoreError::Newer),
    /// [`Damaged`](StoreError::Damaged).
    pub async fn open(location: &Location) -> Result<Store, StoreError> {
        Store::open_with(location, &Settings::default()).await
    }

    /// Opens the store at `location` as [`Store::open`] does, with other settings.
    pub async fn open_with(location: &Location, settings: &Settings) -> Result<Store, StoreError> {
        let database = Database::open(location, settings).await?;
        let shared = database.is_shared();
        let mut settings = settings.clone();
        if !shared {
            settings.recheck = Duration::MAX;
        }
        let store = Store {
            inner: Arc::new(Inner {
                database,
                live: LiveAccounts::new(settings.idle),
                settings,
            }),
        };
        if shared {
            watch::follow_other_processes(&store);
        }
        Ok(store)
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }

    pub(crate) fn from_inner(inner: Arc<Inner>) -> Store {
        Store { inner }
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn live(&self) -> &LiveAccounts {
        &self.inner.live
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Runs `work` to its end even if whoever waits for it goes away, as a browser does that closes the page:
    /// what was committed must reach memory and the watchers too.
    pub(crate) async fn uninterrupted<T, E>(
        &self,
        work: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match tokio::spawn(work).await {
            Ok(outcome) => outcome,
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(StoreError::Stopping.into()),
            },
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("settings", &self.inner.settings)
            .finish_non_exhaustive()
    }
}
