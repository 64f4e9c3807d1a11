//! A cluster at a glance.

use leptos::prelude::*;
use leptos_meta::Title;

/// A cluster at a glance.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! { <Title text="Overview" /> }
}
