//! What a search finds.

use serde::{Deserialize, Serialize};

/// What was found, by kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// What was searched for.
    pub query: String,
    /// The kinds of which something was found.
    pub groups: Vec<FoundGroup>,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundGroup {
    /// The kind: `Users`.
    pub label: String,
    /// The best of it.
    pub found: Vec<Found>,
    /// Where the rest of it is: how many there are in all, and the address of the list.
    pub more: Option<(usize, String)>,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its name.
    pub label: String,
    /// What tells it from others: an address, a state.
    pub detail: String,
    /// Where it is.
    pub href: String,
    /// Why the persona can't go there.
    pub disabled: Option<String>,
}
