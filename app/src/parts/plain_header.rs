//! The header of pages that belong to no account.

use leptos::prelude::*;

/// The product's name, which leads to the start page.
#[component]
pub fn PlainHeader() -> impl IntoView {
    view! {
        <header class="cds--header credlab-header" aria-label="Credlab">
            <a class="cds--header__name" href="/">
                "Credlab"
            </a>
        </header>
    }
}
