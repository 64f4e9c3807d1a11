//! The API keys of a user, the classic infrastructure API key among them (`console.md`, section 3.1).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::pages::iam::api_key_table::{ApiKeys, ApiKeysView};
use crate::pages::iam::user::head::{UserHead, UserTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserApiKeysView {
    /// The top of the user's page.
    pub head: UserHead,
    /// The keys.
    pub keys: ApiKeysView,
}

/// The API keys of the user `id`, with the dialog `dialog` about the key `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/users/api-keys", input = GetUrl, output = Json)]
pub async fn user_api_keys(
    id: String,
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<UserApiKeysView, Problem> {
    server::user_api_keys(&id, &query, &dialog, &key)
}

/// The API keys of a user.
#[component]
pub fn UserApiKeysPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        |(id, query, dialog, key)| user_api_keys(id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: UserApiKeysView) -> impl IntoView {
    view! {
        <UserTab head=view.head current="API keys">
            <ApiKeys view=view.keys />
        </UserTab>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use super::UserApiKeysView;
    use crate::backend::visit;
    use crate::pages::iam::api_key_table::{List, api_keys};
    use crate::pages::iam::user::head::{head_of, user_of};
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn user_api_keys(
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<UserApiKeysView, Problem> {
        let visit = visit()?;
        let user = user_of(&visit, id)?;
        Ok(UserApiKeysView {
            head: head_of(&visit, user),
            keys: api_keys(&visit, &List::of(user), query, dialog, key),
        })
    }
}
