//! Rows that are picked, and the bar of what can be done with all of them (Carbon's batch actions). The bar has its place
//! even while nothing is picked, so that no row moves away from under the pointer.

use leptos::ev::{Event, MouseEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlFormElement, HtmlInputElement};

use super::toolbar::going;
use crate::parts::picks::{FORM, PICKED, Picks, use_picks};
use crate::parts::query::use_address_with;
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, PickingView, Press};

/// The id of the box that stands for all rows of the page.
const ALL: &str = "pick-all";

/// The bar.
#[component]
pub(super) fn BatchBar(
    /// What can be done.
    picking: PickingView,
    /// How many rows there are on all pages, and what they are: `Users`.
    total: usize,
    /// What the table lists.
    label: String,
) -> impl IntoView {
    let picks = use_picks();
    let cancel = use_address_with(vec![(PICKED, String::new())]);
    let refused = picking.actions.iter().filter_map(|action| {
        let Barrier { text, why } = action.disabled.clone()?;
        let why = why.map(|href| view! { " " <a class="cds--link" href=href>"Why?"</a> });
        Some(view! { <li>{format!("{}: {text}", action.label)} {why.views()}</li> })
    });
    let refused: Vec<_> = refused.collect();
    let refused = (!refused.is_empty())
        .then(|| view! { <ul class="credlab-batch__refused">{refused.views()}</ul> });
    let actions = picking.actions.into_iter().map(button);
    let (active, count) = (picks.clone(), picks);
    let class = move || match active.get().len() {
        0 => "credlab-batch",
        _ => "credlab-batch credlab-batch--active",
    };
    view! {
        <div class=class>
            <p class="credlab-batch__rest">{format!("{total} in all. Select rows to act on several at once.")}</p>
            <p class="credlab-batch__count" aria-live="polite">
                {move || counted(&count.get())}
            </p>
            <div class="credlab-batch__actions" role="group" aria-label=format!("With the selected {}", label.to_lowercase())>
                <button
                    class="cds--btn cds--btn--lg cds--layout--size-lg cds--btn--primary credlab-noscript-only"
                    type="submit"
                    form=FORM
                >
                    "Keep selection"
                </button>
                {actions.views()}
                <a class="cds--btn cds--btn--lg cds--layout--size-lg cds--btn--primary credlab-batch__cancel" href=cancel>
                    "Cancel"
                </a>
            </div>
        </div>
        {refused.views()}
    }
}

fn counted(picks: &Picks) -> String {
    match (picks.len(), picks.is_full()) {
        (1, _) => "1 item selected".into(),
        (count, false) => format!("{count} items selected"),
        (count, true) => format!("{count} items selected: no more at once"),
    }
}

/// A button that opens the dialog which its action names.
fn button(action: ActionView) -> AnyView {
    let go = going();
    let dialog = match action.press {
        Press::Open(dialog) => dialog,
        Press::Send(..) => String::new(),
    };
    let opened = dialog.clone();
    let on_click = move |event: MouseEvent| {
        event.prevent_default();
        go(form(), Some(&opened), false);
    };
    view! {
        <button
            class="cds--btn cds--btn--lg cds--layout--size-lg cds--btn--primary"
            type="submit"
            form=FORM
            name="dialog"
            value=dialog
            disabled=action.disabled.is_some()
            on:click=on_click
        >
            {action.label}
        </button>
    }
    .into_any()
}

/// The heading of the boxes: one for all rows of the page.
pub(super) fn all_box(keys: Vec<String>) -> AnyView {
    let picks = use_picks();
    let every = move || {
        let picks = picks.get();
        let mut keys = keys.iter().filter(|key| !key.is_empty()).peekable();
        keys.peek().is_some() && keys.all(|key| picks.hold(key))
    };
    view! {
        <th scope="col" class="cds--table-column-checkbox">
            <div class="cds--checkbox-wrapper credlab-pick credlab-script-only">
                <input class="cds--checkbox" type="checkbox" id=ALL prop:checked=every />
                <label class="cds--checkbox-label" for=ALL>
                    <span class="credlab-hidden">"Select all rows of this page"</span>
                </label>
            </div>
        </th>
    }
    .into_any()
}

/// A row that can be picked.
pub(super) struct Pick {
    /// Its place on the page, from 0.
    pub place: usize,
    /// What stands for it in an address; empty if it can't be picked after all.
    pub key: String,
    /// What is picked.
    pub picks: ArcMemo<Picks>,
}

impl Pick {
    /// The row's class, which tells those that are picked.
    pub fn class(&self) -> impl Fn() -> Option<&'static str> + Send + use<> {
        let (key, picks) = (self.key.clone(), self.picks.clone());
        move || {
            picks
                .get()
                .hold(&key)
                .then_some("cds--data-table--selected")
        }
    }
}

/// The box of a row.
pub(super) fn row_box(pick: Pick, name: String) -> AnyView {
    let Pick { place, key, picks } = pick;
    if key.is_empty() {
        return view! { <td class="cds--table-column-checkbox"></td> }.into_any();
    }
    let id = format!("pick-{place}");
    let at_first = picks.get_untracked().hold(&key);
    view! {
        <td class="cds--table-column-checkbox">
            <div class="cds--checkbox-wrapper credlab-pick">
                <input
                    class="cds--checkbox"
                    type="checkbox"
                    id=id.clone()
                    name="pick"
                    value=place.to_string()
                    form=FORM
                    checked=at_first
                    prop:checked=move || picks.get().hold(&key)
                />
                <label class="cds--checkbox-label" for=id>
                    <span class="credlab-hidden">{format!("Select {name}")}</span>
                </label>
            </div>
        </td>
    }
    .into_any()
}

/// Follows ticks: the address comes to hold what is picked.
pub(super) fn ticking(keys: Vec<String>) -> impl Fn(Event) {
    let (go, picks) = (going(), use_picks());
    move |event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input.filter(|input| input.id() == ALL || input.name() == "pick") else {
            return;
        };
        if input.id() == ALL {
            boxes(&keys).for_each(|(_, row)| row.set_checked(input.checked()));
        }
        // What there was no room for is not picked.
        if go(form(), None, true).is_some_and(|settled| !settled.whole) {
            let picks = picks.get_untracked();
            boxes(&keys).for_each(|(key, row)| row.set_checked(picks.hold(key)));
        }
    }
}

/// The form that the boxes belong to.
fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM)?.dyn_into().ok()
}

fn boxes(keys: &[String]) -> impl Iterator<Item = (&String, HtmlInputElement)> {
    let boxes = keys.iter().enumerate().filter(|(_, key)| !key.is_empty());
    boxes.filter_map(|(n, key)| {
        let row = document().get_element_by_id(&format!("pick-{n}"))?;
        Some((key, row.dyn_into().ok()?))
    })
}
