//! The audit trail: what happened in the account, and what was refused (`console.md`, section 14).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::view::{Crumb, Json, Problem, TableView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    /// The entries, newest first.
    pub table: TableView,
    /// Where the newest entries are, unless they are shown.
    pub newest: Option<String>,
    /// Where older entries are, if there are any.
    pub older: Option<String>,
}

/// The entries with versions below `before`, or the newest ones, as `query` wants them.
#[server(prefix = "/api", endpoint = "activity", input = GetUrl, output = Json)]
pub async fn activity(
    #[server(default)] query: TableQuery,
    #[server(default)] before: String,
) -> Result<ActivityView, Problem> {
    server::activity(&query, &before).await
}

/// The audit trail of the account.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let (query, before) = (use_table_query(), use_query_value("before"));
    let data = load(
        move || (query.get(), before.get()),
        |(query, before)| activity(query, before),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ActivityView) -> impl IntoView {
    let crumbs = vec![Crumb::link("Observability", "/observe/activity")];
    let turn = |label: &'static str, href: Option<String>| {
        href.map(
            |href| view! { <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href>{label}</a> },
        )
    };
    view! {
        <PageHeader
            crumbs=crumbs
            title="Activity"
            text="What was done in the account and what was refused, newest first. Some reads are recorded too, as in a real account."
        />
        <DataTable label="Activity" table=view.table />
        <nav class="credlab-buttons credlab-below" aria-label="Older and newer entries">
            {turn("Newest entries", view.newest)}
            {turn("Older entries", view.older)}
        </nav>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::audit::{self, Entry, Outcome};

    use super::ActivityView;
    use crate::backend::moment::moment;
    use crate::backend::table::table;
    use crate::backend::visit;
    use crate::parts::query::TableQuery;
    use crate::view::{Cell, Problem, TagKind, TagView};

    /// How far back a page looks: what is searched, sorted and turned over.
    const REACH: u32 = 1000;

    const COLUMNS: [&str; 7] = [
        "Time",
        "Action",
        "Initiator",
        "Target",
        "Outcome",
        "Severity",
        "Reason",
    ];

    pub async fn activity(query: &TableQuery, before: &str) -> Result<ActivityView, Problem> {
        let visit = visit()?;
        let before: Option<u64> = match before {
            "" => None,
            number => Some(number.parse().map_err(|_| unreadable())?),
        };
        let records = visit.store.latest(&visit.account.id, before, REACH).await?;
        let last = records.last().map(|record| record.version);
        let entries = records
            .iter()
            .map(|record| audit::entry(&visit.account, record));
        let empty = "No entry matches.";
        Ok(ActivityView {
            table: table(query, &COLUMNS, empty, entries, cells, |_| Vec::new()),
            newest: before.map(|_| "/observe/activity".into()),
            // The first record has version 1.
            older: last
                .filter(|version| *version > 1)
                .map(|version| format!("/observe/activity?before={version}")),
        })
    }

    fn unreadable() -> Problem {
        let text = "The part before= of the address must be the number of an entry.";
        Problem::new(400, "The address can't be understood", text)
    }

    fn cells(entry: &Entry) -> Vec<Cell> {
        let outcome = match entry.outcome {
            Outcome::Success => Cell::Status(TagKind::Good, "Success".into()),
            Outcome::Failure => Cell::Status(TagKind::Bad, "Failure".into()),
        };
        let severity = match entry.severity {
            "critical" => TagKind::Bad,
            "warning" => TagKind::Warning,
            _ => TagKind::Neutral,
        };
        vec![
            Cell::text(moment(entry.at)),
            Cell::Code(entry.action.clone()),
            Cell::text(entry.initiator.clone()),
            Cell::Code(entry.target.clone()),
            outcome,
            Cell::Tags(vec![TagView::new(severity, entry.severity)]),
            Cell::text(entry.reason.clone().unwrap_or_default()),
        ]
    }
}
