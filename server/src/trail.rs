//! The audit trail as a file: what the page of the same filter shows.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use credlab_app::backend::Visit;
use credlab_app::view::Problem;
use credlab_app::{ActivityFilter, activity_csv, activity_json};
use serde::Deserialize;

use crate::error_page;

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
    let (visit, asked) = match read(visit, asked) {
        Ok(read) => read,
        Err(answer) => return answer,
    };
    let text = activity_csv(&visit, &asked.filter, &asked.before).await;
    file("activity.csv", "text/csv; charset=utf-8", text)
}

/// `GET /observe/activity.json`: events of the Activity Tracker.
pub async fn json(
    visit: Option<Extension<Visit>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let (visit, asked) = match read(visit, asked) {
        Ok(read) => read,
        Err(answer) => return answer,
    };
    let text = activity_json(&visit, &asked.filter, &asked.before).await;
    file("activity.json", "application/json", text)
}

/// What was asked for, and by whom; or what is answered instead.
#[expect(
    clippy::result_large_err,
    reason = "a file is asked for once a request"
)]
fn read(
    visit: Option<Extension<Visit>>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<(Visit, Asked), Response> {
    let Some(Extension(visit)) = visit else {
        return Err(Redirect::to("/").into_response());
    };
    match asked {
        Ok(Query(asked)) => Ok((visit, asked)),
        Err(_) => Err(StatusCode::BAD_REQUEST.into_response()),
    }
}

fn file(name: &str, kind: &'static str, text: Result<String, Problem>) -> Response {
    let text = match text {
        Ok(text) => text,
        Err(problem) => return error_page::with(problem),
    };
    let headers = [
        (CONTENT_TYPE, kind.to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_string()),
    ];
    (headers, text).into_response()
}
