//! The access policies of a service ID, an access group or a trusted profile.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::head::{SubjectHead, SubjectTab};
use crate::pages::iam::policy_table::{PolicyTableView, policy_table};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_path_part, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectPoliciesView {
    /// The top.
    pub head: SubjectHead,
    /// The policies.
    pub policies: PolicyTableView,
}

/// The policies of a subject that is no user, with the dialog `dialog` about the policy `key` if it is not empty.
#[server(prefix = "/api", endpoint = "iam/subjects/policies", input = GetUrl, output = Json)]
pub async fn subject_policies(
    kind: Kind,
    id: String,
    query: TableQuery,
    dialog: String,
    key: String,
) -> Result<SubjectPoliciesView, Problem> {
    server::policies(kind, &id, &query, &dialog, &key)
}

/// The access policies of a service ID.
#[component]
pub fn ServiceIdPoliciesPage() -> impl IntoView {
    policies_of_kind(Kind::ServiceId)
}

/// The access policies of an access group.
#[component]
pub fn GroupPoliciesPage() -> impl IntoView {
    policies_of_kind(Kind::AccessGroup)
}

/// The access policies of a trusted profile.
#[component]
pub fn ProfilePoliciesPage() -> impl IntoView {
    policies_of_kind(Kind::TrustedProfile)
}

fn policies_of_kind(kind: Kind) -> AnyView {
    let (id, query) = (use_path_part("id"), use_table_query());
    let (dialog, key) = (use_query_value("dialog"), use_query_value("key"));
    let data = load(
        move || (id.get(), query.get(), dialog.get(), key.get()),
        move |(id, query, dialog, key)| subject_policies(kind, id, query, dialog, key),
    );
    view! { <Load data=data view=page /> }.into_any()
}

fn page(view: SubjectPoliciesView) -> AnyView {
    let current = match view.head.kind {
        Kind::AccessGroup => "Access",
        _ => "Access policies",
    };
    view! {
        <SubjectTab head=view.head current=current>
            {policy_table(view.policies)}
        </SubjectTab>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
mod server {
    use super::SubjectPoliciesView;
    use crate::backend::visit;
    use crate::pages::iam::policy_table::policies_of;
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::head_of;
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::Problem;

    pub fn policies(
        kind: Kind,
        id: &str,
        query: &TableQuery,
        dialog: &str,
        key: &str,
    ) -> Result<SubjectPoliciesView, Problem> {
        let visit = visit()?;
        let subject = Named::of_page(&visit, kind, id)?;
        Ok(SubjectPoliciesView {
            head: head_of(&visit, subject),
            policies: policies_of(&visit, subject, query, dialog, key),
        })
    }
}
