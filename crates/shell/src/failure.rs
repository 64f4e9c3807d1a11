//! How a line ends that does not simply succeed: streams, colours and wording of each dialect (`cli.md`, 1.1 and 2).

use credlab_model::actor::Identity;
use credlab_model::refusal::{Layer, RefusalKind};
use credlab_model::{Account, Refusal};
use sha2::{Digest, Sha256};

use crate::help;
use crate::output::{Output, Stream, Style};
use crate::program::Place;
use crate::reply::Reply;
use crate::run::{Outcome, Run, Stop};
use crate::usage::{Slip, What};

/// Whose way of talking a command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `ibmcloud` itself.
    Core,
    /// The Kubernetes Service's plug-in.
    Ks,
    /// The classic infrastructure plug-in.
    Sl,
    /// `kubectl`.
    Kubectl,
    /// Credlab's own commands.
    Credlab,
}

/// The answer of a command that ran.
pub(crate) fn reply(mut run: Run<'_>, dialect: Dialect, line: &str, outcome: Outcome) -> Reply {
    let mut hint = Output::default();
    let (status, ask) = match outcome {
        Ok(()) => (0, None),
        Err(Stop::Ask(prompt)) => (0, Some(prompt)),
        Err(Stop::Declined(message)) => {
            if !message.is_empty() {
                run.out.line(message);
            }
            (0, None)
        }
        Err(Stop::Refused(refusal)) => {
            let text = match dialect {
                Dialect::Core | Dialect::Credlab => core_text(&refusal, &run.account()),
                Dialect::Ks => ks_text(&refusal, &incident(&run, line)),
                Dialect::Sl => refusal.message(),
                Dialect::Kubectl => kubectl_text(&refusal),
            };
            if dialect != Dialect::Credlab {
                hint = hint_at(&refusal, &run.account(), line, &text);
            }
            (fail(&mut run, dialect, &text), None)
        }
        Err(Stop::Failed(text) | Stop::Usage(text)) => (fail(&mut run, dialect, &text), None),
    };
    Reply {
        output: run.out,
        status,
        ask,
        slip: false,
        clear: false,
        hint,
    }
}

/// Why in a line, where the tool's `text` does not say it, and how to ask for more. Nothing where the text says all there is:
/// that a name is unknown, or a value wrong.
fn hint_at(refusal: &Refusal, account: &Account, line: &str, text: &str) -> Output {
    let mut hint = Output::default();
    let Some(why) = reason(refusal, account) else {
        return hint;
    };
    let Ok(line) = shlex::try_quote(line.trim()) else {
        return hint;
    };
    if !text.contains(&why) {
        hint.push(Stream::Err, Style::Hint, format!("Why: {why}\n"));
    }
    hint.push(Stream::Err, Style::Hint, "More: ")
        .push(
            Stream::Err,
            Style::Command,
            format!("credlab explain {line}"),
        )
        .push(Stream::Err, Style::Plain, "\n");
    hint
}

/// The first thing that was found.
fn reason(refusal: &Refusal, account: &Account) -> Option<String> {
    let first = refusal.why.first().cloned();
    first.or_else(|| {
        let decision = refusal.decision.as_ref()?;
        decision.findings(account).into_iter().next()
    })
}

/// The answer to a line whose words are wrong.
pub(crate) fn slip(mut run: Run<'_>, dialect: Dialect, place: &Place<'_>, slip: Slip) -> Reply {
    let detail = match slip.what {
        What::UnknownCommand(message) => {
            fail(&mut run, dialect, &message);
            None
        }
        What::Usage(detail) => Some(detail),
    };
    if let Some(detail) = detail {
        let message = match (dialect, detail.as_str()) {
            (Dialect::Kubectl, detail) => {
                format!(
                    "error: {detail}\nSee '{} -h' for help and examples",
                    place.name()
                )
            }
            (_, "") => "Incorrect Usage.".into(),
            (_, detail) => format!("Incorrect Usage: {detail}"),
        };
        match dialect {
            Dialect::Sl => {
                help::render(&mut run.out, dialect, &place.path);
                run.out.line("");
                fail(&mut run, dialect, &message);
            }
            Dialect::Kubectl => {
                fail(&mut run, dialect, &message);
            }
            Dialect::Core | Dialect::Ks | Dialect::Credlab => {
                fail(&mut run, dialect, &message);
                help::render(&mut run.out, dialect, &place.path);
            }
        }
    }
    if let Some(meant) = slip.meant {
        run.out
            .push(Stream::Err, Style::Plain, "Did you mean '")
            .push(Stream::Err, Style::Command, meant)
            .push(Stream::Err, Style::Plain, "'?\n");
    }
    Reply {
        output: run.out,
        status: 1,
        slip: true,
        ..Reply::default()
    }
}

/// Prints a failure, and gives the exit status. With `-q` the word `FAILED` and the empty line are left out.
fn fail(run: &mut Run<'_>, dialect: Dialect, text: &str) -> u8 {
    let quiet = run.quiet;
    let out: &mut Output = &mut run.out;
    let style = match dialect {
        Dialect::Sl => Style::Failure,
        _ => Style::Plain,
    };
    let framed = dialect != Dialect::Kubectl && !quiet;
    if framed {
        out.push(Stream::Err, Style::Failure, "FAILED")
            .push(Stream::Err, Style::Plain, "\n");
    }
    out.push(Stream::Err, style, text)
        .push(Stream::Err, Style::Plain, "\n");
    if framed {
        out.push(Stream::Err, Style::Plain, "\n");
    }
    1
}

/// The message, and ways out where the account knows some; or else why.
fn core_text(refusal: &Refusal, account: &Account) -> String {
    let mut text = refusal.message();
    for remedy in &refusal.remedies {
        text.push('\n');
        text.push_str(&remedy.text);
        if let Some(command) = &remedy.command {
            text.push_str(&format!(" Run '{command}'."));
        }
    }
    if refusal.remedies.is_empty()
        && let Some(why) = reason(refusal, account)
    {
        text.push('\n');
        text.push_str(&why);
    }
    text
}

/// Description and code, recovery, incident (`cli.md`, 2.1).
fn ks_text(refusal: &Refusal, incident: &str) -> String {
    let mut text = refusal.to_string();
    if refusal.kind == RefusalKind::InvalidClassicApiKey {
        // The service hands on what classic infrastructure says, with this before it (`cli.md`, 2).
        text.insert_str(0, "Error: ");
    }
    if let Some(recovery) = refusal.recovery() {
        text.push_str("\n\n");
        text.push_str(&recovery);
    }
    text.push_str("\n\nIncident ID: ");
    text.push_str(incident);
    text
}

fn kubectl_text(refusal: &Refusal) -> String {
    let kind = match refusal.layer {
        Layer::Caller => "Forbidden",
        _ => "NotFound",
    };
    format!("Error from server ({kind}): {}", refusal.message())
}

/// A UUID for a refusal. The same line, by the same caller, in the same state of the account, has the same one.
fn incident(run: &Run<'_>, line: &str) -> String {
    let caller = match &run.session.identity {
        Some(Identity::User(id)) => id.to_string(),
        Some(Identity::ServiceId(id)) => id.to_string(),
        Some(Identity::TrustedProfile(id)) => id.to_string(),
        Some(Identity::Credlab) | None => String::new(),
    };
    let version = run.account().version;
    let mut bytes: [u8; 32] = Sha256::digest(format!("{caller}\n{version}\n{line}")).into();
    let [_, _, _, _, _, _, six, _, eight, ..] = &mut bytes;
    *six = *six & 0x0f | 0x40;
    *eight = *eight & 0x3f | 0x80;
    let text = hex::encode(bytes);
    let mut digits = text.chars();
    [8, 4, 4, 4, 12]
        .map(|n| digits.by_ref().take(n).collect::<String>())
        .join("-")
}
