//! Server functions, called by the page's script or by an ordinary form.
//!
//! The functions themselves know of no difference. A form that a browser posts without script gets what came of it as
//! a redirect back to its page, which says so; a form that can't be read gets an error page. A script gets JSON, with
//! the status that belongs to it.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderValue, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use credlab_app::backend::Visit;
use credlab_app::view::{Notice, Problem};

use crate::state::AppState;

/// The largest answer of a server function, in bytes.
const ANSWER: usize = 8 * 1024 * 1024;

/// Answers a call of a server function in the way that the caller understands.
pub async fn answer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let form = request.method() == Method::POST && wants_page(request.headers());
    let back = own_referer(request.headers());
    let visit = request.extensions().get::<Visit>();
    let token = visit.map(|visit| visit.token.clone());
    if request.method() == Method::POST
        && let Some(refused) = visit.and_then(|visit| visit.only_looks(request.uri().path()))
    {
        return match form {
            true => redirect(&state, token, Some(refused), back),
            false => Json(refused).into_response(),
        };
    }
    let shell = request.uri().path().starts_with("/api/shell/");
    // What the function answers depends on nothing but its arguments.
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    let answer = next.run(request).await;

    let (mut parts, body) = answer.into_parts();
    let failed = parts.headers.contains_key("serverfnerror");
    if !failed && !form {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, ANSWER).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if failed {
        let problem = serde_json::from_slice::<Problem>(&body).ok();
        let status = problem
            .as_ref()
            .and_then(|problem| StatusCode::from_u16(problem.status).ok());
        parts.status = status.unwrap_or(StatusCode::BAD_REQUEST);
        return match (form, parts.status) {
            (true, StatusCode::UNAUTHORIZED) => Redirect::to("/").into_response(),
            (true, status) => status.into_response(),
            (false, _) => {
                parts
                    .headers
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                Response::from_parts(parts, Body::from(body))
            }
        };
    }
    if !parts.status.is_success() {
        return Response::from_parts(parts, Body::from(body));
    }
    let notice = serde_json::from_slice::<Notice>(&body).ok();
    // What the shell printed is seen on its page, where no line is to be typed in again.
    let back = if shell { Some("/shell".into()) } else { back };
    let mut answer = redirect(&state, token, notice, back);
    for cookie in parts.headers.get_all(SET_COOKIE) {
        answer.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    answer
}

/// Sends the browser on, to where the notice says or back to the form's page, which shows it.
fn redirect(
    state: &AppState,
    token: Option<Arc<str>>,
    notice: Option<Notice>,
    back: Option<String>,
) -> Response {
    let mut goto = back.unwrap_or_else(|| "/iam/users".into());
    // What is no notice, such as the shell's answer, is seen on the page itself.
    if let (Some(token), Some(notice)) = (token, notice) {
        if let Some(next) = &notice.goto {
            goto.clone_from(next);
        }
        if !notice.is_silent() {
            state
                .desk
                .with(&token, |drawer| drawer.flash = Some(notice));
        }
    }
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(goto) = HeaderValue::try_from(goto) {
        answer.headers_mut().insert(LOCATION, goto);
    }
    answer
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// The path of the page that sent the form, if it is ours.
fn own_referer(headers: &HeaderMap) -> Option<String> {
    let referer: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let host = headers.get(HOST)?.to_str().ok()?;
    let own = referer
        .authority()
        .is_some_and(|authority| authority.as_str() == host);
    let path = referer.path_and_query()?.as_str();
    own.then(|| path.to_string())
}
