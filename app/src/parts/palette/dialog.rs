//! The palette itself: a line to type in, and a list that is walked by the arrow keys.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;

use super::{Open, search};
use crate::carbon::icon::{Glyph, Icon};
use crate::parts::focus::{begin_at, focused, refocus};
use crate::parts::views::Views;
use crate::view::{Found, FoundView};

/// How long typing has to rest before the server is asked.
const REST: Duration = Duration::from_millis(120);

/// The palette.
#[component]
pub fn PaletteDialog() -> impl IntoView {
    let Open(open) = expect_context();
    let before = focused();
    let (input, shut) = (
        NodeRef::<html::Input>::new(),
        NodeRef::<html::Button>::new(),
    );
    let found = RwSignal::new(None::<FoundView>);
    let at = RwSignal::new(0usize);
    let navigate = leptos_router::hooks::use_navigate();

    let close = move || {
        open.set(false);
        refocus(before.clone());
    };
    let ask = move |typed: String| {
        spawn_local(async move {
            let answer = search(typed.clone()).await;
            // Typing goes on meanwhile, or the palette is closed.
            let now = input.try_get_untracked().flatten();
            let latest = now.is_some_and(|input| input.value() == typed);
            if let (true, Ok(answer)) = (latest, answer) {
                at.set(0);
                found.set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            ask(input.value());
            begin_at(input.into());
        }
    });
    let mut later = leptos::leptos_dom::helpers::debounce(REST, ask);
    let on_input = move |_| {
        if let Some(input) = input.get_untracked() {
            later(input.value());
        }
    };
    let on_key = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            let all = found.with_untracked(|found| flat(found.as_ref()));
            let last = all.len().saturating_sub(1);
            let now = at.get_untracked();
            match event.key().as_str() {
                "ArrowDown" => at.set(if now >= last { 0 } else { now + 1 }),
                "ArrowUp" => at.set(now.checked_sub(1).unwrap_or(last)),
                "Home" if event.ctrl_key() => at.set(0),
                "End" if event.ctrl_key() => at.set(last),
                "Enter" => {
                    let chosen = all.get(now).filter(|found| found.disabled.is_none());
                    if let Some(chosen) = chosen {
                        close();
                        navigate(&chosen.href, NavigateOptions::default());
                    }
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    // The keyboard stays in the dialog, which has two places to be in.
    let on_any_key = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "Escape" => close(),
                "Tab" => {
                    let (input, shut) = (input.get_untracked(), shut.get_untracked());
                    if let (Some(input), Some(shut)) = (input, shut) {
                        let in_line = focused().is_some_and(|here| *here == **input);
                        _ = if in_line { shut.focus() } else { input.focus() };
                    }
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let chosen = move || format!("palette-{}", at.get());
    // What is chosen by keys is to be seen.
    Effect::new(move |_| {
        let option = document().get_element_by_id(&chosen());
        if let Some(option) = option.filter(|_| found.with(Option::is_some)) {
            crate::parts::focus::show(&option);
        }
    });
    let (by_backdrop, by_button, by_choice) = (close.clone(), close.clone(), close);
    let results = move || {
        let by_choice = by_choice.clone();
        found.with(|found| {
            let Some(found) = found else {
                return view! { <p class="credlab-palette__none">"Searching..."</p> }.into_any();
            };
            if found.groups.is_empty() {
                let text = format!("Nothing that you may see fits {}.", found.query);
                return view! { <p class="credlab-palette__none">{text}</p> }.into_any();
            }
            let mut n = 0;
            let groups = found.groups.iter().map(|group| {
                let options: Vec<AnyView> = group
                    .found
                    .iter()
                    .map(|found| {
                        n += 1;
                        option(found, n - 1, at, by_choice.clone())
                    })
                    .collect();
                view! {
                    <div role="group" aria-label=group.label.clone()>
                        <p class="credlab-nav-heading" aria-hidden="true">
                            {group.label.clone()}
                        </p>
                        {options}
                    </div>
                }
            });
            groups.views()
        })
    };
    let count = move || {
        found.with(|found| {
            let count = flat(found.as_ref()).len();
            match (found, count) {
                (None, _) => String::new(),
                (_, 1) => "1 result".into(),
                (_, count) => format!("{count} results"),
            }
        })
    };
    view! {
        <div class="credlab-palette" role="presentation" on:keydown=on_any_key>
            <div class="credlab-palette__backdrop" role="presentation" on:click=move |_| by_backdrop()></div>
            <div class="credlab-palette__box" role="dialog" aria-modal="true" aria-label="Search the console">
                <div class="credlab-palette__line">
                    <Glyph icon=Icon::Search size=20 />
                    <input
                        node_ref=input
                        class="credlab-palette__input"
                        type="text"
                        role="combobox"
                        aria-label="Search pages, users, keys, clusters and actions"
                        aria-expanded="true"
                        aria-autocomplete="list"
                        aria-controls="palette-list"
                        aria-activedescendant=chosen
                        placeholder="Search pages, users, keys, clusters and actions"
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="100"
                        on:input=on_input
                        on:keydown=on_key
                    />
                    <button
                        node_ref=shut
                        type="button"
                        class="credlab-action"
                        aria-label="Close the search"
                        on:click=move |_| by_button()
                    >
                        <Glyph icon=Icon::Close size=20 />
                    </button>
                </div>
                <div id="palette-list" class="credlab-palette__list" role="listbox" aria-label="Results">
                    {results}
                </div>
                <p class="credlab-hidden" role="status">
                    {count}
                </p>
            </div>
        </div>
    }
}

fn flat(found: Option<&FoundView>) -> Vec<Found> {
    let groups = found.into_iter().flat_map(|found| &found.groups);
    groups
        .flat_map(|group| group.found.iter().cloned())
        .collect()
}

fn option(found: &Found, n: usize, at: RwSignal<usize>, close: impl Fn() + 'static) -> AnyView {
    let chosen = move || if at.get() == n { "true" } else { "false" };
    let refused = found.disabled.clone();
    let detail = refused.clone().unwrap_or_else(|| found.detail.clone());
    let open = refused.is_none();
    let href = open.then(|| found.href.clone());
    view! {
        <a
            id=format!("palette-{n}")
            class="credlab-palette__option"
            role="option"
            tabindex="-1"
            href=href
            aria-selected=chosen
            aria-disabled=refused.map(|_| "true")
            on:mousemove=move |_| at.set(n)
            on:click=move |_| {
                if open {
                    close();
                }
            }
        >
            <span>{found.label.clone()}</span>
            <span class="credlab-palette__detail">{detail}</span>
        </a>
    }
    .into_any()
}
