//! The lines of the shell that do the same as a form.

use leptos::prelude::*;

use crate::parts::views::Views;

/// Lines of the shell, each to be copied, or opened in the shell.
#[component]
pub fn Twin(
    /// The lines, in order; nothing is shown without one.
    lines: Vec<String>,
) -> impl IntoView {
    (!lines.is_empty())
        .then(|| {
            let lines = lines.into_iter().map(|line| {
                let href = format!(
                    "/shell?line={}",
                    leptos_router::location::Url::escape(&line)
                );
                view! {
                    <li>
                        <code class="credlab-command">{line}</code>
                        " "
                        <a class="cds--link" href=href>"Open in the shell"</a>
                    </li>
                }
            });
            view! {
                <p class="credlab-help">"The same in the shell:"</p>
                <ul class="credlab-twin">{lines.views()}</ul>
            }
        })
        .views()
}
