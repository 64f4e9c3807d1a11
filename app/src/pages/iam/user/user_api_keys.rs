//! The API keys of a user.

use leptos::prelude::*;
use leptos_meta::Title;

/// The API keys of a user.
#[component]
pub fn UserApiKeysPage() -> impl IntoView {
    view! { <Title text="API keys" /> }
}
