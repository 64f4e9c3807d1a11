//! The accounts that are in use, in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use credlab_model::id::AccountId;
use credlab_model::{Account, Record, Timestamp};
use tokio::sync::watch;

/// An account at one moment, and where it stands in the database.
#[derive(Clone)]
pub(crate) struct Moment {
    /// The account's number in the database.
    pub number: i64,
    /// The account.
    pub account: Arc<Account>,
    /// When its last record happened.
    pub last_at: Timestamp,
}

impl Moment {
    /// The moment after `records`.
    pub fn after(&self, records: &[Record]) -> Moment {
        let mut account = Account::clone(&self.account);
        records.iter().for_each(|record| account.apply(record));
        Moment {
            number: self.number,
            account: Arc::new(account),
            last_at: records.last().map_or(self.last_at, |record| record.at),
        }
    }

    fn age(&self) -> (i64, u64) {
        (self.number, self.account.version)
    }
}

/// The accounts that are in use, by id.
pub(crate) struct LiveAccounts {
    accounts: Mutex<Accounts>,
    idle: Duration,
}

struct Accounts {
    by_id: HashMap<AccountId, Arc<Live>>,
    swept: Instant,
}

impl LiveAccounts {
    pub fn new(idle: Duration) -> LiveAccounts {
        LiveAccounts {
            accounts: Mutex::new(Accounts {
                by_id: HashMap::new(),
                swept: Instant::now(),
            }),
            idle,
        }
    }

    /// The place of an account in memory, whether it is filled or not. Drops others that nobody has used for long.
    pub fn get(&self, id: &AccountId) -> Arc<Live> {
        let mut accounts = lock(&self.accounts);
        let live = match accounts.by_id.get(id) {
            Some(live) => Arc::clone(live),
            None => {
                let live = Arc::new(Live::new());
                accounts.by_id.insert(id.clone(), Arc::clone(&live));
                live
            }
        };
        lock(&live.state).used = Instant::now();
        if accounts.swept.elapsed() >= self.idle / 8 {
            accounts.swept = Instant::now();
            accounts
                .by_id
                .retain(|_, live| live.is_kept_after(self.idle));
        }
        live
    }

    /// The accounts that somebody watches, with the version that the watchers know.
    pub fn watched(&self) -> Vec<(AccountId, u64)> {
        let accounts = lock(&self.accounts);
        let watched = accounts.by_id.iter().filter_map(|(id, live)| {
            let state = lock(&live.state);
            let known = *state.version.borrow();
            (state.version.receiver_count() > 0).then(|| (id.clone(), known))
        });
        watched.collect()
    }
}

/// The place of one account in memory.
pub(crate) struct Live {
    /// Whose turn it is to change the account.
    pub turn: tokio::sync::Mutex<()>,
    /// Held while the account is read from the database, so that it is read once for all who wait.
    pub loading: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

struct State {
    moment: Option<Moment>,
    version: watch::Sender<u64>,
    used: Instant,
    checked: Option<Instant>,
}

impl Live {
    fn new() -> Live {
        Live {
            turn: tokio::sync::Mutex::new(()),
            loading: tokio::sync::Mutex::new(()),
            state: Mutex::new(State {
                moment: None,
                version: watch::Sender::new(0),
                used: Instant::now(),
                checked: None,
            }),
        }
    }

    /// What is in memory.
    pub fn moment(&self) -> Option<Moment> {
        lock(&self.state).moment.clone()
    }

    /// What is in memory, if it was compared with the database in the last `recheck`.
    pub fn fresh_moment(&self, recheck: Duration) -> Option<Moment> {
        let state = lock(&self.state);
        let fresh = state.checked.is_some_and(|at| at.elapsed() < recheck);
        state.moment.clone().filter(|_| fresh)
    }

    /// Says that what is in memory was just compared with the database.
    pub fn checked(&self) {
        lock(&self.state).checked = Some(Instant::now());
    }

    /// Replaces what is in memory and tells the watchers, unless something newer is there already. Gives what is
    /// there then.
    pub fn advance(&self, moment: Moment) -> Moment {
        let mut state = lock(&self.state);
        state.checked = Some(Instant::now());
        if let Some(present) = &state.moment
            && present.age() >= moment.age()
        {
            return present.clone();
        }
        let version = moment.account.version;
        state.moment = Some(moment.clone());
        // Nobody was told a version before the first one is known, so learning it is no news.
        state.version.send_if_modified(|known| {
            let news = *known != 0 && *known != version;
            *known = version;
            news
        });
        moment
    }

    /// Forgets an account that is gone. Its watchers see their channel close.
    pub fn forget(&self) {
        let mut state = lock(&self.state);
        state.moment = None;
        state.version = watch::Sender::new(0);
    }

    /// A receiver of the account's version.
    pub fn watch(&self) -> watch::Receiver<u64> {
        lock(&self.state).version.subscribe()
    }

    /// Whether the place is kept. An idle account leaves memory; its place stays for those who watch it, and for
    /// those who are about to use it.
    fn is_kept_after(self: &Arc<Live>, idle: Duration) -> bool {
        let mut state = lock(&self.state);
        if Arc::strong_count(self) > 1 || state.used.elapsed() < idle {
            return true;
        }
        state.moment = None;
        state.version.receiver_count() > 0
    }
}

/// No state is left half-changed by a panic, so a poisoned lock is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
