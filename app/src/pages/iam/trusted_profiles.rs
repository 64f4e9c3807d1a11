//! The trusted profiles of the account.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::pages::iam::subject::list::{SubjectListView, subject_list};
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::view::{Json, Problem};

/// The trusted profiles, as `query` wants them, with the dialog `create` if that is the `dialog`.
#[server(prefix = "/api", endpoint = "iam/trusted-profiles", input = GetUrl, output = Json)]
pub async fn trusted_profiles(
    query: TableQuery,
    dialog: String,
) -> Result<SubjectListView, Problem> {
    server::trusted_profiles(&query, &dialog)
}

/// The trusted profiles of the account.
#[component]
pub fn TrustedProfilesPage() -> impl IntoView {
    let (query, dialog) = (use_table_query(), use_query_value("dialog"));
    let data = load(
        move || (query.get(), dialog.get()),
        |(query, dialog)| trusted_profiles(query, dialog),
    );
    view! { <Load data=data view=subject_list /> }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::iam::trusted_profile::{TrustedProfile, may_see};

    use crate::backend::moment::day;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::pages::iam::subject::Kind;
    use crate::pages::iam::subject::head::{actions_of, tags_of};
    use crate::pages::iam::subject::list::{SubjectListView, list_of};
    use crate::pages::iam::subject::named::Named;
    use crate::parts::query::TableQuery;
    use crate::view::{ActionView, Cell, Problem};

    const COLUMNS: [&str; 7] = [
        "Name",
        "Description",
        "Created",
        "Last changed",
        "Trusted",
        "Access groups",
        "Policies",
    ];

    pub fn trusted_profiles(query: &TableQuery, dialog: &str) -> Result<SubjectListView, Problem> {
        let visit = visit()?;
        let account = &visit.account;
        let mut seen: Vec<&TrustedProfile> = account
            .trusted_profiles
            .values()
            .filter(|profile| may_see(account, &visit.persona, profile, visit.now))
            .collect();
        seen.sort_by_key(|profile| profile.name.to_lowercase());
        let empty = match seen.is_empty() {
            true => {
                "There is no trusted profile that you may see. Seeing all takes a role on the IAM Identity Service."
            }
            false => "No trusted profile matches the search.",
        };
        let table = table(
            query,
            &COLUMNS,
            empty,
            seen,
            |profile| cells(&visit, profile),
            |profile| actions(&visit, profile),
        );
        let text = "Access for a time, without credentials of its own: whom a profile trusts can apply it, and then has \
                    the profile's access instead of their own.";
        Ok(list_of(&visit, Kind::TrustedProfile, text, table, dialog))
    }

    fn cells(visit: &Visit, profile: &TrustedProfile) -> Vec<Cell> {
        let account = &visit.account;
        let named = Named::TrustedProfile(profile);
        let groups = account.access_groups.of(&profile.identity()).count();
        let policies = account.policies.of(&named.subject()).count();
        vec![
            Cell::Link {
                text: profile.name.clone(),
                href: named.href(""),
                tags: tags_of(visit, named),
            },
            Cell::text(profile.description.as_str()),
            Cell::text(day(profile.created_at)),
            Cell::text(day(profile.modified_at)),
            Cell::text(profile.trusts.len().to_string()),
            Cell::text(groups.to_string()),
            Cell::text(policies.to_string()),
        ]
    }

    fn actions(visit: &Visit, profile: &TrustedProfile) -> Vec<ActionView> {
        let named = Named::TrustedProfile(profile);
        let manage = ActionView::open("Manage profile", named.href(""));
        let rest = actions_of(visit, named).into_iter();
        std::iter::once(manage).chain(rest).collect()
    }
}
