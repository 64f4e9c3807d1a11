//! The top of a user's page, the same on every tab.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::tabs::Tabs;
use crate::view::{ActionView, Crumb, TagView};

/// What the top of a user's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserHead {
    /// The id in addresses and forms.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The address.
    pub email: String,
    /// `owner`, `self`, and the state unless it is active.
    pub tags: Vec<TagView>,
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// Whether there is a classic infrastructure tab: the account has a classic account.
    pub classic: bool,
}

/// The address of a user's page, or of one of its tabs: `user_href(id, "/access-policies")`.
pub fn user_href(id: &str, tab: &str) -> String {
    format!("/iam/users/{id}{tab}")
}

/// A tab of a user's page, below the top that all tabs share.
#[component]
pub fn UserTab(
    /// The top.
    head: UserHead,
    /// The label of this tab.
    current: &'static str,
    /// The tab.
    children: Children,
) -> impl IntoView {
    let href = |tab| user_href(&head.id, tab);
    let mut tabs = vec![
        ("User details", href("")),
        ("Access groups", href("/access-groups")),
        ("Access policies", href("/access-policies")),
        ("API keys", href("/api-keys")),
    ];
    if head.classic {
        tabs.push(("Classic infrastructure", href("/classic-infrastructure")));
    }
    let crumbs = vec![
        Crumb::link("Access (IAM)", "/iam/users"),
        Crumb::link("Users", "/iam/users"),
    ];
    view! {
        <PageHeader crumbs=crumbs title=head.name text=head.email tags=head.tags actions=head.actions />
        <Tabs label="Tabs of the user" tabs=tabs current=current />
        {children()}
    }
}

#[cfg(feature = "ssr")]
pub use server::{head_of, state_tag, user_of};

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::Refusal;
    use credlab_model::iam::policy::{self, Subject};
    use credlab_model::iam::user::{self, State, User};
    use credlab_model::id::UserId;

    use super::{UserHead, user_href};
    use crate::backend::{Visit, missing, parsed};
    use crate::view::{ActionView, Problem, TagKind, TagView};

    /// The user that a page's address names.
    pub fn user_of<'a>(visit: &'a Visit, id: &str) -> Result<&'a User, Problem> {
        let id: UserId = parsed(id, "User")?;
        visit.account.users.get(&id).ok_or_else(|| missing("User"))
    }

    /// The top of a user's page.
    pub fn head_of(visit: &Visit, user: &User) -> UserHead {
        let account = &visit.account;
        let mut tags = Vec::new();
        if user.id == account.owner {
            tags.push(TagView::new(TagKind::Info, "owner"));
        }
        if user.identity() == visit.persona {
            tags.push(TagView::new(TagKind::Neutral, "self"));
        }
        if user.state != State::Active {
            tags.push(state_tag(user.state));
        }
        let subject = Subject::User(user.id.clone());
        let no_access = policy::may_assign_to(account, &visit.actor(), &subject, visit.now).err();
        let assign = ActionView::open(
            "Assign access",
            user_href(user.id.as_str(), "/assign-access"),
        )
        .unless(no_access.as_ref().map(Refusal::sentence));
        let copy = ActionView::open("Copy as", user_href(user.id.as_str(), "/copy-as"));
        let mut actions = vec![assign, copy];
        // An invitation is cancelled rather than removed.
        if !user.state.is_invited() {
            let remove = user::Command::Remove {
                user: user.id.clone(),
            };
            let dialog = user_href(user.id.as_str(), "?dialog=remove");
            actions.push(
                ActionView::open("Remove user", dialog)
                    .unless(visit.forbidden(remove))
                    .dangerous(),
            );
        }
        UserHead {
            id: user.id.to_string(),
            name: user.name.clone(),
            email: user.email.to_string(),
            tags,
            actions,
            classic: account.linked.is_some(),
        }
    }

    /// A state as a tag.
    pub fn state_tag(state: State) -> TagView {
        let kind = match state {
            State::Active => TagKind::Good,
            State::Processing | State::Pending => TagKind::Info,
            State::Suspended | State::Invalid => TagKind::Bad,
            State::VpnOnly | State::DisabledClassicInfrastructure => TagKind::Warning,
        };
        TagView::new(kind, state.label())
    }
}
