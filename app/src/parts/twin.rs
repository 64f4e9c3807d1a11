//! The lines of the shell that do the same as a form.

use leptos::prelude::*;

use crate::parts::run_in_shell::RunInShell;
use crate::parts::views::Views;

/// Lines of the shell, each to be copied, or run in the shell.
#[component]
pub fn Twin(
    /// The lines, in order; nothing is shown without one.
    lines: Vec<String>,
    /// Whether they are shown at once; otherwise when they are asked for.
    open: bool,
) -> impl IntoView {
    (!lines.is_empty())
        .then(|| {
            let lines = lines
                .into_iter()
                .map(|line| view! { <li><RunInShell line=line /></li> });
            view! {
                <details class="credlab-twin" open=open>
                    <summary>"The same in the shell"</summary>
                    <ul>{lines.views()}</ul>
                </details>
            }
        })
        .views()
}
