//! What stands before every request and on every answer, whichever handler is behind.
//!
//! Outside in: response headers, error pages, panics, the time limit, then what is refused: unsound
//! addresses, requests that another site sent, and bodies that are too large.

mod headers;
mod limits;
mod origin;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::assets::Site;
use crate::error_page::{self, Reader};

pub use headers::content_security_policy;

/// What the start-up line says is enforced.
pub const ENFORCED: &str = "content security policy, same-site posts, bodies up to 64 kB";

/// Puts the guard around all routes. Error pages look like those of `site`.
pub fn around(routes: Router, site: Site) -> Router {
    routes
        .layer(from_fn(limits::body))
        .layer(from_fn(origin::refuse_other_sites))
        .layer(from_fn(limits::address))
        .layer(from_fn(limits::time))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                tracing::error!("a request handler panicked");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            },
        ))
        .layer(from_fn_with_state(site, dress_errors))
        .layer(from_fn(headers::set))
}

async fn dress_errors(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (method, reader) = (request.method().clone(), Reader::of(&request));
    error_page::dress(site, &method, reader, next.run(request).await)
}
