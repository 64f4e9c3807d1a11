//! The answer to a request that never reaches a page: small, complete, in the console's look.

use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use crate::assets;

/// A complete page that says what `status` means and what to do next.
pub fn answer(status: StatusCode) -> Response {
    (status, Html(document(status))).into_response()
}

/// Gives an error without a page of its own (an empty or plain-text body) the console's page.
///
/// Errors that a program reads stay as they are: JSON, and what a server function reports to the script
/// in the page. The headers of `plain`, such as `Allow`, are kept.
pub fn dress(method: &Method, plain: Response) -> Response {
    let status = plain.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || speaks_for_itself(&plain) {
        return plain;
    }
    let (mut parts, _) = plain.into_parts();
    parts.headers.remove("content-length");
    parts.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    let body = if method == Method::HEAD {
        String::new()
    } else {
        document(status)
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

fn document(status: StatusCode) -> String {
    let (title, text) = wording(status);
    let folder = assets::folder();
    let code = status.as_u16();
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
<p>Status {code}</p>
<p><a class="cds--link" href="/">Go to the start page</a></p>
</main>
</body>
</html>
"#
    )
}

/// What happened and what to do next, in the reader's words.
fn wording(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => (
            "The request can't be understood",
            "Check the address or the form, and send it again.",
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
    }
}
