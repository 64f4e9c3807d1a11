//! The lines of the shell that do the same as a form.

use leptos::prelude::*;

use crate::parts::run_in_shell::RunInShell;
use crate::parts::views::Views;

/// Lines of the shell, each to be copied, or run in the shell.
#[component]
pub fn Twin(
    /// The lines, in order; nothing is shown without one.
    lines: Vec<String>,
) -> impl IntoView {
    (!lines.is_empty())
        .then(|| {
            let lines = lines
                .into_iter()
                .map(|line| view! { <li><RunInShell line=line /></li> });
            view! {
                <p class="credlab-help">"The same in the shell:"</p>
                <ul class="credlab-twin">{lines.views()}</ul>
            }
        })
        .views()
}
