//! Copying to the clipboard.

use std::time::Duration;

use leptos::prelude::*;

/// How long a button says that it has copied.
const SAID: Duration = Duration::from_secs(2);

/// A button that copies a text. It takes script.
#[component]
pub fn CopyButton(
    /// The text.
    text: String,
    /// What it does, for a screen reader: `Copy the command`.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let press = move |_| {
        copy(&text);
        copied.set(true);
        set_timeout(move || _ = copied.try_set(false), SAID);
    };
    view! {
        <button
            type="button"
            class="cds--btn cds--btn--sm cds--btn--ghost credlab-copy credlab-script-only"
            aria-label=move || if copied.get() { "Copied".to_string() } else { label.clone() }
            on:click=press
        >
            {move || if copied.get() { "Copied" } else { "Copy" }}
        </button>
    }
}

#[cfg(feature = "hydrate")]
fn copy(text: &str) {
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys::js_sys::{Function, Reflect};

    let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name));
    // Where a browser has no clipboard for the page, there is the text to be selected.
    let written = get(&window(), "navigator")
        .and_then(|navigator| get(&navigator, "clipboard"))
        .and_then(|clipboard| {
            let write: Function = get(&clipboard, "writeText")?.dyn_into()?;
            write.call1(&clipboard, &JsValue::from_str(text))
        });
    _ = written;
}

#[cfg(not(feature = "hydrate"))]
fn copy(_: &str) {}
