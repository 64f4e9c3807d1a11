//! Buttons, and controls that are given as data.

use leptos::prelude::*;

use crate::parts::post_form::{PostForm, Sending};
use crate::parts::views::Views;
use crate::view::{ActionView, Press};

/// The button that sends the form around it.
#[component]
pub fn Submit(
    /// The label.
    #[prop(into)]
    label: String,
    /// `primary`, `secondary`, `tertiary`, `ghost` or `danger`.
    #[prop(default = "primary")]
    kind: &'static str,
    /// Why it can't be pressed; shown beside it.
    #[prop(optional_no_strip)]
    disabled: Option<String>,
    /// The id of the form, if the button does not stand inside.
    #[prop(optional)]
    form: Option<&'static str>,
) -> impl IntoView {
    let sending = use_context::<Sending>();
    let refused = disabled.is_some();
    view! {
        <button
            type="submit"
            class=button_class(kind)
            form=form
            disabled=move || refused || sending.as_ref().is_some_and(|sending| sending.0.get())
        >
            {label}
        </button>
        <Reason reason=disabled />
    }
}

/// A control that is given as data: a link, or a form with one button.
#[component]
pub fn Control(
    /// What it does.
    action: ActionView,
    /// `primary`, `secondary`, `tertiary`, `ghost` or `danger`.
    #[prop(default = "tertiary")]
    kind: &'static str,
) -> impl IntoView {
    let kind = if action.danger { "danger" } else { kind };
    match (action.press, action.disabled) {
        (_, Some(reason)) => view! {
            <span class="credlab-control">
                <button type="button" class=button_class(kind) disabled=true>
                    {action.label}
                </button>
                <Reason reason=Some(reason) />
            </span>
        }
        .into_any(),
        (Press::Open(href), None) => view! {
            <a class=button_class(kind) href=href>
                {action.label}
            </a>
        }
        .into_any(),
        (Press::Send(path, fields), None) => view! {
            <PostForm action=path>
                <Fields fields=fields />
                <Submit label=action.label kind=kind />
            </PostForm>
        }
        .into_any(),
    }
}

/// Hidden fields.
#[component]
pub fn Fields(fields: Vec<(String, String)>) -> impl IntoView {
    fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .views()
}

/// Why a control can't be used.
#[component]
pub fn Reason(reason: Option<String>) -> impl IntoView {
    reason
        .map(|reason| view! { <span class="credlab-reason">{reason}</span> })
        .views()
}

/// Class names stand here in full: names that are put together would be purged from the stylesheet.
fn button_class(kind: &str) -> String {
    let kind = match kind {
        "primary" => "cds--btn--primary",
        "secondary" => "cds--btn--secondary",
        "ghost" => "cds--btn--ghost",
        "danger" => "cds--btn--danger",
        _ => "cds--btn--tertiary",
    };
    format!("cds--btn cds--btn--md cds--layout--size-md {kind}")
}
