//! How the steps are shown. Every step is a form whose fields become the next address; only the short form and the review
//! post.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::fields;
use super::view::{
    AddedView, Body, Card, ChooseView, Fields, PolicyView, ReviewView, ShortView, StepMark,
    StepView, WizardView,
};
use crate::carbon::button::{self, Submit};
use crate::carbon::field::{Select, TextInput};
use crate::carbon::notification::Note;
use crate::carbon::page_header::PageHeader;
use crate::pages::iam::user::role_boxes::RoleBoxes;
use crate::parts::address_form::AddressForm;
use crate::parts::facts::facts;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;

/// The part of the page's address behind the question mark. Counted, as in [`crate::parts::query`].
pub fn use_search() -> ArcMemo<String> {
    let search = use_location().search;
    ArcMemo::new(move |_| search.try_get().unwrap_or_default())
}

/// The page.
pub fn wizard(view: WizardView) -> AnyView {
    let notes = view.notes.into_iter();
    let notes = notes.map(|notice| view! { <Note notice=notice /> });
    let body = match view.body {
        Body::Choose(choose) => chooser(choose),
        Body::Short(short) => short_form(short),
        Body::Step(step) => step_form(step),
        Body::Review(review) => reviewed(review),
    };
    view! {
        <PageHeader crumbs=view.crumbs title=view.title text=view.text />
        {progress(view.steps)}
        {notes.views()}
        {waiting(view.added)}
        {body}
    }
    .into_any()
}

fn progress(steps: Vec<StepMark>) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let items = steps.into_iter().map(|step| {
        let class = match (step.current, step.done) {
            (true, _) => "credlab-steps__item credlab-steps__item--current",
            (_, true) => "credlab-steps__item credlab-steps__item--done",
            _ => "credlab-steps__item",
        };
        view! {
            <li class=class aria-current=step.current.then_some("step")>
                {step.label}
            </li>
        }
    });
    view! {
        <ol class="credlab-steps" aria-label="Steps">
            {items.views()}
        </ol>
    }
    .into_any()
}

fn waiting(added: Vec<AddedView>) -> AnyView {
    if added.is_empty() {
        return ().into_any();
    }
    let items = added.into_iter().map(|policy| {
        let label = format!("Remove {}", policy.text);
        view! {
            <li>
                {policy.text}
                " "
                <a class="cds--link" href=policy.remove aria-label=label>
                    "Remove"
                </a>
            </li>
        }
    });
    view! {
        <section class="credlab-section credlab-waiting" aria-labelledby="waiting">
            <h2 id="waiting">"Assigned with this one"</h2>
            <ul>{items.views()}</ul>
        </section>
    }
    .into_any()
}

fn chooser(choose: ChooseView) -> AnyView {
    let none = choose.cards.is_empty();
    let cards = choose.cards.into_iter().map(card);
    let search = choose.search.map(|(along, words)| {
        view! {
            <AddressForm action=choose.address class="credlab-inline-form" role="search">
                <button::Fields fields=along />
                <TextInput name="q" label="Search services" value=words kind="search" />
                <button::SubmitAlone label="Search".into() kind="tertiary" disabled=None form=None />
            </AddressForm>
        }
    });
    view! {
        <section class="credlab-section" aria-labelledby="step">
            <h2 id="step">{choose.title}</h2>
            {search.views()}
            {none.then(|| view! { <p class="credlab-empty">"No service has these words in its name."</p> }).views()}
            <ul class="credlab-columns">{cards.views()}</ul>
        </section>
    }
    .into_any()
}

fn card(card: Card) -> AnyView {
    let text = view! {
        <span class="credlab-card__title">{card.title}</span>
        <span class="credlab-card__text">{card.text}</span>
    };
    match card.disabled {
        None => view! {
            <li>
                <a class="credlab-card" href=card.href>
                    {text}
                </a>
            </li>
        }
        .into_any(),
        Some(reason) => view! {
            <li>
                <div class="credlab-card credlab-card--disabled">
                    {text}
                    <button::Reason reason=Some(reason) />
                </div>
            </li>
        }
        .into_any(),
    }
}

fn short_form(short: ShortView) -> AnyView {
    view! {
        <section class="credlab-section" aria-labelledby="step">
            <h2 id="step">{short.title}</h2>
            <p>
                <a class="cds--link" href=short.back>
                    "Choose another service"
                </a>
            </p>
        </section>
        <PostForm action="/api/iam/assign-access/assign">
            <button::Fields fields=short.hidden />
            <div class="credlab-form">
                <Select name="resource" label="Resources" options=short.resources help=short.help />
            </div>
            <RoleBoxes roles=short.roles />
            <div class="credlab-buttons">
                <Submit label="Assign" disabled=short.disabled />
                <button
                    type="submit"
                    class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary"
                    name="step"
                    value=short.first
                    formmethod="get"
                    formaction=short.address
                >
                    "More options and review"
                </button>
                {cancel(short.cancel)}
            </div>
        </PostForm>
    }
    .into_any()
}

fn cancel(href: String) -> AnyView {
    view! {
        <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--ghost" href=href>
            "Cancel"
        </a>
    }
    .into_any()
}

/// A button that leads to another step, with all that the form holds.
pub(super) fn go(step: String, label: String, kind: &'static str) -> AnyView {
    let class = match kind {
        "primary" => "cds--btn cds--btn--md cds--layout--size-md cds--btn--primary",
        "secondary" => "cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary",
        _ => "cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary",
    };
    view! {
        <button type="submit" class=class name="step" value=step>
            {label}
        </button>
    }
    .into_any()
}

fn step_form(step: StepView) -> AnyView {
    let (next, label) = step.next;
    let back = step.back.map(|back| go(back, "Back".into(), "secondary"));
    let own = match step.fields {
        Fields::Resources { conditions, others } => fields::resources(conditions, others),
        Fields::Group {
            roles,
            chosen,
            disabled,
        } => fields::group(roles, chosen, disabled),
        Fields::Roles(roles) => view! { <RoleBoxes roles=roles /> }.into_any(),
        Fields::Times(times) => fields::times(times),
    };
    let help = (!step.help.is_empty()).then(|| view! { <p class="credlab-lead">{step.help}</p> });
    view! {
        <AddressForm action=step.address class="credlab-step">
            <section class="credlab-section" aria-labelledby="step">
                <h2 id="step">{step.title}</h2>
                {help.views()}
                <button::Fields fields=step.hidden />
                {own}
            </section>
            <div class="credlab-buttons">
                {go(next, label, "primary")} {back.views()} {cancel(step.cancel)}
            </div>
        </AddressForm>
    }
    .into_any()
}

fn reviewed(review: ReviewView) -> AnyView {
    let policies = review.policies.into_iter().enumerate();
    let policies = policies.map(|(n, policy)| policy_section(n, policy));
    let others = review.others.into_iter();
    let others = others.map(|(step, label)| go(step, label, "tertiary"));
    view! {
        {policies.views()}
        <div class="credlab-review">
            <PostForm action=review.post>
                <button::Fields fields=review.fields />
                <Submit label=review.submit disabled=review.disabled />
            </PostForm>
            <AddressForm action=review.address class="credlab-buttons">
                <button::Fields fields=review.hidden />
                {others.views()}
                {cancel(review.cancel)}
            </AddressForm>
        </div>
    }
    .into_any()
}

fn policy_section(n: usize, policy: PolicyView) -> AnyView {
    let id = format!("policy-{n}");
    let notes = policy.notes.into_iter();
    let notes = notes.map(|notice| view! { <Note notice=notice /> });
    let json = policy
        .json
        .into_iter()
        .enumerate()
        .map(|(version, (label, text))| {
            view! {
                <details class="credlab-policy-json" open=version == 0>
                    <summary>{label.clone()}</summary>
                    <pre class="credlab-block" tabindex="0" role="region" aria-label=label>
                        {text}
                    </pre>
                </details>
            }
        });
    view! {
        <section class="credlab-section" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{policy.title}</h2>
            {notes.views()}
            {facts(policy.facts)}
            {json.views()}
        </section>
    }
    .into_any()
}
