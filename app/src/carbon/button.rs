//! Buttons, and controls that are given as data.

use leptos::prelude::*;

use crate::carbon::notification::Note;
use crate::parts::post_form::{Form, PostForm};
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Press};

/// The button that sends the form around it, and beside it the one that asks what would come of it.
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
    disabled: Option<Barrier>,
    /// The id of the form, if the button does not stand inside.
    #[prop(optional)]
    form: Option<&'static str>,
) -> impl IntoView {
    view! {
        <SubmitAlone label=label kind=kind disabled=disabled form=form />
        <Rehearse />
    }
}

/// The button that sends the form around it.
#[component]
pub fn SubmitAlone(
    /// The label.
    label: String,
    /// `primary`, `secondary`, `tertiary`, `ghost` or `danger`.
    kind: &'static str,
    /// Why it can't be pressed; shown beside it.
    #[prop(optional_no_strip)]
    disabled: Option<Barrier>,
    /// The id of the form, if the button does not stand inside.
    #[prop(optional_no_strip)]
    form: Option<&'static str>,
) -> impl IntoView {
    let around = use_context::<Form>();
    let refused = disabled.is_some();
    view! {
        <button
            type="submit"
            class=button_class(kind)
            form=form
            disabled=move || refused || around.as_ref().is_some_and(|form| form.sending.get())
        >
            {label}
        </button>
        <Reason reason=disabled />
    }
}

/// The button that asks what the form around it would do, and what was answered.
#[component]
pub fn Rehearse(
    /// Whether it is asked as soon as the form is there.
    #[prop(optional)]
    at_once: bool,
) -> impl IntoView {
    use_context::<Form>()
        .map(|form| {
            let rehearsed = form.rehearsed.clone();
            let button = NodeRef::new();
            if at_once {
                let form = form.clone();
                Effect::new(move |_| {
                    if let Some(button) = button.get() {
                        form.rehearse(&button);
                    }
                });
            }
            view! {
                <button
                    node_ref=button
                    type="submit"
                    formaction=form.rehearsal
                    formnovalidate=true
                    class=button_class("ghost")
                >
                    "Command and effects"
                </button>
                {move || rehearsed.get().map(|notice| view! { <Note notice=notice /> }).views()}
            }
        })
        .views()
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
                <SubmitAlone label=action.label kind=kind />
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

/// Why a control can't be used, and where more is said of it.
#[component]
pub fn Reason(reason: Option<Barrier>) -> impl IntoView {
    reason
        .map(|reason| {
            let why = reason
                .why
                .map(|href| view! { " " <a class="cds--link" href=href>"Why?"</a> });
            view! { <span class="credlab-reason">{reason.text} {why.views()}</span> }
        })
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
