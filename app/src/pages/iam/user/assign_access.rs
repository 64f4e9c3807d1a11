//! Assigns access to a user.

use leptos::prelude::*;
use leptos_meta::Title;

/// Assigns access to a user.
#[component]
pub fn AssignAccessPage() -> impl IntoView {
    view! { <Title text="Assign access" /> }
}
