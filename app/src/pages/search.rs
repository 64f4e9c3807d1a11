//! The search as a page: for browsers without script, and for whoever wants all of it at once.

use leptos::prelude::*;

use crate::carbon::icon::{Glyph, Icon};
use crate::carbon::page_header::PageHeader;
use crate::parts::address_form::AddressForm;
use crate::parts::load::{Load, load};
use crate::parts::palette::search;
use crate::parts::query::use_query_value;
use crate::parts::views::Views;
use crate::view::{Found, FoundGroup, FoundView};

/// The search.
#[component]
pub fn SearchPage() -> impl IntoView {
    let q = use_query_value("q");
    let data = load(move || q.get(), search);
    view! { <Load data=data view=page /> }
}

fn page(view: FoundView) -> impl IntoView {
    let nothing = view.groups.is_empty().then(|| {
        let text = format!("Nothing that you may see fits {}.", view.query);
        view! { <p class="credlab-empty">{text}</p> }
    });
    view! {
        <PageHeader
            crumbs=Vec::new()
            title="Search"
            text="Pages, users, API keys, service IDs, access groups and clusters that you may see, and what you can do."
        />
        <AddressForm action="/search" class="credlab-search credlab-section" role="search">
            <div class="cds--search cds--search--lg">
                <Glyph icon=Icon::Search class="cds--search-magnifier-icon" />
                <input
                    class="cds--search-input"
                    type="search"
                    name="q"
                    value=view.query
                    maxlength="100"
                    placeholder="Search"
                    aria-label="Search the console"
                />
            </div>
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" type="submit">
                "Search"
            </button>
        </AddressForm>
        {nothing.views()}
        {view.groups.into_iter().map(group).views()}
    }
}

fn group(group: FoundGroup) -> AnyView {
    let more = group.more.map(|(total, href)| {
        view! {
            <p>
                <a class="cds--link" href=href>
                    {format!("All {total} that fit")}
                </a>
            </p>
        }
    });
    view! {
        <section class="credlab-section" aria-label=group.label.clone()>
            <h2>{group.label.clone()}</h2>
            <ul class="credlab-found">{group.found.into_iter().map(entry).views()}</ul>
            {more.views()}
        </section>
    }
    .into_any()
}

fn entry(found: Found) -> AnyView {
    let (label, detail) = match found.disabled {
        Some(reason) => (view! { <span>{found.label}</span> }.into_any(), reason),
        None => {
            let link = view! {
                <a class="cds--link" href=found.href>
                    {found.label}
                </a>
            };
            (link.into_any(), found.detail)
        }
    };
    view! { <li>{label} " " <span class="credlab-palette__detail">{detail}</span></li> }.into_any()
}
