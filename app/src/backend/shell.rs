//! The shell of a browser: lines run on the visitor's account, as the store keeps it. What the shell on a terminal
//! shares with it is public.

mod file;
mod host;

pub use host::StoreHost;

use credlab_model::Account;
use credlab_model::name::legible;
use credlab_shell::{Completion, Host, LONGEST_LINE, Reply, Session, Stream, Style};

use crate::backend::desk::Open;
use crate::backend::{Visit, visit};
use crate::view::{CompletionView, EntryView, Notice, Problem, SpanView, TerminalView};

/// What the shell has printed, and what it waits for.
pub fn log() -> Result<TerminalView, Problem> {
    let visit = visit()?;
    let prompt = prompt(&visit.account, &session_of(&visit));
    Ok(visit.desk.with(&visit.token, |drawer| {
        let question = drawer.open.as_ref().map(|open| open.prompt.clone());
        view(drawer.log.iter().cloned().collect(), prompt, question)
    }))
}

/// Runs a line, or answers the open question with it; if it is `fresh`, the question is given up.
pub async fn run(typed: String, fresh: bool) -> Result<TerminalView, Problem> {
    let visit = visit()?;
    if typed.len() > LONGEST_LINE {
        return Err(Problem::new(
            400,
            "The line is too long",
            format!("A line has {LONGEST_LINE} bytes at most."),
        ));
    }
    let session = session_of(&visit);
    let before = prompt(&visit.account, &session);
    if let Some(refused) = visit.refused_to_look() {
        return Ok(not_run(before, typed, refused));
    }
    let open = visit.desk.with(&visit.token, |drawer| drawer.open.take());
    let open = open.filter(|_| !fresh);
    let went_on = open.is_some();
    let (line, answers) = match open {
        Some(mut open) => {
            open.answers.push(typed);
            (open.line, open.answers)
        }
        None => (typed, Vec::new()),
    };

    let work = {
        let mut host = StoreHost::new(visit.store.clone(), visit.account.clone(), visit.now);
        let (line, answers, mut session) = (line.clone(), answers.clone(), session);
        move || {
            let reply = credlab_shell::run(&mut session, &mut host, &line, &answers);
            (reply, session, host.account())
        }
    };
    let (mut reply, session, account) = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Problem::new(500, "Something went wrong", "The line could not be run."))?;
    // A fork, or an account of the same family: the browser goes along.
    let moved = account.id != visit.account.id;
    if moved {
        visit.store.move_session(&visit.token, &account.id).await?;
    }
    if let Err(problem) = keep(&visit, &session).await {
        // The line has done what it did; only what it left in the session is lost.
        let text = format!("The shell's session could not be kept: {}\n", problem.text);
        reply.output.push(Stream::Err, Style::Warning, text);
    }

    let entry = EntryView {
        prompt: before,
        line: legible(line.clone()),
        spans: spans(&reply),
    };
    visit.desk.with(&visit.token, |drawer| {
        if went_on {
            drawer.log.pop_back();
        }
        if reply.clear {
            drawer.log.clear();
        } else {
            drawer.print(entry.clone());
        }
        drawer.open = reply.ask.clone().map(|prompt| Open {
            line,
            answers,
            prompt,
        });
    });
    let entries = if reply.clear { Vec::new() } else { vec![entry] };
    Ok(TerminalView {
        moved,
        ..view(entries, prompt(&account, &session), reply.ask)
    })
}

/// A line that is not run, because the console is only looked at.
fn not_run(prompt: String, typed: String, refused: Notice) -> TerminalView {
    let said = SpanView {
        style: "credlab-ansi--failure".into(),
        text: format!("{}. {}\n", refused.title, refused.text),
    };
    let entry = EntryView {
        prompt: prompt.clone(),
        line: legible(typed),
        spans: vec![said],
    };
    view(vec![entry], prompt, None)
}

/// What the line may go on with; nothing while a question is open, whose answer is nobody's to know.
pub fn complete(typed: String) -> Result<CompletionView, Problem> {
    let visit = visit()?;
    let asking = visit
        .desk
        .with(&visit.token, |drawer| drawer.open.is_some());
    let session = session_of(&visit);
    let found = match asking {
        true => Completion::default(),
        false => credlab_shell::complete(&visit.account, &session, &typed, visit.now),
    };
    let line = found.applied_to(&typed);
    let before = typed.get(..found.from).unwrap_or_default();
    Ok(CompletionView {
        line,
        before: before.into(),
        candidates: found.candidates,
    })
}

fn view(
    entries: Vec<EntryView>,
    prompt: String,
    ask: Option<credlab_shell::Prompt>,
) -> TerminalView {
    let asking = ask.is_some();
    let hidden = ask.as_ref().is_some_and(|ask| ask.hidden);
    TerminalView {
        entries,
        prompt: ask.map_or(prompt, |ask| ask.text),
        hidden,
        asking,
        moved: false,
    }
}

/// The shell's session: as it was left, or fresh for the persona.
fn session_of(visit: &Visit) -> Session {
    let left = visit
        .shell
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok());
    let persona = visit.viewer.as_ref().unwrap_or(&visit.persona);
    let mut session = left.unwrap_or_else(|| Session::of(persona.clone()));
    session.prune(&visit.account);
    session
}

/// Keeps the session. Whoever has logged in acts at the console too.
async fn keep(visit: &Visit, session: &Session) -> Result<(), Problem> {
    let json = serde_json::to_string(session)
        .map_err(|_| Problem::new(500, "Something went wrong", "The shell could not be kept."))?;
    visit.store.set_shell(&visit.token, &json).await?;
    if let Some(identity) = session.identity.as_ref().filter(|id| **id != visit.persona) {
        visit.store.set_persona(&visit.token, identity).await?;
    }
    Ok(())
}

/// Lets the shell act as another persona from now on; what it targets stays.
pub async fn act_as(visit: &Visit, persona: &credlab_model::Identity) -> Result<(), Problem> {
    let mut session = session_of(visit);
    session.identity = Some(persona.clone());
    session.underneath = None;
    let json = serde_json::to_string(&session)
        .map_err(|_| Problem::new(500, "Something went wrong", "The shell could not be kept."))?;
    Ok(visit.store.set_shell(&visit.token, &json).await?)
}

/// What stands before the cursor: `owner@cloudshell:~$ `.
pub fn prompt(account: &Account, session: &Session) -> String {
    let name = session
        .identity
        .as_ref()
        .and_then(|id| account.member_name(id).ok());
    let name = name.unwrap_or_else(|| "guest".into());
    let local = name.split('@').next().unwrap_or_default();
    format!("{local}@cloudshell:~$ ")
}

fn spans(reply: &Reply) -> Vec<SpanView> {
    let style = |style| match style {
        Style::Plain => "",
        Style::Heading => "credlab-ansi--heading",
        Style::Entity => "credlab-ansi--entity",
        Style::Command => "credlab-ansi--command",
        Style::Success => "credlab-ansi--success",
        Style::Failure => "credlab-ansi--failure",
        Style::Warning => "credlab-ansi--warning",
        Style::Hint => "credlab-ansi--hint",
    };
    let spans = reply.output.spans().iter().chain(reply.hint.spans());
    spans
        .map(|span| SpanView {
            style: style(span.style).into(),
            text: span.text.clone(),
        })
        .collect()
}
