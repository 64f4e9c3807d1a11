//! The page for every path that no page has.

use leptos::prelude::*;
use leptos_meta::Title;

/// Says that nothing lives at this address, and answers with 404 when the server renders it.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page not found" />
        <main>
            <h1>"Page not found"</h1>
            <p>"There is no page at this address."</p>
            <a href="/">"Go to the start page"</a>
        </main>
    }
}
