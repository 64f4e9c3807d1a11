//! What the browser loads when it is first shown.

use std::pin::Pin;

use leptos::prelude::*;

/// A view on its way.
pub type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows what `load` brings, and nothing until then. One for all that is loaded so: each that waits in its own way would cost the
/// first visit.
pub fn lazily(load: fn() -> Coming) -> AnyView {
    view! { <Suspense>{move || Suspend::new(load())}</Suspense> }.into_any()
}
