//! Creates a cluster.

use leptos::prelude::*;
use leptos_meta::Title;

/// Creates a cluster.
#[component]
pub fn CreateClusterPage() -> impl IntoView {
    view! { <Title text="Create cluster" /> }
}
