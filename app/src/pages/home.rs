//! The first page that a visitor sees.

use leptos::prelude::*;
use leptos_meta::Title;

/// Says what Credlab is.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Title text="" />
        <main>
            <h1>"Credlab"</h1>
            <p>"A place to set up, rehearse and check access credentials."</p>
        </main>
    }
}
