//! Lists: what is picked survives turning pages, several are changed at once, and a list is a file, too.

use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use credlab_model::Account;

use crate::house::House;

const LIST: &str = "/iam/users";

fn id(account: &Account, email: &str) -> String {
    account.user_called(email).unwrap().id.to_string()
}

/// A form with `fields`, as a browser sends it.
fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)));
    fields.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn ticks_sent_without_script_become_part_of_the_address() {
    let house = House::open().await;
    let (visitor, account) = house.visitor().await;
    let account = house.account(&account).await;
    let [viewer, editor] = ["viewer@example.com", "editor@example.com"].map(|e| id(&account, e));
    let sent = format!(
        "{LIST}?q=&view=&status=&size=3&was=&was=&was=&page=2&shown=IBMid-1.{viewer}&off={editor}&pick=1"
    );
    let answer = visitor.get(&sent).await;
    assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
    assert_eq!(
        answer.location(),
        format!("{LIST}?size=3&page=2&picked={editor}.{viewer}")
    );

    // On another page, and after a search, they are picked still.
    for path in [
        answer.location().to_string(),
        format!("{LIST}?q=owner&picked={editor}.{viewer}"),
    ] {
        let page = visitor.get(&path).await.body;
        assert!(page.contains("2 items selected"), "{path}");
        let picked = format!("picked={editor}.{viewer}");
        let picked = picked.replace('.', "%2E").replace('-', "%2D");
        assert!(page.contains(&picked), "{path}: no link keeps them");
    }
    let page = visitor
        .get(&format!("{LIST}?q=viewer@&picked={viewer}"))
        .await
        .body;
    let boxes = page
        .split("<input ")
        .filter(|tag| tag.contains("name=\"pick\""));
    let boxes: Vec<bool> = boxes
        .map(|tag| tag.split('>').next().unwrap().contains(" checked"))
        .collect();
    assert_eq!(boxes, [true]);
}

#[tokio::test]
async fn who_can_not_be_removed_is_told_by_name_and_the_others_are_gone() {
    let house = House::open().await;
    let (visitor, account_id) = house.visitor().await;
    let account = house.account(&account_id).await;
    let owner = id(&account, "owner@example.com");
    let viewer = id(&account, "viewer@example.com");
    let picked = format!("{owner}.{viewer}.IBMid-NOBODY0000");
    let dialog = visitor
        .get(&format!("{LIST}?dialog=remove&picked={picked}"))
        .await
        .body;
    assert!(dialog.contains("Remove 2 users"), "those who are there");

    let sent = form(&[("picked", &picked), ("back", &format!("{LIST}?sort=1"))]);
    let answer = visitor.post("/api/iam/users/bulk/remove", sent).await;
    assert_eq!(
        answer.location(),
        format!("{LIST}?sort=1&picked={owner}.IBMid-NOBODY0000")
    );
    let page = visitor.get(answer.location()).await.body;
    assert!(page.contains("1 user was removed, and 2 of 3 refused"));
    assert!(page.contains("owner@example.com: The account owner can"));
    let account = house.account(&account_id).await;
    assert!(account.user_called("viewer@example.com").is_err());
    assert!(account.user_called("owner@example.com").is_ok());
}

#[tokio::test]
async fn several_are_put_into_a_group_and_several_invitations_are_taken_back() {
    let house = House::open().await;
    let (visitor, account_id) = house.visitor().await;
    let invite = form(&[("emails", "ann@example.com, bob@example.com")]);
    visitor.post("/api/iam/users/invite", invite).await;
    let account = house.account(&account_id).await;
    let of = |email: &str| id(&account, email);
    let group = account
        .access_group_called("cluster-viewers")
        .unwrap()
        .id
        .to_string();
    let members = format!("{}.{}", of("ann@example.com"), of("classic@example.com"));
    let join = form(&[("picked", &members), ("back", LIST), ("choice", &group)]);
    let answer = visitor.post("/api/iam/users/bulk/join", join).await;
    assert_eq!(answer.location(), LIST);
    let after = house.account(&account_id).await;
    let group = after.access_group_called("cluster-viewers").unwrap();
    assert_eq!(group.members.len(), 3, "viewer and the two");

    let all = ["ann@example.com", "bob@example.com", "viewer@example.com"]
        .map(of)
        .join(".");
    for (action, said) in [
        ("resend", "2 invitations were sent again"),
        ("cancel", "2 invitations were cancelled"),
    ] {
        let sent = form(&[("picked", &all), ("back", LIST)]);
        let answer = visitor
            .post(&format!("/api/iam/users/bulk/{action}"), sent)
            .await;
        let page = visitor.get(answer.location()).await.body;
        assert!(
            page.contains(&format!("{said}, and 1 of 3 refused")),
            "{action}"
        );
        assert!(
            page.contains("viewer@example.com has no pending invitation."),
            "{action}"
        );
    }
    let after = house.account(&account_id).await;
    assert!(after.user_called("ann@example.com").is_err());
    assert!(after.user_called("viewer@example.com").is_ok());
}

#[tokio::test]
async fn the_file_holds_the_whole_list_that_is_asked_for_and_no_formula() {
    let house = House::open().await;
    let (visitor, account) = house.visitor_of("template=large").await;
    let formula = [
        ("email", "formula@example.com"),
        ("person[first_name]", "=HYPERLINK(\"http://evil.example\")"),
        ("person[last_name]", "Vogel"),
    ];
    visitor
        .post("/api/iam/users/vpn_only", form(&formula))
        .await;
    let file = visitor.get("/iam/users.csv").await;
    assert_eq!(file.header(CONTENT_TYPE), "text/csv; charset=utf-8");
    assert!(file.header(CONTENT_DISPOSITION).contains("users.csv"));
    assert_eq!(
        file.body.lines().next(),
        Some("Name,Email,Status,IAM ID,Added,Added by")
    );
    let users = house.account(&account).await.users.len();
    assert_eq!(users, 1_001);
    assert_eq!(file.body.lines().count(), users + 1);
    let line = file
        .body
        .lines()
        .find(|line| line.contains("formula@"))
        .unwrap();
    assert!(line.starts_with("\"'=HYPERLINK("), "{line}");

    let few = visitor
        .get("/iam/users.csv?q=LEAVER&status=ACTIVE&sort=-1")
        .await;
    assert_eq!(few.body.lines().count(), 2, "{}", few.body);
    let pending = visitor
        .get("/iam/users.csv?status=PENDING&page=7&size=1")
        .await;
    let all = pending
        .body
        .lines()
        .skip(1)
        .all(|line| line.contains(",Pending,"));
    assert!(all && pending.body.lines().count() > 10);
    let page = visitor.get("/iam/users?status=PENDING&q=a").await.body;
    assert!(
        page.contains("/iam/users.csv?q=a&amp;status=PENDING"),
        "the page links to the same list"
    );

    assert!(
        house
            .stranger()
            .get("/iam/users.csv")
            .await
            .status
            .is_redirection()
    );
    let twice = visitor.get("/iam/users.csv?q=a&q=b").await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
    assert!(twice.is_html());
}

#[tokio::test]
async fn a_refused_persona_sees_why_nothing_can_be_done_with_several() {
    let house = House::open().await;
    let (visitor, account) = house.visitor().await;
    let account = house.account(&account).await;
    let viewer = id(&account, "viewer@example.com");
    visitor.post("/api/persona", form(&[("id", &viewer)])).await;
    let page = visitor.get(LIST).await.body;
    for reason in [
        "Remove users: You are not authorized to remove users.",
        "Cancel invitations: You are not authorized to invite users.",
    ] {
        assert!(page.contains(reason), "{reason}");
    }
    let sent = form(&[
        ("picked", &id(&account, "leaver@example.com")),
        ("back", LIST),
    ]);
    let answer = visitor.post("/api/iam/users/bulk/remove", sent).await;
    let page = visitor.get(answer.location()).await.body;
    assert!(page.contains("leaver@example.com: You are not authorized to remove users."));
}
