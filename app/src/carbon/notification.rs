//! The inline notification, with reasons, ways out, and a secret that is shown once.

use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::effects::Effects;
use crate::parts::run_in_shell::RunInShell;
use crate::parts::twin::Twin;
use crate::parts::views::Views;
use crate::view::{Notice, NoticeKind, RemedyView, SecretView};

/// A notice as Carbon's inline notification.
#[component]
pub fn Notification(
    /// What is said.
    notice: Notice,
    /// What closes it.
    close: Callback<()>,
) -> impl IntoView {
    let role = match notice.kind {
        NoticeKind::Error => "alert",
        _ => "status",
    };
    let class = class_of(notice.kind);
    view! {
        <div class=class role=role>
            {body(notice, false)}
            <button
                type="button"
                class="cds--inline-notification__close-button credlab-script-only"
                aria-label="Close notification"
                on:click=move |_| close.run(())
            >
                <Glyph icon=Icon::Close size=20 class="cds--inline-notification__close-icon" />
            </button>
        </div>
    }
}

/// A notice that belongs to a page, such as why something can't be changed there. It stays.
#[component]
pub fn Note(
    /// What is said.
    notice: Notice,
) -> impl IntoView {
    let class = format!("{} credlab-note", class_of(notice.kind));
    view! { <div class=class>{body(notice, true)}</div> }
}

/// Class names stand here in full: names that are put together would be purged from the stylesheet.
fn class_of(kind: NoticeKind) -> String {
    let kind = match kind {
        NoticeKind::Success => "cds--inline-notification--success",
        NoticeKind::Info => "cds--inline-notification--info",
        NoticeKind::Warning => "cds--inline-notification--warning",
        NoticeKind::Error => "cds--inline-notification--error",
    };
    format!("cds--inline-notification cds--inline-notification--low-contrast {kind}")
}

/// What is said; `open` shows the lines of the shell at once.
fn body(notice: Notice, open: bool) -> AnyView {
    let icon = match notice.kind {
        NoticeKind::Success => Icon::CheckmarkFilled,
        NoticeKind::Info => Icon::InformationFilled,
        NoticeKind::Warning => Icon::WarningFilled,
        NoticeKind::Error => Icon::ErrorFilled,
    };
    view! {
        <div class="cds--inline-notification__details">
            <Glyph icon=icon size=20 class="cds--inline-notification__icon" />
            <div class="cds--inline-notification__text-wrapper">
                <div class="cds--inline-notification__title">{notice.title}</div>
                <div class="cds--inline-notification__subtitle">
                    <p>{notice.text}</p>
                    {notice.layer.map(|layer| view! { <p class="credlab-layer">{layer}</p> }).views()}
                    <Findings why=notice.why />
                    <Effects title="Touched" effects=notice.effects />
                    <Remedies remedies=notice.remedies />
                    {notice.more.map(|href| view! { <p><a class="cds--link" href=href>"Why, and what would help"</a></p> }).views()}
                    <Twin lines=notice.twin open=open />
                    {notice.secret.map(|secret| view! { <Secret secret=secret /> }).views()}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Why, one finding a line.
#[component]
pub fn Findings(why: Vec<String>) -> impl IntoView {
    (!why.is_empty())
        .then(|| {
            let lines = why
                .into_iter()
                .map(|line| view! { <li class="cds--list__item">{line}</li> });
            view! { <ul class="cds--list--unordered credlab-findings">{lines.views()}</ul> }
        })
        .views()
}

/// What would help.
#[component]
pub fn Remedies(remedies: Vec<RemedyView>) -> impl IntoView {
    (!remedies.is_empty())
        .then(|| {
            let lines = remedies.into_iter().map(|remedy| {
                let command = remedy
                    .command
                    .map(|command| view! { <RunInShell line=command /> })
                    .views();
                view! { <li class="cds--list__item">{remedy.text} " " {command}</li> }
            });
            view! {
                <p class="credlab-help">"What would help:"</p>
                <ul class="cds--list--unordered">{lines.views()}</ul>
            }
        })
        .views()
}

#[component]
fn Secret(secret: SecretView) -> impl IntoView {
    view! {
        <p class="credlab-secret">
            <span class="credlab-secret__label">{secret.label}</span>
            <code class="credlab-secret__value">{secret.value}</code>
        </p>
        <p>"Copy it now: it is not shown again."</p>
    }
}
