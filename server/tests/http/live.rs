//! `/live`: open pages are told what changes.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use http_body_util::BodyExt;

use crate::house::House;

/// For how long nothing may come before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The next event of the stream: its lines.
async fn event(body: &mut Body) -> String {
    let frame = tokio::time::timeout(PATIENCE, body.frame());
    let frame = frame.await.expect("no event came").unwrap().unwrap();
    String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn an_open_page_is_told_of_what_others_change_in_its_account() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let (stranger, _) = house.visitor().await;
    let request = visitor.request(Method::GET, "/live", "text/event-stream");
    let answer = house.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/event-stream");
    let mut body = answer.into_body();
    let version = house.account(&id).await.version;
    assert_eq!(
        event(&mut body).await,
        format!("event: change\ndata: {version}\n\n")
    );

    let line = "line=ibmcloud+iam+service-id-create+another";
    stranger.call(Method::POST, "/api/shell/run", line).await;
    visitor.call(Method::POST, "/api/shell/run", line).await;
    let version = house.account(&id).await.version;
    assert_eq!(
        event(&mut body).await,
        format!("event: change\ndata: {version}\n\n")
    );

    house.store.delete(&id).await.unwrap();
    let end = tokio::time::timeout(PATIENCE, body.frame()).await;
    assert!(end.expect("the stream did not end").is_none());
}

#[tokio::test]
async fn without_an_account_there_is_nothing_to_follow() {
    let house = House::open().await;
    let request = house
        .stranger()
        .request(Method::GET, "/live", "text/event-stream");
    let answer = house.stranger().ask(request, "").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["title"], "No account is open");
}
