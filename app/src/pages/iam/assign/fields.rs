//! The fields of the steps.

use leptos::prelude::*;

use super::steps::go;
use super::view::{ConditionView, TimesView};
use crate::carbon::button::Reason;
use crate::carbon::field::{Checkbox, Radio, Select, TextInput};
use crate::carbon::icon::{Glyph, Icon};
use crate::parts::views::Views;
use crate::view::{Barrier, Choice};

/// Conditions on the resource, and one more.
pub fn resources(conditions: Vec<ConditionView>, others: Vec<Choice>) -> AnyView {
    let said = match conditions.is_empty() {
        true => "All resources: no condition limits the access.",
        false => "Specific resources: those for which all conditions hold.",
    };
    let rows = conditions.into_iter().enumerate();
    let rows = rows.map(|(n, condition)| condition_row(n, condition));
    let others = others.into_iter().map(|choice| {
        view! {
            <option class="cds--select-option" value=choice.value>
                {choice.label}
            </option>
        }
    });
    view! {
        <p class="credlab-lead">{said}</p>
        {rows.views()}
        <div class="credlab-condition">
            <div class="cds--form-item cds--select">
                <label class="cds--label" for="new">
                    "Attribute type"
                </label>
                <div class="cds--select-input__wrapper">
                    <select class="cds--select-input cds--layout--size-md" id="new" name="new">
                        {others.views()}
                    </select>
                    <Glyph icon=Icon::ChevronDown class="cds--select__arrow" />
                </div>
            </div>
            {go("add".into(), "Add a condition".into(), "tertiary")}
        </div>
    }
    .into_any()
}

fn condition_row(n: usize, condition: ConditionView) -> AnyView {
    let (operator, value, list) = (
        format!("operator-{n}"),
        format!("value-{n}"),
        format!("known-{n}"),
    );
    let help_id = format!("value-{n}-help");
    let known = condition.known.into_iter();
    let known = known.map(|choice| view! { <option value=choice.value>{choice.label}</option> });
    let described = (!condition.help.is_empty()).then(|| help_id.clone());
    let help = (!condition.help.is_empty()).then(|| {
        view! {
            <div class="cds--form__helper-text" id=help_id>
                {condition.help}
            </div>
        }
    });
    let remove = format!("Remove the condition on {}", condition.label);
    view! {
        <fieldset class="credlab-condition">
            <legend>{condition.label}</legend>
            <input type="hidden" name="attribute" value=condition.attribute />
            <div class="cds--form-item cds--select">
                <label class="cds--label" for=operator.clone()>
                    "Operator"
                </label>
                <div class="cds--select-input__wrapper">
                    <select class="cds--select-input cds--layout--size-md" id=operator name="operator">
                        <option class="cds--select-option" value="stringEquals" selected=!condition.matches>
                            "string equals"
                        </option>
                        <option class="cds--select-option" value="stringMatch" selected=condition.matches>
                            "string matches"
                        </option>
                    </select>
                    <Glyph icon=Icon::ChevronDown class="cds--select__arrow" />
                </div>
            </div>
            <div class="cds--form-item">
                <label class="cds--label" for=value.clone()>
                    "Value"
                </label>
                <input
                    class="cds--text-input cds--layout--size-md"
                    id=value
                    name="value"
                    type="text"
                    value=condition.value
                    list=list.clone()
                    autocomplete="off"
                    aria-describedby=described
                />
                <datalist id=list>{known.views()}</datalist>
                {help.views()}
            </div>
            <button
                type="submit"
                class="cds--btn cds--btn--md cds--layout--size-md cds--btn--ghost"
                name="step"
                value=format!("remove:{n}")
                aria-label=remove
            >
                "Remove"
            </button>
        </fieldset>
    }
    .into_any()
}

/// A role on the resource group itself.
pub fn group(roles: Vec<Choice>, chosen: String, disabled: Option<Barrier>) -> AnyView {
    match &disabled {
        Some(_) => view! { <Reason reason=disabled /> }.into_any(),
        None => view! {
            <div class="credlab-form">
                <Select name="group" label="Role on the resource group" options=roles value=chosen />
            </div>
        }
        .into_any(),
    }
}

/// When the access applies. What the choice does not need is hidden by the stylesheet.
pub fn times(times: TimesView) -> AnyView {
    let TimesView {
        when,
        keep,
        zones,
        zone,
        start,
        end,
        days,
        from,
        to,
    } = times;
    let is = |value: &str| when == value;
    let keep = keep.map(|label| {
        view! { <Radio id="when-keep" name="when" value="keep" label=label checked=is("keep") /> }
    });
    let days = days.into_iter().map(|(number, name, checked)| {
        view! {
            <Checkbox id=format!("day-{number}") name="days[]" value=number label=name checked=checked />
        }
    });
    view! {
        <div class="credlab-times">
            <fieldset class="credlab-radios">
                <legend>"When the access applies"</legend>
                <Radio id="when-always" name="when" value="" label="Always" checked=is("") />
                <Radio id="when-once" name="when" value="once" label="Once, from one moment to another" checked=is("once") />
                <Radio id="when-weekly" name="when" value="weekly" label="Every week, on certain days" checked=is("weekly") />
                {keep.views()}
            </fieldset>
            <div class="credlab-times__zone credlab-form">
                <Select name="zone" label="Time zone" options=zones value=zone />
            </div>
            <div class="credlab-times__once credlab-form">
                <TextInput name="start" label="Start" kind="datetime-local" value=start help="Nothing: from the beginning." />
                <TextInput name="end" label="End" kind="datetime-local" value=end help="Nothing: without an end." />
            </div>
            <div class="credlab-times__weekly">
                <fieldset class="credlab-days">
                    <legend>"Days"</legend>
                    {days.views()}
                </fieldset>
                <div class="credlab-form">
                    <TextInput name="from" label="From" kind="time" value=from help="Nothing in both: all day." />
                    <TextInput name="to" label="To" kind="time" value=to />
                </div>
            </div>
        </div>
    }
    .into_any()
}
