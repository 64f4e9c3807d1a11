//! The shell, as the page shows it.

use serde::{Deserialize, Serialize};

/// The shell of a visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalView {
    /// What was run so far, oldest first.
    pub entries: Vec<EntryView>,
    /// What stands before the cursor: the shell's prompt, or an open question.
    pub prompt: String,
    /// Whether the answer to the question must not be shown.
    pub hidden: bool,
    /// Whether a question is open.
    pub asking: bool,
    /// Whether the browser has another account now, so that the whole page has to be asked for again.
    pub moved: bool,
}

/// What a line that was typed may go on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionView {
    /// The line, completed as far as there is one way only.
    pub line: String,
    /// What stands before the word that is completed.
    pub before: String,
    /// What may stand in its place.
    pub candidates: Vec<String>,
}

/// A line and what it printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// The prompt before the line.
    pub prompt: String,
    /// The line.
    pub line: String,
    /// What was printed.
    pub spans: Vec<SpanView>,
}

/// A piece of output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanView {
    /// The class of its style: `credlab-ansi--entity`; empty for plain text.
    pub style: String,
    /// The text.
    pub text: String,
}
