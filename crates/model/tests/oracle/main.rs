//! The first gate against an evaluator that is slow and obvious, and against Cedar, which was written by others: on random
//! policies all give the same answers.
//!
//! `cargo xtask test --thorough` asks a million questions of each; an ordinary run asks fewer.

mod cedar;
#[path = "../common/mod.rs"]
mod common;
mod drawn;
mod obvious;

use cedar::Cedar;
use common::*;
use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access::{self, Ask};
use credlab_model::iam::policy::{Operator, Policy, Subject};
use credlab_model::iam::user::State;
use credlab_model::id::ResourceGroupId;
use drawn::{Dice, Question, policy};
use obvious::obvious;

/// How many questions an ordinary run asks.
const CASES: usize = 100_000;

/// How many of Cedar, which is not optimized in an ordinary run.
const CEDAR_CASES: usize = 6_000;

/// How many questions are asked of one set of policies.
const QUESTIONS: usize = 60;

/// Somebody's question about random policies.
struct Case<'a> {
    account: &'a Account,
    question: Question,
    ask: Ask,
}

/// Draws policies that `keep` keeps, and questions about them, until so many are asked. `check` says whether a case is
/// decided right, and what was decided.
fn play(
    cases: usize,
    keep: fn(&Policy) -> bool,
    mut check: impl FnMut(&Lab, &Case<'_>, Fresh) -> bool,
) {
    let mut dice = Dice(0x005e_ed0f_c2ed_1ab5);
    let mut lab = Lab::demo();
    lab.set_state(EDITOR, State::Suspended);
    let people: Vec<Identity> = [
        OWNER,
        ADMIN,
        OPERATOR,
        EDITOR,
        VIEWER,
        FUNCTIONAL,
        "ci-deployer",
    ]
    .map(|who| lab.actor(who).identity)
    .to_vec();
    let groups: Vec<ResourceGroupId> = lab.account.resource_groups.keys().cloned().collect();
    let access_groups = lab.account.access_groups.keys().cloned();
    let mut subjects: Vec<Subject> = access_groups.map(Subject::AccessGroup).collect();
    subjects.extend(people.iter().filter_map(|who| match who {
        Identity::User(id) => Some(Subject::User(id.clone())),
        Identity::ServiceId(id) => Some(Subject::ServiceId(id.clone())),
        Identity::TrustedProfile(id) => Some(Subject::TrustedProfile(id.clone())),
        Identity::Credlab => None,
    }));
    let (mut asked, mut allowed) = (0, 0);
    while asked < cases {
        let mut account = lab.account.clone();
        let policies = 0..=dice.below(40);
        let policies = policies.map(|n| policy(&mut dice, n, &subjects, &groups));
        account.policies = policies.filter(keep).collect();
        let mut fresh = Fresh::Policies;
        for _ in 0..QUESTIONS {
            let (question, ask) = Question::drawn(&mut dice, &people, &groups);
            let by_policy = question.who != people[0];
            let case = Case {
                account: &account,
                question,
                ask,
            };
            let decided = check(&lab, &case, fresh);
            allowed += usize::from(decided && by_policy);
            asked += 1;
            fresh = Fresh::Question;
        }
    }
    // Both answers are given often enough to mean something.
    assert!(
        allowed * 50 > asked && allowed * 2 < asked,
        "{allowed} of {asked}"
    );
}

/// What is new in a case.
#[derive(Clone, Copy, PartialEq)]
enum Fresh {
    Policies,
    Question,
}

fn cases(ordinary: usize) -> usize {
    match thorough() {
        true => 1_000_000,
        false => ordinary,
    }
}

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

#[test]
fn r97_random_policies_are_decided_as_cedar_decides_them() {
    let mut cedar = None;
    play(
        cases(CEDAR_CASES),
        can_be_said_in_cedar,
        |lab, case, fresh| {
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
        },
    );
}

/// Its patterns have a sign for any run, and none for one character.
fn can_be_said_in_cedar(policy: &Policy) -> bool {
    let mut attributes = policy.scope.attributes();
    attributes.all(|a| a.operator == Operator::StringEquals || !a.value.contains('?'))
}
