//! Looking at the console as somebody else: it shows what they would get, and changes nothing.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{Method, StatusCode};
use credlab_server::page_paths;

use crate::every::posted_functions;
use crate::house::House;

/// What may be sent all the same: none of it changes the account.
const ALLOWED: [&str; 5] = [
    "/api/persona/view",
    "/api/persona/return",
    "/api/shell/complete",
    "/api/shell/run",
    "/api/theme",
];

/// Acting as another one is what ends it.
const ENDS: &str = "/api/persona";

const BANNER: &str = "You see the console as";

#[tokio::test]
async fn pages_are_those_of_who_is_looked_as() {
    let house = House::open().await;
    let (looking, _) = house.visitor().await;
    let (acting, _) = house.visitor().await;
    for who in ["viewer", "operator", "classic", "admin"] {
        let form = format!("id={who}%40example.com");
        looking.post("/api/persona/view", form.clone()).await;
        acting.post("/api/persona", form).await;
        // Accounts of two browsers have ids of their own; what stands on the pages is the same but for these.
        for path in [
            "/api/kubernetes/clusters?query[q]=",
            "/api/iam/users?query[q]=",
        ] {
            let [seen, own] =
                [&looking, &acting].map(|visitor| visitor.call(Method::GET, path, ""));
            let (seen, own) = (seen.await.json(), own.await.json());
            for view in [&seen, &own] {
                assert!(view["table"]["rows"].is_array(), "{path}: {view}");
            }
            assert_eq!(reasons(&seen), reasons(&own), "{who} {path}");
        }
        let page = looking.get("/kubernetes/clusters").await;
        assert!(page.body.contains(BANNER), "{who}");
    }
    looking.post("/api/persona/return", "").await;
    let page = looking.get("/kubernetes/clusters").await;
    assert!(!page.body.contains(BANNER));
}

/// What each control of a table says, and why it can't be used.
fn reasons(view: &serde_json::Value) -> Vec<(String, String)> {
    let rows = view["table"]["rows"].as_array().into_iter().flatten();
    let actions = rows.flat_map(|row| row["actions"].as_array().into_iter().flatten());
    let mut reasons: Vec<_> = actions
        .chain(view["actions"].as_array().into_iter().flatten())
        .map(|action| (action["label"].to_string(), action["disabled"].to_string()))
        .collect();
    // Rows stand in the order of ids that each account has of its own.
    reasons.sort();
    reasons
}

#[tokio::test]
async fn nothing_can_be_sent_while_looking() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let look = || visitor.post("/api/persona/view", "id=operator%40example.com");
    look().await;
    let before = house.account(&id).await;
    let refused = posted_functions()
        .into_iter()
        .filter(|path| !ALLOWED.contains(path) && *path != ENDS);
    for path in refused {
        let answer = visitor.call(Method::POST, path, "id=x&line=x").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        let told = answer.json();
        assert_eq!(told["kind"], "error", "{path}: {told}");
        assert_eq!(told["title"], "You are only looking", "{path}");
        let answer = visitor.post_from("/iam/users", path, "id=x&line=x").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        let page = visitor.get("/iam/users").await.body;
        assert!(page.contains("You are only looking"), "{path}");
        assert!(
            page.contains("Return to owner@example.com first."),
            "{path}"
        );
    }
    for path in ALLOWED {
        look().await;
        let form = "id=viewer%40example.com&line=ibmcloud+iam+service-id-create+x&theme=g90";
        let answer = visitor.call(Method::POST, path, form).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        if path == "/api/shell/run" {
            assert!(answer.body.contains("You are only looking"), "{answer:?}");
        }
    }
    look().await;
    assert_eq!(house.account(&id).await, before);

    visitor.post(ENDS, "id=viewer%40example.com").await;
    let page = visitor.get("/iam/users").await.body;
    assert!(page.contains("Persona: viewer@example.com"));
    assert!(!page.contains(BANNER));
}

#[tokio::test]
async fn what_asks_no_command_is_rehearsed_without_being_done() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    let changing = ALLOWED
        .into_iter()
        .filter(|path| *path != "/api/shell/complete");
    for path in changing.chain([ENDS]) {
        let form = "id=viewer%40example.com&line=ibmcloud+iam+service-id-create+x&theme=g90";
        let asked = format!("{path}?rehearse");
        let answer = visitor.call(Method::POST, &asked, form).await;
        assert_eq!(answer.json()["title"], "Nothing is changed yet", "{path}");
        assert!(answer.headers.get(SET_COOKIE).is_none(), "{path}");
        let page = visitor.get("/iam/users").await.body;
        assert!(page.contains("Persona: owner@example.com"), "{path}");
        assert!(!page.contains(BANNER), "{path}");
    }
    assert_eq!(house.account(&id).await, before);
}

/// What stands below a page names nothing that the page does not.
#[tokio::test]
async fn what_shows_the_same_as_a_page_tells_nothing_else() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let service_id = account.service_id_called("ci-deployer").unwrap();
    let twin = async |of: &str| {
        let path = format!("/api/page_twin?path=/iam/{of}");
        visitor.call(Method::GET, &path, "").await.body
    };
    let own = format!("serviceids/{}/api-keys", service_id.id);
    assert!(twin(&own).await.contains(&service_id.iam_id()));
    for name in [
        "serviceids/ci-deployer/api-keys",
        "users/viewer@example.com",
    ] {
        assert!(!twin(name).await.contains("GET"), "{name}");
    }
    visitor
        .post("/api/persona", "id=viewer%40example.com")
        .await;
    assert!(!twin(&own).await.contains("GET"));
}

#[tokio::test]
async fn every_page_is_shown_or_refused_while_looking() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    visitor
        .post("/api/persona/view", "id=viewer%40example.com")
        .await;
    for path in page_paths() {
        let answer = visitor.get(&path.replace("{id}", "x")).await;
        assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
        assert!(answer.body.contains("<h1"), "{path}");
    }
}

#[tokio::test]
async fn nobody_is_looked_as_who_could_not_enter() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    for (id, said) in [
        ("k8s-functional%40example.com", "invitation"),
        ("nobody%40example.com", "not found"),
        ("", "not found"),
    ] {
        let form = format!("id={id}");
        let answer = visitor.call(Method::POST, "/api/persona/view", form).await;
        let notice = answer.json();
        assert_eq!(notice["kind"], "error", "{id}: {notice}");
        assert!(notice.to_string().contains(said), "{id}: {notice}");
    }
    assert!(!visitor.get("/iam/users").await.body.contains(BANNER));
}

#[tokio::test]
async fn a_theme_is_there_in_the_first_html_and_stays_when_another_account_begins() {
    let house = House::open().await;
    let (mut visitor, _) = house.visitor().await;
    assert!(!visitor.get("/iam/users").await.body.contains("data-theme"));
    let answer = visitor
        .post_from("/iam/apikeys", "/api/theme", "theme=g90")
        .await;
    assert_eq!(answer.location(), "/iam/apikeys");
    let cookie = answer.header(SET_COOKIE).to_owned();
    assert!(
        cookie.starts_with("credlab_theme=g90; Path=/; Max-Age="),
        "{cookie}"
    );
    let session = visitor.cookie.clone().unwrap();
    let both = format!("{}; credlab_theme=g90", session.to_str().unwrap());
    visitor.cookie = Some(both.parse().unwrap());
    let page = visitor.get("/iam/users").await.body;
    assert!(
        page.contains("<html lang=\"en\" data-theme=\"g90\""),
        "{page:.300}"
    );

    let request = house.stranger().request(Method::GET, "/", "text/html");
    let start = house
        .stranger()
        .ask(request.header(COOKIE, "credlab_theme=g10"), "")
        .await;
    assert!(
        start.body.contains("data-theme=\"g10\""),
        "{:.300}",
        start.body
    );
    for wrong in ["theme=", "theme=dark", "theme=%22%3E%3Cscript%3E"] {
        let answer = visitor.call(Method::POST, "/api/theme", wrong).await;
        assert_eq!(answer.json()["title"], "There is no such theme", "{wrong}");
    }
    visitor.cookie = Some("credlab_theme=\"><script>".parse().unwrap());
    assert!(!visitor.get("/").await.body.contains("data-theme"));
}
