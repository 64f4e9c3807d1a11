//! The top of a page: where one is, its title, its tags and its buttons.

use crate::parts::title::Title;
use leptos::prelude::*;

use crate::carbon::button::Control;
use crate::carbon::tag::Tag;
use crate::parts::views::Views;
use crate::view::{ActionView, Crumb, TagView};

/// The top of a page.
#[component]
pub fn PageHeader(
    /// The places above the page.
    crumbs: Vec<Crumb>,
    /// The page's title.
    #[prop(into)]
    title: String,
    /// A sentence below the title.
    #[prop(optional, into)]
    text: String,
    /// Tags beside the title.
    #[prop(optional)]
    tags: Vec<TagView>,
    /// The page's buttons; the first is the main one.
    #[prop(optional)]
    actions: Vec<ActionView>,
) -> impl IntoView {
    let crumbs = crumbs.into_iter().map(|crumb| {
        let place = match crumb.href {
            Some(href) => view! { <a class="cds--link" href=href>{crumb.label}</a> }.into_any(),
            None => view! { <span>{crumb.label}</span> }.into_any(),
        };
        view! { <li class="cds--breadcrumb-item">{place}</li> }
    });
    let buttons = actions.into_iter().enumerate().map(|(n, action)| {
        let kind = if n == 0 { "primary" } else { "tertiary" };
        view! { <Control action=action kind=kind /> }
    });
    view! {
        <Title text=title.clone() />
        <div class="credlab-page-header">
            <nav aria-label="Breadcrumb">
                <ol class="cds--breadcrumb cds--breadcrumb--no-trailing-slash">{crumbs.views()}</ol>
            </nav>
            <div class="credlab-page-header__row">
                <div class="credlab-page-header__title">
                    <h1>{title}</h1>
                    {tags.into_iter().map(|tag| view! { <Tag tag=tag /> }).views()}
                </div>
                <div class="credlab-page-header__actions">{buttons.views()}</div>
            </div>
            {(!text.is_empty()).then(|| view! { <p class="credlab-page-header__text">{text}</p> }).views()}
        </div>
    }
}
