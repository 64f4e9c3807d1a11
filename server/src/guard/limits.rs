//! How long an address may be, how large a body, and how long an answer may take to begin.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The longest path and query, in bytes. Our longest page address has a few hundred.
const ADDRESS: usize = 4096;

/// The largest request body, in bytes. No form of the console comes near it.
const BODY: usize = 64 * 1024;

/// The longest wait until an answer begins. A stream may then go on.
const TIME: Duration = Duration::from_secs(20);

/// Refuses addresses that are too long, or that no path can be read from.
pub async fn address(request: Request, next: Next) -> Response {
    let Some(address) = request.uri().path_and_query() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if address.as_str().len() > ADDRESS {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    if !address.path().starts_with('/') || !decodes(address.path()) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(request).await
}

/// Reads the body whole, so that nobody behind meets one that is too large or cut short.
pub async fn body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match to_bytes(body, BODY).await {
        Ok(bytes) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Err(problem) if is_too_large(&problem) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Ends a request whose answer does not begin in time.
pub async fn time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whether a path's escapes are complete and make UTF-8 text without control characters.
fn decodes(path: &str) -> bool {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next(), rest.next()]
            .map(|digit| char::from(digit.unwrap_or_default()).to_digit(16));
        match digits {
            [Some(high), Some(low)] => bytes.push((high * 16 + low) as u8),
            _ => return false,
        }
    }
    std::str::from_utf8(&bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

fn is_too_large(problem: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(problem);
    while let Some(error) = source {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_sound_text() {
        for (path, sound) in [
            ("/", true),
            ("/iam/users", true),
            ("/%C3%A9", true),
            ("/%", false),
            ("/%4", false),
            ("/%zz", false),
            ("/%ff", false),
            ("/%00", false),
            ("/a%0Ab", false),
        ] {
            assert_eq!(decodes(path), sound, "{path}");
        }
    }
}
