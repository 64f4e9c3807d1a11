//! The access groups of a service ID or a trusted profile.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::head::{SubjectHead, SubjectTab};
use crate::pages::iam::group_table::{GroupTableView, group_table};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipsView {
    /// The top.
    pub head: SubjectHead,
    /// The groups.
    pub groups: GroupTableView,
}

/// The access groups of a service ID or trusted profile, with the dialog `dialog` about the group `key`.
#[server(prefix = "/api", endpoint = "iam/subjects/groups", input = GetUrl, output = Json)]
pub async fn memberships(
    kind: Kind,
    id: String,
    #[server(default)] query: TableQuery,
    #[server(default)] dialog: String,
    #[server(default)] key: String,
) -> Result<MembershipsView, Problem> {
    server::memberships(kind, &id, &query, (&dialog, &key))
}

/// The access groups of a service ID.
#[component]
pub fn ServiceIdGroupsPage() -> impl IntoView {
    memberships_of(Kind::ServiceId)
}

/// The access groups of a trusted profile.
#[component]
pub fn ProfileGroupsPage() -> impl IntoView {
    memberships_of(Kind::TrustedProfile)
}

fn memberships_of(kind: Kind) -> AnyView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        move |(id, query, dialog, key)| memberships(kind, id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }.into_any()
}

fn page(view: MembershipsView) -> AnyView {
    view! {
        <SubjectTab head=view.head current="Access groups">
            {group_table(view.groups)}
        </SubjectTab>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use super::MembershipsView;
    use crate::backend::{missing, visit};
    use crate::pages::iam::group_table::groups_of;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::head_of;
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn memberships(
        kind: Kind,
        id: &str,
        query: &TableQuery,
        dialog: (&str, &str),
    ) -> Result<MembershipsView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, kind, id)?;
        // A group is a member of none.
        let identity = subject.identity().ok_or_else(|| missing("Page"))?;
        Ok(MembershipsView {
            head: head_of(&visit, subject),
            groups: groups_of(&visit, subject, &identity, query, dialog),
        })
    }
}
