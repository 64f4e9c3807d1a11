//! The entry point in the browser.

// Views are types, and the frame around every page makes deep ones.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered, as soon as the part that it belongs to is loaded. The document's
/// script calls it. A page whose part does not come stays as the server has made it, which works, too.
///
/// The part is loaded before and not while the page is taken over: what takes over while it waits would be in the front end a
/// second time for every view, so xtask leaves it out.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    if credlab_app::load_part(&part()).await.is_ok() {
        leptos::mount::hydrate_body(credlab_app::App);
        mark_ready();
    }
}

/// The name of the part that the page belongs to, as the document has it; empty if it belongs to none.
fn part() -> String {
    let document = leptos::prelude::document();
    let named = document.query_selector("meta[name=credlab-part]");
    let part = named
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"));
    part.unwrap_or_default()
}

/// Says in the document that controls answer from now on, for whoever drives the page from outside.
fn mark_ready() {
    let document = leptos::prelude::document();
    if let Some(root) = document.document_element() {
        // A root element takes any attribute; nothing hangs on it but tests.
        _ = root.set_attribute("data-ready", "");
    }
}
