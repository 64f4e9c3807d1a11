//! What a user may do on classic infrastructure.

use leptos::prelude::*;
use leptos_meta::Title;

/// What a user may do on classic infrastructure.
#[component]
pub fn ClassicPermissionsPage() -> impl IntoView {
    view! { <Title text="Permissions" /> }
}
