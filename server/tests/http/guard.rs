//! What stands before every request and on every answer.

use axum::http::header::{ALLOW, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use credlab_server::page_paths;

use crate::house::{Answer, FORM, House};

#[tokio::test]
async fn posts_of_other_sites_are_refused_and_change_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://elsewhere.example"),
        ("origin", "null"),
        ("origin", "http://credlab.example.elsewhere.example"),
    ] {
        for (path, form) in [
            ("/start", "template=demo"),
            (
                "/api/shell/run",
                "line=ibmcloud+iam+service-id-create+forged",
            ),
            ("/api/persona", "id=operator@example.com"),
        ] {
            let request = visitor.request(Method::POST, path, "text/html");
            let request = request.header(CONTENT_TYPE, FORM).header(name, value);
            let answer = visitor.ask(request, form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {value}");
            assert!(answer.is_html());
        }
    }
    assert_eq!(house.account(&id).await, before);
    assert_eq!(house.ids().await.len(), 1);

    let form = "line=ibmcloud+iam+service-id-create+own";
    visitor.post_from("/shell", "/api/shell/run", form).await;
    assert!(house.account(&id).await.service_id_called("own").is_ok());
}

/// The nonce of the answer's policy.
fn nonce(answer: &Answer) -> String {
    let policy = answer.header(CONTENT_SECURITY_POLICY);
    let rest = policy.split_once("script-src 'nonce-").unwrap().1;
    rest.split_once('\'').unwrap().0.to_owned()
}

#[tokio::test]
async fn pages_run_only_their_own_scripts() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let mut nonces = Vec::new();
    for path in page_paths().into_iter().chain(["/nothing/here".into()]) {
        let id = match path.contains("/clusters/") {
            true => account.clusters.keys().next().unwrap().to_string(),
            false => account.owner.to_string(),
        };
        let answer = visitor.get(&path.replace("{id}", &id)).await;
        assert!(answer.is_html(), "{path}");
        let policy = answer.header(CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        let nonce = nonce(&answer);
        assert!(nonce.len() >= 16, "{nonce}");
        for script in answer.body.split("<script").skip(1) {
            let tag = script.split_once('>').unwrap().0;
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: {tag}");
        }
        for inline in [" style=\"", " onclick=", " onsubmit=", "<style"] {
            assert!(!answer.body.contains(inline), "{path}: {inline}");
        }
        nonces.push(nonce);
    }
    let made = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), made);
}

#[tokio::test]
async fn answers_without_a_page_run_no_script_at_all() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    for answer in [
        visitor.post("/iam/users", "").await,
        visitor.post("/start", "template=nonsense").await,
        visitor.get("/assets/none/nothing.js").await,
        visitor.get("/healthz").await,
        visitor.call(Method::GET, "/api/frame", "").await,
    ] {
        let policy = answer.header(CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["x-frame-options"], "DENY");
        assert_eq!(answer.headers["referrer-policy"], "same-origin");
    }
}

#[tokio::test]
async fn bodies_and_addresses_have_a_largest_size() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    for (length, status) in [
        (64 * 1024, StatusCode::BAD_REQUEST),
        (64 * 1024 + 1, StatusCode::PAYLOAD_TOO_LARGE),
        (10_000_000, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let form = format!("line={}", "x".repeat(length - 5));
        let answer = visitor.post("/api/shell/run", form.clone()).await;
        assert_eq!(answer.status, status);
        assert!(answer.is_html());
        let answer = visitor.call(Method::POST, "/api/shell/run", form).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["status"], status.as_u16());
    }
    let answer = visitor
        .get(&format!("/iam/users?q={}", "x".repeat(5_000)))
        .await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
    assert!(answer.is_html());
    assert_eq!(house.account(&id).await, before);
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_words_of_whoever_asks() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    for (method, path, status) in [
        (Method::GET, "/nothing/here", StatusCode::NOT_FOUND),
        (Method::POST, "/nothing/here", StatusCode::NOT_FOUND),
        (Method::GET, "/api/nothing", StatusCode::NOT_FOUND),
        (Method::POST, "/api/nothing", StatusCode::NOT_FOUND),
        (Method::GET, "/api/../start", StatusCode::NOT_FOUND),
        (
            Method::GET,
            "/assets/none/nothing.js",
            StatusCode::NOT_FOUND,
        ),
        (Method::GET, "/assets/../Cargo.toml", StatusCode::NOT_FOUND),
        (
            Method::GET,
            "/assets/%2e%2e%2fCargo.toml",
            StatusCode::NOT_FOUND,
        ),
        (Method::POST, "/iam/users", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/start", StatusCode::METHOD_NOT_ALLOWED),
        (
            Method::GET,
            "/api/shell/run",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (Method::POST, "/api/frame", StatusCode::METHOD_NOT_ALLOWED),
        (
            Method::DELETE,
            "/api/persona",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (Method::PUT, "/live", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/%ff", StatusCode::BAD_REQUEST),
        (Method::GET, "/iam/users/%00", StatusCode::BAD_REQUEST),
    ] {
        let request = visitor.request(method.clone(), path, "text/html");
        let answer = visitor.ask(request, "").await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.is_html(), "{method} {path}: {answer:?}");
        if status == StatusCode::METHOD_NOT_ALLOWED {
            assert!(!answer.header(ALLOW).is_empty(), "{method} {path}");
        }
        if path.starts_with("/api/") {
            let answer = visitor.call(method.clone(), path, "").await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.json()["status"], status.as_u16(), "{method} {path}");
        }
    }
    assert_eq!(house.account(&id).await, before);
}

#[tokio::test]
async fn the_server_says_that_it_lives() {
    let house = House::open().await;
    let answer = house.stranger().get("/healthz").await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::OK, "ok\n")
    );
}
