//! The store, as the shell sees it.

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Actor, Command, Context, Record, Timestamp};
use credlab_shell::{Failure, History, Host, NewFile, Relative};
use credlab_store::{Store, StoreError};
use tokio::runtime::Handle;

use super::file::PrivateFile;

/// One account of the store, for the run of one line.
///
/// The shell waits for the store, so lines are run where a thread may block: by `spawn_blocking` or `block_in_place`.
pub struct StoreHost {
    store: Store,
    account: Arc<Account>,
    now: Timestamp,
    handle: Handle,
    environment: bool,
}

impl StoreHost {
    /// A host for `account` as it is at `now`. To be called within the runtime that the store runs on.
    pub fn new(store: Store, account: Arc<Account>, now: Timestamp) -> StoreHost {
        StoreHost {
            store,
            account,
            now,
            handle: Handle::current(),
            environment: false,
        }
    }

    /// The same, where lines may read the environment of this process and files: never for somebody else's lines.
    pub fn with_environment(self) -> StoreHost {
        StoreHost {
            environment: true,
            ..self
        }
    }
}

impl Host for StoreHost {
    fn account(&self) -> Arc<Account> {
        self.account.clone()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure> {
        let done = self.store.execute(&self.account.id, actor, command);
        let done = self.handle.block_on(done).map_err(failure)?;
        self.account = done.account;
        Ok(done.context)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.environment.then(|| std::env::var(name).ok()).flatten()
    }

    fn file(&self, path: &str) -> Option<std::io::Result<String>> {
        self.environment.then(|| std::fs::read_to_string(path))
    }

    fn new_file(&self, path: &str) -> Option<std::io::Result<Box<dyn NewFile>>> {
        let open = || PrivateFile::open(path).map(|file| Box::new(file) as Box<dyn NewFile>);
        self.environment.then(open)
    }

    fn history(&mut self) -> Option<&mut dyn History> {
        Some(self)
    }
}

impl History for StoreHost {
    fn at(&self, version: u64) -> Result<Account, Failure> {
        let account = self.store.at(&self.account.id, version);
        self.handle.block_on(account).map_err(unavailable)
    }

    fn latest(&self, limit: u32) -> Result<Vec<Record>, Failure> {
        let records = self.store.latest(&self.account.id, None, limit);
        self.handle.block_on(records).map_err(unavailable)
    }

    fn rewind(&mut self, version: u64) -> Result<(), Failure> {
        let done = self.store.rewind(&self.account.id, version);
        self.account = self.handle.block_on(done).map_err(failure)?.account;
        Ok(())
    }

    fn fork(&mut self, version: u64) -> Result<(), Failure> {
        let fork = self.store.fork(&self.account.id, version);
        self.account = self.handle.block_on(fork).map_err(unavailable)?;
        Ok(())
    }

    fn family(&self) -> Result<Vec<Relative>, Failure> {
        let family = self.store.family(&self.account.id);
        let family = self.handle.block_on(family).map_err(unavailable)?;
        let relatives = family.into_iter().map(|account| Relative {
            id: account.id,
            version: account.version,
            created_at: account.created_at,
        });
        Ok(relatives.collect())
    }

    fn open(&mut self, id: &AccountId) -> Result<(), Failure> {
        let account = self.store.account(id);
        self.account = self.handle.block_on(account).map_err(unavailable)?;
        Ok(())
    }
}

fn failure(failure: credlab_store::Failure) -> Failure {
    match failure {
        credlab_store::Failure::Refused(refusal) => Failure::Refused(refusal),
        credlab_store::Failure::Store(error) => unavailable(error),
    }
}

fn unavailable(error: StoreError) -> Failure {
    Failure::Unavailable(error.to_string())
}
