//! The entry point in the browser.

// Views are types, and the frame around every page makes deep ones.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered, as soon as the part that it belongs to is loaded. The document's
/// script calls it.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    if let Some(body) = leptos::prelude::document().body() {
        leptos::mount::hydrate_from_async(body, credlab_app::App)
            .await
            .forget();
        mark_ready();
    }
}

/// Says in the document that controls answer from now on, for whoever drives the page from outside.
fn mark_ready() {
    let document = leptos::prelude::document();
    if let Some(root) = document.document_element() {
        // A root element takes any attribute; nothing hangs on it but tests.
        _ = root.set_attribute("data-ready", "");
    }
}
