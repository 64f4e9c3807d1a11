//! The roles of a service, and the actions that each allows (`console.md`, section 8).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::Dialog;
use crate::carbon::field::Select;
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::address_form::AddressForm;
use crate::parts::load::{Load, load};
use crate::parts::query::use_query_value;
use crate::parts::views::Views;
use crate::view::{ActionView, Choice, Crumb, Json, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesView {
    /// The page's buttons.
    pub buttons: Vec<ActionView>,
    /// The services.
    pub services: Vec<Choice>,
    /// The one whose roles are shown.
    pub service: String,
    /// Its roles.
    pub roles: TableView,
    /// Its actions, and the roles that allow each.
    pub actions: TableView,
    /// The role whose actions a dialog shows.
    pub open: Option<OpenRole>,
}

/// A role with its actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRole {
    /// Its display name.
    pub name: String,
    /// Its actions.
    pub actions: Vec<String>,
    /// The address without the dialog.
    pub close: String,
}

/// The roles of a service, of the Kubernetes Service if `service` is none; with a dialog about the role `role` if that is
/// one of them.
#[server(prefix = "/api", endpoint = "iam/roles", input = GetUrl, output = Json)]
pub async fn roles(service: String, role: String) -> Result<RolesView, Problem> {
    server::roles(&service, &role)
}

/// The roles of a service.
#[component]
pub fn RolesPage() -> impl IntoView {
    let (service, role) = (use_query_value("service"), use_query_value("role"));
    let data = load(
        move || (service.get(), role.get()),
        |(service, role)| roles(service, role),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: RolesView) -> AnyView {
    let crumbs = vec![Crumb::link("Access (IAM)", "/iam/users")];
    let open = view.open.map(|role| {
        let actions = role
            .actions
            .into_iter()
            .map(|action| view! { <li class="cds--list__item">{action}</li> });
        view! {
            <Dialog title=format!("Actions of {}", role.name) close=role.close>
                <ul class="cds--list--unordered credlab-actions">{actions.views()}</ul>
            </Dialog>
        }
    });
    view! {
        <PageHeader
            crumbs=crumbs
            title="Roles"
            text="A role is a set of a service's actions. Policies give roles, and roles don't include each other."
            actions=view.buttons
        />
        <AddressForm action="/iam/roles" class="credlab-inline-form">
            <Select name="service" label="Service" options=view.services value=view.service />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary" type="submit">
                "Show"
            </button>
        </AddressForm>
        <section class="credlab-section" aria-labelledby="roles">
            <h2 id="roles">"Roles"</h2>
            <DataTable label="Roles" table=view.roles />
        </section>
        <section class="credlab-section" aria-labelledby="actions">
            <h2 id="actions">"Actions"</h2>
            <DataTable label="Actions" table=view.actions />
        </section>
        {open.views()}
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::{no_change, no_custom_roles, of_service, role_href};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::custom_role::{Command, CustomRole};
    use credlab_model::iam::role::{Role, RoleKind};
    use credlab_model::iam::service::Service;
    use credlab_model::id::CustomRoleId;

    use super::{OpenRole, RolesView};
    use crate::backend::address::escaped;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::view::{
        ActionView, Barrier, Cell, Choice, Problem, RowView, TableView, TagKind, TagView,
    };

    /// The service whose roles are shown first.
    const FIRST: &str = "containers-kubernetes";

    /// A role of a service, whoever made it.
    enum Offered<'a> {
        System(Role),
        Custom(&'a CustomRole),
    }

    impl Offered<'_> {
        fn name(&self) -> &str {
            match self {
                Offered::System(role) => role.as_str(),
                Offered::Custom(role) => &role.display_name,
            }
        }

        fn allows(&self, action: &str, roles: &[&str]) -> bool {
            match self {
                Offered::System(role) => roles.contains(&role.as_str()),
                Offered::Custom(role) => role.actions.contains(action),
            }
        }
    }

    pub fn roles(service: &str, role: &str) -> Result<RolesView, Problem> {
        let visit = visit()?;
        let name = if service.is_empty() { FIRST } else { service };
        let service = Service::find(name)?;
        let system = service.roles().map(Offered::System);
        let custom = visit.account.custom_roles_of(service.name);
        let offered: Vec<Offered> = system.chain(custom.map(Offered::Custom)).collect();
        let rows = offered.iter().map(|role| role_row(&visit, service, role));
        let roles = short_table(
            &["Name", "Kind", "Description", "Actions"],
            "This service has no roles.",
            rows.collect(),
        );
        let open = offered.iter().find(|offered| offered.name() == role);
        let create = ActionView::open("Create", of_service("/iam/roles/create", service));
        Ok(RolesView {
            buttons: vec![create.unless(no_custom_roles(&visit))],
            services: Service::all()
                .iter()
                .map(|service| Choice::new(service.name, service.label))
                .collect(),
            service: service.name.into(),
            roles,
            actions: actions(service, &offered),
            open: open.map(|role| OpenRole {
                name: role.name().into(),
                actions: actions_of(service, role).map(String::from).collect(),
                close: of_service("/iam/roles", service),
            }),
        })
    }

    fn role_row(visit: &Visit, service: &'static Service, role: &Offered<'_>) -> RowView {
        let name = role.name();
        let (first, kind, description) = match role {
            Offered::System(role) => (
                Cell::text(name),
                match role.kind() {
                    RoleKind::Platform => "Platform",
                    RoleKind::Service => "Service",
                },
                role.meaning().unwrap_or("A role of this service only."),
            ),
            Offered::Custom(role) => (
                Cell::link(name, role_href(&role.id, "")),
                "Custom",
                role.description.as_str(),
            ),
        };
        let count = match actions_of(service, role).count() {
            0 => Cell::text("None"),
            count => {
                let href = of_service("/iam/roles", service);
                let role = escaped(name);
                let noun = if count == 1 { "action" } else { "actions" };
                Cell::link(format!("{count} {noun}"), format!("{href}&role={role}"))
            }
        };
        RowView {
            name: name.into(),
            actions: match role {
                Offered::System(_) => Vec::new(),
                Offered::Custom(role) => actions_on(visit, role),
            },
            cells: vec![first, Cell::text(kind), Cell::text(description), count],
        }
    }

    fn actions_on(visit: &Visit, role: &CustomRole) -> Vec<ActionView> {
        let delete = Command::Delete {
            id: role.id.clone(),
        };
        vec![
            ActionView::open("Edit", role_href(&role.id, "")).unless(no_change(visit, role)),
            ActionView::open("Delete", role_href(&role.id, "?dialog=delete"))
                .unless(visit.impossible(delete))
                .dangerous(),
        ]
    }

    fn actions_of<'a>(
        service: &'static Service,
        role: &'a Offered<'_>,
    ) -> impl Iterator<Item = &'static str> + use<'a> {
        let actions = service.actions.iter();
        actions
            .filter(|(action, roles)| role.allows(action, roles))
            .map(|(action, _)| *action)
    }

    fn actions(service: &'static Service, offered: &[Offered<'_>]) -> TableView {
        let rows = service.actions.iter().map(|(action, roles)| {
            let allowing = offered.iter().filter(|role| role.allows(action, roles));
            let tags = allowing.map(|role| {
                let kind = match role {
                    Offered::System(_) => TagKind::Neutral,
                    Offered::Custom(_) => TagKind::Info,
                };
                TagView::new(kind, role.name())
            });
            RowView {
                name: (*action).into(),
                cells: vec![Cell::Code((*action).into()), Cell::Tags(tags.collect())],
                actions: Vec::new(),
            }
        });
        short_table(
            &["Action", "Roles that allow it"],
            "The actions of this service are not known here.",
            rows.collect(),
        )
    }

    /// Why the persona may not make custom roles, if so.
    pub fn no_custom_roles(visit: &Visit) -> Option<Barrier> {
        visit.forbidden(Command::Create {
            name: "Name".into(),
            display_name: "Name".into(),
            description: String::new(),
            service: FIRST.into(),
            actions: Vec::new(),
        })
    }

    /// Why the persona may not change a custom role, if so.
    pub fn no_change(visit: &Visit, role: &CustomRole) -> Option<Barrier> {
        visit.forbidden(Command::Update {
            id: role.id.clone(),
            display_name: role.display_name.clone(),
            description: role.description.clone(),
            actions: role.actions.iter().cloned().collect(),
        })
    }

    /// An address about a service.
    pub fn of_service(path: &str, service: &Service) -> String {
        format!("{path}?service={}", service.name)
    }

    /// The address of a custom role's page: `role_href(id, "?dialog=delete")`.
    pub fn role_href(id: &CustomRoleId, rest: &str) -> String {
        format!("/iam/roles/{id}{rest}")
    }
}
