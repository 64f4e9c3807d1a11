//! The workers of a cluster.

use leptos::prelude::*;
use leptos_meta::Title;

/// The workers of a cluster.
#[component]
pub fn WorkersPage() -> impl IntoView {
    view! { <Title text="Worker nodes" /> }
}
