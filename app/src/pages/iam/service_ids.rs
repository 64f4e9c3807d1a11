//! The service IDs of the account (`console.md`, section 6).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::pages::iam::subject::list::{SubjectListView, subject_list};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::view::{Json, Notice, Problem};

/// The service IDs, as `query` wants them, with the dialog `create` if that is the `dialog`.
#[server(prefix = "/api", endpoint = "iam/serviceids", input = GetUrl, output = Json)]
pub async fn service_ids(query: TableQuery, dialog: String) -> Result<SubjectListView, Problem> {
    server::service_ids(&query, &dialog)
}

/// Locks or unlocks the service ID `id`; `locked` is `true` or `false`.
#[server(prefix = "/api", endpoint = "iam/serviceids/lock")]
pub async fn lock_service_id(id: String, locked: String) -> Result<Notice, Problem> {
    let visit = crate::backend::visit()?;
    crate::backend::told(server::lock(&visit, &id, locked == "true").await)
}

/// The service IDs of the account.
#[component]
pub fn ServiceIdsPage() -> impl IntoView {
    let (query, dialog) = (use_table_query(), use_query_value("dialog"));
    let data = load(
        move || (query.get(), dialog.get()),
        |(query, dialog)| service_ids(query, dialog),
    );
    view! { <Load data=data view=subject_list /> }
}

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeMap;

    use credlab_model::actor::Identity;
    use credlab_model::iam::service_id::{Command, ServiceId, may_see};
    use credlab_model::id::ServiceIdId;
    use credlab_model::refusal::Noun;

    use crate::backend::moment::day;
    use crate::backend::table::table;
    use crate::backend::{Visit, given, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::{actions_of, tags_of};
    use crate::pages::iam::subject::list::{SubjectListView, list_of};
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Notice, Problem};

    const COLUMNS: [&str; 7] = [
        "Name",
        "Description",
        "Created",
        "Last changed",
        "Access groups",
        "Policies",
        "API keys",
    ];

    pub fn service_ids(query: &TableQuery, dialog: &str) -> Result<SubjectListView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let mut seen: Vec<&ServiceId> = account
            .service_ids
            .values()
            .filter(|found| may_see(account, &visit.persona, found, visit.now))
            .collect();
        seen.sort_by_key(|service_id| service_id.name.to_lowercase());
        let empty = match seen.is_empty() {
            true => {
                "There is no service ID that you may see. Seeing all takes a role on the IAM Identity Service."
            }
            false => "No service ID matches the search.",
        };
        let keys = keys_by_owner(&visit);
        let table = table(
            query,
            &COLUMNS,
            empty,
            seen,
            |service_id| cells(&visit, service_id, &keys),
            |service_id| actions(&visit, service_id),
        );
        let text = "Identities of applications and scripts. They act with API keys of their own, and reach what IAM \
                    governs.";
        Ok(list_of(&visit, Kind::ServiceId, text, table, dialog))
    }

    fn keys_by_owner(visit: &Visit) -> BTreeMap<&Identity, usize> {
        let mut counts = BTreeMap::new();
        let keys = visit.account.api_keys.values();
        for key in keys.filter(|key| !key.is_removed(visit.now)) {
            *counts.entry(&key.owner).or_default() += 1;
        }
        counts
    }

    fn cells(
        visit: &Visit,
        service_id: &ServiceId,
        keys: &BTreeMap<&Identity, usize>,
    ) -> Vec<Cell> {
        let account = &visit.account;
        let named = Named::ServiceId(service_id);
        let identity = service_id.identity();
        let groups = account.access_groups.of(&identity).count();
        let policies = account.policies.of(&named.subject()).count();
        let keys = keys.get(&identity).copied().unwrap_or_default();
        vec![
            Cell::Link {
                text: service_id.name.clone(),
                href: named.href(""),
                tags: tags_of(visit, named),
            },
            Cell::text(service_id.description.as_str()),
            Cell::text(day(service_id.created_at)),
            Cell::text(day(service_id.modified_at)),
            Cell::text(groups.to_string()),
            Cell::text(policies.to_string()),
            Cell::text(keys.to_string()),
        ]
    }

    fn actions(visit: &Visit, service_id: &ServiceId) -> Vec<ActionView> {
        let named = Named::ServiceId(service_id);
        let manage = ActionView::open("Manage service ID", named.href(""));
        let rest = actions_of(visit, named).into_iter();
        std::iter::once(manage).chain(rest).collect()
    }

    pub async fn lock(visit: &Visit, id: &str, locked: bool) -> Result<Notice, Notice> {
        let id: ServiceIdId = given(id, Noun::ServiceId)?;
        let command = Command::SetLocked {
            id: id.clone(),
            locked,
        };
        let done = visit.perform(command).await?;
        let name = &done.account.service_id(&id)?.name;
        Ok(match locked {
            true => Notice::success(format!("{name} locked")).with_text(
                "It can't be removed or renamed, nor its policies changed, until it is unlocked.",
            ),
            false => Notice::success(format!("{name} unlocked")),
        })
    }
}
