//! The audit trail of the account.

use leptos::prelude::*;
use leptos_meta::Title;

/// The audit trail of the account.
#[component]
pub fn ActivityPage() -> impl IntoView {
    view! { <Title text="Activity" /> }
}
