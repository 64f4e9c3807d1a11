//! Classic permissions and devices: when they begin and cease to count (R82, R84, R85).

mod common;

use common::*;
use credlab_model::classic::{Change, Command as Classic, DeviceKind, Permission, SetName};
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::id::DeviceId;
use credlab_model::kubernetes::Command as Ks;
use credlab_model::region::Region::UsSouth;
use std::collections::BTreeSet;

#[test]
fn r82_an_invited_set_takes_effect_on_acceptance_and_brings_no_devices() {
    let mut lab = Lab::demo();
    let access = InvitedAccess {
        classic: SetName::SuperUser,
        ..InvitedAccess::default()
    };
    let emails = vec!["new@example.com".to_string()];
    lab.run(OWNER, user::Command::Invite { emails, access });
    assert!(lab.classic("new@example.com").granted().is_empty());
    lab.run("new@example.com", user::Command::Accept);
    let user = lab.classic("new@example.com");
    assert_eq!(user.granted(), SetName::SuperUser.permissions());
    let devices = lab.account.linked_classic().unwrap().devices.values();
    assert_eq!(devices.filter(|device| user.reaches(device)).count(), 0);
}

#[test]
fn r84_what_is_taken_away_works_for_some_minutes_and_what_is_given_at_once() {
    let mut lab = Lab::lifelike();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.wait(60);
    let works = |lab: &Lab| lab.allows(OPERATOR, lab.add_workers("classic-dal", 1));
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_ADD], Change::Remove),
    );
    assert!(
        !lab.classic(ADMIN)
            .granted()
            .contains(Permission::SERVER_ADD),
        "it shows at once"
    );
    assert!(works(&lab));
    lab.wait(200);
    assert!(works(&lab));

    // Another edit in between prolongs nothing.
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::DNS_MANAGE], Change::Remove),
    );
    lab.wait(100);
    assert!(!works(&lab));

    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_ADD], Change::Add),
    );
    assert!(works(&lab));
    lab.wait(3600);
    assert!(works(&lab), "what was given again is not taken away later");

    // Access to all devices is such a permission too.
    let reboot = Ks::RebootWorkers {
        cluster: lab.cluster("classic-dal").id.clone(),
        workers: lab.cluster("classic-dal").workers.keys().cloned().collect(),
    };
    lab.run(OWNER, lab.set_devices(ADMIN, &[]));
    assert!(lab.allows(OPERATOR, reboot.clone()));
    lab.wait(300);
    assert!(!lab.allows(OPERATOR, reboot));
}

#[test]
fn r85_future_access_covers_devices_that_are_ordered_later() {
    for (future, reached) in [
        (&[DeviceKind::Virtual][..], true),
        (&[DeviceKind::BareMetal], false),
        (&[], false),
    ] {
        let mut lab = Lab::demo();
        let all: BTreeSet<DeviceId> = lab
            .account
            .linked_classic()
            .unwrap()
            .devices
            .keys()
            .copied()
            .collect();
        let user = lab.classic_id(ADMIN);
        let future = future.iter().copied().collect();
        lab.run(
            OWNER,
            Classic::SetDevices {
                user,
                devices: all.clone(),
                future,
            },
        );
        lab.run(OWNER, lab.add_workers("classic-dal", 1));
        let linked = lab.account.linked_classic().unwrap();
        let (old, new): (Vec<_>, Vec<_>) =
            linked.devices.values().partition(|d| all.contains(&d.id));
        let admin = lab.classic(ADMIN);
        assert!(old.iter().all(|device| admin.reaches(device)));
        assert_eq!(new.len(), 1);
        assert_eq!(admin.reaches(new[0]), reached);

        lab.run(ADMIN, lab.reset(UsSouth, ""));
        let delete = Ks::Delete {
            cluster: lab.cluster("classic-dal").id.clone(),
        };
        assert_eq!(
            lab.allows(OWNER, delete),
            reached,
            "a fully permitted user, but for that device"
        );
    }
}

#[test]
fn r85_future_access_is_left_alone_by_edits_of_the_permissions() {
    let mut lab = Lab::demo();
    let everything: Vec<_> = DeviceKind::ALL.map(DeviceKind::future_access).into();
    let held = |lab: &Lab| {
        let granted = lab.classic(ADMIN).granted();
        everything.iter().all(|access| granted.contains(*access))
    };
    assert!(held(&lab));
    lab.set_permissions(ADMIN, SetName::ViewOnly.permissions());
    assert!(held(&lab));
    let (user, from) = (lab.classic_id(ADMIN), lab.classic_id(CLASSIC));
    lab.run(OWNER, Classic::CopyPermissions { user, from });
    assert!(held(&lab));
    lab.run(OWNER, lab.set_devices(ADMIN, &[]));
    assert!(!held(&lab), "the Devices tab takes it away");
}
