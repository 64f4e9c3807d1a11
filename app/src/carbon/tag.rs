//! Tags and status marks.

use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::view::{TagKind, TagView};

/// A tag.
#[component]
pub fn Tag(tag: TagView) -> impl IntoView {
    let class = match tag.kind {
        TagKind::Neutral => "cds--tag cds--tag--sm cds--tag--gray",
        TagKind::Good => "cds--tag cds--tag--sm cds--tag--green",
        TagKind::Info => "cds--tag cds--tag--sm cds--tag--blue",
        TagKind::Warning => "cds--tag cds--tag--sm cds--tag--magenta",
        TagKind::Bad => "cds--tag cds--tag--sm cds--tag--red",
    };
    view! {
        <span class=class>
            <span class="cds--tag__label">{tag.text}</span>
        </span>
    }
}

/// A coloured mark with its text.
#[component]
pub fn Status(kind: TagKind, text: String) -> impl IntoView {
    let (icon, class) = match kind {
        TagKind::Good => (Icon::CheckmarkFilled, "credlab-mark credlab-mark--good"),
        TagKind::Bad => (Icon::ErrorFilled, "credlab-mark credlab-mark--bad"),
        TagKind::Warning => (Icon::WarningFilled, "credlab-mark credlab-mark--warning"),
        TagKind::Info => (Icon::InformationFilled, "credlab-mark credlab-mark--info"),
        TagKind::Neutral => (Icon::InformationFilled, "credlab-mark"),
    };
    view! {
        <span class="credlab-status">
            <Glyph icon=icon class=class />
            <span>{text}</span>
        </span>
    }
}
