//! What can be asked about lines before anybody runs them, for faces that show the answer in their own way: the console's
//! pages. `credlab explain` prints the same.

use credlab_model::actor::Identity;
use credlab_model::explain::Gates;
use credlab_model::iam::access::Decision;
use credlab_model::impact::Consequence;
use credlab_model::{Refusal, Remedy};

use crate::credlab::grants::{self, Grant};
use crate::credlab::rehearsal::{Rehearsal, rehearse};
use crate::credlab::who_can::{Able, able};
use crate::host::Host;
use crate::run::{Outcome, Run, Stop};
use crate::session::Session;
use crate::twin::Twin;

/// What would come of lines.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// What says no, unless all would be done.
    pub obstacle: Option<Obstacle>,
    /// What the first gate found, a sentence each, of lines that would be done.
    pub caller: Vec<String>,
    /// Who acts at the second gate, of lines that would be done.
    pub infrastructure: Vec<String>,
    /// What would break, go stale or recover, of lines that would be done.
    pub impact: Vec<Consequence>,
    /// The smallest changes that would let refused lines through, each tried on a copy.
    pub grants: Vec<Grant>,
    /// For whom the lines would work as they are, by name.
    pub who_can: Vec<Able>,
}

/// What is in the way.
#[derive(Debug, Clone)]
pub enum Obstacle {
    /// The account refuses it.
    Refused(Box<Refusal>),
    /// The line fails before the account is asked, with this text.
    Failed(String),
}

impl Obstacle {
    /// What happened, as a sentence.
    pub fn message(&self) -> String {
        match self {
            Obstacle::Refused(refusal) => refusal.message(),
            Obstacle::Failed(text) => text.clone(),
        }
    }

    /// What would help, most direct first.
    pub fn remedies(&self) -> &[Remedy] {
        match self {
            Obstacle::Refused(refusal) => &refusal.remedies,
            Obstacle::Failed(_) => &[],
        }
    }
}

/// Asks what would come of the lines of `twin`, run one after the other by `who`. Nothing is changed.
///
/// Its resource group counts as targeted, even where `who` could not target it: the answer is about what is asked there.
///
/// # Errors
/// Lines that can't be asked about, as a sentence: those of `credlab`, those whose words are wrong for everybody, and those that
/// ask for more than a confirmation.
pub fn explain(host: &mut dyn Host, who: &Identity, twin: &Twin) -> Result<Explanation, String> {
    let mut session = Session::of(who.clone());
    if let Some(name) = &twin.group {
        let account = host.account();
        let group = account.resource_group_called(name);
        session.group = Some(group.map_err(|refusal| refusal.message())?.id.clone());
    }
    let run = Run::new(&mut session, host, &[]);
    explanation(&run, &twin.lines).map_err(sentence)
}

fn sentence(stop: Stop) -> String {
    match stop {
        Stop::Refused(refusal) => refusal.message(),
        Stop::Usage(text) | Stop::Failed(text) | Stop::Declined(text) => text,
        Stop::Ask(prompt) => prompt.text,
    }
}

/// What would come of `lines`, run by whoever is logged in.
pub(crate) fn explanation(run: &Run<'_>, lines: &[String]) -> Outcome<Explanation> {
    let rehearsal = rehearse(run, None, lines)?;
    let who_can = able(run, lines)?;
    let done = rehearsal.succeeds();
    Ok(Explanation {
        grants: match done {
            true => Vec::new(),
            false => grants::smallest(run, lines, &rehearsal)?,
        },
        impact: match done {
            true => rehearsal.before.impact(&rehearsal.after, run.now()),
            false => Vec::new(),
        },
        caller: findings(&rehearsal),
        infrastructure: acting(&rehearsal),
        obstacle: obstacle(rehearsal),
        who_can,
    })
}

fn obstacle(rehearsal: Rehearsal) -> Option<Obstacle> {
    if rehearsal.succeeds() {
        return None;
    }
    let printed = rehearsal.reply.output.plain(None).trim().to_owned();
    Some(match rehearsal.refusal {
        Some(refusal) => Obstacle::Refused(Box::new(refusal)),
        None => Obstacle::Failed(printed),
    })
}

/// The gates of lines that would be done.
fn gates(rehearsal: &Rehearsal) -> impl Iterator<Item = &Gates> {
    rehearsal.gates.iter().filter(|_| rehearsal.succeeds())
}

/// Who acts at the second gate.
fn acting(rehearsal: &Rehearsal) -> Vec<String> {
    let acting = gates(rehearsal).filter_map(|gates| gates.infrastructure.as_ref()?.as_ref().ok());
    acting.cloned().collect()
}

/// What let lines through at the first gate, each finding once: of the commands that have a second gate, and of the others.
fn findings(rehearsal: &Rehearsal) -> Vec<String> {
    if !rehearsal.succeeds() {
        return Vec::new();
    }
    let others = rehearsal.decisions.iter().filter(|one| one.allowed);
    let all = gates(rehearsal).map(|gates| &gates.caller).chain(others);
    let found = all.flat_map(|one: &Decision| one.findings(&rehearsal.before));
    let mut findings: Vec<String> = Vec::new();
    for finding in rehearsal.classic.iter().cloned().chain(found) {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}
