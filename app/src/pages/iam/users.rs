//! The users of the account (`console.md`, section 1).

pub mod bulk;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::bulk::{BulkDialog, BulkView};
use crate::parts::load::{Load, load};
use crate::parts::picks::PICKED;
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{ActionView, Crumb, Json, Notice, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The users.
    pub table: TableView,
    /// The open dialog, about those that are picked.
    pub dialog: Option<BulkView>,
}

/// The users, as `query` wants them, with the dialog `dialog` about those that are `picked`.
#[server(prefix = "/api", endpoint = "iam/users", input = GetUrl, output = Json)]
pub async fn users(
    #[server(default)] query: TableQuery,
    #[server(default)] dialog: String,
    #[server(default)] picked: String,
) -> Result<UsersView, Problem> {
    server::users(&query, &dialog, &picked)
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
    let (query, dialog) = (use_table_query(), use_query_value("dialog"));
    let picked = use_query_value(PICKED);
    let data = load(
        move || {
            // What is picked is the browser's to show until a dialog is about it.
            let dialog = dialog.get();
            let picked = match dialog.is_empty() {
                true => String::new(),
                false => picked.get(),
            };
            (query.get(), dialog, picked)
        },
        |(query, dialog, picked)| users(query, dialog, picked),
    );
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
        {view.dialog.map(|dialog| view! { <BulkDialog view=dialog /> }).views()}
    }
}

#[cfg(feature = "ssr")]
pub(super) use server::invitation_actions;
#[cfg(feature = "ssr")]
pub use server::users_csv;

#[cfg(feature = "ssr")]
mod server {
    use std::borrow::Cow;

    use credlab_model::Refusal;
    use credlab_model::iam::policy;
    use credlab_model::iam::policy::Subject;
    use credlab_model::iam::user::{self, InvitedAccess, State, User};
    use credlab_model::template::in_order;

    use super::UsersView;
    use crate::backend::csv::csv;
    use crate::backend::moment::minute;
    use crate::backend::table::{chosen, page_of, settle, shown};
    use crate::backend::{Visit, visit};
    use crate::pages::iam::user::head::{state_tag, user_href};
    use crate::pages::iam::users::bulk;
    use crate::parts::query::TableQuery;
    use crate::view::{
        ActionView, Cell, Choice, FilterView, Notice, PickingView, Problem, TableView, TagKind,
        TagView,
    };

    const COLUMNS: [&str; 4] = ["Name", "Email", "Status", "IAM ID"];

    pub fn users(query: &TableQuery, dialog: &str, picked: &str) -> Result<UsersView, Problem> {
        settle();
        let visit = visit()?;
        let invite = user::Command::Invite {
            emails: vec!["someone@example.com".into()],
            access: InvitedAccess::default(),
        };
        let invite = ActionView::open("Invite users", "/iam/users/invite_users")
            .unless(visit.forbidden(invite));
        let vpn_only = visit.account.linked.map(|_| {
            let no_vpn = user::may_add_vpn_only(&visit.account, &visit.actor(), visit.now).err();
            ActionView::open("Add VPN-only user", "/iam/users/add_vpn_only_user")
                .unless(no_vpn.as_ref().map(Refusal::sentence))
        });
        Ok(UsersView {
            actions: std::iter::once(invite).chain(vpn_only).collect(),
            table: table(&visit, query),
            dialog: bulk::dialog(&visit, dialog, picked),
        })
    }

    fn table(visit: &Visit, query: &TableQuery) -> TableView {
        let users = listed(visit, query);
        let places = shown(query, users.len()).places;
        let page: Vec<&User> = users.get(places).unwrap_or_default().to_vec();
        let picking = PickingView {
            keys: page.iter().map(|user| user.id.to_string()).collect(),
            actions: bulk::actions(visit, &page),
        };
        TableView {
            filters: filters(visit, query),
            picking: Some(picking),
            download: Some(download(query)),
            ..page_of(
                query,
                &COLUMNS,
                "No user matches.",
                users,
                |user| cells(visit, user),
                |user| actions(visit, user),
            )
        }
    }

    fn filters(visit: &Visit, query: &TableQuery) -> Vec<FilterView> {
        let all = Choice::new("", "All statuses");
        let states = State::ALL.map(|state| Choice::new(state.as_str(), state.label()));
        let status = FilterView {
            name: "status".into(),
            label: "Status".into(),
            options: std::iter::once(all).chain(states).collect(),
            value: status(query).map_or_else(String::new, |state| state.as_str().into()),
        };
        let below = visit.account.linked.map(|_| FilterView {
            name: "view".into(),
            label: "View".into(),
            options: vec![
                Choice::new("", "All users"),
                Choice::new(BELOW, "My classic infrastructure users"),
            ],
            value: query.view.clone(),
        });
        below.into_iter().chain([status]).collect()
    }

    /// The view of those who are below the persona in the classic hierarchy.
    const BELOW: &str = "classic";

    /// The state that is asked for; `view=pending` asks for invitations, too.
    fn status(query: &TableQuery) -> Option<State> {
        match query.view.as_str() {
            "pending" => Some(State::Pending),
            _ => query.status.parse().ok(),
        }
    }

    /// The users that the persona sees and the query wants, in its order.
    fn listed<'a>(visit: &'a Visit, query: &TableQuery) -> Vec<&'a User> {
        let account = &visit.account;
        let actor = visit.actor();
        let own = account
            .linked_classic()
            .zip(account.linked_user(&visit.persona));
        let below = |user: &User| {
            own.is_some_and(|(linked, own)| {
                linked
                    .user_of(&user.id)
                    .is_some_and(|other| linked.is_ancestor(own.id, other.id))
            })
        };
        let status = status(query);
        let users = user::visible(account, &actor, visit.now)
            .filter(|user| status.is_none_or(|status| user.state == status))
            .filter(|user| query.view != BELOW || below(user));
        let users = in_order(account, users);
        chosen(query, COLUMNS.len(), users, |user, column| match column {
            0 => Cow::from(user.name.as_str()),
            1 => user.email.as_str().into(),
            2 => user.state.label().into(),
            _ => user.iam_id().into(),
        })
    }

    fn download(query: &TableQuery) -> String {
        let pairs = [
            ("q", &query.q),
            ("view", &query.view),
            ("status", &query.status),
            ("sort", &query.sort),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said
            .map(|(name, value)| format!("{name}={}", leptos_router::location::Url::escape(value)))
            .collect();
        match said.is_empty() {
            true => "/iam/users.csv".into(),
            false => format!("/iam/users.csv?{}", said.join("&")),
        }
    }

    /// The list that `query` wants, on all pages, as a file.
    pub fn users_csv(visit: &Visit, query: &TableQuery) -> String {
        let rows = listed(visit, query).into_iter().map(|user| {
            let by = visit.account.member_name(&user.added_by);
            [
                user.name.clone(),
                user.email.to_string(),
                user.state.label().into(),
                user.iam_id(),
                minute(user.added_at),
                by.unwrap_or_default(),
            ]
        });
        let headings = ["Name", "Email", "Status", "IAM ID", "Added", "Added by"];
        csv(headings, rows)
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
