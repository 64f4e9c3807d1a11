//! Why a control can't be used.

use serde::{Deserialize, Serialize};

/// Why a control can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier {
    /// The reason, as a sentence.
    pub text: String,
    /// The address of the page that says more: both gates, and what would help.
    pub why: Option<String>,
}

impl From<String> for Barrier {
    /// A reason of which no page says more.
    fn from(text: String) -> Barrier {
        Barrier { text, why: None }
    }
}
