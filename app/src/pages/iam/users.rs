//! The users of the account (`console.md`, section 1).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::carbon::tabs::Tabs;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_table_query};
use crate::view::{ActionView, Crumb, Json, Notice, Problem, TableView};

/// Which users are shown.
const ALL: &str = "All users";
const INVITED: &str = "Pending invitations";
const BELOW: &str = "My classic infrastructure users";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// Which users are shown: `pending`, `classic`, or all.
    pub shown: String,
    /// Whether there is a classic hierarchy to choose users by.
    pub classic: bool,
    /// The users.
    pub table: TableView,
}

/// The users, as `query` wants them.
#[server(prefix = "/api", endpoint = "iam/users", input = GetUrl, output = Json)]
pub async fn users(query: TableQuery) -> Result<UsersView, Problem> {
    server::users(&query)
}

/// Sends the invitation of the user `id` again.
#[server(prefix = "/api", endpoint = "iam/users/resend")]
pub async fn resend_invitation(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::resend(&visit, &id).await)
}

/// Takes the invitation of the user `id` back.
#[server(prefix = "/api", endpoint = "iam/users/cancel")]
pub async fn cancel_invitation(id: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::cancel(&visit, &id).await)
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
    let mut tabs = vec![
        (ALL, "/iam/users".to_string()),
        (INVITED, "/iam/users?view=pending".to_string()),
    ];
    if view.classic {
        tabs.push((BELOW, "/iam/users?view=classic".to_string()));
    }
    let current = match view.shown.as_str() {
        "pending" => INVITED,
        "classic" => BELOW,
        _ => ALL,
    };
    view! {
        <PageHeader
            crumbs=crumbs
            title="Users"
            text="Everybody in the account, people and functional IDs, with the state of each."
            actions=view.actions
        />
        <Tabs label="Which users" tabs=tabs current=current />
        <DataTable label="Users" table=view.table />
    }
}

#[cfg(feature = "ssr")]
pub(super) use server::invitation_actions;

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::Refusal;
    use credlab_model::iam::policy;
    use credlab_model::iam::policy::Subject;
    use credlab_model::iam::user::{self, InvitedAccess, User};
    use credlab_model::id::UserId;
    use credlab_model::template::personas;

    use super::UsersView;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{state_tag, user_href};
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, Problem, TagKind, TagView};

    pub fn users(query: &TableQuery) -> Result<UsersView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let own = account.linked_user(&visit.persona);
        let below = |user: &User| {
            let classic = account.linked_classic();
            let theirs = account.linked_user(&user.identity());
            classic.is_some_and(|classic| {
                matches!((own, theirs), (Some(own), Some(theirs)) if classic.is_ancestor(own.id, theirs.id))
            })
        };
        let actor = visit.actor();
        let seen: BTreeSet<&UserId> = user::visible(account, &actor, visit.now)
            .map(|user| &user.id)
            .collect();
        let shown = |user: &&User| {
            seen.contains(&user.id)
                && match query.view.as_str() {
                    "pending" => user.state.is_invited(),
                    "classic" => below(user),
                    _ => true,
                }
        };
        let table = table(
            query,
            &["Name", "Email", "Status", "IAM ID"],
            "No user matches.",
            personas(account).into_iter().filter(shown),
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
            shown: query.view.clone(),
            classic: account.linked.is_some(),
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
            actions.extend(invitation_actions(visit, user));
            return actions;
        }
        let subject = Subject::User(user.id.clone());
        let no_access =
            policy::may_assign_to(&visit.account, &visit.actor(), &subject, visit.now).err();
        let remove = user::Command::Remove {
            user: user.id.clone(),
        };
        actions.push(
            ActionView::open("Assign access", user_href(&id, "/assign-access"))
                .unless(no_access.as_ref().map(Refusal::sentence)),
        );
        actions.push(
            ActionView::open("Remove user", user_href(&id, "?dialog=remove"))
                .unless(visit.forbidden(remove))
                .dangerous(),
        );
        actions
    }

    /// What can be done with an invitation. Accepting it is up to the invited user, in whose name Credlab does it.
    pub fn invitation_actions(visit: &Visit, user: &User) -> Vec<ActionView> {
        let of = || [("id", user.id.to_string())];
        let resend = user::Command::Resend {
            user: user.id.clone(),
        };
        let cancel = user::Command::Cancel {
            user: user.id.clone(),
        };
        let invited = Visit {
            persona: user.identity(),
            ..visit.clone()
        };
        vec![
            ActionView::send("Resend invite", "/api/iam/users/resend", of())
                .unless(visit.impossible(resend)),
            ActionView::send("Accept as the invited user", "/api/persona/accept", of())
                .unless(invited.impossible(user::Command::Accept)),
            ActionView::send("Cancel invite", "/api/iam/users/cancel", of())
                .unless(visit.impossible(cancel))
                .dangerous(),
        ]
    }

    pub async fn resend(visit: &Visit, id: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let command = user::Command::Resend {
            user: user.id.clone(),
        };
        visit.perform(command).await?;
        let text = format!("It is valid for {} days from now.", user::INVITATION_DAYS);
        Ok(
            Notice::success(format!("The invitation of {} was sent again", user.email))
                .with_text(text),
        )
    }

    pub async fn cancel(visit: &Visit, id: &str) -> Result<Notice, Notice> {
        let user = visit.account.user_called(id)?;
        let command = user::Command::Cancel {
            user: user.id.clone(),
        };
        visit.perform(command).await?;
        let text = "The access that came with it is gone too.";
        let done = format!("The invitation of {} was cancelled", user.email);
        Ok(Notice::success(done).with_text(text).then("/iam/users"))
    }
}
