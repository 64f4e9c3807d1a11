//! What is wrong with a cluster's credentials, and what to do about it.

use credlab_model::account::Account;
use credlab_model::credentials::infrastructure::key_owner;
use credlab_model::kubernetes::Cluster;
use credlab_model::kubernetes::addon::{AddOn, Controller};

use crate::backend::Visit;
use crate::view::{Notice, NoticeKind, RemedyView};

/// Everything that is wrong, gravest first.
pub fn warnings(visit: &Visit, cluster: &Cluster) -> Vec<Notice> {
    let account = &visit.account;
    let found = [
        broken_key(visit, cluster),
        orphaned(visit, cluster),
        outdated_master(account, cluster),
    ];
    let mut warnings: Vec<Notice> = found.into_iter().flatten().collect();
    warnings.extend(stale_addons(account, cluster));
    warnings
}

/// The add-ons whose pods hold a key that was replaced (R26-R28).
pub fn stale_addons(account: &Account, cluster: &Cluster) -> Vec<Notice> {
    let stale = cluster.addons.values();
    stale
        .filter(|addon| addon.is_stale(account, cluster))
        .filter_map(|addon| Some(stale_addon(addon, addon.controller.as_ref()?)))
        .collect()
}

fn stale_addon(addon: &AddOn, controller: &Controller) -> Notice {
    let remedy = RemedyView {
        text: "Re-create the pod, here on the tab Add-ons or with kubectl.".into(),
        command: Some(format!(
            "kubectl delete pod {} -n kube-system",
            controller.pod
        )),
    };
    let title = format!("Add-on {} uses a replaced API key", addon.name);
    warning(
        title,
        "Its pod took the API key over when it started, before the last reset. What it orders fails as soon as the old key is invalid; what exists keeps running.",
        remedy,
    )
}

/// The stored key gives no token: what runs keeps running, nothing new can be had (R17, R30).
fn broken_key(visit: &Visit, cluster: &Cluster) -> Option<Notice> {
    let refusal = key_owner(&visit.account, &cluster.slot(), visit.now).err()?;
    let title = "The API key of the region and resource group can't be used";
    let text = "The cluster keeps running. Actions that need infrastructure or integrated services fail for everybody.";
    Some(Notice {
        kind: NoticeKind::Warning,
        title: title.into(),
        text: text.into(),
        layer: None,
        ..Notice::from(refusal)
    })
}

/// The credentials in force open another classic account (R71, R72).
fn orphaned(visit: &Visit, cluster: &Cluster) -> Option<Notice> {
    if !cluster.is_orphaned(&visit.account, visit.now) {
        return None;
    }
    let home = cluster.classic_account.map(|number| number.to_string());
    let text = format!(
        "The cluster was created in classic infrastructure account {}. Its workers can't be changed, and it can't be deleted, until the credentials are those of that account again.",
        home.unwrap_or_default()
    );
    let remedy = RemedyView {
        text: "Set or unset infrastructure credentials on the page Cluster credentials so that the accounts match.".into(),
        command: Some(format!(
            "ibmcloud ks credential unset --region {}",
            cluster.region
        )),
    };
    let title = "The infrastructure credentials belong to another classic account";
    Some(warning(title.into(), &text, remedy))
}

/// The master took over a key that was replaced (R16).
fn outdated_master(account: &Account, cluster: &Cluster) -> Option<Notice> {
    if !cluster.needs_refresh(account) {
        return None;
    }
    let remedy = RemedyView {
        text: "Refresh the master.".into(),
        command: Some(format!(
            "ibmcloud ks cluster master refresh --cluster {}",
            cluster.name
        )),
    };
    let text = "The API key of the region and resource group was reset. The master takes the new key over when it is refreshed.";
    Some(warning(
        "The master uses a replaced API key".into(),
        text,
        remedy,
    ))
}

fn warning(title: String, text: &str, remedy: RemedyView) -> Notice {
    Notice {
        remedies: vec![remedy],
        ..Notice::new(NoticeKind::Warning, title).with_text(text)
    }
}
