//! Requests that another site's page made in a visitor's name.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses a request that may change something and that a browser says another site has sent.
///
/// A client that sends neither `Sec-Fetch-Site` nor `Origin` is no browser of a visitor, and has no
/// cookie to misuse.
pub async fn refuse_other_sites(request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_own(request.uri(), request.headers()) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the request comes from one of our own pages. `none` is what the visitor typed or reloaded.
fn is_own(uri: &Uri, headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return true;
    };
    let host = text(HOST.as_str()).or_else(|| uri.authority().map(|authority| authority.as_str()));
    let sender = origin.split_once("://").map(|(_, host)| host);
    sender.is_some() && sender == host
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn only_own_pages_may_post() {
        let cases: [(&[(&'static str, &'static str)], bool); 9] = [
            (&[], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://here:1"),
                    ("host", "here:1"),
                ],
                false,
            ),
            (&[("origin", "http://here:1"), ("host", "here:1")], true),
            (&[("origin", "http://there:1"), ("host", "here:1")], false),
            (&[("origin", "null"), ("host", "here:1")], false),
        ];
        for (headers, own) in cases {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                })
                .collect();
            assert_eq!(is_own(&Uri::from_static("/"), &map), own, "{headers:?}");
        }
    }
}
