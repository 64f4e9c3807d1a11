//! Whose browser it is: the session's cookie, found out before a request reaches a page.

use std::str::FromStr;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use credlab_app::backend::{REHEARSE, Visit};
use credlab_app::view::Problem;
use credlab_model::account::{Era, Pace};
use credlab_model::actor::Identity;
use credlab_model::template::{Beginning, Template};
use credlab_model::{Refusal, Timestamp};
use credlab_store::StoreError;
use serde::Deserialize;

use crate::error_page;
use crate::state::AppState;

/// The cookie that holds the session's token.
const NAME: &str = "credlab_session";

/// How long a browser keeps the cookie, in seconds: 30 days, as the store keeps the session.
const AGE: u32 = 30 * 24 * 3600;

/// Where the console begins.
const CONSOLE: &str = "/iam/users";

/// Puts a [`Visit`] into a request whose cookie belongs to a session. Others go on without one: the pages send them to
/// the start page.
pub async fn recognize(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(token) = token(request.headers()) else {
        return next.run(request).await;
    };
    let page = request.method() == Method::GET && !request.uri().path().starts_with("/api/");
    let rehearsing = is_rehearsal(request.uri().query().unwrap_or_default());
    match visit(&state, token, page).await {
        Ok(Some(visit)) => {
            let visit = Visit {
                rehearsing,
                ..visit
            };
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) => {
            tracing::error!(%error, "a session can't be read");
            error_page::with(Problem::from(error))
        }
    }
}

/// Whether the query of a form's address asks what the form would do: `rehearse`, or `rehearse=` as scripts write it.
fn is_rehearsal(query: &str) -> bool {
    let mut names = query.split('&').filter_map(|pair| pair.split('=').next());
    names.any(|name| name == REHEARSE)
}

async fn visit(state: &AppState, token: &str, page: bool) -> Result<Option<Visit>, StoreError> {
    let Some(session) = state.store.session(token).await? else {
        return Ok(None);
    };
    let account = match state.store.account(&session.account).await {
        Ok(account) => account,
        // The account was deleted; the session leads nowhere.
        Err(StoreError::NoAccount(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let actor = present(&account, session.persona);
    let viewing = session
        .viewing
        .filter(|viewing| *viewing != actor && account.member_name(viewing).is_ok());
    let (persona, viewer) = match viewing {
        Some(viewing) => (viewing, Some(actor)),
        None => (actor, None),
    };
    let now = account.time(Timestamp::now());
    Ok(Some(Visit {
        store: state.store.clone(),
        desk: state.desk.clone(),
        token: Arc::from(token),
        account,
        persona,
        viewer,
        shell: session.shell,
        now,
        flash: page.then(|| state.desk.take_flash(token)).flatten(),
        rehearsing: false,
        done: Arc::default(),
    }))
}

/// The persona, or the owner where the persona has been removed.
fn present(account: &credlab_model::Account, persona: Identity) -> Identity {
    match account.member_name(&persona) {
        Ok(_) => persona,
        Err(_) => Identity::User(account.owner.clone()),
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}

/// The form of the start page.
#[derive(Deserialize)]
pub struct Start {
    /// The template's name.
    #[serde(default)]
    template: String,
    /// The era's name.
    #[serde(default)]
    era: String,
    /// The pace's name.
    #[serde(default)]
    pace: String,
    /// Where to go then.
    #[serde(default)]
    next: String,
}

impl Start {
    /// How the account begins. What is left out is as usual.
    fn beginning(&self) -> Result<Beginning, Refusal> {
        Ok(Beginning {
            template: chosen(&self.template, Template::Demo)?,
            era: chosen(&self.era, Era::default())?,
            pace: chosen(&self.pace, Pace::default())?,
        })
    }
}

fn chosen<T: FromStr>(name: &str, usual: T) -> Result<T, T::Err> {
    match name {
        "" => Ok(usual),
        name => name.parse(),
    }
}

/// `POST /start`: a fresh account, a session, its cookie, and on to the console.
pub async fn start(State(state): State<AppState>, Form(form): Form<Start>) -> Response {
    let Ok(beginning) = form.beginning() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let session = async {
        let account = state.store.create(beginning).await?;
        let owner = Identity::User(account.owner.clone());
        state.store.start_session(&account.id, &owner).await
    };
    match session.await {
        Ok(token) => {
            let cookie = format!("{NAME}={token}; Path=/; Max-Age={AGE}; HttpOnly; SameSite=Lax");
            let mut answer = Redirect::to(own_path(&form.next)).into_response();
            match HeaderValue::try_from(cookie) {
                Ok(cookie) => answer.headers_mut().insert(SET_COOKIE, cookie),
                Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            };
            answer
        }
        Err(error) => {
            tracing::error!(%error, "an account can't be made");
            let title = "The account can't be opened";
            error_page::with(Problem::new(503, title, error.to_string()))
        }
    }
}

/// A path of this site; a form may not lead elsewhere.
fn own_path(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if own { next } else { CONSOLE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_own_paths_only() {
        for (next, path) in [
            ("/iam/apikeys?view=all", "/iam/apikeys?view=all"),
            ("", CONSOLE),
            ("https://elsewhere.example", CONSOLE),
            ("//elsewhere.example", CONSOLE),
            ("/\\elsewhere.example", CONSOLE),
            ("/a\r\nSet-Cookie: x=y", CONSOLE),
        ] {
            assert_eq!(own_path(next), path);
        }
    }

    #[test]
    fn a_rehearsal_is_known_as_forms_and_as_scripts_write_it() {
        for (query, expected) in [
            ("rehearse", true),
            ("rehearse=", true),
            ("a=1&rehearse=", true),
            ("", false),
            ("a=rehearse", false),
            ("rehearsed", false),
        ] {
            assert_eq!(is_rehearsal(query), expected, "{query}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        for cookie in ["a=1; credlab_session_x=2", "b=3; credlab_session=abc; c=4"] {
            headers.append(COOKIE, HeaderValue::from_static(cookie));
        }
        assert_eq!(token(&headers), Some("abc"));
    }
}
