//! One entry of the audit trail, with the event that the Activity Tracker would show (`console.md`, section 14).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::carbon::page_header::PageHeader;
use crate::parts::facts::facts;
use crate::parts::load::{Load, load};
use crate::parts::query::use_path_part;
use crate::view::{ActionView, Cell, Crumb, Json, Problem, TagView};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// The action.
    pub title: String,
    /// The outcome and the severity.
    pub tags: Vec<TagView>,
    /// The page's buttons.
    pub actions: Vec<ActionView>,
    /// The entry: labels and values.
    pub facts: Vec<(String, Cell)>,
    /// The event, as JSON.
    pub json: String,
}

/// The entry of the record of that number.
#[server(prefix = "/api", endpoint = "activity/event", input = GetUrl, output = Json)]
pub async fn activity_event(record: String) -> Result<EventView, Problem> {
    server::event(&record).await
}

/// One entry of the audit trail.
#[component]
pub fn EventPage() -> impl IntoView {
    let record = use_path_part("record");
    let data = load(move || record.get(), activity_event);
    view! { <Load data=data view=page /> }
}

fn page(view: EventView) -> impl IntoView {
    view! {
        <PageHeader
            crumbs=vec![Crumb::link("Activity", PATH)]
            title=view.title
            tags=view.tags
            actions=view.actions
        />
        <section class="credlab-section" aria-labelledby="event">
            <h2 id="event">"Event"</h2>
            {facts(view.facts)}
        </section>
        <section class="credlab-section">
            <h2 id="json">"JSON"</h2>
            <pre class="credlab-json" tabindex="0" role="region" aria-labelledby="json">
                {view.json}
            </pre>
        </section>
    }
}

#[cfg(feature = "ssr")]
mod server {
    use credlab_model::audit::{self, Outcome};
    use leptos_router::location::Url;

    use super::super::server::outcome;
    use super::{EventView, PATH};
    use crate::backend::moment::moment;
    use crate::backend::{missing, parsed, visit};
    use crate::view::{ActionView, Cell, Problem, TagKind, TagView};

    pub async fn event(record: &str) -> Result<EventView, Problem> {
        let visit = visit()?;
        let version: u64 = parsed(record, "Entry")?;
        if !(1..=visit.account.version).contains(&version) {
            return Err(missing("Entry"));
        }
        let records = visit
            .store
            .records(&visit.account.id, version - 1, 1)
            .await?;
        let record = records.first().ok_or_else(|| missing("Entry"))?;
        let entry = audit::entry(&visit.account, record);
        let (kind, label) = match entry.outcome {
            Outcome::Success => (TagKind::Good, "success"),
            Outcome::Failure => (TagKind::Bad, "failure"),
        };
        let severity = match entry.severity {
            "critical" => TagKind::Bad,
            "warning" => TagKind::Warning,
            _ => TagKind::Neutral,
        };
        let same = format!("{PATH}?q={}", Url::escape(&entry.correlation));
        let mut facts = vec![
            ("Record", Cell::text(version.to_string())),
            ("Time", Cell::text(moment(entry.at))),
            ("Initiator", Cell::text(entry.initiator)),
            ("Client", Cell::Code(entry.client.into())),
            ("Target", Cell::Code(entry.target)),
            ("Outcome", outcome(entry.outcome)),
            (
                "Collected in",
                Cell::text(format!("{} ({})", entry.collected.city(), entry.collected)),
            ),
            ("Correlation ID", Cell::link(entry.correlation, same)),
        ];
        if let Some(reason) = entry.reason {
            facts.push(("Reason", Cell::text(reason)));
        }
        let event = audit::activity(&visit.account, record);
        Ok(EventView {
            title: entry.action,
            tags: vec![
                TagView::new(kind, label),
                TagView::new(severity, entry.severity),
            ],
            actions: vec![ActionView::open(
                "Show the account at this moment",
                format!("/history?at={version}"),
            )],
            facts: facts
                .into_iter()
                .map(|(label, cell)| (label.to_string(), cell))
                .collect(),
            json: serde_json::to_string_pretty(&event).unwrap_or_default(),
        })
    }
}
