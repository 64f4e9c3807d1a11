//! Earlier moments of an account: looking at one, going back to one, and beginning another account at one.

use std::sync::Arc;

use credlab_model::id::AccountId;
use credlab_model::{Account, Actor, Context, Timestamp, account, history};

use crate::account::seed;
use crate::error::{Failure, StoreError};
use crate::execute::Executed;
use crate::snapshot;
use crate::store::Store;

/// How many records are read at a time.
const BATCH: u32 = 500;

/// The most accounts of a family: the first and its forks.
pub const FAMILY_LIMIT: usize = 20;

impl Store {
    /// The account as it was after record `version`.
    ///
    /// Errors: [`StoreError::NoAccount`], [`StoreError::NoVersion`].
    pub async fn at(&self, id: &AccountId, version: u64) -> Result<Account, StoreError> {
        self.has_version(id, version).await?;
        let account = snapshot::load_at(self.database(), id, version).await?;
        account.ok_or_else(|| StoreError::NoAccount(id.clone()))
    }

    async fn has_version(&self, id: &AccountId, version: u64) -> Result<(), StoreError> {
        let newest = self.account(id).await?.version;
        match (1..=newest).contains(&version) {
            true => Ok(()),
            false => Err(StoreError::NoVersion { version, newest }),
        }
    }

    /// Makes the account what it was after record `version`. That is a record like others, so what lies between is not
    /// lost: it can be gone back to as well.
    ///
    /// Errors: those of [`Store::at`] and [`Store::execute`].
    pub async fn rewind(&self, id: &AccountId, version: u64) -> Result<Executed, Failure> {
        let earlier = self.at(id, version).await?;
        let command = account::Command::Rewind(Box::new(earlier));
        self.execute(id, &Actor::credlab(), &command.into()).await
    }

    /// Makes another account of the records up to `version`: the same history to there, another id, a future of its own. It is of
    /// the same family.
    ///
    /// Errors: those of [`Store::at`]; [`StoreError::TooManyForks`].
    pub async fn fork(&self, id: &AccountId, version: u64) -> Result<Arc<Account>, StoreError> {
        self.has_version(id, version).await?;
        if self.family(id).await?.len() >= FAMILY_LIMIT {
            return Err(StoreError::TooManyForks);
        }
        let mut records = Vec::new();
        let mut after = 0;
        while after < version {
            let batch = self.records(id, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.version;
            records.extend(batch.into_iter().filter(|r| r.version <= version));
        }
        let ctx = Context::new(Timestamp::now(), seed()?);
        let (account, records) = history::fork(records, &ctx)
            .ok_or_else(|| StoreError::damaged("the first record does not found an account"))?;
        self.add(account, records, Some(id)).await
    }
}
