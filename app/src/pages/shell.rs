//! The shell as a page of its own: for narrow screens, and for browsers without script.

use crate::parts::title::Title;
use leptos::prelude::*;

use crate::parts::query::use_query_value;
use crate::parts::shell::use_shell;
use crate::parts::terminal::Terminal;

/// The shell. The address may hold a line, `/shell?line=…`, which is typed in and not run.
#[component]
pub fn ShellPage() -> impl IntoView {
    let (shell, line) = (use_shell(), use_query_value("line"));
    let first = line.get_untracked();
    Effect::new(move |_| {
        let line = line.get();
        if !line.is_empty() {
            shell.type_in(line);
        }
    });
    view! {
        <Title text="Shell" />
        <h1 class="credlab-hidden">"Shell"</h1>
        <div class="credlab-shell-page">
            <Terminal line=first />
        </div>
    }
}
