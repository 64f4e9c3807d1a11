//! The store, as the shell sees it.

use std::sync::Arc;

use credlab_model::{Account, Actor, Command, Context, Timestamp};
use credlab_shell::{Failure, Host};
use credlab_store::Store;
use tokio::runtime::Handle;

/// One account of the store, for the run of one line.
///
/// The shell waits for the store, so lines are run where a thread may block: by `spawn_blocking` or `block_in_place`.
pub struct StoreHost {
    store: Store,
    account: Arc<Account>,
    now: Timestamp,
    handle: Handle,
}

impl StoreHost {
    /// A host for `account` as it is at `now`. To be called within the runtime that the store runs on.
    pub fn new(store: Store, account: Arc<Account>, now: Timestamp) -> StoreHost {
        StoreHost {
            store,
            account,
            now,
            handle: Handle::current(),
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
        match self.handle.block_on(done) {
            Ok(done) => {
                self.account = done.account;
                Ok(done.context)
            }
            Err(credlab_store::Failure::Refused(refusal)) => Err(Failure::Refused(refusal)),
            Err(credlab_store::Failure::Store(error)) => {
                Err(Failure::Unavailable(error.to_string()))
            }
        }
    }
}
