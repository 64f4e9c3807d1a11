//! Lists as files: what a page's table shows, on all of its pages.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use credlab_app::backend::Visit;
use credlab_app::{TableQuery, users_csv};

/// Comma-separated values.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// `GET /iam/users.csv`: the users that the page of the same query lists.
pub async fn users(
    visit: Option<Extension<Visit>>,
    query: Result<Query<TableQuery>, QueryRejection>,
) -> Response {
    match asked(visit, query) {
        Ok((visit, query)) => file("users.csv", CSV, users_csv(&visit, &query)),
        Err(answer) => answer,
    }
}

/// What was asked for, and by whom; or what is answered instead.
pub(crate) fn asked<T>(
    visit: Option<Extension<Visit>>,
    asked: Result<Query<T>, QueryRejection>,
) -> Result<(Visit, T), Response> {
    let Some(Extension(visit)) = visit else {
        return Err(Redirect::to("/").into_response());
    };
    match asked {
        Ok(Query(asked)) => Ok((visit, asked)),
        Err(_) => Err(StatusCode::BAD_REQUEST.into_response()),
    }
}

/// A file of that name and kind, which no cache keeps.
pub(crate) fn file(name: &str, kind: &str, text: String) -> Response {
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
