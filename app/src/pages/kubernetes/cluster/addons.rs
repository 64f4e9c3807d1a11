//! The add-ons of a cluster, and their pods.

use leptos::prelude::*;
use leptos_meta::Title;

/// The add-ons of a cluster, and their pods.
#[component]
pub fn AddOnsPage() -> impl IntoView {
    view! { <Title text="Add-ons" /> }
}
