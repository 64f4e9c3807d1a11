//! The access policies of a user.

use leptos::prelude::*;
use leptos_meta::Title;

/// The access policies of a user.
#[component]
pub fn PoliciesPage() -> impl IntoView {
    view! { <Title text="Access policies" /> }
}
