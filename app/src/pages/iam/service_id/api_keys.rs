//! The API keys of a service ID (`console.md`, section 6).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::pages::iam::api_key_table::{ApiKeys, ApiKeysView};
use crate::pages::iam::subject::head::{SubjectHead, SubjectTab};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceIdKeysView {
    /// The top.
    pub head: SubjectHead,
    /// The keys.
    pub keys: ApiKeysView,
}

/// The API keys of the service ID `id`, with the dialog `dialog` about the key `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/serviceids/api-keys", input = GetUrl, output = Json)]
pub async fn service_id_keys(
    id: String,
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<ServiceIdKeysView, Problem> {
    server::service_id_keys(&id, &query, &dialog, &key)
}

/// The API keys of a service ID.
#[component]
pub fn ServiceIdKeysPage() -> impl IntoView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        |(id, query, dialog, key)| service_id_keys(id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ServiceIdKeysView) -> AnyView {
    view! {
        <SubjectTab head=view.head current="API keys">
            <ApiKeys view=view.keys />
        </SubjectTab>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use super::ServiceIdKeysView;
    use crate::backend::{missing, visit};
    use crate::pages::iam::api_key_table::{List, api_keys};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::head_of;
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn service_id_keys(
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<ServiceIdKeysView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, Kind::ServiceId, id)?;
        let Named::ServiceId(service_id) = subject else {
            return Err(missing("Service ID"));
        };
        let list = List::OfServiceId(service_id.id.clone());
        Ok(ServiceIdKeysView {
            head: head_of(&visit, subject),
            keys: api_keys(&visit, &list, query, dialog, key),
        })
    }
}
