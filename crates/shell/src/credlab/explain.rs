//! `credlab explain`: why a line would be refused, and what would help.

use credlab_model::Layer;
use credlab_model::iam::access::Decision;
use serde::Serialize;

use crate::credlab::grants::{self, Grant};
use crate::credlab::rehearsal::{Rehearsal, rehearse};
use crate::credlab::who_can::able;
use crate::flags::Format;
use crate::output::Style;
use crate::run::{Outcome, Run};

/// `credlab explain "LINE"`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The line, in quotes
    #[arg(value_name = "LINE")]
    line: String,
    #[command(flatten)]
    format: Format,
}

/// The answer, as JSON has it.
#[derive(Serialize)]
struct Answer {
    line: String,
    allowed: bool,
    /// Which layer says no.
    layer: Option<&'static str>,
    code: Option<&'static str>,
    message: String,
    /// What the first gate found, of a line that would be done.
    caller: Vec<String>,
    /// Who acts at the second gate, of a line that would be done.
    infrastructure: Vec<String>,
    why: Vec<String>,
    remedies: Vec<credlab_model::Remedy>,
    /// The smallest changes that would let it through.
    smallest_grants: Vec<Grant>,
    /// Who could run the line as it is.
    who_can: Vec<String>,
}

impl Explain {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let rehearsal = rehearse(run, None, &self.line)?;
        let others = able(run, &self.line)?;
        let mut answer = self.answer(&rehearsal, others.into_iter().map(|one| one.name).collect());
        if !answer.allowed {
            answer.smallest_grants = grants::smallest(run, &self.line, &rehearsal)?;
        }
        if self.format.is_json(run)? {
            run.json(&answer);
            return Ok(());
        }
        if answer.allowed {
            run.out.line("It would be done.");
            list(run, Layer::Caller.label(), &answer.caller);
            list(run, Layer::Infrastructure.label(), &answer.infrastructure);
            run.out
                .line("")
                .line("What it would change elsewhere, 'credlab impact' says.");
            return Ok(());
        }
        let at = match answer.layer {
            Some(layer) => format!("It would be refused. {layer}."),
            None => "It would fail.".to_string(),
        };
        run.out.line(at).line("").line(&answer.message);
        list(run, "Why", &answer.why);
        if !answer.remedies.is_empty() {
            heading(run, "What would help");
            for remedy in &answer.remedies {
                run.out.line(format!("- {}", remedy.text));
                // The changes below are commands that were tried.
                let command = remedy.command.as_ref();
                if let Some(command) = command.filter(|_| answer.smallest_grants.is_empty()) {
                    run.out
                        .put(Style::Plain, "  ")
                        .put(Style::Command, command)
                        .put(Style::Plain, "\n");
                }
            }
        }
        show_grants(run, &answer.smallest_grants);
        list(run, "Who can", &answer.who_can);
        Ok(())
    }

    fn answer(&self, rehearsal: &Rehearsal, who_can: Vec<String>) -> Answer {
        let refusal = rehearsal.refusal.as_ref().filter(|_| !rehearsal.succeeds());
        let gates = rehearsal.gates.iter().filter(|_| rehearsal.succeeds());
        let infrastructure = gates.clone().filter_map(|gates| {
            let acting = gates.infrastructure.as_ref()?;
            acting.as_ref().ok().cloned()
        });
        let printed = || rehearsal.reply.output.plain(None).trim().to_string();
        Answer {
            line: self.line.clone(),
            allowed: rehearsal.succeeds(),
            layer: refusal.map(|refusal| refusal.layer.label()),
            code: refusal.and_then(|refusal| refusal.code()),
            message: match (refusal, rehearsal.succeeds()) {
                (Some(refusal), _) => refusal.message(),
                (None, false) => printed(),
                (None, true) => String::new(),
            },
            caller: findings(rehearsal, gates.map(|gates| &gates.caller)),
            infrastructure: infrastructure.collect(),
            why: refusal
                .map(|refusal| refusal.why.clone())
                .unwrap_or_default(),
            remedies: refusal
                .map(|refusal| refusal.remedies.clone())
                .unwrap_or_default(),
            smallest_grants: Vec::new(),
            who_can,
        }
    }
}

/// What let a line through at the first gate, each finding once: of the commands that have a second gate, and of the others.
fn findings<'a>(
    rehearsal: &'a Rehearsal,
    gates: impl Iterator<Item = &'a Decision>,
) -> Vec<String> {
    if !rehearsal.succeeds() {
        return Vec::new();
    }
    let others = rehearsal.decisions.iter().filter(|one| one.allowed);
    let all = gates.chain(others);
    let found = all.flat_map(|one| one.findings(&rehearsal.before));
    let mut findings: Vec<String> = Vec::new();
    for finding in rehearsal.classic.iter().cloned().chain(found) {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}

fn show_grants(run: &mut Run<'_>, grants: &[Grant]) {
    if !grants.is_empty() {
        heading(run, "The smallest changes that allow it");
    }
    for (grant, n) in grants.iter().zip(1..) {
        // The line itself is what was wanted; what is opened beside it counts.
        let beside = match grant.opens.saturating_sub(1) {
            0 => "nothing else".to_string(),
            1 => "1 other action".to_string(),
            more => format!("{more} other actions"),
        };
        run.out.line(format!("{n}. opens {beside}"));
        for step in &grant.steps {
            run.out.marked(&format!("   as `{}`:", step.who));
            for line in &step.lines {
                run.out
                    .put(Style::Plain, "     ")
                    .put(Style::Command, line)
                    .put(Style::Plain, "\n");
            }
        }
    }
}

fn heading(run: &mut Run<'_>, text: &str) {
    run.out
        .line("")
        .put(Style::Heading, text)
        .put(Style::Plain, "\n");
}

fn list(run: &mut Run<'_>, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        heading(run, title);
    }
    for line in lines {
        run.out.line(format!("- {line}"));
    }
}
