//! A line of the shell on a page: to copy, or to run beside it.

use leptos::prelude::*;
use leptos_router::location::Url;

use crate::parts::copy::CopyButton;
use crate::parts::shell::use_shell;

/// A line with its two buttons. Without script the shell's page is opened with the line typed in, and nothing is run yet.
#[component]
pub fn RunInShell(
    /// The line: `ibmcloud ks api-key info --cluster mycluster`.
    #[prop(into)]
    line: String,
) -> impl IntoView {
    let shell = use_shell();
    let href = format!("/shell?line={}", Url::escape(&line));
    let (copied, wanted) = (line.clone(), line.clone());
    let run = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        shell.run(wanted.clone());
    };
    view! {
        <div class="credlab-line">
            <code class="credlab-command">{line.clone()}</code>
            <CopyButton text=copied label="Copy the command" />
            <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href aria-label="Run in the shell" on:click=run>
                "Run"
            </a>
        </div>
    }
}
