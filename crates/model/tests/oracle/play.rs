//! Random questions about random policies.

use credlab_model::Account;
use credlab_model::actor::Identity;
use credlab_model::iam::access::Ask;
use credlab_model::iam::policy::{Policy, Subject};
use credlab_model::iam::user::State;
use credlab_model::id::ResourceGroupId;

use crate::common::*;
use crate::drawn::{Dice, Question, policy};

/// How many questions are asked of one set of policies.
const QUESTIONS: usize = 60;

/// Somebody's question about random policies.
pub struct Case<'a> {
    pub account: &'a Account,
    pub question: Question,
    pub ask: Ask,
}

/// Draws policies that `keep` keeps, and questions about them, until so many are asked. `check` says whether a case is
/// decided right, and what was decided.
pub fn play(
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
pub enum Fresh {
    Policies,
    Question,
}

/// How many questions a run asks.
pub fn cases(ordinary: usize) -> usize {
    match thorough() {
        true => 1_000_000,
        false => ordinary,
    }
}
