//! Access that is given and changed step by step, as requests that nobody's page would send.

use axum::http::{Method, StatusCode};
use credlab_model::iam::policy::{AttributeName, Policy, Subject};
use credlab_model::{Account, Event};

use crate::house::{House, Visitor};

fn escaped(text: &str) -> String {
    let bytes = text.bytes();
    bytes.map(|byte| format!("%{byte:02X}")).collect()
}

/// The body of a form that assigns what `drafts` say.
fn assignment(subject: &str, id: &str, drafts: &[&str]) -> String {
    let drafts = drafts
        .iter()
        .map(|draft| format!("&drafts[]={}", escaped(draft)));
    format!("subject={subject}&id={id}{}", drafts.collect::<String>())
}

async fn told(visitor: &Visitor<'_>, path: &str, form: String) -> serde_json::Value {
    visitor.call(Method::POST, path, form).await.json()
}

fn policies(account: &Account, subject: &Subject) -> Vec<Policy> {
    let policies = account.policies.of(subject);
    policies.map(|policy| Policy::clone(policy)).collect()
}

#[tokio::test]
async fn every_kind_of_subject_is_given_what_several_drafts_say_or_nothing() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    visitor
        .call(
            Method::POST,
            "/api/shell/run",
            "line=ibmcloud+iam+trusted-profile-create+night",
        )
        .await;
    let account = house.account(&id).await;
    let subjects = [
        (
            "users",
            Subject::User(
                account
                    .user_called("viewer@example.com")
                    .unwrap()
                    .id
                    .clone(),
            ),
        ),
        (
            "serviceids",
            Subject::ServiceId(account.service_id_called("ci-deployer").unwrap().id.clone()),
        ),
        (
            "groups",
            Subject::AccessGroup(
                account
                    .access_group_called("cluster-viewers")
                    .unwrap()
                    .id
                    .clone(),
            ),
        ),
        (
            "trusted-profiles",
            Subject::TrustedProfile(account.trusted_profile_called("night").unwrap().id.clone()),
        ),
    ];
    let first = "service=is&attribute=region&operator=stringMatch&value=eu-*&roles=Viewer&when=once&end=2030-01-01T00:00&group=Viewer";
    let second = "service=support&roles=Editor";
    for (kind, subject) in subjects {
        let path = "/api/iam/assign-access/assign";
        let before = policies(&*house.account(&id).await, &subject);
        // One that can't be refuses all.
        for wrong in [
            "service=is",
            "service=is&roles=Sweeper",
            "service=x&roles=Viewer",
            "service=is&roles=Viewer&when=weekly",
        ] {
            let form = assignment(kind, &subject.to_string(), &[first, wrong]);
            let answer = told(&visitor, path, form).await;
            assert_eq!(answer["kind"], "error", "{kind} {wrong}: {answer}");
            assert_eq!(policies(&*house.account(&id).await, &subject), before);
        }
        let form = assignment(kind, &subject.to_string(), &[first, second]);
        // What would be done is told of all three, and not done.
        let rehearsed = told(&visitor, &format!("{path}?rehearse"), form.clone()).await;
        assert_eq!(rehearsed["title"], "Nothing is changed yet", "{rehearsed}");
        assert_eq!(rehearsed["kind"], "info", "{rehearsed}");
        assert_eq!(rehearsed["twin"].as_array().map(Vec::len), Some(3));
        assert_eq!(policies(&*house.account(&id).await, &subject), before);
        let answer = told(&visitor, path, form).await;
        assert_eq!(answer["kind"], "success", "{kind}: {answer}");
        let after = policies(&*house.account(&id).await, &subject);
        let new: Vec<&Policy> = after
            .iter()
            .filter(|policy| !before.contains(policy))
            .collect();
        assert_eq!(new.len(), 3, "{kind}: {new:?}");
        assert_eq!(new.iter().filter(|policy| policy.rule.is_some()).count(), 2);
        let service = |name| {
            let mut policies = new.iter();
            policies.any(|policy| policy.scope.get(AttributeName::ServiceName) == Some(name))
        };
        assert!(service("is") && service("support"), "{new:?}");
        // Twice the same is refused.
        let form = assignment(kind, &subject.to_string(), &[first]);
        assert_eq!(told(&visitor, path, form).await["kind"], "error");
    }
}

#[tokio::test]
async fn a_policy_is_changed_only_as_it_was_seen() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let subject = Subject::ServiceId(account.service_id_called("ci-deployer").unwrap().id.clone());
    let policy = policies(&account, &subject).remove(0);
    let form = |seen: u32, draft: &str| {
        let draft = escaped(draft);
        format!(
            "subject=serviceids&id={subject}&policy={}&seen={seen}&draft={draft}",
            policy.id
        )
    };
    let path = "/api/iam/policies/save";
    let seen = policy.revision;
    let prod = "attribute=resourceGroupId&operator=stringEquals&value=prod&roles=Viewer";
    assert_eq!(
        told(&visitor, path, form(seen, prod)).await["kind"],
        "success"
    );
    let changed = house.account(&id).await.policy(&policy.id).unwrap().clone();
    assert!(changed.scope.get(AttributeName::ResourceGroupId).is_some());
    assert_eq!(
        changed.scope.get(AttributeName::ServiceName),
        Some("containers-kubernetes")
    );

    let refused = told(&visitor, path, form(seen, "roles=Operator")).await;
    assert_eq!(refused["kind"], "error");
    assert!(
        refused["text"]
            .as_str()
            .unwrap()
            .contains("was changed meanwhile"),
        "{refused}"
    );
    for wrong in [
        "",
        "roles=Sweeper",
        "roles=Viewer&attribute=resourceGroupId&operator=stringEquals&value=nowhere",
        "roles=Viewer&attribute=namespace&operator=stringEquals&value=a",
    ] {
        let refused = told(&visitor, path, form(changed.revision, wrong)).await;
        assert_eq!(refused["kind"], "error", "{wrong}: {refused}");
    }
    assert_eq!(
        house.account(&id).await.policy(&policy.id).unwrap(),
        &changed
    );

    told(
        &visitor,
        "/api/iam/policies/remove",
        format!("policy={}", policy.id),
    )
    .await;
    let refused = told(&visitor, path, form(changed.revision, "roles=Viewer")).await;
    assert_eq!(refused["kind"], "error");
    assert_eq!(
        refused["goto"],
        format!("/iam/serviceids/{subject}/access-policies")
    );
    let records = house.store.records(&id, 0, 10_000).await.unwrap();
    let updates = records.iter().filter(|record| {
        matches!(
            &record.event,
            Event::Policy(credlab_model::iam::policy::Event::Updated { .. })
        )
    });
    assert_eq!(updates.count(), 1);
}

#[tokio::test]
async fn steps_tell_what_is_wrong_before_the_review() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let viewer = &account.user_called("viewer@example.com").unwrap().id;
    let base = format!("/iam/users/{viewer}/assign-access?service=containers-kubernetes");
    for (query, heading, text) in [
        (
            "&step=review",
            "Roles and actions",
            "must name at least one role",
        ),
        (
            "&roles[]=Viewer&step=review",
            "Policy",
            "Policy JSON, version 1 of the API",
        ),
        (
            "&roles[]=Viewer&attribute=namespace&operator=stringEquals&value=a&step=review",
            "Roles and actions",
            "Viewer",
        ),
        (
            "&attribute=region&operator=stringEquals&value=&step=roles",
            "Resources",
            "attribute value",
        ),
        (
            "&attribute=resourceGroupId&operator=stringEquals&value=nowhere&step=roles",
            "Resources",
            "nowhere",
        ),
        (
            "&attribute=serviceInstance&operator=stringEquals&value=nowhere&step=roles",
            "Resources",
            "nowhere",
        ),
        (
            "&roles[]=Viewer&attribute=region&operator=stringEquals&value=mars&step=review",
            "Policy",
            "Region mars is not there",
        ),
        (
            "&roles[]=Viewer&when=once&step=review",
            "Conditions",
            "a start or an end",
        ),
        (
            "&step=another",
            "How do you want to assign access?",
            "Remove",
        ),
        ("&step=remove:7", "Resources", "All resources"),
        ("&step=add&new=region", "Resources", "string matches"),
    ] {
        let page = visitor.get(&format!("{base}{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        let heading = format!(">{heading}<");
        assert!(page.body.contains(&heading), "{query}: {}", page.body);
        assert!(
            page.body.contains(text),
            "{query} says nothing of {text}: {}",
            page.body
        );
    }
    // Of what an address says nothing is done.
    assert_eq!(house.account(&id).await, account);
}

#[tokio::test]
async fn a_locked_service_id_and_an_open_invitation_say_why_nothing_can_be_given() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let account = house.account(&id).await;
    let service_id = &account.service_id_called("ci-deployer").unwrap().id;
    told(
        &visitor,
        "/api/iam/serviceids/lock",
        format!("id={service_id}&locked=true"),
    )
    .await;
    let invited = &account
        .user_called("k8s-functional@example.com")
        .unwrap()
        .id;
    for (path, reason) in [
        (format!("/iam/serviceids/{service_id}"), "is locked"),
        (
            format!("/iam/users/{invited}"),
            "has not accepted the invitation",
        ),
    ] {
        for query in ["", "?service=is", "?service=is&roles[]=Viewer&step=review"] {
            let page = visitor.get(&format!("{path}/assign-access{query}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains(reason), "{path}{query}: {}", page.body);
        }
    }
}
