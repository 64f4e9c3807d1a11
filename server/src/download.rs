//! Lists as files: what a page's table shows, on all of its pages.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use credlab_app::backend::Visit;
use credlab_app::{TableQuery, users_csv};

/// `GET /iam/users.csv`: the users that the page of the same query lists.
pub async fn users(
    visit: Option<Extension<Visit>>,
    query: Result<Query<TableQuery>, QueryRejection>,
) -> Response {
    let Some(Extension(visit)) = visit else {
        return Redirect::to("/").into_response();
    };
    match query {
        Ok(Query(query)) => file("users.csv", users_csv(&visit, &query)),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn file(name: &str, text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_string()),
    ];
    (headers, text).into_response()
}
