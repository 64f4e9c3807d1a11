//! The console's pages and their server functions, as routes.

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use credlab_app::{App, shell};
use leptos::prelude::{provide_context, use_context, use_nonce};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list};
use leptos_router::SsrMode;

use crate::guard::content_security_policy;
use crate::state::AppState;
use crate::{download, forms, live, trail, visitor};

/// All pages, all server functions, and the page for what is neither.
pub fn routes(state: &AppState) -> Router<AppState> {
    let context = context_of(state.clone());
    let options = state.leptos.clone();
    Router::new()
        .leptos_routes_with_context(state, complete_pages(), context, move || {
            shell(options.clone())
        })
        .route("/start", post(visitor::start))
        .route("/live", get(live::follow))
        .route("/observe/activity.csv", get(trail::csv))
        .route("/observe/activity.json", get(trail::json))
        .route("/iam/users.csv", get(download::users))
        .fallback(unknown)
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(from_fn_with_state(state.clone(), forms::answer))
        .layer(from_fn_with_state(state.clone(), visitor::recognize))
}

/// The addresses of all pages: `/iam/users/{id}`.
pub fn page_paths() -> Vec<String> {
    let pages = complete_pages().into_iter();
    pages.map(|page| page.path().to_owned()).collect()
}

/// The routes of the app, each rendered to the end before the answer begins: a page is whole without any
/// script, and its status is known.
///
/// They are found out once. While that goes on, no page's data would load, in no server of the process.
fn complete_pages() -> Vec<AxumRouteListing> {
    static PAGES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    let complete = |route: AxumRouteListing| {
        let methods: Vec<_> = route.methods().collect();
        AxumRouteListing::new(route.path().to_owned(), SsrMode::Async, methods, Vec::new())
    };
    let pages = PAGES.get_or_init(|| {
        let routes = generate_route_list(App);
        routes.into_iter().map(complete).collect()
    });
    pages.clone()
}

/// What pages and server functions find in their context: the state, and an answer whose policy admits
/// this answer's own scripts.
fn context_of(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(state.clone());
        provide_context(state.parts.clone());
        let (Some(answer), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
            return;
        };
        if let Ok(policy) = HeaderValue::try_from(content_security_policy(&nonce)) {
            answer.insert_header(CONTENT_SECURITY_POLICY, policy);
        }
        answer.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Lets the app answer what no route has: its page for unknown addresses, with status 404. Below `/api` there are no
/// pages.
async fn unknown(State(state): State<AppState>, request: Request<Body>) -> Response {
    if request.uri().path().starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let options = state.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(context_of(state), move || {
        shell(options.clone())
    });
    render(request).await.into_response()
}
