//! The built site inside the binary: script, WASM, stylesheet and fonts.
//!
//! All of one build's files lie in one folder that is named by their content, so a browser may keep them
//! forever, and a page never meets another build's script.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use credlab_app::Parts;
use rust_embed::{EmbeddedFile, RustEmbed};

/// The folder name of the embedded build: a hash of its content, or `none`.
const BUILD: &str = env!("CREDLAB_BUILD");

#[derive(RustEmbed)]
#[folder = "$CREDLAB_SITE"]
struct Site;

/// Whether a front end was built before the server was.
pub fn present() -> bool {
    BUILD != "none"
}

/// The path of this build's folder, without a leading slash.
pub fn folder() -> String {
    format!("assets/{BUILD}")
}

/// The files of the front end's parts, for the documents that announce them. None if there is no front end.
pub fn parts() -> Parts {
    let file = Site::get(&format!("{}/parts.json", folder()));
    let files = file.and_then(|file| serde_json::from_slice(&file.data).ok());
    Parts {
        folder: folder(),
        files: Arc::new(files.unwrap_or_default()),
    }
}

/// Answers `GET /assets/{*path}`.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let path = format!("assets/{path}");
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (Some(kind), Some((file, encoding))) = (content_type(&path), best_variant(&path, accepted))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut answer = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ]
    .into_response();
    if let Some(encoding) = encoding {
        answer
            .headers_mut()
            .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    *answer.body_mut() = file.data.into_owned().into();
    answer
}

/// The smallest stored form of a file that the browser accepts, with the name of its encoding.
fn best_variant(path: &str, accepted: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, suffix)| {
            Some((Site::get(&format!("{path}{suffix}"))?, Some(encoding)))
        })
        .or_else(|| Some((Site::get(path)?, None)))
}

/// Whether an `Accept-Encoding` value names `encoding` without refusing it by `q=0`.
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named
            && !parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|q| q.parse() == Ok(0.0))
            })
    })
}

/// The media type by the file's extension. What has none here is not served: the compressed forms are
/// reached through their originals only.
fn content_type(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "wasm" => Some("application/wasm"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_when_named_and_not_refused() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("BR", true),
            ("br;q=0", false),
            ("br; q=0.000", false),
            ("gzip", false),
            ("brotli", false),
            ("", false),
        ] {
            assert_eq!(accepts(accepted, "br"), expected, "{accepted}");
        }
    }
}
