//! The users of the account (`console.md`, section 1).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_table_query};
use crate::view::{ActionView, Crumb, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The users.
    pub table: TableView,
}

/// The users, as `query` wants them.
#[server(prefix = "/api", endpoint = "iam/users", input = GetUrl)]
pub async fn users(query: TableQuery) -> Result<UsersView, Problem> {
    server::users(&query)
}

/// The users of the account.
#[component]
pub fn UsersPage() -> impl IntoView {
    let query = use_table_query();
    let data = load(move || query.get(), users);
    view! { <Load data=data view=page /> }
}

fn page(view: UsersView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Access (IAM)", "/iam/users")];
    view! {
        <PageHeader
            crumbs=crumbs
            title="Users"
            text="Everybody in the account, people and functional IDs, with the state of each."
            actions=view.actions
        />
        <DataTable label="Users" table=view.table />
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::user::{self, InvitedAccess, User};

    use super::UsersView;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{state_tag, user_href};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Problem, TagKind, TagView};

    pub fn users(query: &TableQuery) -> Result<UsersView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let table = table(
            query,
            &["Name", "Email", "Status", "IAM ID"],
            "No user matches the search.",
            account.users.values(),
            |user| cells(&visit, user),
            |user| actions(&visit, user),
        );
        let invite = user::Command::Invite {
            emails: vec!["someone@example.com".into()],
            access: InvitedAccess::default(),
        };
        let invite = ActionView::open("Invite users", "/iam/users/invite_users")
            .unless(visit.forbidden(invite));
        Ok(UsersView {
            actions: vec![invite],
            table,
        })
    }

    fn cells(visit: &Visit, user: &User) -> Vec<Cell> {
        let mut tags = Vec::new();
        if user.id == visit.account.owner {
            tags.push(TagView::new(TagKind::Info, "owner"));
        }
        if user.identity() == visit.persona {
            tags.push(TagView::new(TagKind::Neutral, "self"));
        }
        let state = state_tag(user.state);
        vec![
            Cell::Link {
                text: user.name.clone(),
                href: user_href(user.id.as_str(), ""),
                tags,
            },
            Cell::text(user.email.as_str()),
            Cell::Status(state.kind, state.text),
            Cell::Code(user.iam_id()),
        ]
    }

    fn actions(visit: &Visit, user: &User) -> Vec<ActionView> {
        let id = user.id.to_string();
        let mut actions = vec![ActionView::open("Manage user", user_href(&id, ""))];
        if user.state.is_invited() {
            let of = || [("id", id.clone())];
            let resend = user::Command::Resend {
                user: user.id.clone(),
            };
            let cancel = user::Command::Cancel {
                user: user.id.clone(),
            };
            actions.push(
                ActionView::send("Resend invite", "/api/iam/users/resend", of())
                    .unless(visit.impossible(resend)),
            );
            actions.push(
                ActionView::send("Cancel invite", "/api/iam/users/cancel", of())
                    .unless(visit.impossible(cancel))
                    .dangerous(),
            );
        } else {
            let remove = user::Command::Remove {
                user: user.id.clone(),
            };
            actions.push(ActionView::open(
                "Assign access",
                user_href(&id, "/assign-access"),
            ));
            actions.push(
                ActionView::open("Remove user", user_href(&id, "?dialog=remove"))
                    .unless(visit.impossible(remove))
                    .dangerous(),
            );
        }
        actions
    }
}
