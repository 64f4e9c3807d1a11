//! What shows the same as a page elsewhere: a line of the shell, and a request to IBM Cloud's interfaces.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

use crate::parts::copy::CopyButton;
use crate::parts::load::{load, suspended};
use crate::parts::run_in_shell::RunInShell;
use crate::parts::views::Views;
use crate::view::{Json, Problem};

/// What shows the same as a page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageTwinView {
    /// The line of the shell.
    pub line: Option<String>,
    /// The request: `GET https://…`.
    pub request: Option<String>,
}

/// What shows the same as the page at `path`, as far as the persona may know of what it is about.
#[server(prefix = "/api", endpoint = "page_twin", input = GetUrl, output = Json)]
pub async fn page_twin(path: String) -> Result<PageTwinView, Problem> {
    Ok(crate::backend::page_twin::of(
        &crate::backend::visit()?,
        &path,
    ))
}

/// The end of every page that has a twin.
#[component]
pub fn PageTwin() -> impl IntoView {
    let path = use_location().pathname;
    let data = load(move || path.get(), page_twin);
    view! {
        <Transition>
            {suspended(data, |twin| {
                let twin = twin.unwrap_or_default();
                (twin != PageTwinView::default()).then(|| shown(twin)).views()
            })}
        </Transition>
    }
}

fn shown(twin: PageTwinView) -> AnyView {
    let line = twin.line.map(|line| view! { <RunInShell line=line /> });
    let request = twin.request.map(|request| {
        let text = request.clone();
        view! {
            <div class="credlab-line">
                <code class="credlab-command">{request}</code>
                <CopyButton text=text label="Copy the request" />
            </div>
        }
    });
    view! {
        <details class="credlab-page-twin">
            <summary>"This page in the shell and in the API"</summary>
            {line.views()}
            {request.views()}
        </details>
    }
    .into_any()
}
