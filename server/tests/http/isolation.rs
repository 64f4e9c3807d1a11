//! An account's ids are of no use to the session of another.

use axum::http::{Method, StatusCode};
use credlab_model::Account;

use crate::every::posted_functions;
use crate::house::House;
use crate::routes::list;

/// One id of every kind that an account has.
fn ids_of(account: &Account) -> Vec<String> {
    let user = account.users.keys().find(|id| **id != account.owner);
    let ids = vec![
        account.id.to_string(),
        account.owner.to_string(),
        user.unwrap().to_string(),
        account.clusters.keys().next().unwrap().to_string(),
        account.api_keys.keys().next().unwrap().to_string(),
        account.policies.keys().next().unwrap().to_string(),
        account.access_groups.keys().next().unwrap().to_string(),
        account.service_ids.keys().next().unwrap().to_string(),
        account.resource_groups.keys().next().unwrap().to_string(),
    ];
    ids
}

#[tokio::test]
async fn pages_of_foreign_users_and_clusters_are_not_there() {
    let house = House::open().await;
    let (visitor, own) = house.visitor().await;
    let (_, foreign) = house.visitor().await;
    let (own, foreign) = (house.account(&own).await, house.account(&foreign).await);
    let (mine, theirs) = (ids_of(&own), ids_of(&foreign));
    assert!(mine.iter().all(|id| !theirs.contains(id)), "{mine:?}");

    let list = list();
    let mut pages = list.addresses(&visitor).await;
    pages.retain(|page, _| page.contains("{id}"));
    assert!(!pages.is_empty());
    for (page, own) in pages {
        let answer = visitor.get(&own).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        for id in &theirs {
            let page = page.replace("{id}", id).replace("{policy}", id);
            let answer = visitor.get(&page).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page} of {id}");
            assert!(answer.is_html(), "{page} of {id}");
        }
    }
}

#[tokio::test]
async fn forms_with_foreign_ids_change_nothing() {
    let house = House::open().await;
    let (visitor, own) = house.visitor().await;
    let (_, foreign) = house.visitor().await;
    let before = (house.account(&own).await, house.account(&foreign).await);
    for id in ids_of(&before.1) {
        for (path, form) in [
            ("/api/persona", format!("id={id}")),
            ("/api/persona/accept", format!("id={id}")),
            ("/api/iam/users/state", format!("id={id}&state=VPN_ONLY")),
            ("/api/iam/users/parent", format!("id={id}&parent={id}")),
            ("/api/iam/users/remove", format!("id={id}")),
            ("/api/iam/apikeys/delete", format!("list=&id={id}")),
            ("/api/iam/apikeys/lock", format!("id={id}&locked=true")),
            ("/api/kubernetes/clusters/delete", format!("cluster={id}")),
            (
                "/api/kubernetes/credentials/reset",
                format!("region=us-south&group={id}"),
            ),
        ] {
            let answer = visitor.call(Method::POST, path, form).await;
            let kind = &answer.json()["kind"];
            let refused = answer.status == StatusCode::NOT_FOUND || kind == "error";
            assert!(refused, "{path} {id}: {answer:?}");
        }
    }
    assert_eq!(house.account(&foreign).await, before.1);
    assert_eq!(house.account(&own).await.users, before.0.users);
    assert_eq!(house.account(&own).await.api_keys, before.0.api_keys);
    assert_eq!(house.account(&own).await.clusters, before.0.clusters);
    assert_eq!(house.account(&own).await.slots, before.0.slots);
}

/// Whatever a form's field is called, and whichever function will be there next year.
#[tokio::test]
async fn no_function_reaches_a_foreign_account() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let (_, foreign) = house.visitor().await;
    let before = house.account(&foreign).await;
    let fields = [
        "account",
        "cluster",
        "device",
        "group",
        "groups[0]",
        "id",
        "key",
        "list",
        "parent",
        "policy",
        "resource",
        "resource_group",
        "service",
        "subject",
        "user",
    ];
    for path in posted_functions() {
        for id in ids_of(&before) {
            let mut form: String = fields.map(|field| format!("{field}={id}&")).concat();
            form.push_str("region=us-south&name=x&description=x&state=ACTIVE&locked=true&disabled=true&line=x");
            let answer = visitor.call(Method::POST, path, form).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
        }
    }
    assert_eq!(house.account(&foreign).await, before);
}
