//! What a change does elsewhere.

use serde::{Deserialize, Serialize};

use crate::view::TagKind;

/// One thing that a change touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectView {
    /// How it is touched, by colour.
    pub kind: TagKind,
    /// How it is touched, in a word: `breaks`.
    pub effect: String,
    /// What it is: `Cluster`.
    pub noun: String,
    /// Its name.
    pub name: String,
    /// What happens to it, as a sentence.
    pub text: String,
}
