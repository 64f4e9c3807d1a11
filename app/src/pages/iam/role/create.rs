//! A custom role is made: for which service, and with which of its actions.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::fields::{RoleFields, role_fields};
use crate::carbon::button::Submit;
use crate::carbon::field::{Select, TextInput};
use crate::carbon::page_header::PageHeader;
use crate::parts::address_form::AddressForm;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::use_query_value;
use crate::view::{Barrier, Choice, Crumb, Json, Notice, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateRoleView {
    /// The services whose actions are known.
    pub services: Vec<Choice>,
    /// The one that is chosen.
    pub service: String,
    /// The fields.
    pub fields: RoleFields,
    /// Where cancelling leads.
    pub cancel: String,
    /// Why no role can be made.
    pub disabled: Option<Barrier>,
}

/// The form for a custom role of `service`, of the Kubernetes Service if it is empty.
#[server(prefix = "/api", endpoint = "iam/roles/form", input = GetUrl, output = Json)]
pub async fn create_role_form(service: String) -> Result<CreateRoleView, Problem> {
    server::form(&service)
}

/// Makes a custom role of `service` that allows `actions`.
#[server(prefix = "/api", endpoint = "iam/roles/create")]
pub async fn create_role(
    service: String,
    name: String,
    display_name: String,
    #[server(default)] description: String,
    #[server(default)] actions: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    let made = server::create(&visit, service, name, display_name, description, actions);
    crate::backend::told(made.await)
}

/// A custom role is made.
#[component]
pub fn CreateRolePage() -> impl IntoView {
    let service = use_query_value("service");
    let data = load(move || service.get(), create_role_form);
    view! { <Load data=data view=page /> }
}

fn page(view: CreateRoleView) -> AnyView {
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Roles", "/iam/roles"),
    ];
    let service = view.service.clone();
    view! {
        <PageHeader
            crumbs=crumbs
            title="Create role"
            text="A role of your own, for when the service's roles allow too much or too little."
        />
        <AddressForm action="/iam/roles/create" class="credlab-inline-form">
            <Select name="service" label="Service" options=view.services value=service />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary" type="submit">
                "Show"
            </button>
        </AddressForm>
        <PostForm action="/api/iam/roles/create">
            <input type="hidden" name="service" value=view.service />
            <div class="credlab-form">
                <TextInput
                    name="name"
                    label="Name"
                    help="A capital, then letters and digits, 30 at most. It stands in the role's CRN and can't be changed."
                    required=true
                />
            </div>
            {role_fields(view.fields)}
            <div class="credlab-buttons">
                <Submit label="Create" disabled=view.disabled />
                <a class="cds--btn cds--btn--md cds--layout--size-md cds--btn--secondary" href=view.cancel>
                    "Cancel"
                </a>
            </div>
        </PostForm>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::iam::custom_role::{Command, Event};
    use credlab_model::iam::service::Service;

    use super::CreateRoleView;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::role::fields::{RoleFields, boxes};
    use crate::pages::iam::roles::{no_custom_roles, of_service, role_href};
    use crate::view::{Choice, Notice, Problem};

    pub fn form(service: &str) -> Result<CreateRoleView, Problem> {
        let visit = visit()?;
        let known = Service::all().iter();
        let known = known.filter(|service| !service.actions.is_empty());
        // A service without known actions is not offered.
        let chosen = known.clone().find(|known| known.name == service);
        let service = match chosen {
            Some(service) => service,
            None => Service::find("containers-kubernetes")?,
        };
        Ok(CreateRoleView {
            services: known
                .map(|service| Choice::new(service.name, service.label))
                .collect(),
            service: service.name.into(),
            fields: RoleFields {
                display_name: String::new(),
                help:
                    "The name in policies and lists, unlike that of any other role of the service."
                        .into(),
                description: String::new(),
                actions: boxes(service, &BTreeSet::new()),
            },
            cancel: of_service("/iam/roles", service),
            disabled: no_custom_roles(&visit),
        })
    }

    pub async fn create(
        visit: &Visit,
        service: String,
        name: String,
        display_name: String,
        description: String,
        actions: Vec<String>,
    ) -> Result<Notice, Notice> {
        let title = format!("Role {} created", display_name.trim());
        let command = Command::Create {
            name: name.trim().into(),
            display_name,
            description,
            service,
            actions,
        };
        let done = visit.perform(command).await?;
        let id = done.records.iter().find_map(|record| match &record.event {
            credlab_model::Event::CustomRole(Event::Created { id, .. }) => Some(id),
            _ => None,
        });
        let notice = Notice::success(title)
            .with_text("It can be chosen in policies for this service from now on.");
        Ok(match id {
            Some(id) => notice.then(role_href(id, "")),
            None => notice.then("/iam/roles"),
        })
    }
}
