//! The audit trail as a file: what the page of the same filter shows.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::response::Response;
use credlab_app::backend::Visit;
use credlab_app::view::Problem;
use credlab_app::{ActivityFilter, activity_csv, activity_json};
use serde::Deserialize;

use crate::{download, error_page};

/// What the address asks for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(flatten)]
    filter: ActivityFilter,
    /// Where the entries begin, the newest first.
    #[serde(default)]
    before: String,
}

/// `GET /observe/activity.csv`: comma-separated values.
pub async fn csv(
    visit: Option<Extension<Visit>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let (visit, asked) = match download::asked(visit, asked) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let text = activity_csv(&visit, &asked.filter, &asked.before).await;
    file("activity.csv", download::CSV, text)
}

/// `GET /observe/activity.json`: events of the Activity Tracker.
pub async fn json(
    visit: Option<Extension<Visit>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let (visit, asked) = match download::asked(visit, asked) {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let text = activity_json(&visit, &asked.filter, &asked.before).await;
    file("activity.json", "application/json", text)
}

fn file(name: &str, kind: &str, text: Result<String, Problem>) -> Response {
    match text {
        Ok(text) => download::file(name, kind, text),
        Err(problem) => error_page::with(problem),
    }
}
