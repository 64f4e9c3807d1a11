//! Prints how long the list of users takes to answer in an account of 10,000, one figure a line:
//! `cargo run --release --package credlab-server --example lists`.

use std::error::Error;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use axum::http::{Method, Request};
use credlab_server::{AppState, Site, router};
use credlab_store::{Location, Store};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// How often each address is asked for; the middle time counts.
const ROUNDS: usize = 21;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let store = Store::open(&Location::Memory).await?;
    let router = router(AppState::new(store, Site::empty()));
    let start = Instant::now();
    let request = Request::builder()
        .method(Method::POST)
        .uri("/start")
        .header(HOST, "localhost")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("template=huge"))?;
    let answer = router.clone().oneshot(request).await?;
    print("opening the account", start.elapsed().as_secs_f64());
    let cookie = answer.headers()[SET_COOKIE].to_str()?;
    let cookie = cookie.split(';').next().unwrap_or_default().to_string();
    for (name, path) in [
        ("frame", "/api/frame"),
        ("users, first page", "/api/iam/users"),
        (
            "the last page of 100",
            "/api/iam/users?query[size]=100&query[page]=100",
        ),
        ("sorted by name, down", "/api/iam/users?query[sort]=-0"),
        ("sorted by IAM ID", "/api/iam/users?query[sort]=3"),
        ("searched, many found", "/api/iam/users?query[q]=example"),
        (
            "searched, none found",
            "/api/iam/users?query[q]=nobody%20at%20all",
        ),
        ("pending", "/api/iam/users?query[status]=PENDING"),
        (
            "below in the hierarchy",
            "/api/iam/users?query[view]=classic",
        ),
        ("as a file", "/iam/users.csv"),
        ("the whole page", "/iam/users"),
        ("the whole page of 100", "/iam/users?size=100"),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            ask(&router, path, &cookie).await?;
            times.push(start.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        print(name, times[ROUNDS / 2]);
    }
    Ok(())
}

async fn ask(router: &Router, path: &str, cookie: &str) -> Result<(), Box<dyn Error>> {
    let request = Request::builder()
        .uri(path)
        .header(HOST, "localhost")
        .header(COOKIE, cookie)
        .body(Body::empty())?;
    let answer = router.clone().oneshot(request).await?;
    let status = answer.status();
    answer.into_body().collect().await?;
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("{path}: {status}").into())
    }
}

fn print(name: &str, seconds: f64) {
    println!("{name:<28} {:>9.1} ms", seconds * 1e3);
}
