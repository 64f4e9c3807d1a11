//! The page for every path that no page has.

use crate::parts::title::Title;
use leptos::prelude::*;

use crate::parts::plain_header::PlainHeader;

/// Says that nothing lives at this address, and answers with 404 when the server renders it.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page not found" />
        <PlainHeader />
        <main class="credlab-home">
            <h1>"Page not found"</h1>
            <p class="credlab-home__lead">
                "There is no page at this address. The link may be old, or part of the address may be missing."
            </p>
            <p>
                <a class="cds--btn cds--btn--primary cds--btn--md cds--layout--size-md" href="/">
                    "Go to the start page"
                </a>
            </p>
        </main>
    }
}
