//! The account's earlier moments: looking at one, comparing two, going back, forking. No cloud has this page; it is Credlab's
//! own, and so is the account's clock, which stands on it.
//!
//! A moment is named by the number of its newest record. Which ones are shown stands in the address, so that the page
//! works without script and can be linked to.

mod differences;
mod leave;
mod slider;
mod then;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::carbon::page_header::PageHeader;
use crate::carbon::table::DataTable;
use crate::pages::account::clock::{ClockSection, ClockView};
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::query::{use_query_value, use_table_query};
use crate::parts::views::Views;
use crate::view::{ActionView, Cell, Crumb, Json, Problem, TableView};
use differences::{DifferenceView, differences};
use leave::{LeaveView, RelativeView, family, leave_dialog};
use slider::MomentForm;
use then::{FoldView, folds};

/// The address of the page.
const PATH: &str = "/history";

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The moment: labels and values.
    pub facts: Vec<(String, Cell)>,
    /// What is compared: `record 12 and now`.
    pub compared: String,
    /// How many things of each kind there were, and are.
    pub counts: TableView,
    /// What differs, the first of it.
    pub differences: Vec<DifferenceView>,
    /// How much more differs.
    pub more: usize,
    /// What there was at the moment.
    pub then: Vec<FoldView>,
    /// What happened, the newest first.
    pub timeline: TableView,
    /// What going back and forking would do.
    pub leave: LeaveView,
    /// The account and its forks.
    pub family: Vec<RelativeView>,
    /// The account's clock.
    pub clock: ClockView,
}

/// How far the account's history reaches.
#[server(prefix = "/api", endpoint = "account/history/newest", input = GetUrl, output = Json)]
pub async fn newest() -> Result<u64, Problem> {
    Ok(crate::backend::visit()?.account.version)
}

/// The moment of record `at`, and what differs between it and that of record `to`; the newest one in place of what is no
/// number of a record. `page` is that of the list of records; the one with the moment, if it is none.
#[server(prefix = "/api", endpoint = "account/history", input = GetUrl, output = Json)]
pub async fn history(
    #[server(default)] at: String,
    #[server(default)] to: String,
    #[server(default)] page: String,
) -> Result<HistoryView, Problem> {
    server::history(&at, &to, &page).await
}

/// The account's earlier moments.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let (at, to, query) = (
        use_query_value("at"),
        use_query_value("to"),
        use_table_query(),
    );
    let range = load(|| (), |()| newest());
    let data = load(
        move || (at.get(), to.get(), query.get().page),
        |(at, to, page)| history(at, to, page),
    );
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Account", "/account/settings")]
            title="History"
            text="Every change of the account is a record, and no record is ever lost. Choose a moment to see the account as it was, what differs, and to go back or to go on from there in another account."
        />
        <Load data=range view=|newest| view! { <MomentForm newest=newest /> } />
        <Load data=data view=page />
    }
}

fn page(view: HistoryView) -> impl IntoView {
    let dialog = use_query_value("dialog");
    let actions = view
        .actions
        .into_iter()
        .map(|action| view! { <crate::carbon::button::Control action=action /> });
    let leave = view.leave;
    view! {
        <section class="credlab-section" aria-labelledby="moment">
            <h2 id="moment">"The moment"</h2>
            {facts(view.facts)}
            <div class="credlab-buttons">{actions.views()}</div>
        </section>
        <section class="credlab-section" aria-labelledby="differences">
            <h2 id="differences">{format!("What differs: {}", view.compared)}</h2>
            {differences(view.differences, view.more)}
        </section>
        <section class="credlab-section" aria-labelledby="then">
            <h2 id="then">"As it was"</h2>
            <DataTable label="Numbers" table=view.counts />
            {folds(view.then)}
        </section>
        <section class="credlab-section" aria-labelledby="records">
            <h2 id="records">"Records"</h2>
            <DataTable label="Records" table=view.timeline />
        </section>
        <ClockSection clock=view.clock />
        {family(view.family)}
        {move || leave_dialog(&dialog.get(), leave.clone())}
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::audit::{self, Outcome};
    use credlab_model::{Account, Record};

    use super::{HistoryView, PATH, differences, leave, then};
    use crate::backend::moment::moment;
    use crate::backend::table::short_table;
    use crate::backend::{Visit, visit};
    use crate::pages::account::clock::clock_of;
    use crate::view::{ActionView, Cell, Problem, RowView, TableView, TagKind, TagView};

    /// How many records are listed at a time.
    const SIZE: u64 = 20;

    pub async fn history(at: &str, to: &str, page: &str) -> Result<HistoryView, Problem> {
        let visit = visit()?;
        let newest = visit.account.version;
        let version = |typed: &str| typed.parse().ok().filter(|v| (1..=newest).contains(v));
        let (at, to) = (version(at), version(to).unwrap_or(newest));
        let page = page.parse().ok().or(at.map(|at| (newest - at) / SIZE + 1));
        let at = at.unwrap_or(newest);
        let (then, other) = (moment_of(&visit, at).await?, moment_of(&visit, to).await?);
        let (earlier, later) = if at <= to {
            (&then, &other)
        } else {
            (&other, &then)
        };
        let mut differing = earlier.diff(later);
        let more = differing.len().saturating_sub(differences::SHOWN);
        differing.truncate(differences::SHOWN);
        let records = visit.store.records(&visit.account.id, at - 1, 1).await?;
        let record = records.into_iter().next();
        let at_time = record.as_ref().map_or(visit.now, |record| record.at);
        let family = leave::family_of(&visit).await?;
        let back = format!("{PATH}?at={at}&dialog=");
        let current = (at == newest).then(|| "This is how the account is now.".to_string());
        Ok(HistoryView {
            actions: vec![
                ActionView::open("Go back to this moment", format!("{back}rewind"))
                    .unless(current.clone()),
                ActionView::open("Fork the account here", format!("{back}fork")),
            ],
            facts: record.map_or_else(Vec::new, |record| facts(&visit, &record, newest)),
            compared: match (at.min(to), at.max(to)) {
                (earlier, later) if later == newest => format!("record {earlier} and now"),
                (earlier, later) => format!("records {earlier} and {later}"),
            },
            counts: then::counts(&then, &other, at, to == newest, to),
            differences: differing.iter().map(differences::view_of).collect(),
            more,
            then: then::folds_of(&then, at_time),
            timeline: timeline(&visit, at, page.unwrap_or(1)).await?,
            leave: leave::leave_of(&visit, &then, at, current, family.len()),
            family,
            clock: clock_of(&visit),
        })
    }

    /// The account as it was after record `version`.
    async fn moment_of(visit: &Visit, version: u64) -> Result<std::sync::Arc<Account>, Problem> {
        if version == visit.account.version {
            return Ok(visit.account.clone());
        }
        let account = visit.store.at(&visit.account.id, version).await?;
        Ok(std::sync::Arc::new(account))
    }

    fn facts(visit: &Visit, record: &Record, newest: u64) -> Vec<(String, Cell)> {
        let entry = audit::entry(&visit.account, record);
        let href = format!("/observe/activity/{}", record.version);
        let facts = [
            (
                "Record",
                Cell::text(format!("{} of {newest}", record.version)),
            ),
            ("Time", Cell::text(moment(record.at))),
            ("What happened", Cell::link(entry.action, href)),
            ("Target", Cell::Code(entry.target)),
            ("By", Cell::text(entry.initiator)),
        ];
        let facts = facts.into_iter();
        facts
            .map(|(label, cell)| (label.to_string(), cell))
            .collect()
    }

    /// A page of the records, with the moment marked.
    async fn timeline(visit: &Visit, at: u64, page: u64) -> Result<TableView, Problem> {
        let newest = visit.account.version;
        let page = page.clamp(1, newest.div_ceil(SIZE).max(1));
        let before = newest.saturating_sub((page - 1) * SIZE) + 1;
        let limit = u32::try_from(SIZE).unwrap_or(u32::MAX);
        let records = visit
            .store
            .latest(&visit.account.id, Some(before), limit)
            .await?;
        let rows = records.iter().map(|record| row(visit, record, at));
        let columns = ["Record", "Time", "Initiator", "Action", "Target", "Outcome"];
        let size = usize::try_from(SIZE).unwrap_or(usize::MAX);
        Ok(TableView {
            total: usize::try_from(newest).unwrap_or(usize::MAX),
            page: usize::try_from(page).unwrap_or(usize::MAX),
            size,
            ..short_table(&columns, "", rows.collect())
        })
    }

    fn row(visit: &Visit, record: &Record, at: u64) -> RowView {
        let entry = audit::entry(&visit.account, record);
        let here = (record.version == at).then(|| TagView::new(TagKind::Info, "shown"));
        let outcome = match entry.outcome {
            Outcome::Success => Cell::Status(TagKind::Good, "Success".into()),
            Outcome::Failure => Cell::Status(TagKind::Bad, "Failure".into()),
        };
        RowView {
            name: entry.version.to_string(),
            cells: vec![
                Cell::Link {
                    text: entry.version.to_string(),
                    href: format!("{PATH}?at={}", entry.version),
                    tags: here.into_iter().collect(),
                },
                Cell::Code(moment(entry.at)),
                Cell::text(entry.initiator),
                Cell::Code(entry.action),
                Cell::Code(entry.target),
                outcome,
            ],
            actions: Vec::new(),
        }
    }
}
