//! The API keys of an identity, or of the account.

use leptos::prelude::*;
use leptos_meta::Title;

/// The API keys of an identity, or of the account.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    view! { <Title text="API keys" /> }
}
