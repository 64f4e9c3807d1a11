//! The access groups that somebody is a member of, and a form to add them to another: the same for users, service IDs and
//! trusted profiles.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::table::DataTable;
use crate::parts::post_form::PostForm;
use crate::parts::views::Views;
use crate::view::{Barrier, Choice, Notice, Problem, TableView};

/// The access groups of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTableView {
    /// The member's id.
    pub member: String,
    /// The groups that the member is in.
    pub table: TableView,
    /// The groups that the member can be added to.
    pub others: Vec<Choice>,
    /// Why the member can't be added to any.
    pub disabled: Option<Barrier>,
    /// Whether there are groups that the persona may not see.
    pub hidden: bool,
}

/// Adds the user, service ID or trusted profile of the id `member` to the access group of the id `group`.
#[server(prefix = "/api", endpoint = "iam/groups/join")]
pub async fn join_group(member: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::join(&visit, &member, &group).await)
}

/// Removes the user, service ID or trusted profile of the id `member` from the access group of the id `group`.
#[server(prefix = "/api", endpoint = "iam/groups/leave")]
pub async fn leave_group(member: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::leave(&visit, &member, &group).await)
}

/// The table, and the form below it.
pub fn group_table(view: GroupTableView) -> AnyView {
    let hidden = view.hidden.then(|| {
        view! {
            <p class="credlab-note">
                "Only the access groups that you are a member of are shown. Seeing all takes a role on the IAM Access Groups service."
            </p>
        }
    }).views();
    let add = match view.others.is_empty() {
        true => view! { <p class="credlab-note">"There is no further access group to add to."</p> }
            .into_any(),
        false => view! {
            <PostForm action="/api/iam/groups/join">
                <div class="credlab-form">
                    <input type="hidden" name="member" value=view.member />
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
        {hidden} <section class="credlab-section" aria-labelledby="memberships">
            <h2 id="memberships">"Access groups"</h2>
            <DataTable label="Access groups" table=view.table />
        </section> <section class="credlab-section" aria-labelledby="add-to-group">
            <h2 id="add-to-group">"Add to group"</h2>
            {add}
        </section>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub use server::groups_of;

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::actor::Identity;
    use credlab_model::iam::access_group::{AccessGroup, Command, may_see};

    use super::GroupTableView;
    use crate::backend::Visit;
    use crate::backend::table::table;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::named::identity_called;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Choice, Notice};

    /// The access groups of `member`, whose id is `id`, as far as the persona may see them.
    pub fn groups_of(
        visit: &Visit,
        id: &str,
        member: &Identity,
        query: &TableQuery,
    ) -> GroupTableView {
        let groups = visit.account.access_groups.values();
        let (seen, unseen): (Vec<_>, Vec<_>) =
            groups.partition(|group| may_see(&visit.account, &visit.persona, group, visit.now));
        let (joined, others): (Vec<_>, Vec<_>) = seen
            .into_iter()
            .partition(|group| group.members.contains(member));
        let disabled = others.first().and_then(|group| {
            visit.forbidden(Command::AddMember {
                id: group.id.clone(),
                member: member.clone(),
            })
        });
        let table = table(
            query,
            &["Name", "Description", "Membership"],
            "A member of no access group that you can see.",
            joined,
            |group| cells(group),
            |group| vec![remove(visit, id, member, group)],
        );
        let others = others.into_iter();
        GroupTableView {
            member: id.into(),
            table,
            others: others
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            disabled,
            hidden: !unseen.is_empty(),
        }
    }

    fn cells(group: &AccessGroup) -> Vec<Cell> {
        vec![
            Cell::link(
                group.name.as_str(),
                Kind::AccessGroup.href(group.id.as_str(), ""),
            ),
            Cell::text(group.description.as_str()),
            // No rules add members here: every membership was given by hand.
            Cell::text("Static"),
        ]
    }

    fn remove(visit: &Visit, id: &str, member: &Identity, group: &AccessGroup) -> ActionView {
        let command = Command::RemoveMember {
            id: group.id.clone(),
            member: member.clone(),
        };
        let fields = [("member", id.to_string()), ("group", group.id.to_string())];
        ActionView::send("Remove", "/api/iam/groups/leave", fields)
            .unless(visit.forbidden(command))
            .dangerous()
    }

    pub async fn join(visit: &Visit, member: &str, group: &str) -> Result<Notice, Notice> {
        let member = identity_called(&visit.account, member)?;
        let group = visit.account.access_group_called(group)?;
        let name = visit.account.member_name(&member)?;
        let command = Command::AddMember {
            id: group.id.clone(),
            member,
        };
        visit.perform(command).await?;
        let done = format!("{name} is a member of {} now", group.name);
        Ok(Notice::success(done))
    }

    pub async fn leave(visit: &Visit, member: &str, group: &str) -> Result<Notice, Notice> {
        let member = identity_called(&visit.account, member)?;
        let group = visit.account.access_group_called(group)?;
        let name = visit.account.member_name(&member)?;
        let command = Command::RemoveMember {
            id: group.id.clone(),
            member,
        };
        visit.perform(command).await?;
        let done = format!("{name} was removed from {}", group.name);
        Ok(Notice::success(done))
    }
}
