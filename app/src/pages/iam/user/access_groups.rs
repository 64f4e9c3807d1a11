//! The access groups of a user (`console.md`, section 3.2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::pages::iam::group_table::{GroupTableView, group_table};
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGroupsView {
    /// The top.
    pub head: UserHead,
    /// The groups that the user is a member of.
    pub groups: GroupTableView,
}

/// The access groups of the user `id`, as `query` wants them, with the dialog `dialog` about the group `key`.
#[server(prefix = "/api", endpoint = "iam/user/access_groups", input = GetUrl, output = Json)]
pub async fn access_groups(
    id: String,
    #[server(default)] query: TableQuery,
    #[server(default)] dialog: String,
    #[server(default)] key: String,
) -> Result<AccessGroupsView, Problem> {
    server::access_groups(&id, &query, (&dialog, &key))
}

/// The access groups of a user.
#[component]
pub fn AccessGroupsPage() -> impl IntoView {
    let id = use_path_part("id");
    let query = use_table_query();
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        |(id, query, dialog, key)| access_groups(id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: AccessGroupsView) -> impl IntoView {
    view! {
        <UserTab head=view.head current="Access groups">
            {group_table(view.groups)}
        </UserTab>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::AccessGroupsView;
    use crate::backend::visit;
    use crate::pages::iam::group_table::groups_of;
    use crate::pages::iam::subject::named::Named;
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn access_groups(
        id: &str,
        query: &TableQuery,
        dialog: (&str, &str),
    ) -> Result<AccessGroupsView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        Ok(AccessGroupsView {
            head: head_of(&visit, user),
            groups: groups_of(&visit, Named::User(user), &user.identity(), query, dialog),
        })
    }
}
