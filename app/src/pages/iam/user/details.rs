//! A user: profile, status, parent.

use leptos::prelude::*;
use leptos_meta::Title;

/// A user: profile, status, parent.
#[component]
pub fn DetailsPage() -> impl IntoView {
    view! { <Title text="User details" /> }
}
