//! The fields of a custom role that a form makes or changes.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::field::TextInput;
use crate::carbon::table::check_box;
use crate::parts::views::Views;
use crate::view::Check;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFields {
    /// The name in policies and lists.
    pub display_name: String,
    /// What is to know about that name.
    pub help: String,
    /// What the role is for.
    pub description: String,
    /// The actions of the service, those of the role ticked.
    pub actions: Vec<Check>,
}

/// The fields, sent as `display_name`, `description` and `actions[]`.
pub fn role_fields(fields: RoleFields) -> AnyView {
    let boxes = fields.actions.into_iter().map(check_box);
    view! {
        <div class="credlab-form">
            <TextInput
                name="display_name"
                label="Display name"
                value=fields.display_name
                help=fields.help
                required=true
            />
            <TextInput name="description" label="Description (optional)" value=fields.description />
        </div>
        <fieldset class="credlab-boxes">
            <legend>"Actions"</legend>
            {boxes.views()}
        </fieldset>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::boxes;

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::iam::service::Service;

    use crate::view::Check;

    /// The actions of a service as boxes, with the roles that hold each already. Those in `held` are ticked.
    pub fn boxes(service: &Service, held: &BTreeSet<String>) -> Vec<Check> {
        let each = service.actions.iter().map(|(action, roles)| Check {
            name: "actions[]".into(),
            value: (*action).into(),
            label: (*action).into(),
            help: match roles {
                [] => "Of no role that the service has.".into(),
                roles => format!("Of {}.", roles.join(", ")),
            },
            checked: held.contains(*action),
            ..Check::default()
        });
        each.collect()
    }
}
