//! What comes back for a line.

use serde::{Deserialize, Serialize};

use crate::output::Output;

/// The answer to a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// What was printed.
    pub output: Output,
    /// The exit status: 0 is success (`cli.md`, 1.1). Of no meaning while a question is open.
    pub status: u8,
    /// The question that must be answered before the line can go on.
    pub ask: Option<Prompt>,
    /// Whether the words of the line are wrong, so that nothing was asked of the account.
    #[serde(skip)]
    pub slip: bool,
    /// Whether the screen is to be emptied: the line was `clear`.
    pub clear: bool,
    /// What Credlab adds below a refusal: why, in a line, and the command that says more. The tool itself prints none of it, so
    /// it is for people at a screen, not for scripts.
    pub hint: Output,
}

/// A question in the middle of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// What stands before the cursor: `Password> `.
    pub text: String,
    /// Whether the answer must not be shown.
    pub hidden: bool,
}
