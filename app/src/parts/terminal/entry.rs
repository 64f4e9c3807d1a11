//! A line and what it printed.

use leptos::prelude::*;

use crate::parts::copy::CopyButton;
use crate::parts::views::Views;
use crate::view::EntryView;

/// An entry of the log.
#[component]
pub fn Entry(entry: EntryView) -> impl IntoView {
    let printed: String = entry.spans.iter().map(|span| span.text.as_str()).collect();
    let text = format!("{}\n{printed}", entry.line);
    let label = format!("Copy {}", entry.line);
    let spans = entry.spans.into_iter().map(|span| {
        view! { <span class=span.style>{span.text}</span> }
    });
    view! {
        <li class="credlab-terminal__entry">
            <div class="credlab-terminal__head">
                <span class="credlab-terminal__prompt">{entry.prompt}</span>
                <span class="credlab-terminal__typed">{entry.line}</span>
                <CopyButton text=text label=label />
            </div>
            <pre class="credlab-terminal__output">{spans.views()}</pre>
        </li>
    }
}
