//! The stored API key of a region and resource group: whose it is, and how it changes hands (R1-R22).

mod common;

use common::*;
use credlab_model::Layer;
use credlab_model::account::Era;
use credlab_model::classic::{PermissionSet, SetName};
use credlab_model::iam::api_key::{self, LIMIT, REGION_KEY_NAME};
use credlab_model::iam::policy::Scope;
use credlab_model::iam::{session, user};
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::refusal::{KeyCaller, Noun, RefusalKind};
use credlab_model::region::Region;
use credlab_model::template::Template;

use Region::{EuDe, UsEast, UsSouth};

#[test]
fn r1_each_region_and_resource_group_holds_a_key_of_its_own() {
    let mut lab = Lab::demo();
    let places = [
        (UsSouth, "default"),
        (UsSouth, "prod"),
        (UsEast, "default"),
        (UsEast, "prod"),
    ];
    for (region, group) in places {
        lab.run(ADMIN, lab.reset(region, group));
    }
    let keys = |lab: &Lab| places.map(|(region, group)| lab.key(region, group).0);
    let before = keys(&lab);
    for (i, key) in before.iter().enumerate() {
        assert!(!before[..i].contains(key), "two slots share {key}");
    }
    lab.run(OWNER, lab.reset(UsEast, "prod"));
    let after = keys(&lab);
    assert_eq!(after[..3], before[..3]);
    assert_ne!(after[3], before[3]);
}

#[test]
fn r2_the_key_acts_with_what_its_owner_may_do_at_that_moment() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let add = lab.add_workers("classic-dal", 1);
    assert!(lab.allows(OPERATOR, add.clone()));

    lab.set_permissions(ADMIN, PermissionSet::NONE);
    assert_eq!(
        lab.refused(OPERATOR, add.clone()).layer,
        Layer::Infrastructure
    );

    lab.set_permissions(ADMIN, SetName::SuperUser.permissions());
    assert!(lab.allows(OPERATOR, add), "no reset was needed");
}

#[test]
fn r3_the_first_cluster_in_an_empty_slot_makes_a_key_for_its_creator() {
    let mut lab = Lab::demo();
    assert!(lab.stored(UsEast, "default").is_none());
    lab.run(ADMIN, Ks::Create(lab.classic_cluster("east", "wdc04", "")));
    let (id, owner) = lab.key(UsEast, "default");
    assert_eq!(owner, ADMIN);
    assert_eq!(
        lab.account.api_keys[&id].owner,
        lab.actor(ADMIN).identity,
        "it is an API key of the creator"
    );
}

#[test]
fn r4_a_slot_without_key_has_no_credentials() {
    let lab = Lab::demo();
    let check = lab.refused(VIEWER, lab.check_permissions(UsEast, ""));
    assert_eq!(check.kind, RefusalKind::NoRegionKey);
    let manual = lab.refused(VIEWER, lab.get_manual(UsEast, ""));
    assert_eq!(manual.code(), Some("E0051"));
}

#[test]
fn r5_further_clusters_leave_the_key_alone() {
    let mut lab = Lab::demo();
    let before = lab.key(UsSouth, "default");
    assert_eq!(before.1, OWNER);
    for (creator, name) in [(ADMIN, "second"), (OWNER, "third")] {
        lab.run(creator, Ks::Create(lab.classic_cluster(name, "dal12", "")));
        assert_eq!(lab.key(UsSouth, "default"), before, "{creator}");
    }
}

#[test]
fn r6_a_reset_always_makes_a_new_key_of_the_caller() {
    let mut lab = Lab::demo();
    for caller in [ADMIN, ADMIN, OWNER, CLASSIC] {
        let (before, _) = lab.key(UsSouth, "default");
        lab.run(caller, lab.reset(UsSouth, "default"));
        let (after, owner) = lab.key(UsSouth, "default");
        assert_ne!(after, before, "{caller}");
        assert_eq!(owner, caller);
    }
}

#[test]
fn r7_without_a_resource_group_the_default_one_is_meant() {
    let mut lab = Lab::demo();
    let before = lab.key(UsSouth, "default");
    let elsewhere = lab.key(EuDe, "prod");
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    assert_ne!(lab.key(UsSouth, "default"), before);
    assert!(lab.stored(UsSouth, "prod").is_none());
    assert_eq!(lab.key(EuDe, "prod"), elsewhere);
}

#[test]
fn r8_a_reset_takes_administrator_for_that_slot() {
    let mut lab = Lab::demo();
    for caller in [VIEWER, OPERATOR, EDITOR] {
        let refusal = lab.refused(caller, lab.reset(UsSouth, ""));
        assert_eq!(
            (refusal.code(), refusal.layer),
            (Some("A0008"), Layer::Caller),
            "{caller}"
        );
        assert!(refusal.message().contains("Administrator"), "{caller}");
    }
    for caller in [OWNER, ADMIN, CLASSIC, LEAVER] {
        assert!(lab.allows(caller, lab.reset(UsSouth, "")), "{caller}");
    }

    let east = in_region("containers-kubernetes", UsEast);
    lab.run(OWNER, lab.assign(VIEWER, &["Administrator"], east));
    let prod = in_group("containers-kubernetes", &lab.group("prod"));
    lab.run(OWNER, lab.assign(EDITOR, &["Administrator"], prod));
    for (caller, region, group, allowed) in [
        (VIEWER, UsEast, "", true),
        (VIEWER, UsEast, "prod", true),
        (VIEWER, UsSouth, "", false),
        (EDITOR, UsEast, "prod", true),
        (EDITOR, UsEast, "", false),
    ] {
        let answer = lab.allows(caller, lab.reset(region, group));
        assert_eq!(answer, allowed, "{caller} {region} {group}");
    }
}

#[test]
fn r9_a_caller_without_infrastructure_permissions_may_reset_and_everybody_pays() {
    let mut lab = Lab::demo();
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    assert_eq!(lab.key(UsSouth, "default").1, CLASSIC);
    for caller in [OPERATOR, ADMIN, OWNER] {
        let refusal = lab.refused(caller, lab.add_workers("classic-dal", 1));
        assert_eq!(refusal.layer, Layer::Infrastructure, "{caller}");
    }
}

#[test]
fn r10_the_replaced_key_is_deleted_or_left_behind_by_era() {
    for (era, survives) in [
        (Era::Y2024M01, false),
        (Era::Y2024M09, true),
        (Era::Y2026, true),
    ] {
        let mut lab = Lab::in_era(era);
        let (old, owner) = lab.key(UsSouth, "default");
        let owner = lab.actor(&owner).identity;
        lab.run(ADMIN, lab.reset(UsSouth, ""));
        let left = lab.account.api_keys.get(&old);
        assert_eq!(left.is_some(), survives, "{era:?}");
        if let Some(left) = left {
            assert_eq!(left.owner, owner);
            assert_eq!(left.slots(&lab.account).count(), 0, "no cluster uses it");
            lab.run(OWNER, api_key::Command::Delete { id: old.clone() });
            assert!(!lab.account.api_keys.contains_key(&old));
        }
    }
}

#[test]
fn r11_all_slot_keys_share_a_name_and_are_told_apart_by_their_description() {
    let mut lab = Lab::demo();
    let places = [(UsSouth, "default"), (UsSouth, "prod"), (UsEast, "prod")];
    for (region, group) in places {
        lab.run(ADMIN, lab.reset(region, group));
        let key = &lab.account.api_keys[&lab.key(region, group).0];
        assert_eq!(key.name, REGION_KEY_NAME);
        assert_eq!(key.name, "containers-kubernetes-key");
        assert!(key.description.contains(region.as_str()));
        assert!(key.description.contains(lab.group(group).as_str()));
    }
    let admin = lab.actor(ADMIN).identity;
    let keys = lab.account.api_keys.values();
    let named = keys.filter(|key| key.owner == admin && key.name == REGION_KEY_NAME);
    assert_eq!(named.count(), places.len());
}

#[test]
fn r12_the_stored_key_is_an_ordinary_api_key_of_its_owner() {
    use api_key::Command::{Delete, SetDisabled, SetLocked, Update};
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let (id, _) = lab.key(UsSouth, "default");
    let disable = |disabled| SetDisabled {
        id: id.clone(),
        disabled,
    };
    let lock = |locked| SetLocked {
        id: id.clone(),
        locked,
    };
    let rename = Update {
        id: id.clone(),
        name: "renamed".into(),
        description: String::new(),
        terms: api_key::Terms::default(),
    };
    for command in [
        disable(true),
        lock(true),
        lock(false),
        disable(false),
        rename,
    ] {
        lab.run(ADMIN, command);
    }
    assert_eq!(lab.key(UsSouth, "default").0, id, "it stays in its place");
    lab.run(ADMIN, Delete { id: id.clone() });
    assert!(!lab.account.api_keys.contains_key(&id));

    for n in 0..LIMIT {
        lab.run(ADMIN, lab.create_key(ADMIN, &format!("key {n}")));
    }
    let full = RefusalKind::LimitReached {
        noun: Noun::ApiKey,
        limit: 20,
    };
    assert_eq!(lab.refused(ADMIN, lab.reset(UsSouth, "")).kind, full);
    let key = lab.account.api_keys.values();
    let one = key.clone().find(|key| key.name == "key 0").unwrap();
    lab.run(ADMIN, Delete { id: one.id.clone() });
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    assert_eq!(
        lab.refused(ADMIN, lab.create_key(ADMIN, "one more")).kind,
        full,
        "the stored key counts like any other"
    );
}

#[test]
fn r13_restricted_api_key_creation_stops_the_stored_key_too() {
    let mut lab = Lab::demo();
    lab.configure(|settings| settings.restrict_api_key_creation = true);
    let east = Ks::Create(lab.classic_cluster("east", "wdc04", ""));
    for (caller, command) in [
        (ADMIN, lab.reset(UsSouth, "")),
        (ADMIN, east.clone().into()),
        (OWNER, lab.reset(UsSouth, "")),
    ] {
        let refusal = lab.refused(caller, command);
        assert_eq!(refusal.code(), Some("A0656"), "{caller}");
        let user = RefusalKind::CannotCreateApiKey {
            caller: KeyCaller::User(caller.into()),
        };
        assert_eq!(refusal.kind, user);
    }
    let filled = Ks::Create(lab.classic_cluster("second", "dal12", ""));
    assert!(
        lab.allows(ADMIN, filled),
        "no key is made where there is one"
    );

    lab.give(ADMIN, "iam-identity", &["User API key creator"]);
    assert!(lab.allows(ADMIN, lab.reset(UsSouth, "")));
    assert!(lab.allows(ADMIN, east));

    lab.configure(|settings| settings.restrict_api_key_creation = false);
    assert!(
        lab.allows(CLASSIC, lab.reset(UsSouth, "")),
        "who is unrestricted needs no role on IAM Identity"
    );
}

#[test]
fn r14_a_fresh_key_is_not_known_everywhere_for_some_seconds() {
    let mut lab = Lab::lifelike();
    let ctx = lab.run(ADMIN, lab.reset(UsSouth, ""));
    let value = ctx.api_key_value();
    let add = lab.add_workers("classic-dal", 1);

    let refusal = lab.refused(OPERATOR, add.clone());
    assert_eq!(refusal.kind, RefusalKind::NoRegionKey);
    assert!(refusal.message().contains("could not be found"));
    assert!(session::with_api_key(&lab.account, &value, lab.now).is_err());

    lab.wait(10);
    assert!(lab.allows(OPERATOR, add));
    assert_eq!(
        session::with_api_key(&lab.account, &value, lab.now),
        Ok(lab.actor(ADMIN).identity)
    );
}

#[test]
fn r15_who_owns_the_key_is_told_to_viewers_also_where_manual_credentials_override_it() {
    let mut lab = Lab::demo();
    lab.join(OWNER, "nobody@example.com", SetName::NoAccess);
    let info = lab.read("classic-ams", Read::KeyOwner);
    assert!(lab.allows(VIEWER, info.clone()));
    assert_eq!(
        lab.refused("nobody@example.com", info).code(),
        Some("A0008")
    );

    let ams = lab.cluster("classic-ams");
    assert!(ams.infrastructure_user(&lab.account).is_some());
    let key = lab.account.slots[&ams.slot()].key.as_ref().unwrap();
    assert_eq!(
        (key.owner_name.as_str(), key.owner_email.as_str()),
        ("Leaver", LEAVER)
    );
}

#[test]
fn r16_the_new_owner_shows_at_once_and_masters_follow_on_refresh() {
    let mut lab = Lab::demo();
    let clusters = ["vpc-fra", "classic-ams"];
    for name in clusters {
        assert!(!lab.cluster(name).needs_refresh(&lab.account), "{name}");
    }
    lab.run(ADMIN, lab.reset(EuDe, "prod"));
    assert_eq!(lab.key(EuDe, "prod").1, ADMIN);
    for (i, name) in clusters.into_iter().enumerate() {
        assert!(lab.cluster(name).needs_refresh(&lab.account), "{name}");
        let cluster = lab.cluster(name).id.clone();
        lab.run(OPERATOR, Ks::RefreshMaster { cluster });
        let waiting = clusters.map(|name| lab.cluster(name).needs_refresh(&lab.account));
        assert_eq!(waiting, [false, i == 0], "each cluster by itself");
    }
    assert!(!lab.cluster("classic-dal").needs_refresh(&lab.account));
}

#[test]
fn r17_clusters_run_on_when_the_key_is_bad() {
    let mut lab = Lab::demo();
    lab.give(VIEWER, "containers-kubernetes", &["Reader"]);
    let (id, _) = lab.key(EuDe, "prod");
    lab.run(OWNER, api_key::Command::Delete { id });
    let fra = lab.cluster("vpc-fra");
    assert_eq!(fra.state(&lab.account, lab.now), "normal");
    for worker in fra.workers.values() {
        assert!(fra.worker_health(&lab.account, worker, lab.now).is_normal());
    }
    for what in [Read::Cluster, Read::Workers, Read::Config, Read::Pods] {
        assert!(lab.allows(VIEWER, lab.read("vpc-fra", what)), "{what:?}");
    }
    let refusal = lab.refused(OPERATOR, lab.resize("vpc-fra", 4));
    assert_eq!(refusal.layer, Layer::Infrastructure);
}

#[test]
fn r18_covering_an_account_takes_a_reset_in_every_slot() {
    let mut lab = Lab::demo();
    let owned = |lab: &Lab| {
        let slots = lab.account.slots.values().filter_map(|s| s.key.as_ref());
        slots.filter(|key| key.owner_email == ADMIN).count()
    };
    let places = [(UsSouth, "default"), (EuDe, "prod")];
    assert_eq!(lab.account.slots.len(), places.len());
    for (done, (region, group)) in places.into_iter().enumerate() {
        assert_eq!(owned(&lab), done);
        lab.run(ADMIN, lab.reset(region, group));
    }
    assert_eq!(owned(&lab), places.len());
}

#[test]
fn r19_a_service_id_owns_a_stored_key_in_2026_only_and_with_two_roles() {
    for (era, kubernetes, identity, allowed) in [
        (Era::Y2024M01, "Administrator", Some("Operator"), false),
        (Era::Y2024M09, "Administrator", Some("Administrator"), false),
        (Era::Y2026, "Administrator", Some("Operator"), true),
        (Era::Y2026, "Administrator", Some("Administrator"), true),
        (Era::Y2026, "Administrator", Some("Editor"), false),
        (Era::Y2026, "Administrator", None, false),
        (Era::Y2026, "Operator", Some("Operator"), false),
    ] {
        let mut lab = Lab::in_era(era);
        lab.give(DEPLOYER, "containers-kubernetes", &[kubernetes]);
        if let Some(role) = identity {
            lab.give(DEPLOYER, "iam-identity", &[role]);
        }
        let case = format!("{era:?}, {kubernetes}, {identity:?}");
        match lab.attempt(DEPLOYER, lab.reset(UsSouth, "")) {
            Ok(_) => {
                assert!(allowed, "{case}");
                let owner = lab.stored(UsSouth, "default").unwrap().owner.clone();
                assert_eq!(owner, lab.actor(DEPLOYER).identity);
            }
            Err(refusal) => {
                assert!(!allowed, "{case}: {refusal}");
                assert_eq!(refusal.layer, Layer::Caller, "{case}");
                if kubernetes == "Administrator" {
                    assert_eq!(refusal.code(), Some("A0656"), "{case}");
                }
            }
        }
    }
}

#[test]
fn r20_a_service_id_creates_clusters_where_a_key_is_stored_and_nowhere_else() {
    for era in [Era::Y2024M01, Era::Y2024M09] {
        let mut lab = Lab::in_era(era);
        lab.give(
            DEPLOYER,
            "containers-kubernetes",
            &["Administrator", "Manager"],
        );
        let empty = Ks::Create(lab.classic_cluster("east", "wdc04", ""));
        assert_eq!(lab.refused(DEPLOYER, empty).code(), Some("A0656"));
        let filled = Ks::Create(lab.classic_cluster("second", "dal12", ""));
        lab.run(DEPLOYER, filled);
        assert_eq!(lab.cluster("second").owner, DEPLOYER);
        assert_eq!(lab.key(UsSouth, "default").1, OWNER);
    }
}

#[test]
fn r21_a_functional_id_is_invited_accepts_and_gets_what_it_is_given() {
    let mut lab = Lab::demo();
    let reset = lab.reset(EuDe, "prod");
    assert!(!lab.allows(FUNCTIONAL, reset.clone()));
    assert!(session::with_password(&lab.account, FUNCTIONAL, "demo").is_err());

    lab.run(FUNCTIONAL, user::Command::Accept);
    assert!(session::with_password(&lab.account, FUNCTIONAL, "demo").is_ok());
    assert_eq!(
        lab.refused(FUNCTIONAL, reset.clone()).layer,
        Layer::Caller,
        "an invitation gives no access by itself"
    );

    lab.give(FUNCTIONAL, "containers-kubernetes", &["Administrator"]);
    lab.give(FUNCTIONAL, "is", &["Administrator"]);
    lab.run(FUNCTIONAL, reset);
    assert_eq!(lab.key(EuDe, "prod").1, FUNCTIONAL);
    assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 4)));
}

#[test]
fn r22_without_cluster_and_reset_not_even_the_owner_is_in_a_slot() {
    let mut lab = Lab::of(Template::EmptyPaygo);
    assert!(lab.account.slots.is_empty());
    for region in Region::ALL {
        let refusal = lab.refused(OWNER, lab.check_permissions(*region, ""));
        assert_eq!(refusal.kind, RefusalKind::NoRegionKey, "{region}");
    }
    lab.join(OWNER, ADMIN, SetName::NoAccess);
    let scope = Scope::service("containers-kubernetes");
    lab.run(OWNER, lab.assign(ADMIN, &["Administrator"], scope));
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    assert_eq!(
        lab.key(UsSouth, "default").1,
        ADMIN,
        "the first one may be anybody"
    );
}
