//! Tabs that are pages: each has an address, so they work without script and can be linked to.

use leptos::prelude::*;

use crate::parts::views::Views;

/// A row of tabs.
#[component]
pub fn Tabs(
    /// What the tabs are of, for a screen reader.
    #[prop(into)]
    label: String,
    /// Each tab's label and address.
    tabs: Vec<(&'static str, String)>,
    /// The label of the one that is open.
    current: &'static str,
    /// Whether they stand within another tab.
    #[prop(optional)]
    inner: bool,
) -> impl IntoView {
    let items = tabs.into_iter().map(move |(label, href)| {
        let selected = label == current;
        let class = if selected {
            "cds--tabs__nav-item cds--tabs__nav-link cds--tabs__nav-item--selected"
        } else {
            "cds--tabs__nav-item cds--tabs__nav-link"
        };
        view! {
            <li>
                <a class=class href=href aria-current=selected.then_some("page")>
                    <span class="cds--tabs__nav-item-label">{label}</span>
                </a>
            </li>
        }
    });
    let class = if inner {
        "cds--tabs cds--tabs--contained credlab-tabs"
    } else {
        "cds--tabs credlab-tabs"
    };
    view! {
        <nav class=class aria-label=label>
            <ul class="cds--tab--list">{items.views()}</ul>
        </nav>
    }
}
