//! The account's pages: settings, resource groups, pools, activity, history. What each says to whom, without a browser.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use credlab_model::account::Mfa;
use credlab_model::id::AccountId;

use crate::house::{House, Visitor};

/// Calls a server function that a form posts to, and gives its notice.
async fn send(visitor: &Visitor<'_>, function: &str, form: &str) -> serde_json::Value {
    let path = format!("/api/{function}");
    let answer = visitor.call(Method::POST, &path, form.to_string()).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "{function} {form}: {answer:?}"
    );
    answer.json()
}

async fn done(visitor: &Visitor<'_>, function: &str, form: &str) -> serde_json::Value {
    let notice = send(visitor, function, form).await;
    assert_ne!(notice["kind"], "error", "{function} {form}: {notice}");
    notice
}

async fn refused(visitor: &Visitor<'_>, function: &str, form: &str) -> String {
    let notice = send(visitor, function, form).await;
    assert_eq!(notice["kind"], "error", "{function} {form}: {notice}");
    notice["text"].as_str().unwrap().to_string()
}

/// Acts as the user of that address from now on.
async fn act_as(house: &House, visitor: &Visitor<'_>, id: &AccountId, email: &str) {
    let user = house
        .account(id)
        .await
        .user_called(email)
        .unwrap()
        .id
        .clone();
    done(visitor, "persona", &format!("id={user}")).await;
}

#[tokio::test]
async fn iam_settings_are_saved_one_by_one() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let page = visitor.get("/iam/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    for value in [
        "value=\"24h\"",
        "value=\"72h\"",
        "value=\"2h\"",
        "value=\"1h\"",
    ] {
        assert!(page.body.contains(value), "{value}");
    }
    let update = "iam/settings/update";
    done(&visitor, update, "api_keys=restricted").await;
    done(&visitor, update, "session=90m&inactivity=15m").await;
    done(&visitor, update, "mfa=TOTP4ALL").await;
    done(&visitor, "iam/settings/public_access", "public_access=off").await;
    done(
        &visitor,
        "iam/settings/addresses",
        "addresses=192.0.2.0%2F24,%20198.51.100.7",
    )
    .await;
    let account = house.account(&id).await;
    assert!(account.settings.restrict_api_key_creation);
    assert_eq!(account.settings.lifetimes.session, 5_400);
    assert_eq!(account.settings.lifetimes.inactivity, 900);
    assert_eq!(account.settings.mfa, Mfa::Totp4All);
    assert_eq!(
        account.allowed_addresses.to_string(),
        "192.0.2.0/24,198.51.100.7"
    );
    for form in [
        "session=721h",
        "session=14m",
        "session=soon",
        "access_token=61m",
        "mfa=LEVEL9",
        "user_list=perhaps",
    ] {
        refused(&visitor, update, form).await;
    }
    let unchanged = done(&visitor, update, "session=90m").await;
    assert_eq!(unchanged["kind"], "info");
    assert_eq!(house.account(&id).await.version, account.version);
}

#[tokio::test]
async fn what_totp_for_all_breaks_is_said_before_it_is_chosen() {
    let house = House::open().await;
    let (visitor, _) = house.visitor().await;
    let page = visitor.get("/iam/settings").await;
    assert!(
        page.body.contains("With TOTP for all users: "),
        "{}",
        page.body
    );
    assert!(page.body.contains("classic-dal"), "{}", page.body);
}

#[tokio::test]
async fn who_may_not_see_the_settings_is_told_why() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    act_as(&house, &visitor, &id, "viewer@example.com").await;
    let page = visitor.get("/iam/settings").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.is_html());
    let before = house.account(&id).await.settings;
    for form in ["api_keys=restricted", "user_list=restricted", "mfa=TOTP"] {
        refused(&visitor, "iam/settings/update", form).await;
    }
    assert_eq!(house.account(&id).await.settings, before);
    // What the account is may be known by all; a control that isn't theirs says why.
    let page = visitor.get("/account/settings").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("change the account&#x27;s name")
            || page.body.contains("change the account's name")
    );
    refused(&visitor, "account/rename", "name=Mine").await;
    refused(&visitor, "account/network", "what=vrf&spanning=on").await;
    let pools = format!(
        "/kubernetes/clusters/{}/pools",
        house
            .account(&id)
            .await
            .cluster_called("classic-dal")
            .unwrap()
            .id
    );
    let page = visitor.get(&pools).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("disabled"));
}

#[tokio::test]
async fn the_account_is_renamed_and_its_network_enabled_for_good() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    done(&visitor, "account/rename", "name=Acme%20Cloud").await;
    assert_eq!(house.account(&id).await.name, "Acme Cloud");
    assert!(
        visitor
            .get("/account/settings")
            .await
            .body
            .contains("Acme Cloud")
    );
    let network = "account/network";
    if !house.account(&id).await.settings.vrf {
        let first = refused(&visitor, network, "what=endpoints&spanning=on").await;
        assert!(first.contains("virtual routing and forwarding"), "{first}");
        done(&visitor, network, "what=vrf&spanning=on").await;
    }
    done(&visitor, network, "what=endpoints&spanning=on").await;
    let settings = house.account(&id).await.settings;
    assert!(settings.vrf && settings.service_endpoints);
    refused(&visitor, network, "what=vrf&spanning=off").await;
    refused(&visitor, network, "what=weather&spanning=on").await;
    let billed = refused(&visitor, "account/upgrade", "to=PAYG").await;
    assert!(billed.contains("billed already"), "{billed}");
}

#[tokio::test]
async fn a_credit_card_upgrades_a_free_account() {
    let house = House::open().await;
    let (visitor, id) = house.visitor_of("template=empty-trial").await;
    let page = visitor.get("/account/settings").await;
    assert!(page.body.contains("Free for 30 days"), "{}", page.body);
    assert_eq!(
        refused(&visitor, "account/resource_groups/create", "name=prod").await,
        "A Trial account has only the default resource group."
    );
    done(&visitor, "account/upgrade", "to=PAYG").await;
    assert!(house.account(&id).await.linked.is_some());
    assert!(
        visitor
            .get("/account/settings")
            .await
            .body
            .contains("Billed by use.")
    );
    done(&visitor, "account/resource_groups/create", "name=prod").await;
}

#[tokio::test]
async fn resource_groups_are_created_renamed_and_deleted_with_their_consequences() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let (create, rename, delete) = (
        "account/resource_groups/create",
        "account/resource_groups/rename",
        "account/resource_groups/delete",
    );
    done(&visitor, create, "name=test").await;
    refused(&visitor, create, "name=TEST").await;
    let group = |account: &credlab_model::Account, name: &str| {
        account.resource_group_called(name).unwrap().id.to_string()
    };
    let test = group(&*house.account(&id).await, "test");
    done(&visitor, rename, &format!("group={test}&name=proof")).await;
    done(
        &visitor,
        "kubernetes/credentials/reset",
        &format!("region=us-south&group={test}"),
    )
    .await;
    let page = visitor
        .get(&format!(
            "/account/resource-groups?dialog=delete&key={test}"
        ))
        .await;
    assert!(
        page.body.contains("The stored API key of us-south"),
        "{}",
        page.body
    );
    done(&visitor, delete, &format!("group={test}")).await;
    let account = house.account(&id).await;
    assert!(account.resource_group_called("proof").is_err());
    let default = group(&account, "default");
    let page = visitor
        .get(&format!(
            "/account/resource-groups?dialog=delete&key={default}"
        ))
        .await;
    assert!(
        page.body.contains("The default resource group can"),
        "{}",
        page.body
    );
    refused(&visitor, delete, &format!("group={default}")).await;
}

#[tokio::test]
async fn worker_pools_are_made_given_zones_and_removed() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let cluster = house
        .account(&id)
        .await
        .cluster_called("classic-dal")
        .unwrap()
        .id
        .clone();
    let of = |rest: &str| format!("cluster={cluster}&{rest}");
    let functions = "kubernetes/clusters";
    done(
        &visitor,
        &format!("{functions}/pools/create"),
        &of("name=big&flavor=b3c.4x16&size=2"),
    )
    .await;
    let pool = |account: &credlab_model::Account| {
        account
            .cluster(&cluster)
            .unwrap()
            .pool_called("big")
            .unwrap()
            .clone()
    };
    let big = pool(&*house.account(&id).await).id.to_string();
    let of_pool = |rest: &str| of(&format!("pool={big}{rest}"));
    done(
        &visitor,
        &format!("{functions}/zones/add"),
        &of_pool("&zone=dal12"),
    )
    .await;
    done(
        &visitor,
        &format!("{functions}/pools/labels"),
        &of_pool("&labels=env%3Dprod,%20tier%3D1"),
    )
    .await;
    done(
        &visitor,
        &format!("{functions}/pools/taints"),
        &of_pool("&taints=team%3Dred:NoExecute"),
    )
    .await;
    let account = house.account(&id).await;
    assert_eq!(pool(&account).zones, ["dal12"]);
    assert_eq!(pool(&account).labels.len(), 2);
    let workers = account.cluster(&cluster).unwrap().workers.values();
    assert_eq!(workers.filter(|worker| worker.zone == "dal12").count(), 2);
    let path = format!("/kubernetes/clusters/{cluster}/pools");
    let page = visitor.get(&path).await;
    for shown in ["env=prod", "team=red:NoExecute", "dal12"] {
        assert!(page.body.contains(shown), "{shown}");
    }
    let page = visitor
        .get(&format!("{path}?dialog=remove&key={big}"))
        .await;
    assert!(
        page.body.contains("Its 2 worker nodes are cancelled"),
        "{}",
        page.body
    );
    for (function, bad) in [
        ("labels", "&labels=env"),
        ("taints", "&taints=a%3Db"),
        ("resize", "&size=many"),
        ("resize", "&size=0"),
    ] {
        refused(
            &visitor,
            &format!("{functions}/pools/{function}"),
            &of_pool(bad),
        )
        .await;
    }
    done(&visitor, &format!("{functions}/pools/remove"), &of_pool("")).await;
    assert!(
        house
            .account(&id)
            .await
            .cluster(&cluster)
            .unwrap()
            .pool_called("big")
            .is_err()
    );
    for nonsense in [
        "dialog=remove&key=x",
        "dialog=nonsense",
        "dialog=network&key=%00",
    ] {
        let page = visitor.get(&format!("{path}?{nonsense}")).await;
        assert_eq!(page.status, StatusCode::OK, "{nonsense}");
    }
}

#[tokio::test]
async fn masters_are_updated_and_their_workers_after_them() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let cluster = house
        .account(&id)
        .await
        .cluster_called("classic-dal")
        .unwrap()
        .id
        .clone();
    let path = format!("/kubernetes/clusters/{cluster}");
    done(
        &visitor,
        "kubernetes/clusters/update_master",
        &format!("cluster={cluster}&version=1.29"),
    )
    .await;
    let account = house.account(&id).await;
    let worker = account
        .cluster(&cluster)
        .unwrap()
        .workers
        .keys()
        .next()
        .unwrap()
        .clone();
    let page = visitor.get(&format!("{path}/overview")).await;
    assert!(page.body.contains("older than the master"), "{}", page.body);
    let page = visitor
        .get(&format!("{path}/nodes?dialog=update&key={worker}"))
        .await;
    assert!(page.body.contains("Update worker node?"), "{}", page.body);
    let update = format!("cluster={cluster}&worker={worker}&change=update");
    done(&visitor, "kubernetes/clusters/workers/change", &update).await;
    let account = house.account(&id).await;
    let cluster = account.cluster(&cluster).unwrap();
    assert_eq!(cluster.workers[&worker].version, cluster.version);
}

#[tokio::test]
async fn activity_is_filtered_shown_and_downloaded() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    act_as(&house, &visitor, &id, "viewer@example.com").await;
    refused(
        &visitor,
        "kubernetes/credentials/reset",
        "region=us-south&group=default",
    )
    .await;
    let newest = house.account(&id).await.version;
    let filter = "outcome=failure&user=viewer%40example.com&action=api-key.reset&severity=warning";
    let page = visitor.get(&format!("/observe/activity?{filter}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.body.matches("href=\"/observe/activity/").count(),
        1,
        "{}",
        page.body
    );
    assert!(page.body.contains("user-account") || page.body.contains("account-api-key.reset"));
    for none in [
        "outcome=failure&user=owner%40example.com&action=api-key.reset",
        "q=no-such-word",
        "until=2020-01-01",
        "from=2100-01-01T00:00",
    ] {
        let page = visitor.get(&format!("/observe/activity?{none}")).await;
        assert!(page.body.contains("No entry matches."), "{none}");
    }
    let page = visitor.get("/observe/activity?from=yesterday").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);

    let event = visitor.get(&format!("/observe/activity/{newest}")).await;
    assert_eq!(event.status, StatusCode::OK);
    for shown in [
        "reasonForFailure",
        "account-api-key.reset",
        "ActivityTracker",
        "HOP55v1CCT",
    ] {
        assert!(event.body.contains(shown), "{shown}: {}", event.body);
    }
    for missing in ["0", "x", "999999", "-1"] {
        let page = visitor.get(&format!("/observe/activity/{missing}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{missing}");
    }

    let file = visitor
        .get(&format!("/observe/activity.csv?{filter}"))
        .await;
    assert_eq!(file.header(CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(file.header(CONTENT_DISPOSITION).contains("activity.csv"));
    assert_eq!(file.body.lines().count(), 2, "{}", file.body);
    let file = visitor
        .get(&format!("/observe/activity.json?{filter}"))
        .await;
    let events = file.json();
    assert_eq!(events.as_array().unwrap().len(), 1);
    assert_eq!(events[0]["initiator"]["name"], "viewer@example.com");
    let bad = visitor.get("/observe/activity.csv?until=tomorrow").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let stranger = house.stranger().get("/observe/activity.json").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_lies_behind_a_thousand_others_is_found_by_a_filter() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let first = house.account(&id).await.version;
    for number in 0..1_001 {
        let speed = format!("speed={}", number % 2);
        done(&visitor, "account/clock/speed", &speed).await;
    }
    assert!(house.account(&id).await.version > first + 1_000);
    let found = "/observe/activity?action=billing.account.create";
    let page = visitor.get(found).await;
    assert!(page.body.contains("/observe/activity/1\""), "{}", page.body);
    let page = visitor.get("/observe/activity").await;
    assert!(!page.body.contains("/observe/activity/1\""));
    assert!(
        page.body.contains("/observe/activity?before="),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn an_earlier_moment_is_shown_compared_and_gone_back_to() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let before = house.account(&id).await.version;
    done(&visitor, "account/resource_groups/create", "name=regretted").await;
    let page = visitor.get(&format!("/history?at={before}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("regretted"), "{}", page.body);
    assert!(
        page.body
            .contains(&format!("What differs: record {before} and now")),
        "{}",
        page.body
    );
    let same = visitor
        .get(&format!("/history?at={before}&to={before}"))
        .await;
    assert!(same.body.contains("Nothing is different."), "{}", same.body);
    let dialog = visitor
        .get(&format!("/history?at={before}&dialog=rewind"))
        .await;
    assert!(
        dialog.body.contains("- Resource group regretted"),
        "{}",
        dialog.body
    );
    // Not as the owner: no role is needed, as no identity of the account does it.
    act_as(&house, &visitor, &id, "viewer@example.com").await;
    done(&visitor, "account/history/rewind", &format!("at={before}")).await;
    assert!(
        house
            .account(&id)
            .await
            .resource_group_called("regretted")
            .is_err()
    );
    let newest = house.account(&id).await.version;
    done(
        &visitor,
        "account/history/rewind",
        &format!("at={}", newest - 1),
    )
    .await;
    assert!(
        house
            .account(&id)
            .await
            .resource_group_called("regretted")
            .is_ok()
    );
    for bad in ["at=0", "at=999999", "at=x", "at="] {
        refused(&visitor, "account/history/rewind", bad).await;
    }
    for nonsense in [
        "at=x&to=y",
        "at=-1",
        "at=999999999999999999999",
        "to=0&page=x",
        "dialog=fork&at=0",
    ] {
        let page = visitor.get(&format!("/history?{nonsense}")).await;
        assert_eq!(page.status, StatusCode::OK, "{nonsense}");
    }
}

#[tokio::test]
async fn a_fork_is_opened_and_the_first_account_again() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    let answer = visitor
        .post_from("/history", "/api/account/history/fork", "at=5")
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let fork = house
        .ids()
        .await
        .into_iter()
        .find(|other| *other != id)
        .unwrap();
    assert_eq!(house.account(&fork).await.version, 5);
    let page = visitor.get("/history").await;
    assert!(page.body.contains("5 of 5"), "{}", page.body);
    assert!(
        page.body.contains(id.as_str()),
        "the first account is listed"
    );
    done(&visitor, "account/history/open", &format!("account={id}")).await;
    let page = visitor.get("/history").await;
    assert!(!page.body.contains("5 of 5"), "{}", page.body);
    // An account of somebody else is not said to be there.
    let (_, other) = house.visitor().await;
    for account in [other.to_string(), "0".repeat(32), "x".into()] {
        let notice = send(
            &visitor,
            "account/history/open",
            &format!("account={account}"),
        )
        .await;
        assert_eq!(
            notice["title"],
            format!("The account has no fork '{account}'")
        );
    }
}

#[tokio::test]
async fn the_clock_is_turned_by_anybody_and_never_back() {
    let house = House::open().await;
    let (visitor, id) = house.visitor().await;
    act_as(&house, &visitor, &id, "viewer@example.com").await;
    done(&visitor, "account/clock/speed", "speed=0").await;
    let paused = house.account(&id).await.clock;
    assert_eq!(paused.speed(), 0);
    done(&visitor, "account/clock/advance", "by=2h%2030m").await;
    let later = house.account(&id).await.clock;
    assert_eq!(
        later.set_to().duration_since(paused.set_to()).as_secs(),
        9_000
    );
    let page = visitor.get("/history").await;
    assert!(page.body.contains("Its time: paused."), "{}", page.body);
    for (function, bad) in [
        ("advance", "by=-1h"),
        ("advance", "by=soon"),
        ("advance", "by=400 days"),
        ("speed", "speed=-1"),
        ("speed", "speed=86401"),
        ("speed", "speed=fast"),
    ] {
        refused(&visitor, &format!("account/clock/{function}"), bad).await;
    }
    done(&visitor, "account/clock/speed", "speed=60").await;
    assert_eq!(house.account(&id).await.clock.speed(), 60);
}
