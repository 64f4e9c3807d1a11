//! The access groups of a user.

use leptos::prelude::*;
use leptos_meta::Title;

/// The access groups of a user.
#[component]
pub fn AccessGroupsPage() -> impl IntoView {
    view! { <Title text="Access groups" /> }
}
