//! The dialog before something is done with all that is picked in a table.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Fields;
use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::Select;
use crate::carbon::notification::Findings;
use crate::parts::picks::PICKED;
use crate::parts::post_form::PostForm;
use crate::parts::query::address_with;
use crate::parts::views::Views;
use crate::view::{Barrier, FilterView};

/// What is to be done with all that is picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkView {
    /// The dialog's title.
    pub title: String,
    /// What it means.
    pub text: String,
    /// With whom or what, one a line.
    pub names: Vec<String>,
    /// What breaks or goes with them.
    pub findings: Vec<String>,
    /// The address of the server function. It gets what is picked as `picked`, and as `back` the address of the list.
    pub action: String,
    /// What is picked, as an address has it.
    pub picked: String,
    /// A choice to be made: the field's name, its label and its options.
    pub choice: Option<FilterView>,
    /// The label of the button that sends.
    pub submit: String,
    /// Whether it takes something away.
    pub danger: bool,
    /// Why it can't be done.
    pub disabled: Option<Barrier>,
}

/// Asks before something is done with all that is picked.
#[component]
pub fn BulkDialog(
    /// What is to be done.
    view: BulkView,
) -> impl IntoView {
    let close = address_with(&[("dialog", "")]);
    let back = address_with(&[("dialog", ""), (PICKED, "")]);
    let fields = vec![
        ("picked".to_string(), view.picked),
        ("back".to_string(), back),
    ];
    let choice = view.choice.map(|choice| {
        view! { <Select name="choice" label=choice.label options=choice.options value=choice.value /> }
    });
    let names = view
        .names
        .into_iter()
        .map(|name| view! { <li class="cds--list__item">{name}</li> });
    view! {
        <Dialog title=view.title close=close.clone()>
            <p>{view.text}</p>
            <ul class="cds--list--unordered credlab-bulk__names" tabindex="0" aria-label="Selected">
                {names.views()}
            </ul>
            <Findings why=view.findings />
            <PostForm action=view.action>
                <Fields fields=fields />
                {choice.views()}
                <DialogButtons close=close submit=view.submit danger=view.danger disabled=view.disabled />
            </PostForm>
        </Dialog>
    }
}
