//! What the second gate requires, suggests and reports (R47-R51).

mod common;

use common::*;
use credlab_model::classic::permission::Need;
use credlab_model::classic::{Change, DeviceKind, Permission, SetName};
use credlab_model::credentials::infrastructure::{Source, required};
use credlab_model::credentials::permission_check::{self, Section};
use credlab_model::kubernetes::Command as Ks;
use credlab_model::kubernetes::flavor::WorkerKind;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{EuDe, UsEast, UsSouth};

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
