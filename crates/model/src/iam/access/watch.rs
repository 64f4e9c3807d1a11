//! Decisions as they are made: what a command asked of the first gate on its way, for `explain`.
//!
//! Commands ask where they must, some several times and some in the middle. To tell afterwards what let one through, it is
//! watched, instead of listing a second time what each asks.

use std::cell::RefCell;

use super::Decision;

thread_local! {
    /// The decisions of this thread that are being watched; none if nobody watches.
    static WATCHED: RefCell<Option<Vec<Decision>>> = const { RefCell::new(None) };
}

/// Does `what`, and tells the decisions of [`decide`](super::decide) that were made meanwhile, in order. Within itself it watches nothing.
pub fn watching<T>(what: impl FnOnce() -> T) -> (T, Vec<Decision>) {
    WATCHED.set(Some(Vec::new()));
    let _end = End;
    let done = what();
    (done, WATCHED.take().unwrap_or_default())
}

/// Ends the watch however it ends: a thread that a panic leaves behind notes nothing more.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        WATCHED.set(None);
    }
}

/// Notes a decision if somebody watches.
pub(super) fn note(decision: Decision) -> Decision {
    WATCHED.with_borrow_mut(|watched| {
        if let Some(watched) = watched {
            watched.push(decision.clone());
        }
    });
    decision
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::access::{Ask, Reason};

    fn decision(action: &'static str) -> Decision {
        Decision {
            allowed: false,
            reason: Reason::NoPolicy,
            ask: Ask::action(action),
            looks: Vec::new(),
        }
    }

    #[test]
    fn what_is_decided_meanwhile_is_told_and_nothing_else() {
        note(decision("iam-am.policy.create"));
        let (done, seen) = watching(|| {
            note(decision("iam-am.policy.update"));
            7
        });
        note(decision("iam-am.policy.delete"));
        assert_eq!(done, 7);
        assert_eq!(seen, [decision("iam-am.policy.update")]);
        assert_eq!(watching(|| ()).1, []);
    }

    #[test]
    fn a_watch_ends_with_a_panic_too() {
        let panicked = std::panic::catch_unwind(|| watching(|| panic!("on purpose")));
        assert!(panicked.is_err());
        note(decision("iam-am.policy.update"));
        assert!(WATCHED.take().is_none());
    }
}
