//! Manually set classic credentials: how they are set, what they override, and what they orphan (R64-R75).

mod common;

use common::*;
use credlab_model::classic::{Command as Classic, DeviceKind, SetName};
use credlab_model::credentials::infrastructure::{Source, classic_actor};
use credlab_model::credentials::manual;
use credlab_model::iam::session::{Command as Session, Method};
use credlab_model::iam::user;
use credlab_model::kubernetes::integration::INTEGRATIONS;
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{EuDe, UsEast, UsSouth};
use credlab_model::template::{OTHER_CLASSIC_KEY, OTHER_CLASSIC_USER};
use credlab_model::{Command, Layer};

/// The user name in the linked classic account.
fn username(lab: &Lab, email: &str) -> String {
    lab.classic(email).username.clone()
}

#[test]
fn r64_setting_stores_the_credentials_of_the_targeted_slot_and_takes_administrator() {
    let mut lab = Lab::demo();
    for caller in [VIEWER, OPERATOR, EDITOR] {
        for command in [lab.set_other(UsSouth, ""), lab.unset_manual(EuDe, "prod")] {
            assert_eq!(
                lab.refused(caller, command).code(),
                Some("A0008"),
                "{caller}"
            );
        }
    }
    lab.run(CLASSIC, lab.set_other(UsSouth, "prod"));
    lab.run(ADMIN, lab.set_other(UsEast, ""));
    for (region, group, set) in [
        (UsSouth, "prod", true),
        (UsSouth, "default", false),
        (UsEast, "default", true),
        (UsEast, "prod", false),
    ] {
        let state = lab.account.slots.get(&lab.slot(region, group));
        let stored = state.and_then(|state| state.manual.as_ref());
        let stored = stored.map(|manual| manual.username.as_str());
        assert_eq!(
            stored,
            set.then_some(OTHER_CLASSIC_USER),
            "{region} {group}"
        );
    }
}

#[test]
fn r65_it_takes_the_infrastructure_user_name_and_its_own_classic_api_key() {
    let mut lab = Lab::demo();
    let key = lab.create_classic_key(ADMIN);
    let own = username(&lab, ADMIN);
    let number = lab.account.linked.unwrap();
    assert_eq!(own, format!("{number}_{ADMIN}"));
    for (user, key, accepted) in [
        (own.as_str(), key.as_str(), true),
        (OTHER_CLASSIC_USER, OTHER_CLASSIC_KEY, true),
        (ADMIN, key.as_str(), false),
        (own.as_str(), OTHER_CLASSIC_KEY, false),
        (OTHER_CLASSIC_USER, key.as_str(), false),
        (own.as_str(), "", false),
        ("", "", false),
    ] {
        let set = lab.set_manual(UsSouth, "", user, key);
        if accepted {
            assert!(lab.allows(OWNER, set), "{user}");
        } else {
            let kind = lab.refused(OWNER, set).kind;
            assert_eq!(kind, RefusalKind::CredentialsNotValidated, "{user}");
        }
    }
    let cloud_key = lab
        .run(ADMIN, lab.create_key(ADMIN, "cloud"))
        .api_key_value();
    let set = lab.set_manual(UsSouth, "", &own, &cloud_key);
    assert!(
        !lab.allows(OWNER, set),
        "an IBM Cloud API key is none of classic's"
    );
}

#[test]
fn r66_they_win_over_the_stored_key_for_classic_infrastructure_and_nothing_else() {
    let mut lab = Lab::demo();
    let key = lab.create_classic_key(ADMIN);
    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    let slot = lab.slot(UsSouth, "default");
    lab.run(
        OWNER,
        Ks::Create(lab.vpc_cluster("vpc-dal", DALLAS, "prod")),
    );
    let integrations =
        |lab: &Lab| INTEGRATIONS.map(|i| i.decide(&lab.account, &slot, lab.now).unwrap().allowed);
    let before = (integrations(&lab), lab.key(UsSouth, "default"));
    assert!(!lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));

    let set = lab.set_manual(UsSouth, "", &username(&lab, ADMIN), &key);
    lab.run(OWNER, set);
    let actor = classic_actor(&lab.account, &slot, lab.now).unwrap();
    assert_eq!(actor.source, Source::ManualCredentials);
    assert_eq!(actor.user.email, ADMIN);
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
    assert!(lab.allows(
        OWNER,
        Ks::Create(lab.classic_cluster("second", "dal12", ""))
    ));
    assert_eq!((integrations(&lab), lab.key(UsSouth, "default")), before);

    // The other way round: strong key, weak credentials.
    lab.run(OWNER, lab.reset(UsSouth, ""));
    let key = lab.create_classic_key(CLASSIC);
    let set = lab.set_manual(UsSouth, "", &username(&lab, CLASSIC), &key);
    lab.run(OWNER, set);
    let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
    assert!(matches!(
        refusal.kind,
        RefusalKind::MissingClassicPermissions { .. }
    ));
    assert!(refusal.why.join(" ").contains(CLASSIC));
}

#[test]
fn r67_they_outlast_the_session_until_unset_or_overwritten() {
    let mut lab = Lab::demo();
    let key = lab.create_classic_key(ADMIN);
    lab.run(ADMIN, Session::Start(Method::Password));
    lab.run(ADMIN, lab.set_other(UsSouth, ""));
    lab.run(ADMIN, Session::End);
    lab.wait(400 * 24 * 3600);
    let slot = lab.slot(UsSouth, "default");
    let set = |lab: &Lab| {
        let manual = manual::get(&lab.account, &lab.actor(VIEWER), &slot, lab.now);
        manual.ok().map(|manual| manual.username.clone())
    };
    assert_eq!(set(&lab).as_deref(), Some(OTHER_CLASSIC_USER));
    let own = username(&lab, ADMIN);
    lab.run(OWNER, lab.set_manual(UsSouth, "", &own, &key));
    assert_eq!(set(&lab), Some(own));
    lab.run(OWNER, lab.unset_manual(UsSouth, ""));
    assert_eq!(set(&lab), None);
}

#[test]
fn r68_getting_shows_user_name_and_group_to_viewers_or_fails_with_e0051() {
    let mut lab = Lab::demo();
    lab.join(OWNER, "nobody@example.com", SetName::SuperUser);
    let get = lab.get_manual(EuDe, "prod");
    assert_eq!(
        lab.refused("nobody@example.com", get.clone()).code(),
        Some("A0008")
    );
    assert!(lab.allows(VIEWER, get));
    let slot = lab.slot(EuDe, "prod");
    let manual = manual::get(&lab.account, &lab.actor(VIEWER), &slot, lab.now).unwrap();
    assert_eq!(manual.username, OTHER_CLASSIC_USER);
    for told in [
        format!("{manual:?}"),
        serde_json::to_string(manual).unwrap(),
    ] {
        assert!(!told.contains(OTHER_CLASSIC_KEY), "{told}");
    }

    for (region, group) in [(EuDe, "default"), (UsSouth, "prod")] {
        for command in [
            lab.get_manual(region, group),
            lab.unset_manual(region, group),
        ] {
            let refusal = lab.refused(ADMIN, command);
            assert_eq!(refusal.code(), Some("E0051"), "{region} {group}");
            assert!(refusal.message().contains(group), "{refusal}");
        }
    }
}

#[test]
fn r69_unsetting_returns_the_slot_to_the_linked_account() {
    let mut lab = Lab::demo();
    let slot = lab.slot(EuDe, "prod");
    let source = |lab: &Lab| {
        let actor = classic_actor(&lab.account, &slot, lab.now).unwrap();
        (
            actor.source,
            Some(actor.classic.number) == lab.account.linked,
        )
    };
    assert_eq!(source(&lab), (Source::ManualCredentials, false));
    lab.run(ADMIN, lab.unset_manual(EuDe, "prod"));
    assert_eq!(source(&lab), (Source::LinkedAccountApiKey, true));
    lab.run(
        OWNER,
        Ks::Create(lab.classic_cluster("fra", "fra02", "prod")),
    );
    assert_eq!(lab.cluster("fra").classic_account, lab.account.linked);
}

#[test]
fn r70_a_cluster_shows_its_infrastructure_user_only_while_credentials_are_set() {
    let mut lab = Lab::demo();
    let shown = |lab: &Lab, name: &str| {
        let cluster = lab.cluster(name);
        cluster.infrastructure_user(&lab.account).map(String::from)
    };
    assert_eq!(
        shown(&lab, "classic-ams").as_deref(),
        Some(OTHER_CLASSIC_USER)
    );
    assert_eq!(shown(&lab, "classic-dal"), None);
    lab.run(ADMIN, lab.unset_manual(EuDe, "prod"));
    assert_eq!(shown(&lab, "classic-ams"), None);
    lab.run(ADMIN, lab.set_other(UsSouth, ""));
    assert_eq!(
        shown(&lab, "classic-dal").as_deref(),
        Some(OTHER_CLASSIC_USER)
    );
}

/// Every infrastructure command on a cluster is refused, as it belongs to another account.
#[track_caller]
fn assert_orphaned(lab: &Lab, name: &str) {
    let cluster = lab.cluster(name);
    assert!(cluster.is_orphaned(&lab.account, lab.now), "{name}");
    assert_eq!(cluster.state(&lab.account, lab.now), "critical");
    for worker in cluster.workers.values() {
        let health = cluster.worker_health(&lab.account, worker, lab.now);
        assert!(health.status.contains("incorrect account for worker"));
    }
    for (what, command) in lab.infrastructure_commands(name) {
        let refusal = lab.refused(OWNER, command);
        let orphaned = matches!(refusal.kind, RefusalKind::Orphaned { .. });
        assert!(orphaned, "{name} {what}: {refusal}");
    }
}

#[track_caller]
fn assert_well(lab: &Lab, name: &str) {
    let cluster = lab.cluster(name);
    assert!(!cluster.is_orphaned(&lab.account, lab.now), "{name}");
    assert_eq!(cluster.state(&lab.account, lab.now), "normal");
    for (what, command) in lab.infrastructure_commands(name) {
        assert!(lab.allows(OWNER, command), "{name} {what}");
    }
}

#[test]
fn r71_a_cluster_of_another_account_than_the_credentials_is_orphaned() {
    let mut lab = Lab::demo();
    assert_well(&lab, "classic-dal");
    lab.run(ADMIN, lab.set_other(UsSouth, ""));
    assert_orphaned(&lab, "classic-dal");
    lab.run(ADMIN, lab.unset_manual(EuDe, "prod"));
    assert_orphaned(&lab, "classic-ams");
    assert!(
        lab.allows(VIEWER, lab.read("classic-ams", Read::Workers)),
        "it can be looked at"
    );
}

#[test]
fn r72_orphaning_is_reversible_and_switching_orphans_the_clusters_of_the_other_account() {
    let mut lab = Lab::demo();
    lab.run(OWNER, lab.reset(EuDe, "prod"));
    for _ in 0..2 {
        lab.run(ADMIN, lab.unset_manual(EuDe, "prod"));
        assert_orphaned(&lab, "classic-ams");
        if lab.account.cluster_called("fra").is_err() {
            lab.run(
                OWNER,
                Ks::Create(lab.classic_cluster("fra", "fra02", "prod")),
            );
            lab.wait(60);
        }
        assert_well(&lab, "fra");
        lab.run(ADMIN, lab.set_other(EuDe, "prod"));
        assert_well(&lab, "classic-ams");
        assert_orphaned(&lab, "fra");
    }
}

#[test]
fn r73_an_orphaned_cluster_is_deleted_with_matching_credentials_only() {
    let mut lab = Lab::demo();
    let delete = Ks::Delete {
        cluster: lab.cluster("classic-ams").id.clone(),
    };
    lab.run(OWNER, lab.unset_manual(EuDe, "prod"));
    let refusal = lab.refused(OWNER, delete.clone());
    assert_eq!(refusal.layer, Layer::Infrastructure);
    assert!(lab.account.cluster_called("classic-ams").is_ok());
    lab.run(OWNER, lab.reset(EuDe, "prod"));
    assert!(!lab.allows(OWNER, delete.clone()), "a reset is no way out");
    lab.run(OWNER, lab.set_other(EuDe, "prod"));
    lab.run(OWNER, delete);
    assert!(lab.account.cluster_called("classic-ams").is_err());
}

#[test]
fn r74_credentials_under_another_group_are_not_used() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.unset_manual(EuDe, "prod"));
    lab.run(ADMIN, lab.set_other(EuDe, ""));
    assert_eq!(
        lab.refused(VIEWER, lab.get_manual(EuDe, "prod")).code(),
        Some("E0051")
    );
    assert!(lab.allows(VIEWER, lab.get_manual(EuDe, "default")));
    assert_eq!(
        lab.cluster("classic-ams").infrastructure_user(&lab.account),
        None
    );
    assert_orphaned(&lab, "classic-ams");
    lab.run(ADMIN, lab.set_other(EuDe, "prod"));
    assert_well(&lab, "classic-ams");
}

#[test]
fn r75_credentials_whose_classic_key_is_gone_fail_until_new_ones_are_set() {
    let delete_key = |lab: &Lab| -> Command {
        let user = lab.classic_id(LEAVER);
        Classic::DeleteApiKey { user }.into()
    };
    let remove_user = |lab: &Lab| -> Command {
        let user = lab.user_id(LEAVER);
        user::Command::Remove { user }.into()
    };
    let ends: [&dyn Fn(&Lab) -> Command; 2] = [&delete_key, &remove_user];
    for end in ends {
        let mut lab = Lab::demo();
        lab.run(OWNER, delete_key(&lab));
        let key = lab.create_classic_key(LEAVER);
        let set = lab.set_manual(UsSouth, "", &username(&lab, LEAVER), &key);
        lab.run(ADMIN, set);
        assert_well(&lab, "classic-dal");

        let command = end(&lab);
        lab.run(OWNER, command);
        let failing = |lab: &Lab| {
            let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
            assert_eq!(refusal.kind, RefusalKind::InvalidClassicApiKey);
            assert!(refusal.message().contains("Invalid API key"));
            assert_eq!(refusal.layer, Layer::Infrastructure);
        };
        failing(&lab);
        lab.run(OWNER, lab.reset(UsSouth, ""));
        failing(&lab);

        let key = lab.create_classic_key(ADMIN);
        lab.run(OWNER, lab.set_devices(ADMIN, &DeviceKind::ALL));
        let set = lab.set_manual(UsSouth, "", &username(&lab, ADMIN), &key);
        lab.run(OWNER, set);
        assert_well(&lab, "classic-dal");
    }
}
