//! API keys: one's own, and the lists of others' keys that the persona may use (`console.md`, section 5).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::field::Select;
use crate::carbon::page_header::PageHeader;
use crate::pages::iam::api_key_table::{ApiKeys, ApiKeysView};
use crate::parts::address_form::AddressForm;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::view::{Choice, Crumb, Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllApiKeysView {
    /// The lists that the persona may use.
    pub lists: Vec<Choice>,
    /// The one that is shown.
    pub list: String,
    /// Its keys.
    pub keys: ApiKeysView,
}

/// The API keys of the list that `query` wants, with the dialog `dialog` about the key `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/apikeys", input = GetUrl, output = Json)]
pub async fn all_api_keys(
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<AllApiKeysView, Problem> {
    server::all_api_keys(&query, &dialog, &key)
}

/// API keys.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    let query = use_table_query();
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (query.get(), dialog.get(), key.get()),
        |(query, dialog, key)| all_api_keys(query, dialog, key),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: AllApiKeysView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Access (IAM)", "/iam/users")];
    view! {
        <PageHeader
            crumbs=crumbs
            title="API keys"
            text="A key logs in as its owner and may do all that the owner may do, at every moment."
        />
        <AddressForm action="/iam/apikeys" class="credlab-inline-form">
            <Select name="view" label="View" options=view.lists value=view.list />
            <button class="cds--btn cds--btn--md cds--layout--size-md cds--btn--tertiary" type="submit">
                "Show"
            </button>
        </AddressForm>
        <ApiKeys view=view.keys />
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::api_key::Listing;

    use super::AllApiKeysView;
    use crate::backend::visit;
    use crate::pages::iam::api_key_table::{List, api_keys};
    use crate::parts::query::TableQuery;
    use crate::view::{Choice, Problem};

    pub fn all_api_keys(
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<AllApiKeysView, Problem> {
        let visit = visit()?;
        let actor = visit.actor();
        let list = match query.view.as_str() {
            "" => Listing::default(),
            view => view.parse::<Listing>()?,
        };
        if !list.is_open_to(&visit.account, &actor, visit.now) {
            let text = format!(
                "The list \"{}\" is not open to you. The account owner and Administrators of the IAM Identity Service \
                 see all keys; classic infrastructure keys are seen by their owners and by users above them.",
                list.label()
            );
            return Err(Problem::new(403, "You are not allowed to see this", text));
        }
        let open = Listing::ALL
            .into_iter()
            .filter(|list| list.is_open_to(&visit.account, &actor, visit.now));
        Ok(AllApiKeysView {
            lists: open
                .map(|list| Choice::new(list.as_str(), list.label()))
                .collect(),
            list: list.as_str().into(),
            keys: api_keys(&visit, &List::All(list), query, dialog, key),
        })
    }
}
