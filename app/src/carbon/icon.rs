//! Carbon's icons, as paths of a 32 by 32 field.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "an icon is its own name")]
pub enum Icon {
    CheckmarkFilled,
    ChevronDown,
    Close,
    ErrorFilled,
    InformationFilled,
    Menu,
    Overflow,
    Search,
    Terminal,
    Time,
    UserAvatar,
    View,
    WarningFilled,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::CheckmarkFilled => {
                "M16 2a14 14 0 1 0 14 14A14 14 0 0 0 16 2Zm-2 19.59-5-5L10.59 15 14 18.41 21.41 11l1.596 1.586Z"
            }
            Icon::ChevronDown => "M16 22 6 12l1.4-1.4 8.6 8.6 8.6-8.6L26 12z",
            Icon::Close => {
                "M17.414 16 24 9.414 22.586 8 16 14.586 9.414 8 8 9.414 14.586 16 8 22.586 9.414 24 16 17.414 22.586 24 24 22.586z"
            }
            Icon::ErrorFilled => {
                "M16 2A13.914 13.914 0 0 0 2 16a13.914 13.914 0 0 0 14 14 13.914 13.914 0 0 0 14-14A13.914 13.914 0 0 0 16 2Zm5.4 21L16 17.6 10.6 23 9 21.4l5.4-5.4L9 10.6 10.6 9l5.4 5.4L21.4 9l1.6 1.6-5.4 5.4 5.4 5.4Z"
            }
            Icon::InformationFilled => {
                "M16 2a14 14 0 1 0 14 14A14 14 0 0 0 16 2Zm0 6a1.5 1.5 0 1 1-1.5 1.5A1.5 1.5 0 0 1 16 8Zm4 16.125h-8v-2.25h2.875v-5.75H13v-2.25h4.125v8H20Z"
            }
            Icon::Menu => "M4 6h24v2H4zM4 24h24v2H4zM4 12h24v2H4zM4 18h24v2H4z",
            Icon::Overflow => {
                "M16 6a2 2 0 1 0 .001 4A2 2 0 0 0 16 6zM16 14a2 2 0 1 0 .001 4A2 2 0 0 0 16 14zM16 22a2 2 0 1 0 .001 4A2 2 0 0 0 16 22z"
            }
            Icon::Search => {
                "m29 27.586-7.552-7.552a11.018 11.018 0 1 0-1.414 1.414L27.586 29ZM4 13a9 9 0 1 1 9 9 9.01 9.01 0 0 1-9-9Z"
            }
            Icon::Terminal => {
                "M26 4.01H6a2 2 0 0 0-2 2v20a2 2 0 0 0 2 2h20a2 2 0 0 0 2-2v-20a2 2 0 0 0-2-2Zm0 2v4H6v-4Zm-20 20v-14h20v14ZM10.76 16.18l2.82 2.83-2.82 2.83 1.41 1.41 4.24-4.24-4.24-4.24z"
            }
            Icon::Time => {
                "M16 30a14 14 0 1 1 14-14 14 14 0 0 1-14 14Zm0-26a12 12 0 1 0 12 12A12 12 0 0 0 16 4ZM20.59 22 15 16.41V7h2v8.58l5 5.01L20.59 22z"
            }
            Icon::UserAvatar => {
                "M16 8a5 5 0 1 0 5 5 5 5 0 0 0-5-5Zm0 8a3 3 0 1 1 3-3 3.003 3.003 0 0 1-3 3ZM16 2a14 14 0 1 0 14 14A14.016 14.016 0 0 0 16 2Zm-6 24.377V25a3.003 3.003 0 0 1 3-3h6a3.003 3.003 0 0 1 3 3v1.377a11.899 11.899 0 0 1-12 0Zm13.993-1.451A5.002 5.002 0 0 0 19 20h-6a5.002 5.002 0 0 0-4.992 4.926 12 12 0 1 1 15.985 0Z"
            }
            Icon::View => {
                "M30.94 15.66A16.69 16.69 0 0 0 16 5 16.69 16.69 0 0 0 1.06 15.66a1 1 0 0 0 0 .68A16.69 16.69 0 0 0 16 27a16.69 16.69 0 0 0 14.94-10.66 1 1 0 0 0 0-.68ZM16 25c-5.3 0-10.9-3.93-12.93-9C5.1 10.93 10.7 7 16 7s10.9 3.93 12.93 9C26.9 21.07 21.3 25 16 25Zm0-15a6 6 0 1 0 6 6 6 6 0 0 0-6-6Zm0 10a4 4 0 1 1 4-4 4 4 0 0 1-4 4Z"
            }
            Icon::WarningFilled => {
                "M16 2a14 14 0 1 0 14 14A14 14 0 0 0 16 2Zm-1.125 6h2.25v11h-2.25ZM16 25a1.5 1.5 0 1 1 1.5-1.5A1.5 1.5 0 0 1 16 25Z"
            }
        }
    }
}

/// Draws an icon; a reader is told nothing of it, the control around it has the words.
#[component]
pub fn Glyph(
    /// Which.
    icon: Icon,
    /// The edge in pixels: 16 or 20.
    #[prop(default = 16)]
    size: u8,
    /// Classes of the place where it stands.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=class
            width=size.to_string()
            height=size.to_string()
            viewBox="0 0 32 32"
            fill="currentColor"
            aria-hidden="true"
            focusable="false"
        >
            <path d=icon.path() />
        </svg>
    }
}
