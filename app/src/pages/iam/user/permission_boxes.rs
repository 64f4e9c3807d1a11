//! The boxes of the Permissions tab: by category, with a search and a way to tick a whole category.
//!
//! With script both work at once. Without, their buttons send the form, and the page comes back with other boxes ticked
//! or shown; nothing is saved by that.

use std::time::Duration;

use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use serde::{Deserialize, Serialize};

use crate::carbon::field::Checkbox;
use crate::carbon::icon::{Glyph, Icon};
use crate::parts::views::Views;

/// Where the buttons send the form to.
pub const DRAFT: &str = "/api/iam/users/classic-permissions/draft";

/// A category of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryView {
    /// Its name.
    pub label: String,
    /// How many of it the user has.
    pub held: usize,
    /// Its permissions.
    pub boxes: Vec<BoxView>,
}

/// A box for one permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxView {
    /// The key name.
    pub key: String,
    /// The name on the tab.
    pub label: String,
    /// What it is for.
    pub help: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// Why it can't be ticked.
    pub disabled: Option<String>,
}

impl BoxView {
    /// Whether a search finds it: `q` is in lower case.
    pub fn fits(&self, q: &str) -> bool {
        let texts = [&self.label, &self.key, &self.help];
        q.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(q))
    }
}

/// What is searched for, as it is compared.
pub fn wanted(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// `Devices: 3 of 30`.
pub fn summary(label: &str, held: usize, total: usize) -> String {
    format!("{label}: {held} of {total}")
}

/// The search, and below it the categories with their boxes. They stand in a form.
#[component]
pub fn PermissionBoxes(
    /// The categories.
    categories: Vec<CategoryView>,
    /// What is searched for at first.
    q: String,
) -> impl IntoView {
    let search = ArcRwSignal::new(wanted(&q));
    let typing = search.clone();
    let on_input = move |event: Event| {
        let field = event.target().and_then(|field| field.dyn_into().ok());
        if let Some(field) = field.map(|field: HtmlInputElement| field.value()) {
            typing.set(wanted(&field));
        }
    };
    // Enter in the field searches, and the search is done; it must not save.
    let on_key = |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    let all: Vec<BoxView> = categories
        .iter()
        .flat_map(|category| category.boxes.clone())
        .collect();
    let seen = search.clone();
    let nothing = move || {
        let q = seen.get();
        match all.iter().any(|permission| permission.fits(&q)) {
            true => "",
            false => "No permission fits the search.",
        }
    };
    let categories = categories
        .into_iter()
        .map(|view| category(view, search.clone()));
    view! {
        <div class="credlab-search credlab-permission-search">
            // What Enter presses where there is no script.
            <button type="submit" class="credlab-hidden" tabindex="-1" aria-hidden="true" formaction=DRAFT></button>
            <div class="cds--search cds--search--lg">
                <Glyph icon=Icon::Search class="cds--search-magnifier-icon" />
                <input
                    class="cds--search-input"
                    type="search"
                    name="q"
                    value=q
                    placeholder="Search"
                    autocomplete="off"
                    aria-label="Search within permissions"
                    on:input=on_input
                    on:keydown=on_key
                />
            </div>
            <button
                class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary credlab-noscript-only"
                type="submit"
                formaction=DRAFT
            >
                "Search"
            </button>
        </div>
        <p aria-live="polite">{nothing}</p>
        <div class="credlab-section">{categories.views()}</div>
    }
}

fn category(view: CategoryView, search: ArcRwSignal<String>) -> AnyView {
    let CategoryView { label, held, boxes } = view;
    let total = boxes.len();
    let held = ArcRwSignal::new(held);
    let found = {
        let (search, boxes) = (search.clone(), boxes.clone());
        move || {
            let q = search.get();
            let any = boxes.iter().any(|permission| permission.fits(&q));
            (!q.is_empty(), any)
        }
    };
    let (open, hidden) = (found.clone(), found);
    let (counted, heading) = (held.clone(), label.clone());
    let recount = {
        let boxes = boxes.clone();
        move || held.set(fields(&boxes).filter(|field| field.checked()).count())
    };
    // What was ticked before the page was refreshed stays ticked, and what was typed before a reload comes back: both count.
    let mounted = recount.clone();
    Effect::new(move |_| set_timeout(mounted.clone(), Duration::ZERO));
    let changed = recount.clone();
    let every = [true, false].map(|on| {
        let (text, name) = match on {
            true => ("Select all", "select"),
            false => ("Clear all", "clear"),
        };
        let (search, boxes, recount) = (search.clone(), boxes.clone(), recount.clone());
        let on_click = move |event: MouseEvent| {
            event.prevent_default();
            let q = search.get_untracked();
            let shown = boxes.iter().filter(|permission| permission.fits(&q));
            let shown: Vec<BoxView> = shown.cloned().collect();
            let free = fields(&shown).filter(|field| !field.disabled());
            free.for_each(|field| field.set_checked(on));
            recount();
        };
        view! {
            <button
                class="cds--btn cds--btn--sm cds--layout--size-sm cds--btn--ghost"
                type="submit"
                formaction=DRAFT
                name=name
                value=label.clone()
                aria-label=format!("{text}: {label}")
                on:click=on_click
            >
                {text}
            </button>
        }
    });
    let lines = boxes.into_iter().map(|permission| {
        let (search, own) = (search.clone(), permission.clone());
        view! {
            <div hidden=move || !own.fits(&search.get())>
                <Checkbox
                    id=permission.key.clone()
                    name="permissions[]"
                    value=permission.key
                    label=permission.label
                    checked=permission.checked
                    disabled=permission.disabled
                    help=permission.help
                />
            </div>
        }
    });
    view! {
        <details
            class="credlab-fold"
            open=move || open() == (true, true)
            hidden=move || hidden() == (true, false)
            on:change=move |_| changed()
        >
            <summary>{move || summary(&heading, counted.get(), total)}</summary>
            <div class="credlab-fold__content">
                <div class="credlab-buttons">{every.views()}</div>
                <fieldset class="credlab-boxes">
                    <legend class="credlab-hidden">{label}</legend>
                    {lines.views()}
                </fieldset>
            </div>
        </details>
    }
    .into_any()
}

/// The boxes as they stand on the page.
fn fields(boxes: &[BoxView]) -> impl Iterator<Item = HtmlInputElement> {
    boxes.iter().filter_map(|permission| {
        let field = document().get_element_by_id(&permission.key)?;
        field.dyn_into().ok()
    })
}
