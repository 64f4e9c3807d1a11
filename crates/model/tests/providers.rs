//! Classic infrastructure and VPC: two infrastructures with nothing in common (R52-R57).

mod common;

use common::*;
use credlab_model::Layer;
use credlab_model::classic::{DeviceKind, Permission, PermissionSet, SetName};
use credlab_model::credentials::infrastructure::{Source, classic_actor};
use credlab_model::iam::access::{Ask, decide};
use credlab_model::iam::policy::Scope;
use credlab_model::kubernetes::Command as Ks;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{EuDe, UsEast, UsSouth};

#[test]
fn r52_the_classic_account_is_an_account_apart_and_iam_governs_vpc() {
    let mut lab = Lab::demo();
    let linked = lab.account.linked_classic().unwrap();
    assert_ne!(linked.number.to_string(), lab.account.id.to_string());

    // All of IAM gives nothing in the classic account.
    lab.join(OWNER, "iam@example.com", SetName::NoAccess);
    let everything = Scope::all_services();
    lab.run(
        OWNER,
        lab.assign("iam@example.com", &["Administrator"], everything),
    );
    assert!(lab.classic("iam@example.com").granted().is_empty());
    let vpc = Ask::role("is", &["Administrator"]);
    assert!(
        decide(
            &lab.account,
            &lab.actor("iam@example.com").identity,
            &vpc,
            lab.now
        )
        .allowed
    );

    // All of the classic account gives nothing in IAM.
    lab.join(OWNER, "classic-only@example.com", SetName::SuperUser);
    let identity = lab.actor("classic-only@example.com").identity;
    assert!(!decide(&lab.account, &identity, &vpc, lab.now).allowed);
    let read = Ask::action("containers-kubernetes.cluster.read");
    assert!(!decide(&lab.account, &identity, &read, lab.now).allowed);
}

#[test]
fn r53_on_vpc_the_key_owner_needs_administrator_on_vpc_infrastructure() {
    for (role, works) in [
        (None, false),
        (Some("Viewer"), false),
        (Some("Operator"), false),
        (Some("Editor"), false),
        (Some("Administrator"), true),
    ] {
        let mut lab = Lab::demo();
        // With every classic permission and device there is.
        lab.set_permissions(CLASSIC, SetName::SuperUser.permissions());
        lab.run(OWNER, lab.set_devices(CLASSIC, &DeviceKind::ALL));
        if let Some(role) = role {
            lab.give(CLASSIC, "is", &[role]);
        }
        lab.run(CLASSIC, lab.reset(EuDe, "prod"));
        for (what, command) in lab.infrastructure_commands("vpc-fra") {
            if works {
                assert!(lab.allows(OWNER, command), "{role:?} {what}");
            } else {
                let refusal = lab.refused(OWNER, command);
                assert_eq!(
                    refusal.kind,
                    RefusalKind::VpcNotAuthorized,
                    "{role:?} {what}"
                );
                assert_eq!(refusal.layer, Layer::Infrastructure);
            }
        }
    }

    let mut lab = Lab::demo();
    lab.set_permissions(LEAVER, PermissionSet::NONE);
    assert!(
        lab.allows(OPERATOR, lab.resize("vpc-fra", 4)),
        "classic permissions have no effect"
    );
}

#[test]
fn r54_on_classic_the_key_owner_needs_the_required_permissions_and_no_iam_role_helps() {
    let required = [
        Permission::SERVER_ADD,
        Permission::SERVER_CANCEL,
        Permission::SERVER_RELOAD,
        Permission::REMOTE_MANAGEMENT,
        Permission::VIRTUAL_GUEST_VIEW,
        Permission::PUBLIC_NETWORK_COMPUTE,
    ];
    let list = PermissionSet::of(required);
    let mut cases = vec![
        (SetName::SuperUser.permissions(), true),
        (list, true),
        (SetName::BasicUser.permissions(), false),
        (PermissionSet::NONE, false),
    ];
    let without = required.map(|one| (list.minus(PermissionSet::of([one])), false));
    cases.extend(without);
    for (permissions, works) in cases {
        let mut lab = Lab::demo();
        lab.give(CLASSIC, "is", &["Administrator"]);
        lab.give(CLASSIC, "support", &["Editor"]);
        lab.set_permissions(CLASSIC, permissions);
        lab.run(CLASSIC, lab.reset(UsSouth, ""));
        let answer = lab.allows(OPERATOR, lab.add_workers("classic-dal", 1));
        assert_eq!(answer, works, "{permissions:?}");
    }
}

#[test]
fn r55_manual_credentials_never_reach_vpc_clusters() {
    let mut lab = Lab::demo();
    let state = &lab.account.slots[&lab.cluster("vpc-fra").slot()];
    assert!(state.manual.is_some(), "they are set in the same slot");
    assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 4)));
    assert_eq!(
        lab.cluster("vpc-fra").infrastructure_user(&lab.account),
        None
    );
    assert!(!lab.cluster("vpc-fra").is_orphaned(&lab.account, lab.now));

    // Nor do they help a key owner who lacks the VPC role.
    lab.run(CLASSIC, lab.reset(EuDe, "prod"));
    let refusal = lab.refused(OPERATOR, lab.resize("vpc-fra", 4));
    assert_eq!(refusal.kind, RefusalKind::VpcNotAuthorized);

    let workers = lab.cluster("vpc-fra").workers.keys().cloned().collect();
    let reload = Ks::ReloadWorkers {
        cluster: lab.cluster("vpc-fra").id.clone(),
        workers,
    };
    for command in [lab.add_workers("vpc-fra", 1), reload.into()] {
        let refusal = lab.refused(OWNER, command);
        assert_eq!(refusal.code(), Some("G3917"), "a command for classic only");
    }
}

#[test]
fn r56_a_vpc_cluster_is_always_in_the_accounts_own_infrastructure() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, "prod"));
    lab.run(ADMIN, lab.set_other(UsSouth, "prod"));
    lab.run(
        ADMIN,
        Ks::Create(lab.vpc_cluster("vpc-dal", DALLAS, "prod")),
    );
    let devices = |lab: &Lab| {
        let accounts = lab.account.classic.values();
        accounts.map(|c| c.devices.len()).sum::<usize>()
    };
    let before = devices(&lab);
    lab.run(ADMIN, lab.resize("vpc-dal", 3));
    let cluster = lab.cluster("vpc-dal");
    assert_eq!(cluster.classic_account, None);
    assert!(cluster.workers.values().all(|w| w.device.is_none()));
    assert_eq!(cluster.workers.len(), 3);
    assert_eq!(devices(&lab), before, "no classic device was ordered");

    let mut classic = lab.classic_cluster("classic-dal-prod", "dal10", "prod");
    classic.workers = 2;
    lab.run(ADMIN, Ks::Create(classic));
    let cluster = lab.cluster("classic-dal-prod");
    assert_ne!(cluster.classic_account, lab.account.linked);
    assert_eq!(devices(&lab), before + 2, "classic workers are devices");
}

#[test]
fn r57_a_key_owner_without_classic_api_key_reaches_classic_infrastructure_too() {
    let mut lab = Lab::demo();
    assert!(lab.classic(ADMIN).api_key.is_none());
    lab.run(ADMIN, lab.reset(UsEast, ""));
    lab.run(ADMIN, Ks::Create(lab.classic_cluster("east", "wdc04", "")));
    let slot = lab.slot(UsEast, "default");
    for has_key in [false, true] {
        let actor = classic_actor(&lab.account, &slot, lab.now).unwrap();
        assert_eq!(actor.source, Source::LinkedAccountApiKey);
        assert_eq!(actor.user.api_key.is_some(), has_key);
        assert!(lab.allows(OPERATOR, lab.add_workers("east", 1)));
        if !has_key {
            lab.create_classic_key(ADMIN);
        }
    }
}
