//! What stands above a table: the search, what narrows the list, the list as a file.
//!
//! It is a form whose fields become the address. With script the address follows what is typed, a moment after the last
//! key: the field is never written to while somebody types in it.

use std::time::Duration;

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::carbon::icon::{Glyph, Icon};
use crate::parts::picks::{FORM, Settled, settled, use_picks};
use crate::parts::query::use_table_query;
use crate::parts::views::Views;
use crate::view::{FilterView, TableView};

/// How long nothing is typed before the list is searched.
const PAUSE: Duration = Duration::from_millis(250);

/// The form above a table that can be searched.
#[component]
pub(super) fn Toolbar(
    /// What the table lists.
    label: String,
    /// The table.
    table: TableView,
) -> impl IntoView {
    let (query, picks, go) = (use_table_query(), use_picks(), going());
    let typed = table.search.unwrap_or_default();
    let kept = query.get_untracked();
    let narrowed: Vec<&str> = table
        .filters
        .iter()
        .map(|filter| filter.name.as_str())
        .collect();
    let kept = [
        ("sort", kept.sort),
        ("size", kept.size),
        ("view", kept.view),
    ];
    let kept = kept
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && !narrowed.contains(name));
    let kept: Vec<(&str, String)> = kept.collect();
    // The boxes of the rows belong to the form by its id; there is one such table on a page.
    let form = table.picking.is_some().then_some(FORM);
    let picking = table.picking.map(|picking| {
        let keys = picking.keys;
        let other = kept
            .iter()
            .filter(|(name, _)| *name == "view")
            .map(|(_, value)| value.clone());
        let was = std::iter::once(typed.clone());
        let was = was.chain(table.filters.iter().map(said)).chain(other);
        let shown = keys.join(".");
        let was = was.map(|value| view! { <input type="hidden" name="was" value=value /> });
        view! {
            {was.views()}
            <input type="hidden" name="page" value=table.page.to_string() />
            <input type="hidden" name="shown" value=shown />
            <input type="hidden" name="off" value=move || picks.get().without(&keys).text() />
        }
    });
    let filters = table.filters.into_iter().map(filter);
    let kept = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let download = table.download.map(|href| {
        view! {
            <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--ghost" href=href rel="external" download="">
                "Download CSV"
            </a>
        }
    });
    // Who goes back finds in the field what the page shows; who types is left alone.
    let label = format!("Search in {label}");
    let id = label.to_lowercase().replace(' ', "-");
    let own = id.clone();
    Effect::new(move |_| {
        let wanted = query.get().q;
        let field = document().get_element_by_id(&own);
        let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field.filter(|field| !is_focused(field)) {
            field.set_value(&wanted);
        }
    });
    let (submit, change, input) = (go.clone(), go.clone(), go);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit(form_of(&event), None, false);
    };
    let on_input = move |event: Event| {
        let Some(field) = input_of(&event) else {
            return;
        };
        let (then, go) = (field.value(), input.clone());
        set_timeout(
            move || {
                if field.value() == then {
                    go(field.form(), None, true);
                }
            },
            PAUSE,
        );
    };
    let path = use_location().pathname.get_untracked();
    let toolbar = label.clone();
    view! {
        <section class="cds--table-toolbar credlab-toolbar" aria-label=toolbar>
            <form
                id=form
                method="get"
                action=path
                class="credlab-search"
                role="search"
                on:submit=on_submit
                on:input=on_input
                on:change=move |event| {
                    if input_of(&event).is_none() {
                        change(form_of(&event), None, false);
                    }
                }
            >
                <div class="cds--search cds--search--lg">
                    <Glyph icon=Icon::Search class="cds--search-magnifier-icon" />
                    <input
                        class="cds--search-input"
                        type="search"
                        id=id
                        name="q"
                        value=typed
                        placeholder="Search"
                        autocomplete="off"
                        aria-label=label
                    />
                </div>
                {filters.views()}
                {kept.views()}
                {picking.views()}
                <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" type="submit">
                    "Search"
                </button>
            </form>
            {download.views()}
        </section>
    }
}

/// What an address says of a filter: nothing, if it is what an address means that says nothing.
fn said(filter: &FilterView) -> String {
    let usual = filter
        .options
        .first()
        .is_some_and(|first| first.value == filter.value);
    if usual {
        String::new()
    } else {
        filter.value.clone()
    }
}

fn filter(filter: FilterView) -> AnyView {
    let value = said(&filter);
    let id = format!("filter-{}", filter.name);
    let options = filter.options.into_iter().enumerate().map(|(n, option)| {
        let selected = option.value == filter.value;
        let value = if n == 0 { String::new() } else { option.value };
        view! {
            <option class="cds--select-option" value=value selected=selected>
                {option.label}
            </option>
        }
    });
    view! {
        <div class="cds--select credlab-filter">
            <label class="credlab-hidden" for=id.clone()>
                {filter.label}
            </label>
            <div class="cds--select-input__wrapper">
                <select
                    class="cds--select-input cds--layout--size-md"
                    id=id
                    name=filter.name
                    prop:value=value
                >
                    {options.views()}
                </select>
                <Glyph icon=Icon::ChevronDown class="cds--select__arrow" />
            </div>
        </div>
    }
    .into_any()
}

/// Goes to where the form of a table leads, with a dialog open or without, in place of this page in the browser's history or
/// after it. Says what the form came to, if there is one.
pub(super) fn going()
-> impl Fn(Option<HtmlFormElement>, Option<&str>, bool) -> Option<Settled> + Clone {
    let (navigate, location) = (use_navigate(), use_location());
    let path = location.pathname.get_untracked();
    move |form, dialog, replace| {
        // What was typed last may come when another page is there already.
        if location.pathname.try_get_untracked()? != path {
            return None;
        }
        let fields = FormData::new_with_form(&form?).ok()?;
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
        if let Some(dialog) = dialog {
            fields.append("dialog", dialog);
        }
        let settled = settled(&String::from(fields.to_string()));
        let address = match settled.query.as_str() {
            "" => path.clone(),
            query => format!("{path}?{query}"),
        };
        let search = window().location().search().unwrap_or_default();
        if format!("{path}{search}") != address {
            let options = NavigateOptions {
                replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&address, options);
        }
        Some(settled)
    }
}

/// The form that an event comes from.
fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("form").ok()??.dyn_into().ok()
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

fn is_focused(field: &HtmlInputElement) -> bool {
    let active = document().active_element();
    active.is_some_and(|active| active.id() == field.id())
}
