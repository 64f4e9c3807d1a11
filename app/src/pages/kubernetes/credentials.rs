//! The credentials of each region and resource group.

use leptos::prelude::*;
use leptos_meta::Title;

/// The credentials of each region and resource group.
#[component]
pub fn CredentialsPage() -> impl IntoView {
    view! { <Title text="Cluster credentials" /> }
}
