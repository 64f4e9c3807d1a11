//! Forms that change nothing but the page's address: a search, a choice of what is shown.

use leptos::prelude::*;
use leptos_router::NavigateOptions;

use crate::parts::post_form::{taking_fields, with_fields};

/// A form whose fields become the address's part after the question mark.
#[component]
pub fn AddressForm(
    /// The address without that part.
    #[prop(into)]
    action: String,
    /// Classes of the form.
    class: &'static str,
    /// `search` for a search.
    #[prop(optional)]
    role: Option<&'static str>,
    /// The form's fields.
    children: Children,
) -> impl IntoView {
    let navigate = leptos_router::hooks::use_navigate();
    let to = action.clone();
    let submit = taking_fields(move |fields| {
        navigate(&with_fields(&to, &fields), NavigateOptions::default());
    });
    view! {
        <form method="get" action=action class=class role=role on:submit=submit>
            {children()}
        </form>
    }
}
