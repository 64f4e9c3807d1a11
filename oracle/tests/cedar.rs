//! The first gate against Cedar, which was written by others: on random policies both give the same answers.
//!
//! `cargo xtask test --thorough` asks a million questions; an ordinary run asks fewer.

#[path = "../../crates/model/tests/common/mod.rs"]
mod common;
#[path = "../../crates/model/tests/oracle/drawn.rs"]
#[expect(dead_code, reason = "Cedar is asked in the model's words")]
mod drawn;
#[path = "../../crates/model/tests/oracle/play.rs"]
mod play;

use credlab_model::iam::access;
use credlab_model::iam::policy::{Operator, Policy};
use credlab_oracle::Cedar;
use play::{Fresh, cases, play};

/// How many questions an ordinary run asks: nothing is optimized in it.
const CASES: usize = 6_000;

#[test]
fn r97_random_policies_are_decided_as_cedar_decides_them() {
    let mut cedar = None;
    play(cases(CASES), can_be_said_in_cedar, |lab, case, fresh| {
        if fresh == Fresh::Policies {
            cedar = Some(Cedar::of(case.account));
        }
        let cedar = cedar.as_ref().unwrap();
        let (account, who) = (case.account, &case.question.who);
        let question = cedar.question(who, &case.ask, &case.question.tags, lab.now);
        let expected = cedar.answer(&question);
        let decision = access::decide(account, who, &case.ask, lab.now);
        let policies = &account.policies;
        assert_eq!(decision.allowed, expected, "{decision:?}\n{policies:#?}");
        expected
    });
}

/// Its patterns have a sign for any run, and none for one character.
fn can_be_said_in_cedar(policy: &Policy) -> bool {
    let mut attributes = policy.scope.attributes();
    attributes.all(|a| a.operator == Operator::StringEquals || !a.value.contains('?'))
}
