//! The access groups that somebody is a member of, and a form to add them to another: the same for users, service IDs and
//! trusted profiles.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::button::Submit;
use crate::carbon::field::Select;
use crate::carbon::table::DataTable;
use crate::pages::iam::subject::Kind;
use crate::parts::confirmation::{Confirmation, confirmation};
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
    /// The open dialog before the member is taken out of one.
    pub removal: Option<Confirmation>,
}

/// Adds the user, service ID or trusted profile of the id `member` to the access group of the id `group`.
#[server(prefix = "/api", endpoint = "iam/groups/join")]
pub async fn join_group(member: String, group: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::join(&visit, &member, &group).await)
}

/// Removes the user, service ID or trusted profile of the id `member` from the access group of the id `group`; and leads
/// back to the page of the group, if `page` is that of a group, or to the member's.
#[server(prefix = "/api", endpoint = "iam/groups/leave")]
pub async fn leave_group(member: String, group: String, page: Kind) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::leave(&visit, &member, &group, page).await)
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
    let removal = view.removal.map(confirmation);
    view! {
        {hidden} <section class="credlab-section" aria-labelledby="memberships">
            <h2 id="memberships">"Access groups"</h2>
            <DataTable label="Access groups" table=view.table />
        </section> <section class="credlab-section" aria-labelledby="add-to-group">
            <h2 id="add-to-group">"Add to group"</h2>
            {add}
        </section>
        {removal.views()}
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
    use crate::pages::iam::subject::circle::Circle;
    use crate::pages::iam::subject::named::{Named, href_of_identity, identity_called};
    use crate::parts::confirmation::Confirmation;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Choice, Notice};

    /// The end of the address of the tab.
    const TAB: &str = "/access-groups";

    /// The access groups of a member, as far as the persona may see them, with the dialog `remove` about the group `key` if
    /// that is the `dialog`.
    pub fn groups_of(
        visit: &Visit,
        subject: Named<'_>,
        member: &Identity,
        query: &TableQuery,
        (dialog, key): (&str, &str),
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
        let left = joined.iter().find(|group| group.id.as_str() == key);
        let left = left.filter(|_| dialog == "remove");
        let removal = left.map(|group| asked(visit, subject, member, group));
        let table = table(
            query,
            &["Name", "Description", "Membership"],
            "A member of no access group that you can see.",
            joined,
            |group| cells(group),
            |group| vec![remove(visit, subject, member, group)],
        );
        let others = others.into_iter();
        GroupTableView {
            member: subject.id().into(),
            table,
            others: others
                .map(|group| Choice::new(group.id.as_str(), group.name.as_str()))
                .collect(),
            disabled,
            hidden: !unseen.is_empty(),
            removal,
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

    fn leaving(member: &Identity, group: &AccessGroup) -> Command {
        Command::RemoveMember {
            id: group.id.clone(),
            member: member.clone(),
        }
    }

    fn remove(
        visit: &Visit,
        subject: Named<'_>,
        member: &Identity,
        group: &AccessGroup,
    ) -> ActionView {
        let dialog = subject.href(&format!("{TAB}?dialog=remove&key={}", group.id));
        ActionView::open("Remove", dialog)
            .unless(visit.forbidden(leaving(member, group)))
            .dangerous()
    }

    /// The question before the member is taken out of a group.
    fn asked(
        visit: &Visit,
        subject: Named<'_>,
        member: &Identity,
        group: &AccessGroup,
    ) -> Confirmation {
        let (name, of) = (subject.name(), &group.name);
        let (title, action) = (format!("Remove {name} from {of}?"), "/api/iam/groups/leave");
        Confirmation::before(
            visit,
            leaving(member, group),
            title,
            action,
            subject.href(TAB),
        )
        .with_text(format!(
            "{name} loses what the policies of {of} give, and keeps those of their own."
        ))
        .with_field("member", subject.id())
        .with_field("group", group.id.as_str())
        .with_field("page", subject.kind().as_str())
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

    pub async fn leave(
        visit: &Visit,
        member: &str,
        group: &str,
        page: Kind,
    ) -> Result<Notice, Notice> {
        let member = identity_called(&visit.account, member)?;
        let group = visit.account.access_group_called(group)?;
        let name = visit.account.member_name(&member)?;
        let back = match page {
            Kind::AccessGroup => {
                let circle = Circle::for_identity(page, &member);
                Named::AccessGroup(group).href(circle.tab())
            }
            _ => href_of_identity(&member, TAB).unwrap_or_default(),
        };
        let command = leaving(&member, group);
        visit.perform(command).await?;
        let done = format!("{name} was removed from {}", group.name);
        Ok(Notice::success(done).then(back))
    }
}
