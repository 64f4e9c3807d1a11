//! The built site: script, WASM, stylesheet and fonts. The program brings it along.
//!
//! All of one build's files lie in one folder that is named by their content, so a browser may keep them
//! forever, and a page never meets another build's script.

use std::borrow::Cow;

use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use credlab_app::Parts;
use rust_embed::RustEmbed;

/// A file's content.
type Content = Cow<'static, [u8]>;

/// The files that a build of the front end has made.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// The name of the build: a hash of its content.
    build: Option<&'static str>,
    read: fn(&str) -> Option<Content>,
}

impl Site {
    /// The files that `Files` has embedded of a build's folder, if there was one.
    pub fn of<Files: RustEmbed>(folder: Option<&'static str>) -> Site {
        let name = folder.and_then(|folder| folder.rsplit(['/', '\\']).next());
        Site {
            build: name,
            read: |path| Some(Files::get(path)?.data),
        }
    }

    /// A site without files, for a server whose pages nobody looks at.
    pub fn empty() -> Site {
        Site {
            build: None,
            read: |_| None,
        }
    }

    /// Whether a front end was built before the server was.
    pub fn is_present(&self) -> bool {
        self.build.is_some()
    }

    /// The path of the folder that holds all of the build's files, without a slash at either end.
    pub fn folder(&self) -> String {
        format!("assets/{}", self.build.unwrap_or("none"))
    }

    /// What the front end's parts consist of, for the documents that announce them.
    pub fn parts(&self) -> Parts {
        let file = (self.read)("parts.json");
        let parts: Option<Parts> = file.and_then(|file| serde_json::from_slice(&file).ok());
        Parts {
            folder: self.folder(),
            ..parts.unwrap_or_default()
        }
    }

    /// The smallest stored form of the file at `BUILD/FILE` that the browser accepts, with the name of its encoding.
    fn best_variant(&self, path: &str, accepted: &str) -> Option<(Content, Option<&'static str>)> {
        let file = path.strip_prefix(self.build?)?.strip_prefix('/')?;
        let compressed = [("br", ".br"), ("gzip", ".gz")]
            .into_iter()
            .filter(|(encoding, _)| accepts(accepted, encoding))
            .find_map(|(encoding, suffix)| {
                Some(((self.read)(&format!("{file}{suffix}"))?, Some(encoding)))
            });
        compressed.or_else(|| Some(((self.read)(file)?, None)))
    }
}

/// Answers `GET /assets/{*path}`.
pub async fn serve(
    State(site): State<Site>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let file = site.best_variant(&path, accepted);
    let (Some(kind), Some((file, encoding))) = (content_type(&path), file) else {
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
    *answer.body_mut() = file.into_owned().into();
    answer
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
