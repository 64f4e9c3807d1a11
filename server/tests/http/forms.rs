//! Forms, with script and without.

use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};

use crate::house::House;

/// How often the notice's sentence is on the page.
fn said(page: &str, sentence: &str) -> usize {
    page.matches(&format!(">{sentence}<")).count()
}

#[tokio::test]
async fn a_form_without_script_leads_back_to_its_page_which_says_once_what_came_of_it() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let sentence = "You act as operator@example.com now";
    let back = "/iam/users?q=example&page=1";
    let form = "id=operator%40example.com";
    let answer = visitor.post_from(back, "/api/persona", form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), back);
    assert_eq!(said(&visitor.get(back).await.body, sentence), 1);
    assert_eq!(said(&visitor.get(back).await.body, sentence), 0);
}

#[tokio::test]
async fn a_notice_is_for_the_browser_that_sent_the_form() {
    let house = House::open().await;
    let (one, _) = house.visitor().await;
    let (other, _) = house.visitor().await;
    let sentence = "You act as operator@example.com now";
    one.post("/api/persona", "id=operator%40example.com").await;
    assert_eq!(said(&other.get("/iam/users").await.body, sentence), 0);
    assert_eq!(said(&one.get("/iam/users").await.body, sentence), 1);
}

#[tokio::test]
async fn a_form_never_leads_to_another_site() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    for referer in [
        "http://elsewhere.example/iam/users",
        "http://credlab.example.elsewhere.example/",
        "https://credlab.example@elsewhere.example/",
        "nonsense",
        "//elsewhere.example",
    ] {
        let request = visitor.request(Method::POST, "/api/persona", "text/html");
        let request = request
            .header(CONTENT_TYPE, crate::house::FORM)
            .header("referer", referer);
        let answer = visitor.ask(request, "id=operator%40example.com").await;
        assert_eq!(answer.location(), "/iam/users", "{referer}");
    }
}

#[tokio::test]
async fn a_script_gets_the_notice_and_no_redirect() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let form = "id=operator%40example.com";
    let answer = visitor.call(Method::POST, "/api/persona", form).await;
    assert_eq!(answer.status, StatusCode::OK);
    let notice = answer.json();
    assert_eq!(notice["kind"], "success");
    assert_eq!(notice["title"], "You act as operator@example.com now");
    let page = visitor.get("/iam/users").await;
    assert_eq!(said(&page.body, "You act as operator@example.com now"), 0);
}

#[tokio::test]
async fn a_refused_form_says_why_and_changes_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    visitor
        .post("/api/persona", "id=viewer%40example.com")
        .await;
    let account = house.account(&id).await;
    let cluster = account.clusters.keys().next().unwrap();
    let form = format!("cluster={cluster}");
    let answer = visitor
        .call(Method::POST, "/api/kubernetes/clusters/delete", form)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let notice = answer.json();
    assert_eq!(notice["kind"], "error");
    assert_eq!(notice["title"], "You are not allowed to do this");
    assert!(notice["layer"].as_str().unwrap().contains("Gate 1"));
    assert_eq!(house.account(&id).await.clusters, account.clusters);
}
