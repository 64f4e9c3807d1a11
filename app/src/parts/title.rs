//! The document's title. The server puts it into the head; the browser only sets it anew when another page is gone to.

use leptos::prelude::*;

/// Names the page in the document's title: `Users - Credlab`. An empty text leaves the name of the program alone.
#[component]
pub fn Title(
    /// The page's name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let title = match text.is_empty() {
        true => "Credlab".to_owned(),
        false => text + " - Credlab",
    };
    // Rendering it is what tells the document.
    #[cfg(feature = "ssr")]
    {
        _ = view! { <leptos_meta::Title text=title /> }.to_html();
    }
    #[cfg(not(feature = "ssr"))]
    Effect::new(move |_| document().set_title(&title));
}
