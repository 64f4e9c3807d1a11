//! What the line may become: ways to complete it, or earlier lines. A list above the line, walked by the arrow keys.

use leptos::prelude::*;

use crate::parts::views::Views;
use crate::view::CompletionView;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// What is shown of each, and the line that it makes.
    pub all: Vec<(String, String)>,
    /// Which one is chosen.
    pub at: Option<usize>,
    /// Whether they are earlier lines.
    pub past: bool,
}

impl Ways {
    /// The ways to complete a line, if there are several.
    pub fn of_completion(found: CompletionView) -> Ways {
        let line = |word: &String| format!("{}{word} ", found.before);
        let all = found.candidates.iter();
        Ways {
            all: all.map(|word| (word.clone(), line(word))).collect(),
            ..Ways::default()
        }
    }

    /// The earlier lines that hold `typed`, the latest first, each once.
    pub fn of_past(past: &[String], typed: &str) -> Ways {
        let typed = typed.to_ascii_lowercase();
        let mut all: Vec<(String, String)> = Vec::new();
        for line in past.iter().rev() {
            let known = all.iter().any(|(_, other)| other == line);
            if !known && line.to_ascii_lowercase().contains(&typed) {
                all.push((line.clone(), line.clone()));
            }
        }
        Ways {
            at: (!all.is_empty()).then_some(0),
            all,
            past: true,
        }
    }

    /// Whether the list is shown.
    pub fn is_open(&self) -> bool {
        self.past || !self.all.is_empty()
    }

    /// Goes on in the list, from its end to its beginning.
    pub fn go(&mut self, back: bool) {
        let (count, last) = (self.all.len(), self.all.len().saturating_sub(1));
        self.at = match (self.at, back) {
            _ if count == 0 => None,
            (None, false) => Some(0),
            (None | Some(0), true) => Some(last),
            (Some(at), true) => Some(at - 1),
            (Some(at), false) => Some(if at >= last { 0 } else { at + 1 }),
        };
    }

    /// The line that the chosen one makes.
    pub fn chosen(&self) -> Option<String> {
        self.all.get(self.at?).map(|(_, line)| line.clone())
    }
}

/// The list above the line.
#[component]
pub fn WaysList(ways: RwSignal<Ways>, take: Callback<String>) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(at) = ways.with(|ways| ways.at)
            && let Some(option) = document().get_element_by_id(&id(at))
        {
            crate::parts::focus::show(&option);
        }
    });
    let list = move |shown: &Ways| {
        let options = shown.all.iter().cloned().enumerate().map(|(n, (label, line))| {
            view! {
                <li
                    id=id(n)
                    class="credlab-ways__option"
                    role="option"
                    aria-selected=move || if ways.with(|ways| ways.at) == Some(n) { "true" } else { "false" }
                    // The keyboard stays in the line.
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| take.run(line.clone())
                >
                    {label}
                </li>
            }
        });
        let label = if shown.past {
            "Earlier lines"
        } else {
            "Ways to complete the line"
        };
        let none = shown.all.is_empty();
        view! {
            <ul id="shell-ways" class="credlab-ways" role="listbox" aria-label=label>
                {options.views()}
            </ul>
            {none.then(|| view! { <p class="credlab-ways__none">"No earlier line holds this."</p> }).views()}
        }
    };
    // Which one is chosen changes no list.
    let shown = Memo::new(move |_| {
        ways.with(|ways| Ways {
            at: None,
            ..ways.clone()
        })
    });
    move || shown.with(|shown| shown.is_open().then(|| list(shown)).views())
}

/// The id of an option.
pub fn id(n: usize) -> String {
    format!("shell-way-{n}")
}
