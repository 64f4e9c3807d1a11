//! Which line and which request show the same as a page: a table by path (`cli.md`; `api.md`, sections 2 to 9).

use credlab_shell::quoted;

use crate::backend::Visit;
use crate::pages::iam::subject::Kind;
use crate::pages::iam::subject::named::Named;
use crate::parts::page_twin::PageTwinView;

const IAM: &str = "https://iam.cloud.ibm.com";
const USERS: &str = "https://user-management.cloud.ibm.com/v2/accounts";
const CONTAINERS: &str = "https://containers.cloud.ibm.com/global";
const CLASSIC: &str = "https://api.softlayer.com/rest/v3.1/SoftLayer_User_Customer";

/// The twin of the page at `path`; empty where there is none, and where the persona may not know of what the page is about.
pub fn of(visit: &Visit, path: &str) -> PageTwinView {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let account = visit.account.id.as_str();
    let (line, request) = match parts.as_slice() {
        ["iam", "users"] => (
            line("ibmcloud account users"),
            format!("{USERS}/{account}/users"),
        ),
        ["iam", "users", id, tab @ ..] => return user(visit, id, tab),
        ["iam", "apikeys"] => (
            line("ibmcloud iam api-keys"),
            format!("{IAM}/v1/apikeys?account_id={account}"),
        ),
        ["iam", "serviceids"] => (
            line("ibmcloud iam service-ids"),
            format!("{IAM}/v1/serviceids?account_id={account}"),
        ),
        ["iam", "serviceids", id, tab @ ..] => return service_id(visit, id, tab),
        ["iam", "trusted-profiles"] => (
            line("ibmcloud iam trusted-profiles"),
            format!("{IAM}/v1/profiles?account_id={account}"),
        ),
        ["iam", "groups"] => (
            line("ibmcloud iam access-groups"),
            format!("{IAM}/v2/groups?account_id={account}"),
        ),
        ["iam", "groups", id, tab @ ..] => return group(visit, id, tab),
        ["iam", "roles"] => (
            line("ibmcloud iam roles"),
            format!("{IAM}/v2/roles?account_id={account}"),
        ),
        ["iam", "settings"] => (
            line("ibmcloud iam account-settings"),
            format!("{IAM}/v1/accounts/{account}/settings/identity"),
        ),
        ["iam", "matrix"] => {
            return PageTwinView {
                line: line("credlab matrix"),
                request: None,
            };
        }
        ["account", "settings"] => (
            line("ibmcloud account show"),
            format!("https://accounts.cloud.ibm.com/v4/accounts/{account}"),
        ),
        ["account", "resource-groups"] => (
            line("ibmcloud resource groups"),
            format!(
                "https://resource-controller.cloud.ibm.com/v2/resource_groups?account_id={account}"
            ),
        ),
        ["kubernetes", "clusters"] => (
            line("ibmcloud ks cluster ls"),
            format!("{CONTAINERS}/v2/getClusters"),
        ),
        ["kubernetes", "clusters", id, tab] => return cluster(visit, id, tab),
        ["kubernetes", "credentials", "map"] => {
            return PageTwinView {
                line: line("credlab lineage"),
                request: None,
            };
        }
        ["observe", "activity"] | ["history"] => {
            return PageTwinView {
                line: line("credlab history"),
                request: None,
            };
        }
        _ => return PageTwinView::default(),
    };
    twin(line, request)
}

fn line(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The line, where there is one, and the request.
fn twin(line: Option<String>, address: String) -> PageTwinView {
    PageTwinView {
        line,
        request: Some(format!("GET {address}")),
    }
}

fn user(visit: &Visit, id: &str, tab: &[&str]) -> PageTwinView {
    let account = &visit.account;
    let Ok(Named::User(user)) = Named::of_page(visit, Kind::User, id) else {
        return PageTwinView::default();
    };
    let (email, iam_id, of) = (&user.email, user.iam_id(), account.id.as_str());
    let classic = account
        .linked_classic()
        .and_then(|linked| linked.user_of(&user.id));
    let number = classic.map(|user| user.id.to_string()).unwrap_or_default();
    match tab {
        [] => twin(
            Some(format!("ibmcloud account user-status {email}")),
            format!("{USERS}/{of}/users/{iam_id}"),
        ),
        ["access-groups"] => twin(
            Some(format!("ibmcloud iam access-groups -u {email}")),
            format!("{IAM}/v2/groups?account_id={of}&iam_id={iam_id}"),
        ),
        ["access-policies"] => twin(
            Some(format!("ibmcloud iam user-policies {email}")),
            format!("{IAM}/v1/policies?account_id={of}&iam_id={iam_id}"),
        ),
        ["api-keys"] => twin(
            None,
            format!("{IAM}/v1/apikeys?account_id={of}&iam_id={iam_id}"),
        ),
        ["classic-infrastructure"] if classic.is_some() => twin(
            Some(format!("ibmcloud sl user permissions {number}")),
            format!("{CLASSIC}/{number}/getPermissions.json"),
        ),
        ["classic-infrastructure", "devices"] if classic.is_some() => twin(
            Some(format!("ibmcloud sl user device-access {number}")),
            format!("{CLASSIC}/{number}/getVirtualGuests.json"),
        ),
        ["classic-infrastructure", "vpn-subnets"] if classic.is_some() => twin(
            Some(format!("ibmcloud sl user detail {number}")),
            format!("{CLASSIC}/{number}/getObject.json"),
        ),
        _ => PageTwinView::default(),
    }
}

fn service_id(visit: &Visit, id: &str, tab: &[&str]) -> PageTwinView {
    let account = &visit.account;
    let Ok(Named::ServiceId(service_id)) = Named::of_page(visit, Kind::ServiceId, id) else {
        return PageTwinView::default();
    };
    let (iam_id, of) = (service_id.iam_id(), account.id.as_str());
    match tab {
        [] => twin(
            Some(format!("ibmcloud iam service-id {id}")),
            format!("{IAM}/v1/serviceids/{id}"),
        ),
        ["access-groups"] => twin(
            Some(format!("ibmcloud iam access-groups -s {id}")),
            format!("{IAM}/v2/groups?account_id={of}&iam_id={iam_id}"),
        ),
        ["access-policies"] => twin(
            Some(format!("ibmcloud iam service-policies {id}")),
            format!("{IAM}/v1/policies?account_id={of}&iam_id={iam_id}"),
        ),
        ["api-keys"] => twin(
            Some(format!("ibmcloud iam service-api-keys {id}")),
            format!("{IAM}/v1/apikeys?account_id={of}&iam_id={iam_id}"),
        ),
        _ => PageTwinView::default(),
    }
}

fn group(visit: &Visit, id: &str, tab: &[&str]) -> PageTwinView {
    let account = &visit.account;
    let Ok(Named::AccessGroup(group)) = Named::of_page(visit, Kind::AccessGroup, id) else {
        return PageTwinView::default();
    };
    let (name, id) = (quoted(&group.name), &group.id);
    let members = || format!("{IAM}/v2/groups/{id}/members");
    let (command, address) = match tab {
        [] => ("access-group-users", members()),
        ["service-ids"] => ("access-group-service-ids", members()),
        ["trusted-profiles"] => ("access-group-trusted-profiles", members()),
        ["details"] => ("access-group", format!("{IAM}/v2/groups/{id}")),
        ["access-policies"] => (
            "access-group-policies",
            format!(
                "{IAM}/v1/policies?account_id={}&access_group_id={id}",
                account.id
            ),
        ),
        _ => return PageTwinView::default(),
    };
    twin(Some(format!("ibmcloud iam {command} {name}")), address)
}

fn cluster(visit: &Visit, id: &str, tab: &str) -> PageTwinView {
    let actor = visit.actor();
    let mut visible = visit.account.visible_clusters(&actor, visit.now);
    let Some(cluster) = visible.find(|cluster| cluster.id.as_str() == id) else {
        return PageTwinView::default();
    };
    let (command, address) = match tab {
        "overview" => ("cluster get", format!("v2/getCluster?cluster={id}")),
        "nodes" => ("worker ls", format!("v2/getWorkers?cluster={id}")),
        "pools" => ("worker-pool ls", format!("v2/getWorkerPools?cluster={id}")),
        "add-ons" => ("cluster addon ls", format!("v1/clusters/{id}/addons")),
        _ => return PageTwinView::default(),
    };
    twin(
        Some(format!("ibmcloud ks {command} --cluster {}", cluster.name)),
        format!("{CONTAINERS}/{address}"),
    )
}
