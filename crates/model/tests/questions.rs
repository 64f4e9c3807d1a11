//! What is asked before something is done: a preview is the deed without the record.

mod common;

use std::collections::BTreeSet;

use common::{ADMIN, Lab, OWNER, VIEWER, in_group};
use credlab_model::account::Subnet;
use credlab_model::classic::SetName;
use credlab_model::kubernetes::addon;
use credlab_model::region::Region;

#[test]
fn a_preview_tells_what_a_reset_breaks_and_changes_nothing() {
    let lab = Lab::demo();
    let reset = lab.reset(Region::EuDe, "prod");
    let before = lab.account.clone();
    let after = lab
        .account
        .preview(&lab.actor(ADMIN), &reset, &lab.context())
        .unwrap();
    assert_eq!(lab.account, before);

    let slot = lab.slot(Region::EuDe, "prod");
    for cluster in after.clusters_of(&slot) {
        assert!(cluster.needs_refresh(&after), "{}", cluster.name);
        assert!(!cluster.needs_refresh(&before), "{}", cluster.name);
    }

    let mut done = lab.clone();
    done.run(ADMIN, reset.clone());
    assert_eq!(after.slots[&slot].key, done.account.slots[&slot].key);

    let refusal = lab
        .account
        .preview(&lab.actor(VIEWER), &reset, &lab.context());
    assert_eq!(refusal.unwrap_err().code(), Some("A0008"));
}

#[test]
fn slots_and_their_groups_are_shown_to_those_who_may_look_at_them() {
    let mut lab = Lab::demo();
    let slots = |lab: &Lab, who: &str| -> Vec<String> {
        let slots = lab
            .account
            .visible_slots(&lab.actor(who), lab.now)
            .into_iter();
        slots
            .map(|slot| format!("{}/{}", slot.region, lab.account.group_name(&slot.group)))
            .collect()
    };
    let all = slots(&lab, OWNER);
    assert_eq!(slots(&lab, VIEWER), all);
    let clusters = lab.account.clusters.values();
    let used: BTreeSet<String> = clusters
        .map(|cluster| {
            let group = lab.account.group_name(&cluster.group);
            format!("{}/{group}", cluster.region)
        })
        .collect();
    assert!(used.iter().all(|slot| all.contains(slot)), "{all:?}");

    let new = "new@example.com";
    lab.join(OWNER, new, SetName::NoAccess);
    assert_eq!(slots(&lab, new), Vec::<String>::new());
    let prod = in_group("containers-kubernetes", &lab.group("prod"));
    lab.run(OWNER, lab.assign(new, &["Viewer"], prod));
    let seen = slots(&lab, new);
    assert!(!seen.is_empty() && seen.iter().all(|slot| slot.ends_with("/prod")));
    let actor = lab.actor(new);
    let groups = lab.account.groups_of_visible_slots(&actor, lab.now);
    let groups: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
    assert_eq!(groups, ["prod"]);
}

#[test]
fn r45_subnets_are_seen_by_whoever_has_a_platform_role_where_they_lie() {
    let lab = Lab::demo();
    let sees = |who: &str| {
        let identity = lab.actor(who).identity;
        let mut subnets = lab.account.subnets.values();
        subnets.all(|subnet: &Subnet| subnet.is_visible_to(&lab.account, &identity, lab.now))
    };
    assert!(sees(ADMIN));
    assert!(!sees(VIEWER));
}

#[test]
fn add_ons_are_offered_by_infrastructure() {
    let lab = Lab::demo();
    for cluster in lab.account.clusters.values() {
        let offered: Vec<&str> = addon::offered(cluster).map(|offer| offer.name).collect();
        let vpc = cluster.vpc.is_some();
        assert_eq!(offered.contains(&addon::BLOCK_STORAGE), vpc);
        assert!(offered.contains(&addon::AUTOSCALER));
    }
}
