//! The two gates: may the caller ask, and can the credentials in force do it? (R34-R46)

mod common;

use common::*;
use credlab_model::Layer;
use credlab_model::classic::{Change, DeviceKind, Permission, PermissionSet, SetName};
use credlab_model::iam::api_key;
use credlab_model::iam::policy::Scope;
use credlab_model::kubernetes::{Command as Ks, Gate, Read, require};
use credlab_model::refusal::{InfrastructureOperation, RefusalKind};
use credlab_model::region::Region::{EuDe, UsSouth};

#[test]
fn r34_an_infrastructure_command_passes_both_gates_or_fails() {
    for (key_owner, caller, stopped_at) in [
        (OWNER, OPERATOR, None),
        (OWNER, VIEWER, Some(Layer::Caller)),
        (CLASSIC, OPERATOR, Some(Layer::Infrastructure)),
        (CLASSIC, VIEWER, Some(Layer::Caller)),
    ] {
        for cluster in ["classic-dal", "vpc-fra"] {
            let mut lab = Lab::demo();
            lab.run(key_owner, lab.reset(UsSouth, ""));
            lab.run(key_owner, lab.reset(EuDe, "prod"));
            for (what, command) in lab.infrastructure_commands(cluster) {
                // Deleting a cluster takes Administrator, so it has no operator who may.
                if what == "delete" {
                    continue;
                }
                let answer = lab
                    .account
                    .decide(&lab.actor(caller), &command, &lab.context());
                let layer = answer.err().map(|refusal| refusal.layer);
                assert_eq!(
                    layer, stopped_at,
                    "{caller} {what} {cluster}, key of {key_owner}"
                );
            }
        }
    }
}

#[test]
fn r35_who_may_not_ask_is_told_nothing_of_the_second_gate() {
    let mut lab = Lab::demo();
    for (region, group) in [(UsSouth, "default"), (EuDe, "prod")] {
        let (id, _) = lab.key(region, group);
        lab.run(OWNER, api_key::Command::Delete { id });
    }
    for cluster in ["classic-dal", "classic-ams", "vpc-fra"] {
        for (what, command) in lab.infrastructure_commands(cluster) {
            for caller in [VIEWER, EDITOR] {
                let refusal = lab.refused(caller, command.clone());
                assert_eq!(refusal.code(), Some("A0008"), "{caller} {what} {cluster}");
                let told = refusal.why.join(" ") + &refusal.message();
                assert!(!told.contains("API key"), "{told}");
            }
        }
    }
    let create = Ks::Create(lab.classic_cluster("east", "wdc04", ""));
    assert_eq!(lab.refused(OPERATOR, create).code(), Some("A0008"));
}

#[test]
fn r36_viewer_cannot_add_workers() {
    let mut lab = Lab::demo();
    let add = lab.add_workers("classic-dal", 1);
    assert_eq!(
        lab.key(UsSouth, "default").1,
        OWNER,
        "who can do everything"
    );
    let refusal = lab.refused(VIEWER, add.clone());
    assert_eq!(
        (refusal.code(), refusal.layer),
        (Some("A0008"), Layer::Caller)
    );
    assert_eq!(refusal.kind, RefusalKind::RoleTooLow { role: "Operator" });

    lab.set_permissions(VIEWER, SetName::SuperUser.permissions());
    lab.run(OWNER, lab.set_devices(VIEWER, &DeviceKind::ALL));
    assert!(
        !lab.allows(VIEWER, add.clone()),
        "the caller's own are irrelevant"
    );

    lab.set_permissions(VIEWER, PermissionSet::NONE);
    lab.give(VIEWER, "containers-kubernetes", &["Operator"]);
    assert!(lab.allows(VIEWER, add));
}

#[test]
fn r37_an_operator_fails_at_the_infrastructure_when_the_key_owner_may_not_order() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_ADD], Change::Remove),
    );
    let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
    assert_eq!(refusal.layer, Layer::Infrastructure);
    assert_eq!(refusal.message(), "'Item' must be ordered with permission.");
    let missing = PermissionSet::of([Permission::SERVER_ADD]);
    let operation = InfrastructureOperation::Order;
    assert_eq!(
        refusal.kind,
        RefusalKind::MissingClassicPermissions { missing, operation }
    );
    assert!(
        refusal.why.iter().any(|why| why.contains(ADMIN)),
        "it names whose"
    );
}

#[test]
fn r40_kubeconfig_takes_viewer_and_kubectl_a_service_role() {
    for (roles, config, pods) in [
        (&["Viewer"][..], true, false),
        (&["Administrator"], true, false),
        (&["Reader"], false, true),
        (&["Writer"], false, true),
        (&["Manager"], false, true),
        (&["Viewer", "Reader"], true, true),
    ] {
        let mut lab = Lab::demo();
        lab.join(OWNER, "new@example.com", SetName::NoAccess);
        lab.give("new@example.com", "containers-kubernetes", roles);
        for (what, allowed) in [(Read::Config, config), (Read::Pods, pods)] {
            let answer = lab.allows("new@example.com", lab.read("vpc-fra", what));
            assert_eq!(answer, allowed, "{roles:?} {what:?}");
        }
    }
}

#[test]
fn r41_a_service_role_alone_shows_no_cluster() {
    let mut lab = Lab::demo();
    lab.join(OWNER, "new@example.com", SetName::NoAccess);
    let seen = |lab: &Lab| {
        let actor = lab.actor("new@example.com");
        lab.account.visible_clusters(&actor, lab.now).count()
    };
    lab.give("new@example.com", "containers-kubernetes", &["Manager"]);
    assert_eq!(seen(&lab), 0);
    assert!(!lab.allows("new@example.com", lab.read("vpc-fra", Read::Cluster)));
    lab.give("new@example.com", "containers-kubernetes", &["Viewer"]);
    assert_eq!(seen(&lab), 3);
    assert!(lab.allows("new@example.com", lab.read("vpc-fra", Read::Cluster)));
}

#[test]
fn r42_creating_a_cluster_takes_the_callers_whole_set_of_roles() {
    for (roles, allowed) in [
        (&["Administrator"][..], false),
        (&["Manager"], false),
        (&["Administrator", "Reader"], false),
        (&["Editor", "Manager"], false),
        (&["Administrator", "Writer"], true),
        (&["Administrator", "Manager"], true),
    ] {
        let mut lab = Lab::demo();
        lab.join(OWNER, "new@example.com", SetName::NoAccess);
        lab.give("new@example.com", "containers-kubernetes", roles);
        let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
        let answer = lab.account.decide(
            &lab.actor("new@example.com"),
            &create.into(),
            &lab.context(),
        );
        match answer {
            Ok(_) => assert!(allowed, "{roles:?}"),
            Err(refusal) => {
                assert!(!allowed, "{roles:?}: {refusal}");
                assert_eq!(refusal.layer, Layer::Caller, "{roles:?}");
            }
        }
    }

    // Where creating credentials is restricted, the creator roles belong to the set.
    let mut lab = Lab::demo();
    lab.configure(|settings| settings.restrict_service_id_creation = true);
    let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
    assert_eq!(lab.refused(ADMIN, create.clone()).layer, Layer::Caller);
    lab.give(ADMIN, "iam-identity", &["Service ID creator"]);
    assert!(lab.allows(ADMIN, create));
}

#[test]
fn r43_without_administrator_on_the_registry_the_cluster_has_no_pull_secret() {
    for (role, configured) in [
        (None, false),
        (Some("Manager"), false),
        (Some("Editor"), false),
        (Some("Administrator"), true),
    ] {
        let mut lab = Lab::demo();
        lab.give(CLASSIC, "containers-kubernetes", &["Manager"]);
        if let Some(role) = role {
            lab.give(CLASSIC, "container-registry", &[role]);
        }
        let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
        lab.run(CLASSIC, create);
        let cluster = lab.cluster("second");
        assert_eq!(cluster.pull_secret.is_some(), configured, "{role:?}");
        let service_ids = lab.account.service_ids.values();
        let of_cluster = service_ids.filter(|s| s.name == format!("cluster-{}", cluster.id));
        assert_eq!(of_cluster.count(), usize::from(configured), "{role:?}");
    }
}

#[test]
fn r103_a_registry_policy_that_is_limited_to_a_resource_group_gives_nothing() {
    for limited in [true, false] {
        let mut lab = Lab::demo();
        lab.give(CLASSIC, "containers-kubernetes", &["Manager"]);
        let scope = match limited {
            true => in_group("container-registry", &lab.account.default_group().id),
            false => Scope::service("container-registry"),
        };
        lab.run(OWNER, lab.assign(CLASSIC, &["Administrator"], scope));
        let create = Ks::Create(lab.classic_cluster("second", "dal12", ""));
        lab.run(CLASSIC, create);
        assert_eq!(lab.cluster("second").pull_secret.is_none(), limited);
    }
}

#[test]
fn r44_without_a_role_on_the_group_a_cluster_falls_into_the_default_one_and_stays() {
    let mut lab = Lab::demo();
    lab.give(CLASSIC, "containers-kubernetes", &["Manager"]);
    lab.run(ADMIN, lab.reset(UsSouth, "prod"));
    lab.run(
        CLASSIC,
        Ks::Create(lab.classic_cluster("chosen", "dal10", "prod")),
    );
    assert_eq!(lab.cluster("chosen").group, lab.group("prod"));

    let groups = resource_groups();
    let policies = lab.account.policies.values().cloned();
    let subject = lab.user_id(CLASSIC);
    let on_groups: Vec<_> = policies
        .filter(|p| p.scope == groups && p.subject.to_string() == subject.as_str())
        .collect();
    assert_eq!(on_groups.len(), 1);
    let policy = on_groups[0].id.clone();
    lab.run(
        OWNER,
        credlab_model::iam::policy::Command::Delete { policy },
    );
    lab.run(
        CLASSIC,
        Ks::Create(lab.classic_cluster("fallen", "dal10", "prod")),
    );
    assert_eq!(lab.cluster("fallen").group, lab.group("default"));

    // Whatever is done with it, name and group stay.
    let before = (
        lab.cluster("chosen").name.clone(),
        lab.cluster("chosen").group.clone(),
    );
    for (_, command) in lab.infrastructure_commands("chosen") {
        if lab.attempt(ADMIN, command).is_err() {
            continue;
        }
        if let Ok(cluster) = lab.account.cluster_called("chosen") {
            assert_eq!((cluster.name.clone(), cluster.group.clone()), before);
        }
    }
}

#[test]
fn r45_a_subnet_of_another_group_must_be_visible_to_the_key_owner() {
    let mut lab = Lab::demo();
    lab.strip(CLASSIC);
    lab.give(
        CLASSIC,
        "containers-kubernetes",
        &["Administrator", "Manager"],
    );
    let here = in_group("is", &lab.group("default"));
    lab.run(OWNER, lab.assign(CLASSIC, &["Administrator"], here));
    lab.run(CLASSIC, lab.reset(UsSouth, ""));

    let create = Ks::Create(lab.vpc_cluster("vpc-dal", DALLAS, ""));
    for caller in [CLASSIC, OWNER] {
        let refusal = lab.refused(caller, create.clone());
        assert_eq!(refusal.layer, Layer::Infrastructure, "{caller}");
        assert_eq!(refusal.kind, RefusalKind::VpcNotAuthorized);
        assert!(
            refusal.why.join(" ").contains("subnet"),
            "{:?}",
            refusal.why
        );
    }
    let there = in_group("is", &lab.group("prod"));
    lab.run(OWNER, lab.assign(CLASSIC, &["Viewer"], there));
    assert!(lab.allows(CLASSIC, create));
}

#[test]
fn r46_the_account_owner_passes_both_gates_without_any_policy() {
    let mut lab = Lab::demo();
    let owner = lab.actor(OWNER);
    let looked_at = credlab_model::iam::access::reaching(&lab.account, &owner.identity);
    assert_eq!(looked_at.count(), 0, "the owner has no policies");
    for gate in [
        Gate::Read,
        Gate::Operate,
        Gate::Update,
        Gate::Create,
        Gate::KubeRead,
        Gate::KubeManage,
    ] {
        for cluster in lab.account.clusters.values() {
            assert!(
                require(&lab.account, &owner, cluster, gate, lab.now).is_ok(),
                "{gate:?}"
            );
        }
    }
    lab.run(OWNER, lab.reset(EuDe, "prod"));
    lab.run(OWNER, lab.unset_manual(EuDe, "prod"));
    for cluster in ["classic-dal", "vpc-fra"] {
        for (what, command) in lab.infrastructure_commands(cluster) {
            assert!(lab.allows(ADMIN, command), "{what} {cluster}");
        }
    }
}

#[test]
fn a_worker_that_is_named_twice_is_replaced_once() {
    let mut lab = Lab::demo();
    let before = lab.cluster("vpc-fra").workers.len();
    let worker = lab
        .cluster("vpc-fra")
        .workers
        .keys()
        .next()
        .cloned()
        .unwrap();
    let replace = Ks::ReplaceWorkers {
        cluster: lab.cluster("vpc-fra").id.clone(),
        workers: vec![worker.clone(); 500],
        update: false,
    };
    lab.run(OPERATOR, replace);
    let workers = &lab.cluster("vpc-fra").workers;
    assert_eq!(workers.len(), before);
    assert!(!workers.contains_key(&worker));
}
