//! The moments that are shown, as a form: two sliders. With script the page follows them while they move.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::PATH;
use crate::carbon::button::Submit;
use crate::parts::address_form::AddressForm;
use crate::parts::query::use_query_value;

/// How long the sliders stand still before the page follows.
const STILL: std::time::Duration = std::time::Duration::from_millis(80);

/// Chooses the moment, and the one that it is compared with.
#[component]
pub fn MomentForm(
    /// The number of the newest record.
    newest: u64,
) -> impl IntoView {
    let (at, to) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let navigate = use_navigate();
    let moves = StoredValue::new(0_u32);
    // The page follows when the sliders have stood still for a moment, so that not every step on the way is asked for.
    let moved = Callback::new(move |()| {
        moves.update_value(|moves| *moves += 1);
        let (this, navigate) = (moves.get_value(), navigate.clone());
        let follow = move || {
            // Nothing is left to be read when the page was left meanwhile.
            if moves.try_get_value() != Some(this) {
                return;
            }
            let (Some(at), Some(to)) = (at.get_untracked(), to.get_untracked()) else {
                return;
            };
            let address = format!("{PATH}?at={}&to={}", at.value(), to.value());
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&address, options);
        };
        set_timeout(follow, STILL);
    });
    view! {
        <AddressForm action=PATH class="credlab-moments">
            <Slider name="at" label="Moment" newest=newest node=at moved=moved />
            <Slider name="to" label="Compared with" newest=newest node=to moved=moved />
            <Submit label="Show" kind="tertiary" />
        </AddressForm>
    }
}

/// A slider over the records.
#[component]
fn Slider(
    /// The name under which it is sent; its id too.
    name: &'static str,
    /// The label.
    label: &'static str,
    /// The number of the newest record.
    newest: u64,
    /// The field itself.
    node: NodeRef<html::Input>,
    /// Called when it has moved.
    moved: Callback<()>,
) -> impl IntoView {
    let asked = use_query_value(name);
    let record = move |text: &str| {
        text.parse()
            .ok()
            .filter(|n| (1..=newest).contains(n))
            .unwrap_or(newest)
    };
    let first = record(&asked.get_untracked());
    let shown = RwSignal::new(first);
    // A link has led to another moment. While somebody moves the slider, it leads.
    Effect::new(move |_| {
        let asked = record(&asked.get());
        let focused = document().active_element();
        if let Some(field) = node.get()
            && focused.is_none_or(|focused| focused.id() != name)
        {
            field.set_value(&asked.to_string());
            shown.set(asked);
        }
    });
    let words = move || match shown.get() {
        record if record == newest => format!("now (record {record})"),
        record => format!("record {record}"),
    };
    view! {
        <div class="cds--form-item credlab-moment">
            <label class="cds--label" for=name>
                {label}
                ": "
                <span>{words}</span>
            </label>
            <input
                node_ref=node
                class="credlab-range"
                type="range"
                id=name
                name=name
                min="1"
                max=newest.to_string()
                step="1"
                value=first.to_string()
                aria-valuetext=words
                on:input=move |event| {
                    shown.set(record(&event_target_value(&event)));
                    moved.run(());
                }
            />
        </div>
    }
}
