//! What a change does elsewhere, drawn: the change, and a branch to each thing that breaks, goes stale or recovers.

use leptos::prelude::*;

use crate::parts::views::Views;
use crate::view::{EffectView, TagKind};

/// The change as a root, and a branch for each thing that it touches; nothing without one.
#[component]
pub fn Effects(
    /// What is changed, or a heading.
    title: &'static str,
    /// What is touched, the worst first.
    effects: Vec<EffectView>,
) -> impl IntoView {
    (!effects.is_empty())
        .then(|| {
            let branches = effects.into_iter().map(|one| {
                let class = match one.kind {
                    TagKind::Bad => "credlab-effect credlab-effect--breaks",
                    TagKind::Warning => "credlab-effect credlab-effect--stale",
                    TagKind::Good => "credlab-effect credlab-effect--recovers",
                    _ => "credlab-effect",
                };
                view! {
                    <li class=class>
                        <span class="credlab-effect__what">{one.noun}</span>
                        <strong class="credlab-effect__name">{one.name}</strong>
                        <span class="credlab-effect__word">{one.effect}</span>
                        <span class="credlab-effect__text">{one.text}</span>
                    </li>
                }
            });
            view! {
                <div class="credlab-effects">
                    <p class="credlab-effects__root">{title}</p>
                    <ul aria-label=title>{branches.views()}</ul>
                </div>
            }
        })
        .views()
}

#[cfg(feature = "ssr")]
pub use server::effects_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::impact::{Consequence, Effect};

    use crate::view::{EffectView, TagKind};

    /// Consequences as pages draw them.
    pub fn effects_of(consequences: &[Consequence]) -> Vec<EffectView> {
        let view = |one: &Consequence| EffectView {
            kind: match one.effect {
                Effect::Breaks | Effect::Orphaned => TagKind::Bad,
                Effect::Stale | Effect::Gone => TagKind::Warning,
                Effect::Recovers => TagKind::Good,
                Effect::Changes => TagKind::Neutral,
            },
            effect: one.effect.to_string(),
            noun: one.noun.to_string(),
            name: one.name.clone(),
            text: one.text.clone(),
        };
        consequences.iter().map(view).collect()
    }
}
