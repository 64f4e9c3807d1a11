//! A custom role: its actions, the policies that give it, and its end.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::fields::{RoleFields, role_fields};
use crate::carbon::button::Submit;
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::confirmation::{Confirmation, confirmation};
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{use_path_part, use_query_value};
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Cell, Crumb, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// The id.
    pub id: String,
    /// The page's buttons.
    pub buttons: Vec<ActionView>,
    /// Labels and values.
    pub facts: Vec<(String, Cell)>,
    /// The fields.
    pub fields: RoleFields,
    /// Why nothing can be changed.
    pub disabled: Option<Barrier>,
    /// The policies that give the role, as far as the persona may read them.
    pub policies: TableView,
    /// The open dialog before the role is deleted.
    pub deletion: Option<Confirmation>,
}

/// The custom role `id`, with the dialog `delete` if that is the `dialog`.
#[server(prefix = "/api", endpoint = "iam/roles/role", input = GetUrl, output = Json)]
pub async fn role(id: String, dialog: String) -> Result<RoleView, Problem> {
    server::role(&id, &dialog)
}

/// Gives a custom role another display name, description and actions.
#[server(prefix = "/api", endpoint = "iam/roles/update")]
pub async fn update_role(
    id: String,
    display_name: String,
    #[server(default)] description: String,
    #[server(default)] actions: Vec<String>,
) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::update(&visit, &id, display_name, description, actions).await)
}

/// Deletes a custom role.
#[server(prefix = "/api", endpoint = "iam/roles/delete")]
pub async fn delete_role(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete(&visit, &id).await)
}

/// A custom role.
#[component]
pub fn RolePage() -> impl IntoView {
    let (id, dialog) = (use_path_part("id"), use_query_value("dialog"));
    let data = load(
        move || (id.get(), dialog.get()),
        |(id, dialog)| role(id, dialog),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: RoleView) -> AnyView {
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Roles", "/iam/roles"),
    ];
    let title = view.fields.display_name.clone();
    let deletion = view.deletion.map(confirmation);
    view! {
        <PageHeader crumbs=crumbs title=title text=view.fields.description.clone() actions=view.buttons />
        <section class="credlab-section" aria-labelledby="about">
            <h2 id="about">"Details"</h2>
            {facts(view.facts)}
        </section>
        <section class="credlab-section" aria-labelledby="change">
            <h2 id="change">"Name and actions"</h2>
            <PostForm action="/api/iam/roles/update">
                <input type="hidden" name="id" value=view.id />
                {role_fields(view.fields)}
                <Submit label="Save" disabled=view.disabled />
            </PostForm>
        </section>
        <section class="credlab-section" aria-labelledby="given">
            <h2 id="given">"Policies that give this role"</h2>
            <DataTable label="Policies that give this role" table=view.policies />
        </section>
        {deletion.views()}
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::custom_role::{Command, CustomRole};
    use credlab_model::iam::policy::{Names, Policy, may_read};
    use credlab_model::iam::role::Role;
    use credlab_model::iam::service::Service;
    use credlab_model::id::CustomRoleId;
    use credlab_model::refusal::Noun;

    use super::RoleView;
    use crate::backend::moment::minute;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, given, lines, missing, parsed, visit};
    use crate::pages::iam::role::fields::{RoleFields, boxes};
    use crate::pages::iam::roles::{no_change, of_service, role_href};
    use crate::pages::iam::subject::named::href_of;
    use crate::parts::confirmation::Confirmation;
    use crate::view::{ActionView, Cell, Notice, Problem, RowView, TableView};

    pub fn role(id: &str, dialog: &str) -> Result<RoleView, Problem> {
        let visit = visit()?;
        let id: CustomRoleId = parsed(id, "Role")?;
        let role = visit.account.custom_roles.get(&id);
        let role = role.ok_or_else(|| missing("Role"))?;
        let service = Service::find(&role.service)?;
        let kept = visit.impossible(Command::Delete { id: id.clone() });
        let delete = ActionView::open("Delete", role_href(&id, "?dialog=delete"))
            .unless(kept)
            .dangerous();
        let policies: Vec<&Policy> = policies(&visit, role).collect();
        let help = match policies.is_empty() {
            true => "The name in policies and lists.",
            false => "It can't be changed while a policy gives the role.",
        };
        Ok(RoleView {
            buttons: vec![delete],
            facts: facts(&visit, role, service),
            fields: RoleFields {
                display_name: role.display_name.clone(),
                help: help.into(),
                description: role.description.clone(),
                actions: boxes(service, &role.actions),
            },
            disabled: no_change(&visit, role),
            policies: table(&visit, &policies),
            deletion: (dialog == "delete").then(|| deletion(&visit, role)),
            id: id.to_string(),
        })
    }

    fn deletion(visit: &Visit, role: &CustomRole) -> Confirmation {
        let id = role.id.clone();
        let title = format!("Delete {}?", role.display_name);
        let (action, close) = ("/api/iam/roles/delete", role_href(&id, ""));
        Confirmation::before(visit, Command::Delete { id }, title, action, close)
            .with_text("No policy can give this role any more. It can't be brought back.")
            .with_field("id", role.id.as_str())
            .with_submit("Delete")
    }

    fn facts(visit: &Visit, role: &CustomRole, service: &Service) -> Vec<(String, Cell)> {
        let account = &visit.account;
        let by = |at, who| match account.member_name(who) {
            Ok(name) => Cell::Text(format!("{} by {name}", minute(at))),
            Err(_) => Cell::Text(minute(at)),
        };
        let facts = [
            (
                "Service",
                Cell::link(service.label, of_service("/iam/roles", service)),
            ),
            ("Name", Cell::Code(role.name.clone())),
            ("CRN", Cell::Code(role.crn(account))),
            ("ID", Cell::Code(role.id.to_string())),
            ("Created", by(role.created_at, &role.created_by)),
            ("Last changed", by(role.modified_at, &role.modified_by)),
        ];
        facts.map(|(label, cell)| (label.into(), cell)).into()
    }

    /// The policies that give a role, as far as the persona may read them.
    fn policies<'a>(visit: &'a Visit, role: &CustomRole) -> impl Iterator<Item = &'a Policy> {
        let given = Role::named(&role.display_name);
        let policies = visit.account.policies.values();
        policies.filter(move |policy| {
            policy.roles.contains(&given)
                && may_read(&visit.account, &visit.persona, policy, visit.now)
        })
    }

    fn table(visit: &Visit, policies: &[&Policy]) -> TableView {
        let actor = visit.actor();
        let names = Names::of(&visit.account, &actor, visit.now);
        let rows = policies.iter().map(|policy| {
            let name = names.label(&policy.subject);
            RowView {
                cells: vec![
                    Cell::link(name.as_str(), href_of(&policy.subject, "/access-policies")),
                    Cell::text(policy.describe(&visit.account)),
                    Cell::Code(policy.id.to_string()),
                ],
                name,
                actions: Vec::new(),
            }
        });
        short_table(
            &["Given to", "Resource attributes", "Policy ID"],
            "No policy that you can see gives this role.",
            rows.collect(),
        )
    }

    pub async fn update(
        visit: &Visit,
        id: &str,
        display_name: String,
        description: String,
        actions: Vec<String>,
    ) -> Result<Notice, Notice> {
        let id: CustomRoleId = given(id, Noun::CustomRole)?;
        let title = format!("Role {} saved", display_name.trim());
        let command = Command::Update {
            id,
            display_name,
            description,
            actions,
        };
        let found = visit.impact(command.clone());
        visit.perform(command).await?;
        Ok(Notice {
            why: lines(&found),
            ..Notice::success(title)
        })
    }

    pub async fn delete(visit: &Visit, id: &str) -> Result<Notice, Notice> {
        let id: CustomRoleId = given(id, Noun::CustomRole)?;
        let found = visit.account.custom_roles.get(&id);
        let (name, list) = match found {
            Some(role) => (
                role.display_name.clone(),
                format!("/iam/roles?service={}", role.service),
            ),
            None => (String::new(), "/iam/roles".into()),
        };
        visit.perform(Command::Delete { id }).await?;
        Ok(Notice::success(format!("Role {name} deleted")).then(list))
    }
}
