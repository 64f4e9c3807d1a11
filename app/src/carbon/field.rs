//! Fields of forms. The browser keeps what is typed; the server reads it when the form is sent.

use leptos::prelude::*;

use crate::parts::views::Views;
use crate::view::Choice;

/// A field for a line of text.
#[component]
pub fn TextInput(
    /// The name under which it is sent; the field's id too.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// Help below it.
    #[prop(optional, into)]
    help: String,
    /// `text`, `email`, `password` or `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let described = (!help.is_empty()).then(|| format!("{name}-help"));
    view! {
        <div class="cds--form-item">
            <label class="cds--label" for=name>
                {label}
            </label>
            <input
                class="cds--text-input cds--layout--size-md"
                id=name
                name=name
                type=kind
                value=value
                required=required
                autocomplete="off"
                aria-describedby=described
            />
            <Help name=name text=help />
        </div>
    }
}

/// A field for several lines of text.
#[component]
pub fn TextArea(
    /// The name under which it is sent; the field's id too.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// Help below it.
    #[prop(optional, into)]
    help: String,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let described = (!help.is_empty()).then(|| format!("{name}-help"));
    view! {
        <div class="cds--form-item">
            <label class="cds--label" for=name>
                {label}
            </label>
            <textarea class="cds--text-area" id=name name=name rows="3" required=required aria-describedby=described></textarea>
            <Help name=name text=help />
        </div>
    }
}

/// A drop-down.
#[component]
pub fn Select(
    /// The name under which it is sent; the field's id too.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    options: Vec<Choice>,
    /// The value that is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Help below it.
    #[prop(optional, into)]
    help: String,
) -> impl IntoView {
    let described = (!help.is_empty()).then(|| format!("{name}-help"));
    let options = options.into_iter().map(|option| {
        let selected = option.value == value;
        view! {
            <option class="cds--select-option" value=option.value selected=selected>
                {option.label}
            </option>
        }
    });
    view! {
        <div class="cds--form-item">
            <div class="cds--select">
                <label class="cds--label" for=name>
                    {label}
                </label>
                <div class="cds--select-input__wrapper">
                    <select class="cds--select-input cds--layout--size-md" id=name name=name aria-describedby=described>
                        {options.views()}
                    </select>
                    <crate::carbon::icon::Glyph icon=crate::carbon::icon::Icon::ChevronDown class="cds--select__arrow" />
                </div>
                <Help name=name text=help />
            </div>
        </div>
    }
}

/// A box to tick.
#[component]
pub fn Checkbox(
    /// The field's id, unlike any other on the page.
    #[prop(into)]
    id: String,
    /// The name under which it is sent: `roles[]` for one of several.
    #[prop(into)]
    name: String,
    /// The value that is sent when it is ticked.
    #[prop(into)]
    value: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// Why it can't be changed. A box that can't be changed is not sent.
    #[prop(optional_no_strip)]
    disabled: Option<String>,
    /// Help below the label.
    #[prop(optional, into)]
    help: String,
    /// The id of its form, if it does not stand inside.
    #[prop(optional_no_strip)]
    form: Option<String>,
) -> impl IntoView {
    let refused = disabled.is_some();
    let below = disabled.or((!help.is_empty()).then_some(help));
    view! {
        <div class="cds--form-item cds--checkbox-wrapper">
            <input
                class="cds--checkbox"
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked
                disabled=refused
                form=form
            />
            <label class="cds--checkbox-label" for=id>
                <span class="cds--checkbox-label-text">{label}</span>
            </label>
            {below.map(|text| view! { <div class="cds--form__helper-text credlab-checkbox-help">{text}</div> }).views()}
        </div>
    }
}

/// One of several choices of which one holds.
#[component]
pub fn Radio(
    /// The field's id, unlike any other on the page.
    #[prop(into)]
    id: String,
    /// The name that the choices share.
    name: &'static str,
    /// The value that is sent when it is chosen.
    value: &'static str,
    /// The label.
    #[prop(into)]
    label: String,
    /// Whether it is chosen at first.
    checked: bool,
) -> impl IntoView {
    view! {
        <div class="cds--radio-button-wrapper">
            <input class="cds--radio-button" type="radio" id=id.clone() name=name value=value checked=checked />
            <label class="cds--radio-button__label" for=id>
                <span class="cds--radio-button__appearance"></span>
                <span>{label}</span>
            </label>
        </div>
    }
}

#[component]
fn Help(name: &'static str, text: String) -> impl IntoView {
    (!text.is_empty())
        .then(|| {
            view! {
                <div class="cds--form__helper-text" id=format!("{name}-help")>
                    {text}
                </div>
            }
        })
        .views()
}
