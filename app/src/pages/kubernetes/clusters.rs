//! The clusters of the account.

use leptos::prelude::*;
use leptos_meta::Title;

/// The clusters of the account.
#[component]
pub fn ClustersPage() -> impl IntoView {
    view! { <Title text="Clusters" /> }
}
