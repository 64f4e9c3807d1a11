//! The access groups of a user (`console.md`, section 3.2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::table::DataTable;
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::post_form::PostForm;
use crate::parts::query::{TableQuery, use_path_part, use_table_query};
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGroupsView {
    /// The top.
    pub head: UserHead,
    /// The groups that the user is a member of.
    pub table: TableView,
    /// The groups that the user can be added to.
    pub others: Vec<Choice>,
    /// Why the user can't be added to any.
    pub disabled: Option<Barrier>,
    /// Whether there are groups that the persona may not see.
    pub hidden: bool,
}

/// The access groups of the user `id`, as `query` wants them.
#[server(prefix = "/api", endpoint = "iam/user/access_groups", input = GetUrl, output = Json)]
pub async fn access_groups(
    id: String,
    #[server(default)] query: TableQuery,
) -> Result<AccessGroupsView, Problem> {
    server::access_groups(&id, &query)
}

/// Adds the user `id` to the access group of the id `group`.
#[server(prefix = "/api", endpoint = "iam/users/groups/join")]
pub async fn join_group(id: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::join(&visit, &id, &group).await)
}

/// Removes the user `id` from the access group of the id `group`.
#[server(prefix = "/api", endpoint = "iam/users/groups/leave")]
pub async fn leave_group(id: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::leave(&visit, &id, &group).await)
}

/// The access groups of a user.
#[component]
pub fn AccessGroupsPage() -> impl IntoView {
    let id = use_path_part("id");
    let query = use_table_query();
    let data = load(
        move || (id.get(), query.get()),
        |(id, query)| access_groups(id, query),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: AccessGroupsView) -> impl IntoView {
    let id = view.head.id.clone();
    let hidden = view.hidden.then(|| {
        view! {
            <p class="credlab-note">
                "Only the access groups that you are a member of are shown. Seeing all takes a role on the IAM Access Groups service."
            </p>
        }
    }).views();
    let add = match view.others.is_empty() {
        true => view! { <p class="credlab-note">"There is no further access group to add the user to."</p> }.into_any(),
        false => view! {
            <PostForm action="/api/iam/users/groups/join">
                <div class="credlab-form">
                    <input type="hidden" name="id" value=id />
                    <Select name="group" label="Access group" options=view.others />
                    <div>
                        <Submit label="Add" disabled=view.disabled />
                    </div>
                </div>
            </PostForm>
        }
        .into_any(),
    };
    view! {
        <UserTab head=view.head current="Access groups">
            {hidden} <section class="credlab-section" aria-labelledby="memberships">
                <h2 id="memberships">"Access groups"</h2>
                <DataTable label="Access groups" table=view.table />
            </section> <section class="credlab-section" aria-labelledby="add-to-group">
                <h2 id="add-to-group">"Add to group"</h2>
                {add}
            </section>
        </UserTab>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::access_group::{AccessGroup, Command, may_see};
    use credlab_model::iam::user::User;

    use super::AccessGroupsView;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Choice, Notice, Problem};

    pub fn access_groups(id: &str, query: &TableQuery) -> Result<AccessGroupsView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        let groups = visit.account.access_groups.values();
        let (seen, unseen): (Vec<_>, Vec<_>) =
            groups.partition(|group| may_see(&visit.account, &visit.persona, group, visit.now));
        let (joined, others): (Vec<_>, Vec<_>) = seen
            .into_iter()
            .partition(|group| group.members.contains(&user.identity()));
        let disabled = others.first().and_then(|group| {
            visit.forbidden(Command::AddMember {
                id: group.id.clone(),
                member: user.identity(),
            })
        });
        let table = table(
            query,
            &["Name", "Description", "Membership"],
            "The user is a member of no access group that you can see.",
            joined,
            |group| cells(group),
            |group| vec![remove(&visit, user, group)],
        );
        let others = others.into_iter();
        Ok(AccessGroupsView {
            head: head_of(&visit, user),
            table,
            others: others
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            disabled,
            hidden: !unseen.is_empty(),
        })
    }

    fn cells(group: &AccessGroup) -> Vec<Cell> {
        vec![
            Cell::text(group.name.as_str()),
            Cell::text(group.description.as_str()),
            // No rules add members here: every membership was given by hand.
            Cell::text("Static"),
        ]
    }

    fn remove(visit: &Visit, user: &User, group: &AccessGroup) -> ActionView {
        let command = Command::RemoveMember {
            id: group.id.clone(),
            member: user.identity(),
        };
        let fields = [("id", user.id.to_string()), ("group", group.id.to_string())];
        ActionView::send("Remove", "/api/iam/users/groups/leave", fields)
            .unless(visit.forbidden(command))
            .dangerous()
    }

    pub async fn join(visit: &Visit, id: &str, group: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let group = visit.account.access_group_called(group)?;
        let command = Command::AddMember {
            id: group.id.clone(),
            member: user.identity(),
        };
        visit.perform(command).await?;
        let done = format!("{} is a member of {} now", user.email, group.name);
        Ok(Notice::success(done))
    }

    pub async fn leave(visit: &Visit, id: &str, group: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let group = visit.account.access_group_called(group)?;
        let command = Command::RemoveMember {
            id: group.id.clone(),
            member: user.identity(),
        };
        visit.perform(command).await?;
        let done = format!("{} was removed from {}", user.email, group.name);
        Ok(Notice::success(done))
    }
}
