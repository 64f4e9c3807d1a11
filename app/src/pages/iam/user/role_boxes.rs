//! The roles of a policy as boxes: platform, service and custom access, what each role means, and the actions it holds.

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
    /// Where it stands.
    pub sort: RoleSort,
    /// The actions of the service that it holds; none where the policy is for many services.
    pub actions: Vec<String>,
    /// Whether it is ticked.
    pub checked: bool,
}

/// The sorts of roles, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleSort {
    /// Acts on the service as a resource of the account.
    Platform,
    /// Acts inside the service.
    Service,
    /// Made by the account.
    Custom,
}

/// Boxes for roles, sent as `roles[]`.
#[component]
pub fn RoleBoxes(roles: Vec<RoleView>) -> impl IntoView {
    let sorts = [
        (RoleSort::Platform, "Platform access"),
        (RoleSort::Service, "Service access"),
        (RoleSort::Custom, "Custom access"),
    ];
    sorts
        .into_iter()
        .filter_map(|(sort, legend)| {
            let of_sort = roles.iter().filter(|role| role.sort == sort);
            let boxes: Vec<AnyView> = of_sort.cloned().map(role_box).collect();
            (!boxes.is_empty()).then(|| {
                view! {
                    <fieldset class="credlab-boxes">
                        <legend>{legend}</legend>
                        {boxes}
                    </fieldset>
                }
            })
        })
        .views()
}

fn role_box(role: RoleView) -> AnyView {
    let actions = (!role.actions.is_empty()).then(|| {
        let count = match role.actions.len() {
            1 => "1 action".to_string(),
            count => format!("{count} actions"),
        };
        let label = format!("{count} of {}", role.name);
        let lines = role.actions.into_iter();
        let lines = lines.map(|action| view! { <li class="cds--list__item">{action}</li> });
        view! {
            <details class="credlab-role-actions">
                <summary aria-label=label>{count}</summary>
                <ul class="cds--list--unordered">{lines.views()}</ul>
            </details>
        }
    });
    view! {
        <div>
            <Checkbox
                id=format!("role-{}", role.name.replace(' ', "-"))
                name="roles[]"
                value=role.name.clone()
                label=role.name
                checked=role.checked
                help=role.help
            />
            {actions.views()}
        </div>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::{role_tags, roles_of};

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::Account;
    use credlab_model::Refusal;
    use credlab_model::iam::custom_role::CustomRole;
    use credlab_model::iam::policy::{AttributeName, Scope, offered_roles, sorted};
    use credlab_model::iam::role::{Role, RoleKind};
    use credlab_model::iam::service::Service;

    use super::{RoleSort, RoleView};
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
            .map(|role| role_view(account, &role, service, held.contains(&role)))
            .collect())
    }

    fn role_view(
        account: &Account,
        role: &Role,
        service: Option<&Service>,
        checked: bool,
    ) -> RoleView {
        let custom = service.and_then(|service| {
            let mut custom = account.custom_roles_of(service.name);
            custom.find(|custom| custom.display_name == role.as_str())
        });
        let sort = match (custom, role.kind()) {
            (Some(_), _) => RoleSort::Custom,
            (None, RoleKind::Platform) => RoleSort::Platform,
            (None, RoleKind::Service) => RoleSort::Service,
        };
        let actions: Vec<String> = match (custom, service) {
            (Some(custom), _) => custom.actions.iter().cloned().collect(),
            (None, Some(service)) => service
                .actions_of(role.as_str())
                .map(str::to_string)
                .collect(),
            (None, None) => Vec::new(),
        };
        RoleView {
            name: role.to_string(),
            help: help(role, custom),
            sort,
            actions,
            checked,
        }
    }

    /// What a role means.
    fn help(role: &Role, custom: Option<&CustomRole>) -> String {
        match (custom, role.meaning()) {
            (Some(custom), _) if custom.description.is_empty() => "A role of this account.".into(),
            (Some(custom), _) => custom.description.clone(),
            (None, Some(meaning)) => meaning.into(),
            (None, None) => "A role of this service only.".into(),
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
