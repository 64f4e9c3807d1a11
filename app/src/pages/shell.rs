//! The shell as a page of its own: for narrow screens, and for browsers without script.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::parts::terminal::Terminal;

/// The shell.
#[component]
pub fn ShellPage() -> impl IntoView {
    view! {
        <Title text="Shell" />
        <h1 class="credlab-hidden">"Shell"</h1>
        <div class="credlab-shell-page">
            <Terminal />
        </div>
    }
}
