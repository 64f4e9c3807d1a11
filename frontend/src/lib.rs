//! The entry point in the browser.

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered. The document's script calls it.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(credlab_app::App);
}
