//! What server functions work with; on the server only.
//!
//! The server has found out whose browser it is and put a [`Visit`] into the request. Here it is taken up, commands are
//! carried out in its name, and the model's refusals become what pages show. No rule stands here.

pub mod address;
pub mod bulk;
pub mod csv;
pub mod desk;
pub mod look;
pub mod moment;
pub mod page_twin;
pub mod search;
pub mod shell;
pub mod table;

use std::sync::{Arc, Mutex};

use axum::http::request::Parts;
use credlab_model::account::Account;
use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::impact::{Consequence, Effect};
use credlab_model::refusal::{Layer, Noun, Refusal, RefusalKind, Remedy, shorten};
use credlab_model::{Command, Context, Timestamp};
use credlab_shell::{Twin, twin};
use credlab_store::{Executed, Failure, Store, StoreError};
use leptos::prelude::{expect_context, use_context};

use crate::parts::effects::effects_of;
use crate::view::{Barrier, Notice, NoticeKind, Problem, RemedyView};
use desk::Desk;

/// The server function that completes a line of the shell. It changes nothing at all.
const COMPLETE: &str = "/api/shell/complete";

/// The server functions that change nothing in the account, for who only looks at it as somebody else.
const WHILE_LOOKING: [&str; 6] = [
    "/api/persona",
    "/api/persona/view",
    "/api/persona/return",
    COMPLETE,
    // The shell says itself that it runs nothing.
    "/api/shell/run",
    "/api/theme",
];

/// A browser's request: which account it works on, and as whom.
#[derive(Clone)]
pub struct Visit {
    /// Where accounts are kept.
    pub store: Store,
    /// What is kept for browsers while the process lives.
    pub desk: Desk,
    /// The session's token.
    pub token: Arc<str>,
    /// The account at the moment of the request.
    pub account: Arc<Account>,
    /// Who acts, at the console; or as whom pages are looked at.
    pub persona: Identity,
    /// Who acts really while pages are only looked at as the persona would see them. Nothing is changed then.
    pub viewer: Option<Identity>,
    /// The shell's session, as it was left.
    pub shell: Option<String>,
    /// The moment of the request.
    pub now: Timestamp,
    /// What the last form that was sent without script has to say.
    pub flash: Option<Notice>,
    /// Whether a form only asks what it would do.
    pub rehearsing: bool,
    /// The lines of the shell that do what the request has done.
    pub done: Arc<Mutex<Vec<String>>>,
}

/// The query of a form's address that asks what it would do.
pub const REHEARSE: &str = "rehearse";

/// The visit of the current request, if the browser has an account.
pub fn visitor() -> Option<Visit> {
    use_context::<Parts>()?.extensions.get::<Visit>().cloned()
}

/// The visit of the current request. Without one the browser is sent to the start page.
pub fn visit() -> Result<Visit, Problem> {
    if let Some(visit) = visitor() {
        return Ok(visit);
    }
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_string());
    if let Some(path) = path.filter(|path| !path.starts_with("/api/")) {
        leptos_axum::redirect(&format!("/?next={path}"));
    }
    Err(Problem::new(
        401,
        "No account is open",
        "Open an account on the start page first.",
    ))
}

impl Visit {
    /// The persona at the console.
    pub fn actor(&self) -> Actor {
        Actor {
            identity: self.persona.clone(),
            face: Face::Console,
        }
    }

    /// Carries out a command as the persona, or says why not.
    pub async fn perform(&self, command: impl Into<Command>) -> Result<Executed, Notice> {
        if self.viewer.is_some() {
            return Err(self.nothing_changes());
        }
        let command = command.into();
        let actor = self.actor();
        let twin = twin(&self.account, &command);
        if self.rehearsing {
            return Err(self.rehearsal(&command, &twin));
        }
        let done = self.store.execute(&self.account.id, &actor, &command).await;
        if let Ok(mut lines) = self.done.lock() {
            lines.extend(twin.script());
        }
        done.map_err(|failure| match failure {
            Failure::Refused(refusal) => Notice {
                more: self.why(&twin),
                ..Notice::from(*refusal)
            },
            Failure::Store(error) => unavailable(&error),
        })
    }

    /// What a form would do, said without doing it.
    fn rehearsal(&self, command: &Command, twin: &Twin) -> Notice {
        let said = match self.refusal(command.clone()) {
            Some(refusal) => Notice {
                more: self.why(twin),
                ..Notice::from(refusal)
            },
            None => {
                let impact = self.impact(command.clone());
                let text = match impact.is_empty() {
                    true => "It would be done. Nothing else breaks or recovers by it.",
                    false => "It would be done, with these consequences:",
                };
                // What is not done is no success.
                let kind = match kind_of(&impact) {
                    NoticeKind::Success => NoticeKind::Info,
                    other => other,
                };
                Notice {
                    effects: effects_of(&impact),
                    ..Notice::new(kind, "Nothing is changed yet").with_text(text)
                }
            }
        };
        Notice {
            twin: twin.script(),
            ..said
        }
    }

    /// The address of the page that says why the persona is refused what `twin` does.
    fn why(&self, twin: &Twin) -> Option<String> {
        let persona = self.account.member_name(&self.persona).ok()?;
        twin.can_be_asked().then(|| reasons_href(&persona, twin))
    }

    /// Why nothing can be sent to the server function at `path`: pages are only looked at as somebody else, or it is only
    /// asked what would be done by a function that carries out no command of its own.
    pub fn only_looks(&self, path: &str) -> Option<Notice> {
        let without_command = WHILE_LOOKING.contains(&path);
        if self.rehearsing && without_command && path != COMPLETE {
            let text = "What this changes is of your browser's session only.";
            let notice = Notice::new(NoticeKind::Info, "Nothing is changed yet");
            return Some(notice.with_text(text));
        }
        let refused = self.viewer.is_some() && !without_command;
        refused.then(|| self.nothing_changes())
    }

    /// The same for what decides itself.
    pub fn refused_to_look(&self) -> Option<Notice> {
        self.viewer.as_ref().map(|_| self.nothing_changes())
    }

    /// What is said to who only looks.
    fn nothing_changes(&self) -> Notice {
        let name = |identity| self.account.member_name(identity).unwrap_or_default();
        let viewer = self.viewer.as_ref().unwrap_or(&self.persona);
        let text = format!(
            "You see the console as {} would, and change nothing meanwhile. Return to {} first.",
            name(&self.persona),
            name(viewer),
        );
        Notice::error("You are only looking").with_text(text)
    }

    /// Why a command would be refused, if it would be. Nothing is changed.
    pub fn refusal(&self, command: impl Into<Command>) -> Option<Refusal> {
        self.account
            .decide(&self.actor(), &command.into(), &self.context())
            .err()
    }

    /// Why the persona may not ask for this, if the first gate says no. What the second gate says is found out by
    /// trying, as in the real console.
    pub fn forbidden(&self, command: impl Into<Command>) -> Option<Barrier> {
        let command = command.into();
        let refusal = self.refusal(command.clone())?;
        (refusal.layer == Layer::Caller).then(|| self.barrier(&command, &refusal))
    }

    /// Why a command would not be done at all, whichever layer says no.
    pub fn impossible(&self, command: impl Into<Command>) -> Option<Barrier> {
        let command = command.into();
        let refusal = self.refusal(command.clone())?;
        Some(self.barrier(&command, &refusal))
    }

    fn barrier(&self, command: &Command, refusal: &Refusal) -> Barrier {
        Barrier {
            text: refusal.sentence(),
            why: self.why(&twin(&self.account, command)),
        }
    }

    /// The account as it would be after a command, if it would be done.
    pub fn preview(&self, command: impl Into<Command>) -> Option<Account> {
        let (actor, command) = (self.actor(), command.into());
        let previewed = self.account.preview(&actor, &command, &self.context());
        previewed.ok()
    }

    /// What a command would do to everything else, if it would be done.
    pub fn impact(&self, command: impl Into<Command>) -> Vec<Consequence> {
        let after = self.preview(command);
        after
            .map(|after| self.account.impact(&after, self.now))
            .unwrap_or_default()
    }

    /// A context for decisions whose result is thrown away.
    fn context(&self) -> Context {
        Context::new(self.now, [0; 32])
    }
}

/// Ways out as pages show them.
pub fn remedies(remedies: &[Remedy]) -> Vec<RemedyView> {
    let view = |remedy: &Remedy| RemedyView {
        text: remedy.text.clone(),
        command: remedy.command.clone(),
    };
    remedies.iter().map(view).collect()
}

/// Consequences as pages list them.
pub fn lines(consequences: &[Consequence]) -> Vec<String> {
    let line = |found: &Consequence| format!("{} {}: {}", found.noun, found.name, found.text);
    consequences.iter().map(line).collect()
}

/// The kind of a notice that something was done which has these consequences.
pub fn kind_of(consequences: &[Consequence]) -> NoticeKind {
    let harms = |found: &Consequence| found.effect <= Effect::Stale;
    match consequences.iter().any(harms) {
        true => NoticeKind::Warning,
        false => NoticeKind::Success,
    }
}

/// A refused form is answered by its notice like any other. What the request did is told as lines of the shell, too.
pub fn told(outcome: Result<Notice, Notice>) -> Result<Notice, Problem> {
    let mut notice = outcome.unwrap_or_else(|refused| refused);
    if let Some(visit) = visitor()
        && notice.twin.is_empty()
        && let Ok(mut lines) = visit.done.lock()
    {
        notice.twin = std::mem::take(&mut *lines);
    }
    Ok(notice)
}

/// The address of the page that says what would come of the lines of `twin`, run by `who`.
pub fn reasons_href(who: &str, twin: &Twin) -> String {
    let escape = leptos_router::location::Url::escape;
    let group = twin
        .group
        .iter()
        .map(|group| format!("&group={}", escape(group)));
    let lines = twin.lines.join("\n");
    let href = format!("/why?as={}&line={}", escape(who), escape(&lines));
    href + &group.collect::<String>()
}

/// An id from the page's address, or the problem that nothing is there.
pub fn parsed<T: std::str::FromStr>(text: &str, noun: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| missing(noun))
}

/// An id from a form, or that nothing has it.
pub fn given<T: std::str::FromStr>(text: &str, noun: Noun) -> Result<T, Refusal> {
    text.parse().map_err(|_| {
        let name = shorten(text);
        RefusalKind::NotFound { noun, name }.refusal()
    })
}

/// The problem that a page's subject does not exist.
pub fn missing(noun: &str) -> Problem {
    let text = format!("There is no such {noun} in this account. It may have been removed.");
    Problem::new(404, format!("{noun} not found"), text)
}

/// What is said where the store could not keep a change.
pub fn unavailable(error: &StoreError) -> Notice {
    Notice::error("The change could not be saved").with_text(error.to_string())
}

impl From<Refusal> for Notice {
    fn from(refusal: Refusal) -> Notice {
        let title = match refusal.layer {
            Layer::Input => "Check your input",
            Layer::Caller => "You are not allowed to do this",
            Layer::Infrastructure => "The infrastructure refused it",
            Layer::State => "This is not possible now",
        };
        let gate = matches!(refusal.layer, Layer::Caller | Layer::Infrastructure);
        Notice {
            layer: gate.then(|| refusal.layer.label().to_string()),
            why: refusal.why.clone(),
            remedies: remedies(&refusal.remedies),
            ..Notice::error(title).with_text(refusal.to_string())
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let (status, title) = match refusal.layer {
            Layer::Input => (400, "The address can't be understood"),
            Layer::Caller => (403, "You are not allowed to see this"),
            Layer::Infrastructure => (409, "The infrastructure refused it"),
            Layer::State => (404, "Not found"),
        };
        Problem {
            why: refusal.why.clone(),
            ..Problem::new(status, title, refusal.to_string())
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        Problem::new(503, "The account can't be read", error.to_string())
    }
}

/// What the server keeps for all requests, from the app's context.
pub fn desk() -> Desk {
    expect_context()
}
