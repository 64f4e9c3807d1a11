//! Service IDs, access groups, trusted profiles and roles, as those see them who may not do everything.

use axum::http::{Method, StatusCode};

use crate::house::House;

const GROUP_TABS: [&str; 5] = [
    "",
    "/service-ids",
    "/trusted-profiles",
    "/access-policies",
    "/details",
];

#[tokio::test]
async fn what_a_persona_may_not_know_of_is_neither_listed_nor_there() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    house.furnish(&visitor, &id).await;
    let account = house.account(&id).await;
    visitor.post("/api/persona", "id=viewer@example.com").await;
    let status = async |path: String| visitor.get(&path).await.status;

    let service_id = account.service_id_called("ci-deployer").unwrap();
    let profile = account.trusted_profile_called("auditor").unwrap();
    for (list, name, path, tabs) in [
        (
            "/iam/serviceids",
            "ci-deployer",
            service_id.id.as_str(),
            &["", "/access-groups", "/access-policies", "/api-keys"][..],
        ),
        (
            "/iam/trusted-profiles",
            "auditor",
            profile.id.as_str(),
            &[
                "",
                "/trust-relationship",
                "/access-groups",
                "/access-policies",
            ],
        ),
    ] {
        let page = visitor.get(list).await;
        assert_eq!(page.status, StatusCode::OK, "{list}");
        let (_, main) = page.body.split_once("id=\"main\"").unwrap();
        assert!(!main.contains(&format!(">{name}<")), "{list} names {name}");
        for tab in tabs {
            let path = format!("{list}/{path}{tab}");
            assert_eq!(status(path.clone()).await, StatusCode::NOT_FOUND, "{path}");
        }
    }

    // One's own groups and Public Access are there, others are not.
    for (group, there) in [
        ("cluster-viewers", true),
        ("Public Access", true),
        ("cluster-operators", false),
    ] {
        let group = account.access_group_called(group).unwrap();
        for tab in GROUP_TABS {
            let path = format!("/iam/groups/{}{tab}", group.id);
            let expected = match there {
                true => StatusCode::OK,
                false => StatusCode::NOT_FOUND,
            };
            assert_eq!(status(path.clone()).await, expected, "{path}");
        }
    }
    let list = visitor.get("/iam/groups").await.body;
    assert!(list.contains(">cluster-viewers<") && !list.contains(">cluster-operators<"));
}

#[tokio::test]
async fn a_refused_persona_sees_each_control_with_its_reason() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    visitor.post("/api/persona", "id=viewer@example.com").await;
    let group = account.access_group_called("cluster-viewers").unwrap();
    let group = format!("/iam/groups/{}", group.id);
    for (path, reason) in [
        (
            "/iam/groups".into(),
            "You are not authorized to create access groups.",
        ),
        (
            group.clone(),
            "You are not authorized to add members to access groups.",
        ),
        (
            format!("{group}?view=add"),
            "You are not authorized to add members to access groups.",
        ),
        (
            format!("{group}/details"),
            "You are not authorized to change access groups.",
        ),
        (
            format!("{group}/details?dialog=remove"),
            "You are not authorized to delete access groups.",
        ),
        (
            "/iam/trusted-profiles?dialog=create".into(),
            "You are not authorized to manage trusted profiles.",
        ),
        (
            "/iam/roles".into(),
            "You are not authorized to manage custom roles.",
        ),
        (
            "/iam/roles/create".into(),
            "You are not authorized to manage custom roles.",
        ),
    ] {
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains(reason), "{path}: {reason}");
    }
}

/// Members are added one after the other: what was done before a refusal is told.
#[tokio::test]
async fn who_was_added_before_a_refusal_is_told() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let group = account.access_group_called("cluster-viewers").unwrap();
    let user = |email| &account.user_called(email).unwrap().id;
    let (new, member) = (user("classic@example.com"), user("viewer@example.com"));
    let form = format!("id={}&members[]={new}&members[]={member}", group.id);
    let answer = visitor.call(Method::POST, "/api/iam/groups/members/add", form);
    let notice = answer.await.json();
    assert_eq!(notice["kind"], "error");
    assert_eq!(
        notice["text"],
        "viewer@example.com is a member of cluster-viewers already. classic@example.com was added before that."
    );
    let after = house.account(&id).await;
    let members = &after
        .access_group_called("cluster-viewers")
        .unwrap()
        .members;
    assert_eq!(members.len(), 2);

    // What would be done is told for all of them, and not done.
    let (admin, operator) = (user("admin@example.com"), user("operator@example.com"));
    let form = format!("id={}&members[]={admin}&members[]={operator}", group.id);
    let path = "/api/iam/groups/members/add?rehearse";
    let told = visitor.call(Method::POST, path, form).await.json();
    assert_eq!(told["title"], "Nothing is changed yet", "{told}");
    let twin = told["twin"].as_array().unwrap();
    for (line, email) in twin
        .iter()
        .zip(["admin@example.com", "operator@example.com"])
    {
        assert!(line.as_str().unwrap().contains(email), "{told}");
    }
    assert_eq!(twin.len(), 2, "{told}");
    assert_eq!(house.account(&id).await.version, after.version);

    let none = format!("id={}", group.id);
    let answer = visitor.call(Method::POST, "/api/iam/groups/members/add", none);
    assert_eq!(answer.await.json()["kind"], "error");
}
