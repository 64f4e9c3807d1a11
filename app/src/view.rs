//! What travels between server and browser: the small types that both sides share.
//!
//! The server makes them from the account; the browser shows them and knows no rule. A control that may not be used
//! arrives with its reason.

mod barrier;
mod effect;
mod found;
mod json;
mod notice;
mod problem;
mod read;
mod table;
mod terminal;

pub use barrier::Barrier;
pub use effect::EffectView;
pub use found::{Found, FoundGroup, FoundView};
pub use json::{Json, JsonText};
pub use notice::{Notice, NoticeKind, RemedyView, SecretView};
pub use problem::Problem;
pub use read::{Unreadable, read};
pub use table::{
    ActionView, Cell, Check, Column, FilterView, PickingView, Press, RowView, TableView, TagKind,
    TagView,
};
pub use terminal::{CompletionView, EntryView, SpanView, TerminalView};

use serde::{Deserialize, Serialize};

/// What the frame around every page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameView {
    /// The account's name.
    pub account: String,
    /// The account's id.
    pub account_id: String,
    /// `Pay-As-You-Go`.
    pub account_kind: String,
    /// Who acts: an address, or a service ID's name.
    pub persona: String,
    /// The persona's display name.
    pub persona_name: String,
    /// The IAM ID of the persona.
    pub persona_id: String,
    /// Everybody whom the visitor may act as.
    pub personas: Vec<PersonaView>,
    /// As whom pages are only looked at, if not as the persona.
    pub viewing: Option<String>,
    /// The account's time, in milliseconds since 1970.
    pub time: i64,
    /// How many seconds pass in the account while one passes in reality; 0 if its time stands still.
    pub speed: u32,
    /// The theme's name, as the form that chooses it sends it.
    pub theme: String,
    /// The account's version that the page shows.
    pub version: u64,
    /// What a form that was sent without script has to say.
    pub flash: Option<Notice>,
}

/// One entry of the persona switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonaView {
    /// The identity's id: `IBMid-…` or `ServiceId-…`.
    pub id: String,
    /// The address, or a service ID's name.
    pub name: String,
    /// What it is: `Account owner`, `Administrator`, `Service ID`.
    pub role: String,
    /// Whether it is acting now.
    pub current: bool,
    /// Why it can't act: the invitation is pending, for instance.
    pub disabled: Option<String>,
}

/// A place on the way to a page: its label, and its address unless it is the page itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crumb {
    /// The label.
    pub label: String,
    /// The address.
    pub href: Option<String>,
}

impl Crumb {
    /// A place with an address.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Crumb {
        Crumb {
            label: label.into(),
            href: Some(href.into()),
        }
    }
}

/// A value and its label: an option of a drop-down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// An option.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
        }
    }
}
