//! What the browser loads when it is first shown.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

/// A view on its way.
pub type Coming = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>> + Send>>;

/// Shows what `load` brings, nothing until then, and that it did not come if it did not. One for all that is loaded so: each that
/// waits in its own way would cost the first visit.
pub fn lazily(load: fn() -> Coming) -> AnyView {
    let view = move || Suspend::new(async move { load().await.unwrap_or_else(|_| unloaded()) });
    view! { <Suspense>{view}</Suspense> }.into_any()
}

fn unloaded() -> AnyView {
    view! { <p class="credlab-lost" role="alert">"This could not be loaded. Reload the page."</p> }
        .into_any()
}
