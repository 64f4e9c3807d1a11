//! What is kept for a browser while the process lives, and may be lost with it: what the last form has to say, and
//! what the shell has printed. Secrets that are shown once pass through here, and never touch a disk.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::view::{EntryView, Notice};

/// The most browsers that something is kept for; the one that was quiet longest is forgotten first.
const BROWSERS: usize = 5_000;

/// The most entries of a shell's log.
const ENTRIES: usize = 100;

/// What is kept, by session token. Cheap to clone.
#[derive(Clone, Default)]
pub struct Desk(Arc<Mutex<Drawers>>);

#[derive(Default)]
struct Drawers {
    by_token: HashMap<Arc<str>, Drawer>,
    clock: u64,
}

/// What is kept for one browser.
#[derive(Default)]
pub struct Drawer {
    /// What the last form has to say, until a page has shown it.
    pub flash: Option<Notice>,
    /// What the shell has run.
    pub log: VecDeque<EntryView>,
    /// The line whose question is open.
    pub open: Option<Open>,
    touched: u64,
}

/// A line that waits for an answer.
#[derive(Debug, Clone)]
pub struct Open {
    /// The line.
    pub line: String,
    /// The answers so far.
    pub answers: Vec<String>,
    /// The question.
    pub prompt: credlab_shell::Prompt,
}

impl Drawer {
    /// Adds to the shell's log.
    pub fn print(&mut self, entry: EntryView) {
        if self.log.len() == ENTRIES {
            self.log.pop_front();
        }
        self.log.push_back(entry);
    }
}

impl Desk {
    /// Works on what is kept for a browser.
    pub fn with<T>(&self, token: &Arc<str>, work: impl FnOnce(&mut Drawer) -> T) -> T {
        let mut drawers = self.lock();
        drawers.clock += 1;
        let clock = drawers.clock;
        if drawers.by_token.len() >= BROWSERS && !drawers.by_token.contains_key(token) {
            let quiet = drawers
                .by_token
                .iter()
                .min_by_key(|(_, drawer)| drawer.touched);
            if let Some(quiet) = quiet.map(|(token, _)| token.clone()) {
                drawers.by_token.remove(&quiet);
            }
        }
        let drawer = drawers.by_token.entry(token.clone()).or_default();
        drawer.touched = clock;
        work(drawer)
    }

    /// What the last form has to say; the next page does not say it again.
    pub fn take_flash(&self, token: &str) -> Option<Notice> {
        self.lock().by_token.get_mut(token)?.flash.take()
    }

    fn lock(&self) -> MutexGuard<'_, Drawers> {
        // Nothing in here can be left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
