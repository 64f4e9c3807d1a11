//! The two gates: may the caller ask, and can the credentials in force do it? (R34-R51)

mod common;

use common::*;
use credlab_model::Layer;
use credlab_model::classic::permission::Need;
use credlab_model::classic::{Change, DeviceKind, Permission, PermissionSet, SetName};
use credlab_model::credentials::infrastructure::{Source, required};
use credlab_model::credentials::permission_check::{self, Section};
use credlab_model::iam::api_key;
use credlab_model::kubernetes::flavor::WorkerKind;
use credlab_model::kubernetes::{Command as Ks, Gate, Read, require};
use credlab_model::refusal::{InfrastructureOperation, RefusalKind};
use credlab_model::region::Region::{EuDe, UsEast, UsSouth};

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
        lab.account.visible_clusters(&actor).count()
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
                require(&lab.account, &owner, cluster, gate).is_ok(),
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
fn r47_the_permission_check_looks_at_the_credentials_in_force_whoever_asks() {
    let mut lab = Lab::demo();
    lab.join(OWNER, "nobody@example.com", SetName::SuperUser);
    let check = lab.check_permissions(UsSouth, "");
    assert_eq!(
        lab.refused("nobody@example.com", check.clone()).code(),
        Some("A0008")
    );
    assert!(lab.allows(VIEWER, check));

    let report = |lab: &Lab, region, group: &str, who: &str| {
        let slot = lab.slot(region, group);
        permission_check::check(&lab.account, &lab.actor(who), &slot, lab.now).unwrap()
    };
    let missing = |report: &permission_check::PermissionReport| {
        let sections = Section::ALL.into_iter();
        sections
            .flat_map(|s| report.missing(s).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let strong = report(&lab, UsSouth, "default", VIEWER);
    assert_eq!(strong.source, Source::LinkedAccountApiKey);
    assert_eq!(Some(strong.account), lab.account.linked);
    assert_eq!(missing(&strong), []);

    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    for who in [VIEWER, ADMIN, OWNER] {
        let weak = report(&lab, UsSouth, "default", who);
        assert!(weak.username.contains(CLASSIC));
        let lacking = missing(&weak);
        assert!(lacking.contains(&(Permission::SERVER_ADD, Need::Required)));
        assert!(lacking.contains(&(Permission::NAS_MANAGE, Need::Suggested)));
        assert!(
            !lacking
                .iter()
                .any(|(p, _)| *p == Permission::VIRTUAL_GUEST_VIEW)
        );
    }
    let manual = report(&lab, EuDe, "prod", VIEWER);
    assert_eq!(manual.source, Source::ManualCredentials);
    assert_ne!(Some(manual.account), lab.account.linked);

    let headings = Section::ALL.map(Section::label);
    assert_eq!(
        headings,
        ["Virtual Worker", "Physical Worker", "Network", "Storage"]
    );
}

#[test]
fn r48_what_is_required_stops_everything_and_what_is_suggested_only_its_use() {
    let needed: Vec<_> = Permission::all()
        .filter_map(|p| Some((p, p.need()?)))
        .collect();
    let migrated = |p: Permission| p.is_migrated();
    for (permission, need) in needed.into_iter().filter(|(p, _)| !migrated(*p)) {
        let mut lab = Lab::demo();
        lab.run(ADMIN, lab.reset(UsEast, ""));
        let mut private = lab.classic_cluster("private", "wdc04", "");
        private.private_only = true;
        lab.run(ADMIN, Ks::Create(private));
        lab.run(OWNER, lab.edit(ADMIN, &[permission], Change::Remove));
        let works = lab.allows(OPERATOR, lab.add_workers("private", 1));
        // Bare metal permissions are for bare metal workers.
        let stops = need == Need::Required && permission != Permission::HARDWARE_VIEW;
        assert_eq!(works, !stops, "without {permission:?}");

        let slot = lab.slot(UsEast, "default");
        let viewer = lab.actor(VIEWER);
        let report = permission_check::check(&lab.account, &viewer, &slot, lab.now).unwrap();
        let reported = Section::ALL
            .into_iter()
            .any(|s| report.missing(s).any(|m| m == (permission, need)));
        assert!(reported, "{permission:?} is reported as {need:?}");
    }
}

#[test]
fn r49_support_case_permissions_are_checked_and_given_in_iam() {
    let cases = [
        Permission::TICKET_VIEW,
        Permission::TICKET_ADD,
        Permission::TICKET_EDIT,
    ];
    let mut lab = Lab::demo();
    lab.strip(ADMIN);
    lab.give(ADMIN, "containers-kubernetes", &["Administrator"]);
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let lacking = |lab: &Lab| {
        let slot = lab.slot(UsSouth, "default");
        let report = permission_check::check(&lab.account, &lab.actor(VIEWER), &slot, lab.now);
        let report = report.unwrap();
        let of_section = |s: Section| report.missing(s).map(|(p, _)| p).collect::<Vec<_>>();
        Section::ALL.map(of_section)
    };
    for section in lacking(&lab) {
        assert_eq!(section, cases);
    }
    let user = lab.classic_id(ADMIN);
    let refusal = lab.refused(OWNER, lab.edit(ADMIN, &cases[..1], Change::Add));
    assert!(
        matches!(refusal.kind, RefusalKind::NotPossible { .. }),
        "{user} {refusal}"
    );

    lab.give(ADMIN, "support", &["Viewer"]);
    assert_eq!(lacking(&lab)[0], cases[1..]);
    lab.give(ADMIN, "support", &["Editor"]);
    assert!(lacking(&lab).iter().all(Vec::is_empty));
}

#[test]
fn r50_what_is_required_depends_on_the_kind_of_worker_and_its_network() {
    let kinds = [
        (WorkerKind::Virtual, "b3c.4x16"),
        (WorkerKind::BareMetal, "mb4c.4x32"),
    ];
    for (kind, flavor) in kinds {
        for public in [true, false] {
            let needs = required(kind, public);
            for (permission, needed) in [
                (Permission::VIRTUAL_GUEST_VIEW, kind == WorkerKind::Virtual),
                (Permission::HARDWARE_VIEW, kind == WorkerKind::BareMetal),
                (Permission::PUBLIC_NETWORK_COMPUTE, public),
                (Permission::SERVER_ADD, true),
            ] {
                let case = format!("{permission:?}, {kind:?}, public {public}");
                assert_eq!(needs.contains(permission), needed, "{case}");

                // And so it is when a cluster is made.
                let mut lab = Lab::demo();
                lab.run(ADMIN, lab.reset(UsEast, ""));
                lab.run(OWNER, lab.edit(ADMIN, &[permission], Change::Remove));
                let mut cluster = lab.classic_cluster("east", "wdc04", "");
                (cluster.flavor, cluster.private_only) = (flavor.into(), !public);
                assert_eq!(lab.allows(ADMIN, Ks::Create(cluster)), !needed, "{case}");
            }
        }
    }
}

#[test]
fn r51_a_key_owner_without_device_access_does_not_reach_the_workers_of_others() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let touching = ["reboot", "reload", "replace", "remove", "delete"];
    let stopped = |lab: &Lab, name: &str| {
        let commands = lab.infrastructure_commands(name).into_iter();
        let touching = commands.filter(|(what, _)| touching.contains(what));
        let kinds =
            touching.map(|(_, c)| lab.account.decide(&lab.actor(OWNER), &c, &lab.context()));
        kinds
            .filter(|answer| {
                let kind = answer.as_ref().err().map(|refusal| &refusal.kind);
                matches!(kind, Some(RefusalKind::WorkerNotVisible { .. }))
            })
            .count()
    };
    assert_eq!(stopped(&lab, "classic-dal"), 0);

    lab.run(OWNER, lab.set_devices(ADMIN, &[]));
    assert_eq!(stopped(&lab, "classic-dal"), touching.len());

    // Own orders are own devices.
    lab.run(ADMIN, Ks::Create(lab.classic_cluster("own", "dal10", "")));
    assert_eq!(stopped(&lab, "own"), 0);

    lab.run(OWNER, lab.set_devices(ADMIN, &[DeviceKind::Virtual]));
    assert_eq!(stopped(&lab, "classic-dal"), 0);
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
    };
    lab.run(OPERATOR, replace);
    let workers = &lab.cluster("vpc-fra").workers;
    assert_eq!(workers.len(), before);
    assert!(!workers.contains_key(&worker));
}
