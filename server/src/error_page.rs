//! The answer to a request that never reaches a page: small, complete, in the console's look. A program gets the same
//! as JSON.

use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use credlab_app::view::Problem;

use crate::assets::Site;

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A person, in a browser.
    Person,
    /// A script, in a page or outside.
    Script,
}

impl Reader {
    /// A person, unless the address is one that scripts call and nobody asks for a page there.
    pub fn of(request: &Request) -> Reader {
        let accept = request.headers().get(ACCEPT);
        let wants_page = accept
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        let path = request.uri().path();
        let for_scripts = path.starts_with("/api/") || path == "/live";
        match for_scripts && !wants_page {
            true => Reader::Script,
            false => Reader::Person,
        }
    }
}

/// An answer for which [`dress`] says this problem, and not what its status says to everybody.
pub fn with(problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status);
    let mut answer = status
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        .into_response();
    answer.extensions_mut().insert(problem);
    answer
}

/// Gives an error without a content of its own (an empty or plain-text body) the console's page, or says it in JSON.
///
/// Errors that say more stay as they are, such as what a server function reports. The headers of `plain`, such as
/// `Allow`, are kept.
pub fn dress(site: Site, method: &Method, reader: Reader, plain: Response) -> Response {
    let status = plain.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || speaks_for_itself(&plain) {
        return plain;
    }
    let problem = match plain.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => problem_of(status),
    };
    let (kind, body) = match reader {
        Reader::Person => ("text/html; charset=utf-8", document(site, &problem)),
        Reader::Script => ("application/json", json(&problem)),
    };
    let (mut parts, _) = plain.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let body = if method == Method::HEAD {
        String::new()
    } else {
        body
    };
    Response::from_parts(parts, body.into())
}

fn speaks_for_itself(answer: &Response) -> bool {
    let kind = answer
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let plain = kind.is_empty() || kind.starts_with("text/plain");
    !plain || answer.headers().contains_key("serverfnerror")
}

fn json(problem: &Problem) -> String {
    serde_json::to_string(problem).unwrap_or_default()
}

fn document(site: Site, problem: &Problem) -> String {
    let Problem { status, .. } = problem;
    let [title, text] = [&problem.title, &problem.text].map(|text| escaped(text));
    let folder = site.folder();
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - Credlab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/{folder}/credlab.css">
</head>
<body>
<header class="cds--header" aria-label="Credlab"><a class="cds--header__name" href="/">Credlab</a></header>
<main class="cds--content">
<h1>{title}</h1>
<p>{text}</p>
<p>Status {status}</p>
<p><a class="cds--link" href="/">Go to the start page</a></p>
</main>
</body>
</html>
"#
    )
}

/// Text as it stands in a document.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What happened and what to do next, in the reader's words.
fn problem_of(status: StatusCode) -> Problem {
    let (title, text) = match status {
        StatusCode::BAD_REQUEST => (
            "The request can't be understood",
            "Check the address or the form, and send it again.",
        ),
        StatusCode::UNAUTHORIZED => (
            "No account is open",
            "Open an account on the start page first.",
        ),
        StatusCode::FORBIDDEN => (
            "The request was refused",
            "It came from another site. Open the page here and send it again.",
        ),
        StatusCode::NOT_FOUND => ("Page not found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This address can't do that",
            "It does not take this kind of request. Nothing was changed.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "The form is too large",
            "Shorten what you entered, and send it again.",
        ),
        StatusCode::URI_TOO_LONG => (
            "The address is too long",
            "Open the page from the start page instead.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => {
            ("The answer took too long", "Wait a moment, and try again.")
        }
        status if status.is_client_error() => {
            ("The request was not accepted", "Nothing was changed.")
        }
        _ => (
            "Something went wrong",
            "The server could not finish this request. Try again in a moment.",
        ),
    };
    Problem::new(status.as_u16(), title, text)
}
