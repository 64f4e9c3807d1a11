//! The access groups of a user (`console.md`, section 3.2).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::pages::iam::group_table::{GroupTableView, group_table};
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessGroupsView {
    /// The top.
    pub head: UserHead,
    /// The groups that the user is a member of.
    pub groups: GroupTableView,
}

/// The access groups of the user `id`, as `query` wants them.
#[server(prefix = "/api", endpoint = "iam/user/access_groups", input = GetUrl, output = Json)]
pub async fn access_groups(
    id: String,
    #[server(default)] query: TableQuery,
) -> Result<AccessGroupsView, Problem> {
    server::access_groups(&id, &query)
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
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn access_groups(id: &str, query: &TableQuery) -> Result<AccessGroupsView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        Ok(AccessGroupsView {
            head: head_of(&visit, user),
            groups: groups_of(&visit, user.id.as_str(), &user.identity(), query),
        })
    }
}
