//! The resource groups of the account (`console.md`, section 11).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::dialog::{Dialog, DialogButtons};
use crate::carbon::field::TextInput;
use crate::carbon::notification::Findings;
use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{ActionView, Barrier, Crumb, Json, Notice, Problem, TableView};

/// The address of the page.
const PATH: &str = "/account/resource-groups";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceGroupsView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The resource groups that the persona may see.
    pub table: TableView,
    /// Why none can be created.
    pub disabled: Option<Barrier>,
    /// The group that a dialog is about.
    pub chosen: Option<ChosenGroup>,
}

/// A resource group that a dialog is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why it can't be renamed.
    pub no_rename: Option<Barrier>,
    /// Why it can't be deleted.
    pub no_delete: Option<Barrier>,
    /// What goes with it, one line each.
    pub goes: Vec<String>,
}

/// The resource groups, as `query` wants them, and the one of the id `key`, if there is one.
#[server(prefix = "/api", endpoint = "account/resource_groups", input = GetUrl, output = Json)]
pub async fn resource_groups(
    #[server(default)] query: TableQuery,
    #[server(default)] key: String,
) -> Result<ResourceGroupsView, Problem> {
    server::groups(&query, &key)
}

/// Creates a resource group.
#[server(prefix = "/api", endpoint = "account/resource_groups/create")]
pub async fn create_resource_group(name: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::create(&visit, name).await)
}

/// Gives the resource group `group` another name.
#[server(prefix = "/api", endpoint = "account/resource_groups/rename")]
pub async fn rename_resource_group(group: String, name: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::rename(&visit, &group, name).await)
}

/// Deletes the empty resource group `group`.
#[server(prefix = "/api", endpoint = "account/resource_groups/delete")]
pub async fn delete_resource_group(group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::delete(&visit, &group).await)
}

/// The resource groups of the account.
#[component]
pub fn ResourceGroupsPage() -> impl IntoView {
    let (query, key) = (use_table_query(), use_query_value("key"));
    let data = load(
        move || (query.get(), key.get()),
        |(query, key)| resource_groups(query, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ResourceGroupsView) -> impl IntoView {
    let dialog = use_query_value("dialog");
    let (disabled, chosen) = (view.disabled, view.chosen);
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Account", "/account/settings")]
            title="Resource groups"
            text="Resources are put into a resource group when they are created, and stay in it. Each region and resource group has one set of cluster credentials."
            actions=view.actions
        />
        <DataTable label="Resource groups" table=view.table />
        {move || match (dialog.get().as_str(), chosen.clone()) {
            ("create", _) => create_dialog(disabled.clone()),
            ("rename", Some(group)) => rename_dialog(group),
            ("delete", Some(group)) => delete_dialog(group),
            _ => ().into_any(),
        }}
    }
}

fn create_dialog(disabled: Option<Barrier>) -> AnyView {
    view! {
        <Dialog title="Create resource group" close=PATH>
            <PostForm action="/api/account/resource_groups/create">
                <TextInput
                    name="name"
                    label="Name"
                    help="No other resource group has it."
                    required=true
                />
                <DialogButtons close=PATH submit="Create" disabled=disabled />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

fn rename_dialog(group: ChosenGroup) -> AnyView {
    view! {
        <Dialog title=format!("Rename {}", group.name) close=PATH>
            <PostForm action="/api/account/resource_groups/rename">
                <input type="hidden" name="group" value=group.id />
                <TextInput name="name" label="Name" value=group.name required=true />
                <DialogButtons close=PATH submit="Rename" disabled=group.no_rename />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

fn delete_dialog(group: ChosenGroup) -> AnyView {
    let goes = (!group.goes.is_empty()).then(|| {
        view! {
            <p>"What goes with it:"</p>
            <Findings why=group.goes />
        }
    });
    view! {
        <Dialog title=format!("Delete {}?", group.name) close=PATH>
            <PostForm action="/api/account/resource_groups/delete">
                <p class="credlab-dialog-text">"Only an empty resource group can be deleted, and that can't be undone."</p>
                {goes.views()}
                <input type="hidden" name="group" value=group.id />
                <DialogButtons close=PATH submit="Delete" danger=true disabled=group.no_delete />
            </PostForm>
        </Dialog>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::account::{Command, ResourceGroup};
    use credlab_model::iam::policy::AttributeName;

    use super::{ChosenGroup, PATH, ResourceGroupsView};
    use crate::backend::moment::minute;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, Problem, TagKind, TagView};

    const COLUMNS: [&str; 4] = ["Name", "ID", "Resources", "Created"];

    pub fn groups(query: &TableQuery, key: &str) -> Result<ResourceGroupsView, Problem> {
        let visit = visit()?;
        let all = visit.account.resource_groups.values();
        let mut seen: Vec<&ResourceGroup> = all.collect();
        seen.retain(|group| group.is_visible_to(&visit.account, &visit.persona, visit.now));
        seen.sort_by_key(|group| (!group.default, &group.name));
        let chosen = seen.iter().find(|group| group.id.as_str() == key);
        let chosen = chosen.map(|group| chosen_group(&visit, group));
        let empty = match seen.is_empty() {
            true => {
                "There is no resource group that you may see. It takes a role on the resource group itself."
            }
            false => "No resource group matches.",
        };
        let table = table(
            query,
            &COLUMNS,
            empty,
            seen,
            |group| cells(&visit, group),
            |group| actions(&visit, group),
        );
        let disabled = visit.impossible(Command::CreateResourceGroup {
            name: unused(&visit),
        });
        let create = ActionView::open("Create", format!("{PATH}?dialog=create"));
        Ok(ResourceGroupsView {
            actions: vec![create.unless(disabled.clone())],
            table,
            disabled,
            chosen,
        })
    }

    /// A name that no resource group has: one more hyphen than there are groups.
    fn unused(visit: &Visit) -> String {
        format!(
            "new{}",
            "-".repeat(visit.account.resource_groups.len().min(200))
        )
    }

    fn cells(visit: &Visit, group: &ResourceGroup) -> Vec<Cell> {
        let default = group
            .default
            .then(|| TagView::new(TagKind::Info, "default"));
        let name = match default {
            Some(tag) => Cell::Link {
                text: group.name.clone(),
                href: resources_href(group),
                tags: vec![tag],
            },
            None => Cell::link(group.name.as_str(), resources_href(group)),
        };
        let clusters = visit.account.clusters.values();
        let clusters = clusters.filter(|cluster| cluster.group == group.id).count();
        let subnets = visit.account.subnets.values();
        let subnets = subnets.filter(|subnet| subnet.group == group.id).count();
        vec![
            name,
            Cell::Code(group.id.to_string()),
            Cell::text(format!(
                "{}, {}",
                count(clusters, "cluster"),
                count(subnets, "subnet")
            )),
            Cell::text(minute(group.created_at)),
        ]
    }

    /// Where the resources of a group are: the clusters, searched by its name.
    fn resources_href(group: &ResourceGroup) -> String {
        format!(
            "/kubernetes/clusters?q={}",
            leptos_router::location::Url::escape(&group.name)
        )
    }

    fn count(number: usize, noun: &str) -> String {
        match number {
            1 => format!("1 {noun}"),
            _ => format!("{number} {noun}s"),
        }
    }

    fn actions(visit: &Visit, group: &ResourceGroup) -> Vec<ActionView> {
        let href = |dialog| format!("{PATH}?dialog={dialog}&key={}", group.id);
        let (rename, delete) = (rename_of(group), delete_of(group));
        vec![
            ActionView::open("Rename", href("rename")).unless(visit.forbidden(rename)),
            ActionView::open("Delete", href("delete"))
                .unless(visit.forbidden(delete))
                .dangerous(),
        ]
    }

    fn rename_of(group: &ResourceGroup) -> Command {
        Command::RenameResourceGroup {
            group: group.id.clone(),
            name: group.name.clone(),
        }
    }

    fn delete_of(group: &ResourceGroup) -> Command {
        Command::DeleteResourceGroup {
            group: group.id.clone(),
        }
    }

    fn chosen_group(visit: &Visit, group: &ResourceGroup) -> ChosenGroup {
        ChosenGroup {
            id: group.id.to_string(),
            name: group.name.clone(),
            no_rename: visit.forbidden(rename_of(group)),
            no_delete: visit.impossible(delete_of(group)),
            goes: goes(visit, group),
        }
    }

    /// What is stored for the group, and what names it.
    fn goes(visit: &Visit, group: &ResourceGroup) -> Vec<String> {
        let account = &visit.account;
        let mut goes = Vec::new();
        for (slot, state) in &account.slots {
            if slot.group != group.id {
                continue;
            }
            if let Some(key) = &state.key {
                goes.push(format!(
                    "The stored API key of {}: it stays in the list of {}, and no cluster uses it.",
                    slot.region, key.owner_email
                ));
            }
            if let Some(manual) = &state.manual {
                goes.push(format!(
                    "The infrastructure credentials of {} that were set for {}.",
                    manual.username, slot.region
                ));
            }
        }
        let names = |name| {
            let policies = account.policies.values();
            policies
                .filter(move |policy| policy.scope.get(name) == Some(group.id.as_str()))
                .count()
        };
        let policies = names(AttributeName::ResourceGroupId) + names(AttributeName::Resource);
        if policies > 0 {
            let name = if policies == 1 { "names" } else { "name" };
            goes.push(format!(
                "{} {name} it and would give access to nothing: remove what is not needed.",
                match policies {
                    1 => "1 policy".to_string(),
                    _ => format!("{policies} policies"),
                }
            ));
        }
        goes
    }

    pub async fn create(visit: &Visit, name: String) -> Result<Notice, Notice> {
        let title = format!("Resource group {} is created", name.trim());
        visit.perform(Command::CreateResourceGroup { name }).await?;
        Ok(Notice::success(title).then(PATH))
    }

    pub async fn rename(visit: &Visit, group: &str, name: String) -> Result<Notice, Notice> {
        let group = visit.account.resource_group_called(group)?;
        let title = format!(
            "Resource group {} is called {} now",
            group.name,
            name.trim()
        );
        let rename = Command::RenameResourceGroup {
            group: group.id.clone(),
            name,
        };
        visit.perform(rename).await?;
        Ok(Notice::success(title).then(PATH))
    }

    pub async fn delete(visit: &Visit, group: &str) -> Result<Notice, Notice> {
        let group = visit.account.resource_group_called(group)?;
        visit.perform(delete_of(group)).await?;
        let title = format!("Resource group {} is deleted", group.name);
        Ok(Notice::success(title).then(PATH))
    }
}
