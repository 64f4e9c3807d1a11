//! The search over everything in the console that the persona may see.

use std::collections::BTreeSet;

use credlab_model::iam::api_key::Listing;
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::iam::{access_group, service_id, trusted_profile};
use credlab_model::template::in_order;
use leptos_router::location::Url;

use crate::backend::Visit;
use crate::pages::iam::api_key_dialog::no_key;
use crate::pages::iam::subject::Kind;
use crate::pages::iam::subject::list::no_creation;
use crate::pages::iam::user::head::user_href;
use crate::pages::kubernetes::cluster::head::cluster_href;
use crate::pages::kubernetes::create_cluster;
use crate::pages::kubernetes::credentials::slot;
use crate::parts::frame::pages;
use crate::view::{Barrier, Found, FoundGroup, FoundView};

/// How much of a kind is shown.
const MOST: usize = 6;

/// The longest search, in characters; what is longer is cut.
const LONGEST: usize = 100;

/// What fits `query`: everything that holds all of its words. Without a word, the pages and actions.
pub fn search(visit: &Visit, query: &str) -> FoundView {
    let query: String = query.trim().chars().take(LONGEST).collect();
    let wanted = Wanted::of(&query);
    let mut groups = vec![wanted.of_kind("Pages", None, pages().map(page))];
    if !wanted.words.is_empty() {
        groups.extend(things(visit, &wanted));
    }
    groups.push(wanted.of_kind("Actions", None, actions(visit).into_iter()));
    groups.retain(|group| !group.found.is_empty());
    FoundView { query, groups }
}

/// The words of a search, in small letters.
struct Wanted {
    words: Vec<String>,
}

impl Wanted {
    fn of(query: &str) -> Wanted {
        let words = query.split_whitespace().map(str::to_lowercase);
        Wanted {
            words: words.collect(),
        }
    }

    /// How well something fits, the best first; none if it does not.
    fn rank(&self, found: &Found) -> Option<usize> {
        let label = found.label.to_lowercase();
        let detail = found.detail.to_lowercase();
        let mut rank = 0;
        for word in &self.words {
            rank += match () {
                () if label.starts_with(word) => 0,
                () if label.contains(word) => 1,
                () if detail.contains(word) => 2,
                () => return None,
            };
        }
        Some(rank)
    }

    /// The best of a kind. `list` is the page where all of it is searched.
    fn of_kind(
        &self,
        label: &str,
        list: Option<&str>,
        items: impl Iterator<Item = Found>,
    ) -> FoundGroup {
        let mut fitting: Vec<(usize, Found)> = items
            .filter_map(|found| Some((self.rank(&found)?, found)))
            .collect();
        fitting.sort_by_key(|(rank, found)| (found.disabled.is_some(), *rank));
        let total = fitting.len();
        // Without a list there is nowhere to see the rest.
        let most = if list.is_some() { MOST } else { total };
        let found = fitting.into_iter().map(|(_, found)| found).take(most);
        let query = self.words.join(" ");
        let list = list.filter(|_| total > most);
        FoundGroup {
            label: label.into(),
            found: found.collect(),
            more: list.map(|list| (total, format!("{list}?q={}", Url::escape(&query)))),
        }
    }
}

fn found(label: impl Into<String>, detail: impl Into<String>, href: impl Into<String>) -> Found {
    Found {
        label: label.into(),
        detail: detail.into(),
        href: href.into(),
        disabled: None,
    }
}

fn page((group, label, href): (&'static str, &'static str, &'static str)) -> Found {
    found(label, group, href)
}

fn things(visit: &Visit, wanted: &Wanted) -> Vec<FoundGroup> {
    let (account, actor, now) = (&visit.account, visit.actor(), visit.now);
    let users = in_order(account, user::visible(account, &actor, now)).into_iter();
    let users = users.map(|user| {
        let detail = format!("{} · {}", user.email, user.iam_id());
        found(&user.name, detail, user_href(user.id.as_str(), ""))
    });
    // One's own keys are on both of the first lists.
    let mut known = BTreeSet::new();
    let keys = [Listing::Mine, Listing::Users, Listing::ServiceIds]
        .into_iter()
        .flat_map(|list| list.keys(account, &actor, now).map(move |key| (list, key)))
        .filter(|(_, key)| known.insert(&key.id))
        .map(|(list, key)| {
            let owner = account.member_name(&key.owner).unwrap_or_default();
            let (list, id) = (list.as_str(), &key.id);
            let href = format!("/iam/apikeys?view={list}&dialog=details&key={id}");
            found(&key.name, format!("API key of {owner} · {id}"), href)
        });
    let services = account.service_ids.values();
    let services = services
        .filter(|service| service_id::may_see(account, &visit.persona, service, now))
        .map(|service| {
            let href = Kind::ServiceId.href(service.id.as_str(), "");
            found(&service.name, service.iam_id(), href)
        });
    let profiles = account.trusted_profiles.values();
    let profiles = profiles
        .filter(|profile| trusted_profile::may_see(account, &visit.persona, profile, now))
        .map(|profile| {
            let href = Kind::TrustedProfile.href(profile.id.as_str(), "");
            found(&profile.name, profile.id.to_string(), href)
        });
    let groups = account.access_groups.values();
    let groups = groups
        .filter(|group| access_group::may_see(account, &visit.persona, group, now))
        .map(|group| {
            let href = Kind::AccessGroup.href(group.id.as_str(), "");
            found(&group.name, group.id.to_string(), href)
        });
    let clusters = account.visible_clusters(&actor, now).map(|cluster| {
        let href = cluster_href(cluster.id.as_str(), "/overview");
        let detail = format!(
            "{} · {} · {}",
            account.group_name(&cluster.group),
            cluster.zone,
            cluster.id
        );
        found(&cluster.name, detail, href)
    });
    vec![
        wanted.of_kind("Users", Some("/iam/users"), users),
        wanted.of_kind("API keys", Some("/iam/apikeys"), keys),
        wanted.of_kind("Service IDs", Some("/iam/serviceids"), services),
        wanted.of_kind("Trusted profiles", Some("/iam/trusted-profiles"), profiles),
        wanted.of_kind("Access groups", Some("/iam/groups"), groups),
        wanted.of_kind("Clusters", Some("/kubernetes/clusters"), clusters),
    ]
}

/// What can be done, each by the page or dialog where it is done.
fn actions(visit: &Visit) -> Vec<Found> {
    let (account, actor, now) = (&visit.account, visit.actor(), visit.now);
    let action = |label: String, href: String, barrier: Option<Barrier>| Found {
        disabled: barrier.map(|barrier| barrier.text),
        ..found(label, "", href)
    };
    let invite = user::Command::Invite {
        emails: vec!["someone@example.com".into()],
        access: InvitedAccess::default(),
    };
    let mut actions = vec![
        action(
            "Invite users".into(),
            "/iam/users/invite_users".into(),
            visit.forbidden(invite),
        ),
        action(
            "Create an IBM Cloud API key".into(),
            "/iam/apikeys?dialog=create".into(),
            no_key(visit, visit.persona.clone()),
        ),
        action(
            "Create cluster".into(),
            "/kubernetes/catalog/create".into(),
            create_cluster::not_for(visit),
        ),
    ];
    for kind in [Kind::ServiceId, Kind::TrustedProfile, Kind::AccessGroup] {
        actions.push(action(
            format!("Create {}", kind.noun()),
            format!("{}?dialog=create", kind.list()),
            no_creation(visit, kind),
        ));
    }
    for place in account.visible_slots(&actor, now) {
        let href = slot::slot_href(&place);
        let reset = credlab_model::credentials::Command::ResetKey {
            region: place.region,
            group: Some(place.group.clone()),
        };
        let title = slot::slot_title(account, &place);
        actions.push(action(
            format!("Reset the API key of {title}"),
            format!("{href}&dialog=reset"),
            visit.forbidden(reset),
        ));
        actions.push(action(
            format!("Check the infrastructure permissions of {title}"),
            format!("{href}&dialog=check"),
            None,
        ));
    }
    actions
}
