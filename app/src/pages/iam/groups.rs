//! The access groups of the account (`console.md`, section 7).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::pages::iam::subject::list::{SubjectListView, subject_list};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// The access groups, as `query` wants them, with the dialog `create` if that is the `dialog`.
#[server(prefix = "/api", endpoint = "iam/groups", input = GetUrl, output = Json)]
pub async fn groups(query: TableQuery, dialog: String) -> Result<SubjectListView, Problem> {
    server::groups(&query, &dialog)
}

/// The access groups of the account.
#[component]
pub fn GroupsPage() -> impl IntoView {
    let (query, dialog) = (use_table_query(), use_query_value("dialog"));
    let data = load(
        move || (query.get(), dialog.get()),
        |(query, dialog)| groups(query, dialog),
    );
    view! { <Load data=data view=subject_list /> }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::actor::Identity;
    use credlab_model::iam::access_group::{AccessGroup, PUBLIC, may_see};

    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::{actions_of, tags_of};
    use crate::pages::iam::subject::list::{SubjectListView, list_of};
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Problem};

    const COLUMNS: [&str; 6] = [
        "Name",
        "Description",
        "Users",
        "Service IDs",
        "Trusted profiles",
        "Policies",
    ];

    pub fn groups(query: &TableQuery, dialog: &str) -> Result<SubjectListView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let all = account.access_groups.values().chain([&*PUBLIC]);
        let mut seen: Vec<&AccessGroup> = all
            .filter(|group| may_see(account, &visit.persona, group, visit.now))
            .collect();
        seen.sort_by_key(|group| group.name.to_lowercase());
        let table = table(
            query,
            &COLUMNS,
            "No access group matches the search.",
            seen,
            |group| cells(&visit, group),
            |group| actions(&visit, group),
        );
        let text = "Users, service IDs and trusted profiles that get the same access. You see the groups that you are a \
                    member of; seeing all takes a role on the IAM Access Groups service.";
        Ok(list_of(&visit, Kind::AccessGroup, text, table, dialog))
    }

    fn cells(visit: &Visit, group: &AccessGroup) -> Vec<Cell> {
        let named = Named::AccessGroup(group);
        let count = |kind: fn(&Identity) -> bool| match named.is_public() {
            true => Cell::text("All"),
            false => Cell::text(group.members.iter().filter(|m| kind(m)).count().to_string()),
        };
        let policies = visit.account.policies.of(&named.subject()).count();
        vec![
            Cell::Link {
                text: group.name.clone(),
                href: named.href(""),
                tags: tags_of(visit, named),
            },
            Cell::text(group.description.as_str()),
            count(|member| matches!(member, Identity::User(_))),
            count(|member| matches!(member, Identity::ServiceId(_))),
            count(|member| matches!(member, Identity::TrustedProfile(_))),
            Cell::text(policies.to_string()),
        ]
    }

    fn actions(visit: &Visit, group: &AccessGroup) -> Vec<ActionView> {
        let named = Named::AccessGroup(group);
        let manage = ActionView::open("Manage group", named.href(""));
        let rest = actions_of(visit, named).into_iter();
        std::iter::once(manage).chain(rest).collect()
    }
}
