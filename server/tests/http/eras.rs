//! What a page shows otherwise in another era.

use axum::http::StatusCode;

use crate::house::House;

#[tokio::test]
async fn the_permissions_tab_has_the_categories_of_the_account_s_era() {
    let house = House::open().await;
    for (era, headings) in [
        (
            "2024-09",
            &["Account", "Devices", "Network", "Services"][..],
        ),
        (
            "2026",
            &[
                "Administrative",
                "Devices",
                "Network",
                "Sales",
                "Security",
                "Software",
            ][..],
        ),
    ] {
        let (visitor, id) = house.visitor_of(&format!("template=demo&era={era}")).await;
        let account = house.account(&id).await;
        let user = account.user_called("classic@example.com").unwrap();
        let path = format!("/iam/users/{}/classic-infrastructure", user.id);
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        let (tab, _) = page.body.split_once("credlab-page-twin").unwrap();
        let summaries = tab.split("<summary>").skip(1);
        let shown: Vec<&str> = summaries
            .filter_map(|rest| rest.split(':').next())
            .collect();
        assert_eq!(shown, headings, "{era}");
    }
}
