//! What holds for every page and every server function, those of the future too: the lists are the server's own.

use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use credlab_server::page_paths;
use leptos::server_fn::axum::server_fn_paths;

use crate::house::{FORM, House, Visitor};

/// The addresses of the server functions that forms post to. There is a server already, which has registered them.
pub fn posted_functions() -> Vec<&'static str> {
    functions(&Method::POST)
}

fn functions(method: &Method) -> Vec<&'static str> {
    let functions = server_fn_paths().filter(|(_, found)| found == method);
    let mut paths: Vec<_> = functions.map(|(path, _)| path).collect();
    paths.sort();
    assert!(paths.len() >= 5, "{paths:?}");
    paths
}

/// Bodies and queries that mean nothing.
fn garbage() -> Vec<Vec<u8>> {
    let fields: String = (0..10_000).map(|n| format!("f{n}=1&")).collect();
    let same: String = "id=1&".repeat(1_000);
    let texts = [
        String::new(),
        "&&&&====&&".into(),
        "id".into(),
        "=1".into(),
        "id=%".into(),
        "id=%ff%fe&cluster=%ff&line=%ff".into(),
        "id=%00&cluster=%00&line=%00&user=%00".into(),
        "id[]=1&id[x]=2&query=1&query[q][r]=1&line[]=1&cluster[0]=1".into(),
        "query[page]=-1&query[size]=99999999999999999999&query[sort]=-x".into(),
        format!("a{}=1", "[b]".repeat(1_000)),
        format!("id{}=1&query{}=1", "[".repeat(500), "]".repeat(500)),
        format!("query{}=1", "[q]".repeat(300)),
        "roles[9999999999]=1&roles[18446744073709551615]=2&groups[-1]=3".into(),
        "{\"id\": [[[[{}]]]]}".into(),
        fields,
        same,
    ];
    let mut bodies: Vec<Vec<u8>> = texts.map(String::into_bytes).into();
    bodies.push(b"id=\xff\xfe\xc3\x28&line=\xff".to_vec());
    bodies.push((0..=255).collect());
    bodies
}

async fn post(
    visitor: &Visitor<'_>,
    path: &str,
    kind: &str,
    accept: &str,
    body: &[u8],
) -> StatusCode {
    let request = visitor.request(Method::POST, path, accept);
    let answer = visitor
        .ask(request.header(CONTENT_TYPE, kind), body.to_vec())
        .await;
    let status = answer.status;
    let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
    assert!(!status.is_server_error(), "{path} {shown}: {answer:?}");
    if status.is_client_error() {
        match accept {
            "text/html" => assert!(answer.is_html(), "{path} {shown}: {answer:?}"),
            _ => assert_eq!(answer.json()["status"], status.as_u16()),
        }
    }
    status
}

#[tokio::test]
async fn garbage_in_forms_breaks_nothing_and_changes_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    let bodies = garbage();
    for path in posted_functions() {
        for body in &bodies {
            post(&visitor, path, FORM, "application/json", body).await;
            post(&visitor, path, FORM, "text/html", body).await;
        }
        for kind in [
            "",
            "application/json",
            "text/plain; charset=x",
            "multipart/form-data",
        ] {
            post(&visitor, path, kind, "application/json", b"{\"id\":1}").await;
        }
    }
    for body in &bodies {
        post(&house.stranger(), "/start", "text/plain", "text/html", body).await;
    }
    assert_eq!(house.account(&id).await, before);
}

#[tokio::test]
async fn garbage_in_addresses_breaks_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    let queries: Vec<String> = garbage()
        .into_iter()
        .filter_map(|body| String::from_utf8(body).ok())
        .filter(|query| {
            query.len() < 4_000 && query.bytes().all(|b| b.is_ascii_graphic() && b != b'"')
        })
        .collect();
    assert!(queries.len() > 8);
    let ids = ["x", "%20", "..%2f..", "%F0%9F%94%91", "'--", "IBMid-", "0"];
    for path in page_paths() {
        for query in &queries {
            let path = format!(
                "{}?{query}",
                path.replace("{id}", "x").replace("{policy}", "x")
            );
            let answer = visitor.get(&path).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
        }
        for id in ids.iter().filter(|_| path.contains("{id}")) {
            let path = path.replace("{id}", id).replace("{policy}", id);
            let answer = visitor.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert!(answer.is_html(), "{path}");
        }
    }
    for path in functions(&Method::GET) {
        for query in &queries {
            let path = format!("{path}?{query}");
            let answer = visitor.call(Method::GET, &path, "").await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            answer.json();
        }
    }
    assert_eq!(house.account(&id).await, before);
}

/// The start page is for everybody; there is nothing else without an account.
#[tokio::test]
async fn without_an_account_every_function_says_so() {
    let house = House::open().await;
    let (_, id) = house.visitor().await;
    let before = house.account(&id).await;
    let stranger = house.stranger();
    for path in posted_functions() {
        for body in garbage() {
            let status = post(&stranger, path, FORM, "application/json", &body).await;
            assert!(status.is_client_error(), "{path}: {status}");
        }
    }
    for path in functions(&Method::GET) {
        let answer = stranger.call(Method::GET, path, "").await;
        match path {
            "/api/home" => assert_eq!(answer.status, StatusCode::OK),
            _ => assert!(answer.status.is_client_error(), "{path}: {answer:?}"),
        }
    }
    assert_eq!(house.account(&id).await, before);
    assert_eq!(house.ids().await.len(), 1);
}
