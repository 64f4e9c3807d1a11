//! The audit trail: what happened in the account, and what was refused (`console.md`, section 14).

pub mod event;
pub mod filter;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::parts::load::{Load, load};
use crate::parts::query::{TableQuery, use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{Choice, Crumb, Json, Problem, TableView};
use filter::{ActivityFilter, FilterForm, use_filter};

/// The address of the page.
pub const PATH: &str = "/observe/activity";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    /// What is asked for.
    pub filter: ActivityFilter,
    /// Who may be asked for as the initiator: those in the entries.
    pub initiators: Vec<Choice>,
    /// The entries, newest first.
    pub table: TableView,
    /// Where the newest entries are, unless they are shown.
    pub newest: Option<String>,
    /// Where older entries are, if there are any.
    pub older: Option<String>,
    /// What is shown, as files: the label and the address of each.
    pub files: Vec<(String, String)>,
}

/// The entries that `filter` lets through with versions below `before`, or the newest ones, as `query` wants them.
#[server(prefix = "/api", endpoint = "activity", input = GetUrl, output = Json)]
pub async fn activity(
    #[server(default)] query: TableQuery,
    #[server(default)] filter: ActivityFilter,
    #[server(default)] before: String,
) -> Result<ActivityView, Problem> {
    server::activity(&query, filter, &before).await
}

/// The audit trail of the account.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let (query, filter, before) = (use_table_query(), use_filter(), use_query_value("before"));
    let data = load(
        move || (query.get(), filter.get(), before.get()),
        |(query, filter, before)| activity(query, filter, before),
    );
    view! { <Load data=data view=page /> }
}

fn page(view: ActivityView) -> impl IntoView {
    let turn = |label: &'static str, href: Option<String>| {
        href.map(
            |href| view! { <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href>{label}</a> },
        )
    };
    // The server's, not pages of the app.
    let files = view.files.into_iter().map(|(label, href)| {
        view! {
            <a class="cds--btn cds--btn--sm cds--btn--ghost" href=href rel="external" download="">
                {label}
            </a>
        }
    });
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Observability", PATH)]
            title="Activity"
            text="What was done in the account and what was refused, newest first. Some reads are recorded too, as in a real account."
        />
        <FilterForm filter=view.filter initiators=view.initiators />
        <DataTable label="Activity" table=view.table />
        <nav class="credlab-buttons credlab-below" aria-label="Older and newer entries">
            {turn("Newest entries", view.newest)}
            {turn("Older entries", view.older)}
            {files.views()}
        </nav>
    }
}

#[cfg(feature = "ssr")]
pub use server::{activity_csv, activity_json};

#[cfg(feature = "ssr")]
mod server {
    use std::collections::BTreeSet;

    use credlab_model::audit::{self, Entry, Outcome};
    use credlab_model::{Record, Timestamp};

    use super::filter::{ActivityFilter, Wanted};
    use super::{ActivityView, PATH};
    use crate::backend::csv::csv;
    use crate::backend::moment::moment;
    use crate::backend::table::table;
    use crate::backend::{Visit, visit};
    use crate::parts::query::TableQuery;
    use crate::view::{Cell, Choice, Problem, TagKind, TagView};

    /// The most entries of a page's table: what is sorted and turned over.
    const REACH: usize = 1000;

    /// How many records are read for them at most, where most are filtered out.
    const READ: usize = 20_000;

    const COLUMNS: [&str; 7] = [
        "Time",
        "Action",
        "Initiator",
        "Target",
        "Outcome",
        "Severity",
        "Reason",
    ];

    /// Entries that were asked for, newest first.
    struct Found {
        entries: Vec<(Entry, Record)>,
        /// Where to go on with older ones; none at the account's beginning.
        older: Option<u64>,
    }

    pub async fn activity(
        query: &TableQuery,
        filter: ActivityFilter,
        before: &str,
    ) -> Result<ActivityView, Problem> {
        let visit = visit()?;
        let from = number(before)?;
        let found = find(&visit, &filter, from).await?;
        let address = |path: &str, before: Option<u64>| {
            let before = before.map(|before| ("before", before.to_string()));
            filter.address(path, before)
        };
        let initiators: BTreeSet<&String> = found
            .entries
            .iter()
            .map(|(entry, _)| &entry.initiator)
            .collect();
        let initiators = initiators
            .into_iter()
            .chain(Some(&filter.user).filter(|user| !user.is_empty()))
            .collect::<BTreeSet<_>>();
        let initiators = initiators.into_iter().map(|name| Choice::new(name, name));
        let anybody = Choice::new("", "Anybody");
        let files = [("Download CSV", "csv"), ("Download JSON", "json")];
        let files = files
            .map(|(label, kind)| (label.to_string(), address(&format!("{PATH}.{kind}"), from)));
        let mut table = table(
            query,
            &COLUMNS,
            "No entry matches.",
            found.entries.iter().map(|(entry, _)| entry),
            |entry| cells(entry),
            |_| Vec::new(),
        );
        // The form above searches.
        table.search = None;
        Ok(ActivityView {
            initiators: std::iter::once(anybody).chain(initiators).collect(),
            table,
            newest: from.map(|_| address(PATH, None)),
            older: found.older.map(|older| address(PATH, Some(older))),
            files: files.to_vec(),
            filter,
        })
    }

    fn number(before: &str) -> Result<Option<u64>, Problem> {
        match before {
            "" => Ok(None),
            number => match number.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(super::filter::unreadable(
                    "before=",
                    "the number of an entry",
                )),
            },
        }
    }

    /// What the filter lets through, below `before`.
    async fn find(
        visit: &Visit,
        filter: &ActivityFilter,
        mut before: Option<u64>,
    ) -> Result<Found, Problem> {
        let wanted = Wanted::of(filter)?;
        let (mut entries, mut read) = (Vec::new(), 0);
        while entries.len() < REACH && read < READ {
            let batch = u32::try_from(REACH).unwrap_or(u32::MAX);
            let records = visit.store.latest(&visit.account.id, before, batch).await?;
            read += records.len().max(1);
            let Some(last) = records.last() else {
                before = None;
                break;
            };
            // The first record has version 1.
            before = Some(last.version).filter(|version| *version > 1);
            let ended = wanted.is_past(last.at);
            for record in records {
                let entry = audit::entry(&visit.account, &record);
                if wanted.lets_through(&entry) {
                    entries.push((entry, record));
                }
            }
            if ended {
                before = None;
            }
            if before.is_none() {
                break;
            }
        }
        // What is cut off here comes first on the next page.
        if entries.len() > REACH {
            entries.truncate(REACH);
            before = entries.last().map(|(entry, _)| entry.version);
        }
        Ok(Found {
            entries,
            older: before,
        })
    }

    fn cells(entry: &Entry) -> Vec<Cell> {
        let severity = match entry.severity {
            "critical" => TagKind::Bad,
            "warning" => TagKind::Warning,
            _ => TagKind::Neutral,
        };
        vec![
            Cell::link(moment(entry.at), format!("{PATH}/{}", entry.version)),
            Cell::Code(entry.action.clone()),
            Cell::text(entry.initiator.clone()),
            Cell::Code(entry.target.clone()),
            outcome(entry.outcome),
            Cell::Tags(vec![TagView::new(severity, entry.severity)]),
            Cell::text(entry.reason.clone().unwrap_or_default()),
        ]
    }

    pub(super) fn outcome(outcome: Outcome) -> Cell {
        match outcome {
            Outcome::Success => Cell::Status(TagKind::Good, "Success".into()),
            Outcome::Failure => Cell::Status(TagKind::Bad, "Failure".into()),
        }
    }

    /// What the page of the same filter shows, as a file of comma-separated values.
    pub async fn activity_csv(
        visit: &Visit,
        filter: &ActivityFilter,
        before: &str,
    ) -> Result<String, Problem> {
        let found = find(visit, filter, number(before)?).await?;
        let rfc3339 = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let rows = found.entries.into_iter().map(|(entry, _)| {
            let outcome = match entry.outcome {
                Outcome::Success => "success",
                Outcome::Failure => "failure",
            };
            [
                entry.version.to_string(),
                rfc3339(entry.at),
                entry.action,
                entry.initiator,
                entry.target,
                outcome.into(),
                entry.severity.into(),
                entry.reason.unwrap_or_default(),
                entry.correlation,
            ]
        });
        let headings = [
            "Record",
            "Time",
            "Action",
            "Initiator",
            "Target",
            "Outcome",
            "Severity",
            "Reason",
            "Correlation ID",
        ];
        Ok(csv(headings, rows))
    }

    /// The same as events of the Activity Tracker.
    pub async fn activity_json(
        visit: &Visit,
        filter: &ActivityFilter,
        before: &str,
    ) -> Result<String, Problem> {
        let found = find(visit, filter, number(before)?).await?;
        let events = found.entries.iter();
        let events = events.map(|(_, record)| audit::activity(&visit.account, record));
        let events: Vec<serde_json::Value> = events.collect();
        serde_json::to_string_pretty(&events).map_err(|_| {
            let text = "The events could not be written as JSON.";
            Problem::new(500, "Something went wrong", text)
        })
    }
}
