//! `GET /live`: tells an open page that its account has changed, or that something in it has come to its end.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use credlab_app::backend::Visit;
use credlab_model::{Account, Timestamp};
use futures::stream::{self, Stream};
use tokio::sync::watch;

/// How often a silent stream shows that it lives. Browsers and proxies give up on one that is silent for a minute.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Answers with the stream of the visitor's account.
pub async fn follow(visit: Option<Extension<Visit>>) -> Response {
    let Some(Extension(visit)) = visit else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let versions = visit.store.watch(&visit.account.id);
    Sse::new(changes(visit, versions))
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response()
}

/// The version now, then each version that comes. When work that takes time is due, `VERSION due`.
fn changes(
    visit: Visit,
    versions: watch::Receiver<u64>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let event = |data: String| Ok(Event::default().event("change").data(data));
    let begin = (visit, versions, true);
    stream::unfold(begin, move |(visit, mut versions, first)| async move {
        if first {
            let version = *versions.borrow_and_update();
            return Some((event(version.to_string()), (visit, versions, false)));
        }
        let account = visit.store.account(&visit.account.id).await.ok()?;
        let data = tokio::select! {
            changed = versions.changed() => {
                changed.ok()?;
                let version = *versions.borrow_and_update();
                version.to_string()
            }
            () = due(&account) => format!("{} due", account.version),
        };
        Some((event(data), (visit, versions, false)))
    })
}

/// Ends when the next thing in the account is done that takes time: a worker has joined, a master is there.
async fn due(account: &Account) {
    let now = account.time(Timestamp::now());
    let wait = account.next_change(now);
    match wait.and_then(|at| account.clock.real_wait(now, at)) {
        Some(wait) => tokio::time::sleep(wait + Duration::from_millis(50)).await,
        None => std::future::pending().await,
    }
}
