//! Invites users.

use leptos::prelude::*;
use leptos_meta::Title;

/// Invites users.
#[component]
pub fn InvitePage() -> impl IntoView {
    view! { <Title text="Invite users" /> }
}
