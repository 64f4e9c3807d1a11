//! The access policies of a user (`console.md`, section 3.3).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::pages::iam::policy_table::{PolicyTableView, policy_table};
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoliciesView {
    /// The top of the user's page.
    pub head: UserHead,
    /// The policies.
    pub policies: PolicyTableView,
}

/// The policies of the user `id`, with the dialog `dialog` about the policy `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/users/policies", input = GetUrl, output = Json)]
pub async fn policies(
    id: String,
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<PoliciesView, Problem> {
    server::policies(&id, &query, &dialog, &key)
}

/// The access policies of a user.
#[component]
pub fn PoliciesPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        |(id, query, dialog, key)| policies(id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: PoliciesView) -> impl IntoView {
    view! {
        <UserTab head=view.head current="Access policies">
            {policy_table(view.policies)}
        </UserTab>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::PoliciesView;
    use crate::backend::visit;
    use crate::pages::iam::policy_table::policies_of;
    use crate::pages::iam::subject::named::Named;
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn policies(
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<PoliciesView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        Ok(PoliciesView {
            head: head_of(&visit, user),
            policies: policies_of(&visit, Named::User(user), query, dialog, key),
        })
    }
}
