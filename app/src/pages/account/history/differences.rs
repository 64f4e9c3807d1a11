//! What differs between two moments, thing by thing.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::tag::Tag;
use crate::parts::views::Views;
use crate::view::TagView;

/// How many things are shown at most.
#[cfg(feature = "ssr")]
pub const SHOWN: usize = 100;

/// How one thing differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceView {
    /// What became of it: `added`.
    pub change: TagView,
    /// What kind of thing it is.
    pub noun: String,
    /// Its name.
    pub name: String,
    /// What of it changed: the field, what it held, what it holds.
    pub fields: Vec<(String, String, String)>,
}

/// The differences.
pub fn differences(found: Vec<DifferenceView>, more: usize) -> AnyView {
    if found.is_empty() {
        return view! { <p>"Nothing is different."</p> }.into_any();
    }
    let items = found.into_iter().map(|found| {
        let fields = found.fields.into_iter().map(|(field, from, to)| {
            view! {
                <li>
                    <code class="credlab-code">{field}</code>
                    ": "
                    {from}
                    " → "
                    {to}
                </li>
            }
        });
        view! {
            <li class="credlab-difference">
                <Tag tag=found.change />
                <span class="credlab-difference__name">{found.noun} " " <strong>{found.name}</strong></span>
                <ul class="credlab-difference__fields">{fields.views()}</ul>
            </li>
        }
    });
    let more = (more > 0).then(|| view! { <p>{format!("… and {more} more.")}</p> });
    view! {
        <ul class="credlab-differences">{items.views()}</ul>
        {more.views()}
    }
    .into_any()
}

/// A difference as it is shown.
#[cfg(feature = "ssr")]
pub fn view_of(found: &credlab_model::history::Difference) -> DifferenceView {
    use crate::view::TagKind;
    use credlab_model::history::Change;

    let change = match found.change {
        Change::Added => TagView::new(TagKind::Good, "added"),
        Change::Changed => TagView::new(TagKind::Info, "changed"),
        Change::Removed => TagView::new(TagKind::Bad, "removed"),
    };
    let shown = |value: &Option<String>| match value.as_deref() {
        None | Some("") => "nothing".to_string(),
        Some(value) => value.to_string(),
    };
    let fields = found.fields.iter();
    DifferenceView {
        change,
        noun: found.noun.into(),
        name: found.name.clone(),
        fields: fields
            .map(|field| (field.field.clone(), shown(&field.from), shown(&field.to)))
            .collect(),
    }
}
