//! What stands in place of a page that is on its way.

use leptos::prelude::*;

/// Some lines that shimmer.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="credlab-skeleton" role="status" aria-label="Loading">
            <p class="cds--skeleton__text cds--skeleton__heading"></p>
            <p class="cds--skeleton__text"></p>
            <p class="cds--skeleton__text"></p>
            <p class="cds--skeleton__text"></p>
        </div>
    }
}
