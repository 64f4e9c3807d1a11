//! The command palette: a search over pages, what is in the account, and actions, opened by Ctrl-K or Cmd-K. The browser
//! loads it when it is first opened; without script the search is a page.

mod dialog;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use leptos::wasm_split::SplitLoaderError;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::lazily::lazily;
use crate::parts::views::Views;
use crate::view::{FoundView, Json, Problem};
use dialog::PaletteDialog;

/// Everything that fits `q` and that the persona may see.
#[server(prefix = "/api", endpoint = "search", input = GetUrl, output = Json)]
pub async fn search(#[server(default)] q: String) -> Result<FoundView, Problem> {
    let visit = crate::backend::visit()?;
    Ok(crate::backend::search::search(&visit, &q))
}

/// Whether the palette is open.
#[derive(Clone, Copy)]
struct Open(RwSignal<bool>);

/// Provides the palette's state, and opens it by its keys as long as the caller lives.
pub fn provide_palette() {
    let open = RwSignal::new(false);
    provide_context(Open(open));
    #[cfg(feature = "hydrate")]
    {
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "k" {
                event.prevent_default();
                open.set(true);
            }
        });
        on_cleanup(move || keys.remove());
    }
}

/// The button in the header that opens the palette.
#[component]
pub fn SearchLink() -> impl IntoView {
    let Open(open) = expect_context();
    view! {
        <a
            class="cds--header__action credlab-action"
            href="/search"
            aria-label="Search"
            aria-keyshortcuts="Control+K Meta+K"
            title="Search (Ctrl+K)"
            on:click=move |event| {
                event.prevent_default();
                open.set(true);
            }
        >
            <Glyph icon=Icon::Search size=20 />
        </a>
    }
}

/// The palette over the page, while it is open.
#[component]
pub fn Palette() -> impl IntoView {
    let Open(open) = expect_context();
    move || open.get().then(|| lazily(|| Box::pin(palette()))).views()
}

#[leptos::wasm_split::wasm_split(palette, wasm_split_path = leptos::wasm_split, fallible)]
fn palette() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <PaletteDialog /> }.into_any())
}
