//! The theme: Carbon's four, or the one that the visitor's system asks for. It is remembered by a cookie, so that the first
//! HTML has it already.

use leptos::prelude::*;

use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Notice, Problem};

/// The themes, by the names that forms, the cookie and the stylesheet have for them. The first is none of its own.
const THEMES: [(&str, &str); 5] = [
    ("system", "System"),
    ("white", "White"),
    ("g10", "Gray 10"),
    ("g90", "Gray 90"),
    ("g100", "Gray 100"),
];

/// Shows the console in another theme from now on: `system`, `white`, `g10`, `g90` or `g100`.
#[server(prefix = "/api", endpoint = "theme")]
pub async fn choose_theme(theme: String) -> Result<Notice, Problem> {
    server::choose(&theme)
}

/// The buttons that choose a theme.
#[component]
pub fn Themes(
    /// The one that is shown.
    theme: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    show(&theme);
    let buttons = THEMES.map(|(name, label)| {
        let chosen = name == theme;
        view! {
            <button
                type="submit"
                name="theme"
                value=name
                class="credlab-theme"
                aria-pressed=if chosen { "true" } else { "false" }
            >
                {label}
            </button>
        }
    });
    view! {
        <PostForm action="/api/theme">
            <div class="credlab-themes" role="group" aria-label="Theme">
                {buttons.views()}
            </div>
        </PostForm>
    }
}

/// Has the page look like that at once: the document's own word for it is as old as the document.
#[cfg(feature = "hydrate")]
fn show(theme: &str) {
    let root = document().document_element();
    // The root takes any attribute.
    _ = match (root, theme) {
        (Some(root), "system") => root.remove_attribute("data-theme"),
        (Some(root), theme) => root.set_attribute("data-theme", theme),
        _ => Ok(()),
    };
}

#[cfg(feature = "ssr")]
pub use server::{theme, theme_of_document};

#[cfg(feature = "ssr")]
mod server {
    use super::THEMES;
    use crate::backend::look::{remember, remembered};
    use crate::view::{Notice, Problem};

    const COOKIE: &str = "credlab_theme";

    pub fn choose(theme: &str) -> Result<Notice, Problem> {
        let Some((name, _)) = THEMES.iter().find(|(name, _)| *name == theme) else {
            let names = THEMES.map(|(name, _)| name).join(", ");
            return Ok(Notice::error("There is no such theme")
                .with_text(format!("The themes are {names}.")));
        };
        remember(COOKIE, name);
        Ok(Notice::silent())
    }

    /// The theme that the browser has chosen; the system's if it has not.
    pub fn theme() -> &'static str {
        let chosen = remembered(COOKIE);
        let known = THEMES.iter().find(|(name, _)| *name == chosen);
        known.or(THEMES.first()).map_or("", |(name, _)| name)
    }

    /// What the document says of the theme; nothing where the system decides.
    pub fn theme_of_document() -> Option<&'static str> {
        Some(theme()).filter(|theme| *theme != "system")
    }
}
