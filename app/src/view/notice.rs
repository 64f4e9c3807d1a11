//! What is said after a form was sent: done, or refused and why.

use serde::{Deserialize, Serialize};

use crate::view::EffectView;

/// The answer to a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// How it went.
    pub kind: NoticeKind,
    /// What happened, in a few words.
    pub title: String,
    /// The same in a sentence, where there is more to say.
    pub text: String,
    /// Which layer said no: `Gate 1: the caller's access`.
    pub layer: Option<String>,
    /// Why, one finding each.
    pub why: Vec<String>,
    /// What would help, most direct first.
    pub remedies: Vec<RemedyView>,
    /// What breaks, goes stale or recovers by it.
    pub effects: Vec<EffectView>,
    /// The lines of the shell that do the same, in order.
    pub twin: Vec<String>,
    /// The address of the page that says more about a refusal.
    pub more: Option<String>,
    /// A secret that is shown this once.
    pub secret: Option<SecretView>,
    /// The address to go to next; the page that the form is on if none.
    pub goto: Option<String>,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Done.
    Success,
    /// Worth knowing.
    Info,
    /// Done, but look out.
    Warning,
    /// Not done.
    Error,
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemedyView {
    /// What to do.
    pub text: String,
    /// The command that does it.
    pub command: Option<String>,
}

/// A secret that is shown once and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretView {
    /// What it is: `API key`.
    pub label: String,
    /// Its value.
    pub value: String,
}

impl Notice {
    /// A notice of `kind` with nothing but a title.
    pub fn new(kind: NoticeKind, title: impl Into<String>) -> Notice {
        Notice {
            kind,
            title: title.into(),
            text: String::new(),
            layer: None,
            why: Vec::new(),
            remedies: Vec::new(),
            effects: Vec::new(),
            twin: Vec::new(),
            more: None,
            secret: None,
            goto: None,
        }
    }

    /// It was done.
    pub fn success(title: impl Into<String>) -> Notice {
        Notice::new(NoticeKind::Success, title)
    }

    /// It was done, as anybody can see: nothing is said.
    pub fn silent() -> Notice {
        Notice::success("")
    }

    /// Whether there is nothing to say.
    pub fn is_silent(&self) -> bool {
        self.title.is_empty()
    }

    /// It was not done.
    pub fn error(title: impl Into<String>) -> Notice {
        Notice::new(NoticeKind::Error, title)
    }

    /// The same with a sentence more.
    pub fn with_text(mut self, text: impl Into<String>) -> Notice {
        self.text = text.into();
        self
    }

    /// The same with a secret.
    pub fn with_secret(mut self, label: impl Into<String>, value: impl Into<String>) -> Notice {
        self.secret = Some(SecretView {
            label: label.into(),
            value: value.into(),
        });
        self
    }

    /// The same, and then to another address.
    pub fn then(mut self, href: impl Into<String>) -> Notice {
        self.goto = Some(href.into());
        self
    }
}
