//! Which classic devices a user reaches.

use leptos::prelude::*;
use leptos_meta::Title;

/// Which classic devices a user reaches.
#[component]
pub fn ClassicDevicesPage() -> impl IntoView {
    view! { <Title text="Devices" /> }
}
