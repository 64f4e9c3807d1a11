//! What a line has changed on the page: rows that read differently after it are marked for a moment.

use std::collections::HashSet;
use std::time::Duration;

use leptos::prelude::*;
use leptos::web_sys::Element;

/// How often the page is looked at after a line, and how long between two looks: it is asked for again meanwhile.
const LOOKS: u8 = 20;
const PAUSE: Duration = Duration::from_millis(150);

/// How long a row is marked. The stylesheet lets it fade within that time.
const MARKED: Duration = Duration::from_secs(3);

/// How a page reads: its path, and the text of each row.
pub struct Rows {
    path: String,
    texts: HashSet<String>,
}

/// How the page reads now.
pub fn rows() -> Rows {
    Rows {
        path: path(),
        texts: all().iter().filter_map(|row| row.text_content()).collect(),
    }
}

/// Marks what reads differently than `before`, as it comes.
pub fn mark(before: Rows) {
    look(before, LOOKS);
}

fn look(mut before: Rows, left: u8) {
    // Another page is not a changed one.
    if left == 0 || path() != before.path {
        return;
    }
    for row in all() {
        if before.texts.insert(row.text_content().unwrap_or_default()) {
            // A mark more or less changes nothing.
            _ = row.class_list().add_1("credlab-changed");
            set_timeout(
                move || _ = row.class_list().remove_1("credlab-changed"),
                MARKED,
            );
        }
    }
    set_timeout(move || look(before, left - 1), PAUSE);
}

/// The rows of tables and the values beside labels.
fn all() -> Vec<Element> {
    let Some(page) = document().get_element_by_id("main") else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for tag in ["tr", "dd"] {
        let found = page.get_elements_by_tag_name(tag);
        rows.extend((0..found.length()).filter_map(|n| found.item(n)));
    }
    rows
}

fn path() -> String {
    location_pathname().unwrap_or_default()
}
