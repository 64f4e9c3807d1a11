//! A browser's session: how it begins, and what is not taken for one.

use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{Method, StatusCode};
use credlab_server::page_paths;

use crate::house::House;

#[tokio::test]
async fn the_cookie_is_for_the_server_alone() {
    let house = House::open().await;
    let answer = house.stranger().post("/start", "template=demo").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/iam/users");
    let cookie = answer.header(SET_COOKIE).to_owned();
    let mut parts = cookie.split("; ");
    let (name, token) = parts.next().unwrap().split_once('=').unwrap();
    assert_eq!(name, "credlab_session");
    assert_eq!(token.len(), 43);
    let flags: Vec<_> = parts.collect();
    assert_eq!(
        flags,
        ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
    );
}

#[tokio::test]
async fn a_start_leads_to_where_the_visitor_wanted_to_go_and_nowhere_else() {
    let house = House::open().await;
    for (next, location) in [
        ("%2Fkubernetes%2Fclusters", "/kubernetes/clusters"),
        ("https%3A%2F%2Felsewhere.example", "/iam/users"),
        ("%2F%2Felsewhere.example", "/iam/users"),
    ] {
        let form = format!("template=empty-lite&next={next}");
        let answer = house.stranger().post("/start", form).await;
        assert_eq!(answer.location(), location);
    }
    let answer = house.stranger().post("/start", "template=nonsense").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.is_html());
    assert_eq!(house.ids().await.len(), 3);
}

#[tokio::test]
async fn the_first_answer_holds_the_whole_page() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let page = visitor.get("/iam/users").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.is_html(), "{}", page.body);
    let table = page.body.split_once("<table").unwrap().1;
    let table = table.split_once("</table>").unwrap().0;
    for user in ["owner@example.com", "operator@example.com"] {
        assert!(table.contains(user), "{table}");
    }
}

#[tokio::test]
async fn every_browser_has_an_account_of_its_own() {
    let house = House::open().await;
    let (one, first) = house.visitor().await;
    let (other, second) = house.visitor().await;
    assert_ne!(first, second);
    let before = house.account(&second).await;

    let line = "line=ibmcloud+iam+service-id-create+only-here";
    one.call(Method::POST, "/api/shell/run", line).await;
    let log = "/api/shell/log";
    assert!(
        one.call(Method::GET, log, "")
            .await
            .body
            .contains("only-here")
    );
    assert!(
        !other
            .call(Method::GET, log, "")
            .await
            .body
            .contains("only-here")
    );
    assert!(
        house
            .account(&first)
            .await
            .service_id_called("only-here")
            .is_ok()
    );
    assert_eq!(house.account(&second).await, before);
}

#[tokio::test]
async fn without_an_account_pages_lead_to_the_start_and_scripts_are_told() {
    let house = House::open().await;
    let stranger = house.stranger();
    let pages = page_paths();
    assert!(pages.len() > 15, "{pages:?}");
    for path in pages {
        let path = path.replace("{id}", "some-id");
        let answer = stranger.get(&path).await;
        if path == "/" {
            assert_eq!(answer.status, StatusCode::OK);
            continue;
        }
        assert!(answer.status.is_redirection(), "{path}: {}", answer.status);
        assert_eq!(answer.location(), format!("/?next={path}"));
    }
    let answer = stranger.call(Method::GET, "/api/frame", "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["status"], 401);
    let answer = stranger.post("/api/persona", "id=anybody").await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/")
    );
}

#[tokio::test]
async fn what_is_no_token_opens_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let sound = visitor.cookie.clone().unwrap();
    let sound = sound.to_str().unwrap();
    let token = sound.split_once('=').unwrap().1;
    let unknown: String = token.chars().rev().collect();
    let long = "A".repeat(100_000);
    for cookie in [
        "credlab_session=".to_owned(),
        "credlab_session".to_owned(),
        "credlab_session=%%%".to_owned(),
        format!("credlab_session={unknown}"),
        format!("credlab_session={long}"),
        format!("credlab_session={token}A"),
        format!("credlab_session={}", &token[1..]),
        format!("credlab_session=\"{token}\""),
        format!("Credlab_Session={token}"),
        "credlab_session=\u{fc}\u{2028}".to_owned(),
        format!("credlab_session=' OR 1=1 --; a={token}"),
        ";;;=;,\\\"".to_owned(),
    ] {
        let mut other = visitor.clone();
        other.cookie = Some(HeaderValue::from_bytes(cookie.as_bytes()).unwrap());
        let page = other.get("/iam/users").await;
        assert_eq!(page.location(), "/?next=/iam/users", "{cookie:.80}");
        let answer = other.call(Method::POST, "/api/shell/run", "line=x").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{cookie:.80}");
    }
    assert_eq!(visitor.get("/iam/users").await.status, StatusCode::OK);

    house.store.delete(&id).await.unwrap();
    let page = visitor.get("/iam/users").await;
    assert_eq!(page.location(), "/?next=/iam/users");
}
