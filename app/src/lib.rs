//! The console: its document, its pages and what they share.
//!
//! Everything here is compiled twice: for the server (feature `ssr`), which answers with
//! complete HTML, and for the browser (feature `hydrate`), which takes that HTML over. What only
//! one side can do stands behind its feature.

mod document;
mod pages;

pub use document::shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use pages::home::HomePage;
use pages::not_found::NotFoundPage;

/// The whole console: every page and its path.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| {
            if page.is_empty() { "Credlab".to_owned() } else { format!("{page} - Credlab") }
        } />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage />
            </Routes>
        </Router>
    }
}
