//! The search over the console: what it finds, for whom.

use axum::http::{Method, StatusCode};
use credlab_model::Timestamp;
use credlab_model::actor::{Actor, Face};

use crate::house::{House, Visitor};

/// What is found of each kind, and whether it is open.
async fn find(visitor: &Visitor<'_>, query: &str) -> Vec<(String, String, bool)> {
    let path = format!("/api/search?q={query}");
    let answer = visitor.call(Method::GET, &path, "").await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let view = answer.json();
    let groups = view["groups"].as_array().unwrap().clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_string();
    groups
        .iter()
        .flat_map(|group| {
            let found = group["found"].as_array().unwrap();
            found.iter().map(|found| {
                let open = found["disabled"].is_null();
                (text(&group["label"]), text(&found["label"]), open)
            })
        })
        .collect()
}

fn has(found: &[(String, String, bool)], kind: &str, label: &str) -> bool {
    found
        .iter()
        .any(|(of, name, _)| of == kind && name == label)
}

#[tokio::test]
async fn everything_is_found_by_its_name_and_by_what_tells_it_apart() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let line = "line=ibmcloud+iam+api-key-create+laptop";
    visitor.call(Method::POST, "/api/shell/run", line).await;
    let account = house.account(&id).await;
    let group = account.access_groups.values().next().unwrap().name.clone();
    let service = account.service_ids.values().next().unwrap();
    let escaped = |text: &str| text.replace(' ', "+");
    for (query, kind, label) in [
        ("users", "Pages", "Users".to_string()),
        ("CRED+cluster", "Pages", "Cluster credentials".into()),
        ("viewer%40example.com", "Users", "Viewer".into()),
        ("classic-da", "Clusters", "classic-dal".into()),
        (&escaped(&group), "Access groups", group.clone()),
        (service.id.as_str(), "Service IDs", service.name.clone()),
        ("laptop", "API keys", "laptop".into()),
        ("invite", "Actions", "Invite users".into()),
        ("create+service", "Actions", "Create service ID".into()),
        ("matrix", "Pages", "Access matrix".into()),
        (
            "reset+us-south",
            "Actions",
            "Reset the API key of us-south / default".into(),
        ),
    ] {
        let found = find(&visitor, query).await;
        assert!(has(&found, kind, &label), "{query}: {found:?}");
    }
    assert_eq!(find(&visitor, "no-such-thing-anywhere").await, []);
    let all = find(&visitor, "").await;
    assert!(
        all.iter()
            .all(|(kind, ..)| kind == "Pages" || kind == "Actions"),
        "{all:?}"
    );
    let page = visitor.get("/search?q=classic-dal").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(">classic-dal<"), "{}", page.body);
    let page = visitor.get("/search?q=no-such-thing-anywhere").await;
    assert!(
        page.body
            .contains("Nothing that you may see fits no-such-thing-anywhere.")
    );
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_see() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let line = "line=ibmcloud+iam+api-key-create+laptop";
    visitor.call(Method::POST, "/api/shell/run", line).await;
    assert!(has(&find(&visitor, "laptop").await, "API keys", "laptop"));
    // Somebody who has no access at all.
    let line = "line=ibmcloud+account+user-invite+new%40example.com";
    visitor.call(Method::POST, "/api/shell/run", line).await;
    let accept = "id=new%40example.com";
    visitor
        .call(Method::POST, "/api/persona/accept", accept)
        .await;
    let account = house.account(&id).await;
    let (mut seen, mut hidden) = (0, 0);
    for user in account.users.values() {
        let form = format!("id={}", user.id);
        let answer = visitor.call(Method::POST, "/api/persona", form).await;
        if answer.json()["kind"] != "success" {
            continue;
        }
        let actor = Actor {
            identity: user.identity(),
            face: Face::Console,
        };
        let now = Timestamp::now();
        let visible: Vec<_> = account.visible_clusters(&actor, now).collect();
        for cluster in account.clusters.values() {
            let may = visible.iter().any(|found| found.id == cluster.id);
            let found = find(&visitor, cluster.id.as_str()).await;
            assert_eq!(
                has(&found, "Clusters", &cluster.name),
                may,
                "{} {}",
                user.email,
                cluster.name
            );
            *(if may { &mut seen } else { &mut hidden }) += 1;
        }
        let invite = find(&visitor, "invite+users").await;
        let page = visitor.get("/iam/users").await.body;
        let open = page.contains("href=\"/iam/users/invite_users\"");
        let action = invite.iter().find(|(kind, ..)| kind == "Actions").unwrap();
        assert_eq!(action.2, open, "{}", user.email);
    }
    assert!(seen > 3 && hidden > 2, "{seen} {hidden}");
    visitor
        .post("/api/persona", "id=viewer%40example.com")
        .await;
    assert!(!has(&find(&visitor, "laptop").await, "API keys", "laptop"));
}

#[tokio::test]
async fn any_search_is_answered() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let long = "a+".repeat(1_500);
    for query in [
        "%00",
        "%E2%80%AE",
        "%3Cscript%3Ealert",
        "%25",
        "%22",
        long.as_str(),
    ] {
        find(&visitor, query).await;
        let page = visitor.get(&format!("/search?q={query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query:.20}");
        assert!(!page.body.contains("<script>alert"), "{query:.20}");
    }
}

#[tokio::test]
async fn a_line_in_the_address_is_typed_in_and_not_run() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await;
    let page = visitor
        .get("/shell?line=ibmcloud+iam+service-id-create+%22x%22")
        .await;
    assert!(
        page.body
            .contains("value=\"ibmcloud iam service-id-create &quot;x&quot;\""),
        "{}",
        page.body
    );
    assert_eq!(house.account(&id).await, before);
    // Run without script, it is not typed in again.
    let from = "/shell?line=ibmcloud+target";
    let answer = visitor
        .post_from(from, "/api/shell/run", "line=ibmcloud+target")
        .await;
    assert_eq!(answer.location(), "/shell");
}
