//! The roles of a policy as boxes: platform access, service access, and what each role means.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::field::Checkbox;
use crate::parts::views::Views;

/// A role that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// Its display name.
    pub name: String,
    /// What it means.
    pub help: String,
    /// Whether it is a platform role.
    pub platform: bool,
    /// Whether it is ticked.
    pub checked: bool,
}

/// Boxes for roles, sent as `roles[]`.
#[component]
pub fn RoleBoxes(roles: Vec<RoleView>) -> impl IntoView {
    let (platform, service): (Vec<RoleView>, Vec<RoleView>) =
        roles.into_iter().partition(|role| role.platform);
    [("Platform access", platform), ("Service access", service)]
        .into_iter()
        .filter(|(_, roles)| !roles.is_empty())
        .map(|(legend, roles)| {
            let boxes = roles.into_iter().map(|role| {
                view! {
                    <Checkbox
                        id=format!("role-{}", role.name.replace(' ', "-"))
                        name="roles[]"
                        value=role.name.clone()
                        label=role.name
                        checked=role.checked
                        help=role.help
                    />
                }
            });
            view! {
                <fieldset class="credlab-boxes">
                    <legend>{legend}</legend>
                    {boxes.views()}
                </fieldset>
            }
        })
        .views()
}

#[cfg(feature = "ssr")]
pub use server::{role_tags, roles_of};

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::Account;
    use credlab_model::Refusal;
    use credlab_model::iam::policy::{AttributeName, Scope, offered_roles, sorted};
    use credlab_model::iam::role::{Role, RoleKind};
    use credlab_model::iam::service::Service;

    use super::RoleView;
    use crate::view::{Cell, TagKind, TagView};

    /// The roles that a policy for `scope` can give; those in `held` are ticked.
    pub fn roles_of(
        account: &Account,
        scope: &Scope,
        held: &BTreeSet<Role>,
    ) -> Result<Vec<RoleView>, Refusal> {
        let service = scope.get(AttributeName::ServiceName);
        let service = service.map(Service::find).transpose()?;
        Ok(offered_roles(account, scope)?
            .into_iter()
            .map(|role| RoleView {
                name: role.to_string(),
                help: help(&role, service),
                platform: role.kind() == RoleKind::Platform,
                checked: held.contains(&role),
            })
            .collect())
    }

    /// What a role means, and for roles that only one service knows, what they allow.
    fn help(role: &Role, service: Option<&Service>) -> String {
        let count = service.map(|service| service.actions_of(role.as_str()).count());
        let actions = match count {
            Some(1) => " 1 action.".to_string(),
            Some(count) if count > 1 => format!(" {count} actions."),
            _ => String::new(),
        };
        match (role.meaning(), service) {
            (Some(meaning), _) => format!("{meaning}{actions}"),
            (None, Some(service)) if count > Some(0) => {
                let names: Vec<&str> = service.actions_of(role.as_str()).collect();
                format!("Allows {}.", names.join(", "))
            }
            (None, _) => "A role of this service only.".into(),
        }
    }

    /// Roles as tags, platform roles first.
    pub fn role_tags(roles: &BTreeSet<Role>) -> Cell {
        let tags = sorted(roles).into_iter();
        Cell::Tags(
            tags.map(|role| TagView::new(TagKind::Neutral, role.as_str()))
                .collect(),
        )
    }
}
