//! `credlab explain`: why a line would be refused, and what would help.

use credlab_model::Layer;
use serde::Serialize;

use crate::credlab::grants::Grant;
use crate::flags::Format;
use crate::output::Style;
use crate::question::{Explanation, Obstacle, explanation};
use crate::run::{Outcome, Run};

/// `credlab explain "LINE"`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The line, in quotes; several are run one after the other
    #[arg(value_name = "LINE", required = true)]
    lines: Vec<String>,
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
        let answer = self.answer(explanation(run, &self.lines)?);
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

    fn answer(&self, found: Explanation) -> Answer {
        let refusal = match &found.obstacle {
            Some(Obstacle::Refused(refusal)) => Some(refusal),
            _ => None,
        };
        let message = found.obstacle.as_ref().map(Obstacle::message);
        let remedies = found.obstacle.as_ref().map(Obstacle::remedies);
        Answer {
            line: self.lines.join("\n"),
            allowed: found.obstacle.is_none(),
            layer: refusal.map(|refusal| refusal.layer.label()),
            code: refusal.and_then(|refusal| refusal.code()),
            message: message.unwrap_or_default(),
            why: refusal
                .map(|refusal| refusal.why.clone())
                .unwrap_or_default(),
            remedies: remedies.unwrap_or_default().to_vec(),
            caller: found.caller,
            infrastructure: found.infrastructure,
            smallest_grants: found.grants,
            who_can: found.who_can.into_iter().map(|one| one.name).collect(),
        }
    }
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
