//! The first gate against an evaluator that is slow and obvious: on random policies both give the same answer. The crate
//! `oracle` asks Cedar the same.
//!
//! `cargo xtask test --thorough` asks a million questions; an ordinary run asks fewer.

#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod obvious;
mod play;

use credlab_model::iam::access;
use obvious::obvious;
use play::{cases, play};

/// How many questions an ordinary run asks.
const CASES: usize = 100_000;

#[test]
fn r97_random_policies_are_decided_as_the_documents_say() {
    play(
        cases(CASES),
        |_| true,
        |lab, case, _| {
            let (account, who) = (case.account, &case.question.who);
            let decision = access::decide(account, who, &case.ask, lab.now);
            let expected = obvious(account, &case.question);
            let policies = &account.policies;
            assert_eq!(decision.allowed, expected, "{decision:?}\n{policies:#?}");
            assert_eq!(access::allows(account, who, &case.ask, lab.now), expected);
            expected
        },
    );
}
