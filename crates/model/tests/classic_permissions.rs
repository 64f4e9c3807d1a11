//! Classic permissions: who hands them out (R76-R83, R86, R87).

mod common;

use common::*;
use credlab_model::Layer;
use credlab_model::classic::{
    Change, Command as Classic, DeviceKind, Permission, PermissionSet, SetName,
};
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::id::DeviceId;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::UsSouth;

#[test]
fn r76_permissions_are_edited_by_the_owner_or_an_ancestor_with_manage_users() {
    let mut lab = family();
    let cases = |lab: &Lab, expected: [(&str, &str, bool); 8]| {
        for (editor, edited, allowed) in expected {
            let edit = lab.edit(edited, &[Permission::HARDWARE_VIEW], Change::Remove);
            assert_eq!(lab.allows(editor, edit), allowed, "{editor} edits {edited}");
        }
    };
    cases(
        &lab,
        [
            (OWNER, CHILD, true),
            (OWNER, STRANGER, true),
            (PARENT, CHILD, true),
            (PARENT, GRANDCHILD, true),
            (CHILD, GRANDCHILD, true),
            (CHILD, PARENT, false),
            (PARENT, STRANGER, false),
            (ADMIN, CHILD, false),
        ],
    );
    lab.run(
        OWNER,
        lab.edit(PARENT, &[Permission::USER_MANAGE], Change::Remove),
    );
    let edit = lab.edit(CHILD, &[Permission::HARDWARE_VIEW], Change::Remove);
    assert_eq!(lab.refused(PARENT, edit).layer, Layer::Caller);
}

#[test]
fn r77_nobody_edits_their_own_permissions_and_the_owner_has_all() {
    let mut lab = family();
    for who in [PARENT, CHILD, ADMIN] {
        let user = lab.classic_id(who);
        let permissions = PermissionSet::NONE;
        let commands = [
            lab.edit(who, &[Permission::HARDWARE_VIEW], Change::Remove),
            lab.edit(who, &[Permission::SERVER_ADD], Change::Add),
            Classic::SetPermissions { user, permissions }.into(),
            lab.set_devices(who, &[]),
        ];
        for command in commands {
            assert_eq!(lab.refused(who, command).layer, Layer::Caller, "{who}");
        }
    }
    let owner = lab.classic(OWNER);
    assert_eq!(owner.granted(), PermissionSet::ALL);
    assert!(owner.permissions.is_empty(), "and shows none");
    for who in [OWNER, ADMIN] {
        let edit = lab.edit(OWNER, &[Permission::SERVER_ADD], Change::Remove);
        assert!(!lab.allows(who, edit), "{who}");
    }
    lab.run(OWNER, lab.reset(UsSouth, ""));
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
}

#[test]
fn r78_nobody_but_the_owner_grants_what_they_do_not_hold() {
    let lab = family();
    let user = lab.classic_id(CHILD);
    let set = |permissions| Classic::SetPermissions { user, permissions };
    let copy = |from: &str| Classic::CopyPermissions {
        user,
        from: lab.classic_id(from),
    };
    for (command, lacking) in [
        (set(SetName::ViewOnly.permissions()), false),
        (set(SetName::BasicUser.permissions()), false),
        (set(SetName::SuperUser.permissions()), true),
        (set(PermissionSet::of([Permission::SERVER_ADD])), true),
        (copy(STRANGER), false),
        (copy(ADMIN), true),
        (copy(OWNER), true),
    ] {
        assert!(lab.allows(OWNER, command.clone()), "the owner grants all");
        if !lacking {
            assert!(lab.allows(PARENT, command));
            continue;
        }
        let RefusalKind::CannotGrant { lacking } = lab.refused(PARENT, command).kind else {
            panic!("refused for another reason");
        };
        assert!(lacking.contains(Permission::SERVER_ADD));
        assert!(!lacking.contains(Permission::HARDWARE_VIEW), "that is held");
    }
    let add = |p: &[Permission]| lab.edit(CHILD, p, Change::Add);
    assert!(!lab.allows(PARENT, add(&[Permission::SERVER_ADD])));
    assert!(lab.allows(PARENT, add(&[Permission::PORT_CONTROL])));
    for (classic, allowed) in [(SetName::BasicUser, true), (SetName::SuperUser, false)] {
        let access = InvitedAccess {
            classic,
            ..InvitedAccess::default()
        };
        let emails = vec!["new@example.com".to_string()];
        let invite = user::Command::Invite { emails, access };
        assert_eq!(lab.allows(PARENT, invite), allowed, "{classic:?}");
    }
}

#[test]
fn r79_device_access_is_granted_only_for_devices_that_the_grantor_reaches() {
    let mut lab = family();
    let devices: Vec<DeviceId> = lab
        .account
        .linked_classic()
        .unwrap()
        .devices
        .keys()
        .copied()
        .collect();
    let (given, other) = (devices[0], devices[1]);
    let user = lab.classic_id(CHILD);
    let grant = |device| Classic::EditDevices {
        user,
        devices: [device].into(),
        change: Change::Add,
    };
    assert!(!lab.allows(PARENT, grant(given)));
    let parent = lab.classic_id(PARENT);
    let to_parent = Classic::EditDevices {
        user: parent,
        devices: [given].into(),
        change: Change::Add,
    };
    lab.run(OWNER, to_parent);
    assert!(lab.allows(PARENT, grant(given)));
    assert_eq!(lab.refused(PARENT, grant(other)).layer, Layer::Caller);

    // All devices to come are granted only by who has them.
    let kinds = |future: &[DeviceKind]| lab.set_devices(CHILD, future);
    assert!(!lab.allows(PARENT, kinds(&[DeviceKind::Virtual])));
    lab.run(OWNER, lab.set_devices(PARENT, &[DeviceKind::Virtual]));
    assert!(lab.allows(PARENT, lab.set_devices(CHILD, &[DeviceKind::Virtual])));
    assert!(!lab.allows(PARENT, lab.set_devices(CHILD, &DeviceKind::ALL)));
}

#[test]
fn r80_the_inviter_is_the_parent_and_the_parent_is_changed_without_circles() {
    let mut lab = family();
    let linked = |lab: &Lab| lab.account.linked_classic().unwrap().clone();
    let id = |lab: &Lab, email: &str| lab.classic_id(email);
    let above = |lab: &Lab, a: &str, b: &str| linked(lab).is_ancestor(id(lab, a), id(lab, b));
    assert_eq!(lab.classic(CHILD).parent, Some(id(&lab, PARENT)));
    for (a, b, expected) in [
        (PARENT, CHILD, true),
        (PARENT, GRANDCHILD, true),
        (OWNER, GRANDCHILD, true),
        (CHILD, PARENT, false),
        (STRANGER, CHILD, false),
    ] {
        assert_eq!(above(&lab, a, b), expected, "{a} above {b}");
    }
    let move_below = |lab: &Lab, user: &str, parent: &str| user::Command::SetParent {
        user: lab.user_id(user),
        parent: lab.user_id(parent),
    };
    for (user, parent) in [
        (PARENT, PARENT),
        (PARENT, CHILD),
        (PARENT, GRANDCHILD),
        (OWNER, PARENT),
    ] {
        let refusal = lab.refused(OWNER, move_below(&lab, user, parent));
        assert_eq!(refusal.layer, Layer::State, "{user} below {parent}");
    }
    let change = move_below(&lab, GRANDCHILD, PARENT);
    for (who, allowed) in [
        (OWNER, true),
        (PARENT, true),
        (CHILD, true),
        (GRANDCHILD, false),
        (STRANGER, false),
        (ADMIN, false),
    ] {
        assert_eq!(lab.allows(who, change.clone()), allowed, "{who}");
    }
    for (role, allowed) in [
        ("Viewer", false),
        ("Operator", false),
        ("Editor", true),
        ("Administrator", true),
    ] {
        let mut lab = lab.clone();
        lab.give(VIEWER, "user-management", &[role]);
        assert_eq!(lab.allows(VIEWER, change.clone()), allowed, "{role}");
    }
    lab.run(OWNER, move_below(&lab, GRANDCHILD, STRANGER));
    assert!(above(&lab, STRANGER, GRANDCHILD) && !above(&lab, PARENT, GRANDCHILD));
}

#[test]
fn r83_managing_clusters_takes_support_center_access_besides_super_user() {
    for (role, works) in [
        (None, false),
        (Some("Viewer"), false),
        (Some("Editor"), true),
        (Some("Administrator"), true),
    ] {
        let mut lab = Lab::demo();
        lab.set_permissions(CLASSIC, SetName::SuperUser.permissions());
        if let Some(role) = role {
            lab.give(CLASSIC, "support", &[role]);
        }
        lab.run(CLASSIC, lab.reset(UsSouth, ""));
        let answer = lab.allows(OPERATOR, lab.add_workers("classic-dal", 1));
        assert_eq!(answer, works, "{role:?}");
    }
}

#[test]
fn r86_permissions_are_edited_by_key_all_at_once_or_from_another_user() {
    let mut lab = family();
    for (typed, known) in [
        ("SERVER_ADD", true),
        ("server_add", true),
        ("Add Server", false),
        ("NO_SUCH", false),
        ("", false),
    ] {
        let parsed = typed.parse::<Permission>();
        assert_eq!(parsed.is_ok(), known, "{typed}");
        if let Ok(permission) = parsed {
            assert_eq!(permission, Permission::SERVER_ADD);
        }
    }
    let held = |lab: &Lab| lab.classic(CHILD).granted();
    let before = held(&lab);
    let two = [Permission::SERVER_ADD, Permission::SERVER_CANCEL];
    lab.run(OWNER, lab.edit(CHILD, &two, Change::Add));
    assert_eq!(held(&lab), before.union(PermissionSet::of(two)));
    lab.run(OWNER, lab.edit(CHILD, &two[..1], Change::Remove));
    assert_eq!(held(&lab), before.with(two[1]));

    let user = lab.classic_id(CHILD);
    let all = |change| Classic::EditPermissions {
        user,
        permissions: PermissionSet::ALL,
        change,
    };
    lab.run(OWNER, all(Change::Add));
    assert_eq!(held(&lab), PermissionSet::ALL.editable());
    lab.run(OWNER, all(Change::Remove));
    assert!(held(&lab).is_empty());

    let from = lab.classic_id(GRANDCHILD);
    lab.run(OWNER, Classic::CopyPermissions { user, from });
    assert_eq!(held(&lab), SetName::ViewOnly.permissions());
}

#[test]
fn r87_what_iam_manages_is_not_edited_in_classic_infrastructure() {
    let mut lab = family();
    let migrated: Vec<_> = Permission::all().filter(|p| p.is_migrated()).collect();
    for key in [Permission::TICKET_ADD, Permission::COMPANY_EDIT] {
        assert!(migrated.contains(&key), "{key:?}");
    }
    let user = lab.classic_id(CHILD);
    for permission in &migrated {
        for change in [Change::Add, Change::Remove] {
            let refusal = lab.refused(OWNER, lab.edit(CHILD, &[*permission], change));
            assert!(
                matches!(refusal.kind, RefusalKind::NotPossible { .. }),
                "{permission:?}"
            );
            assert!(refusal.message().contains("IAM"), "{refusal}");
        }
    }
    let permissions = PermissionSet::ALL;
    lab.run(OWNER, Classic::SetPermissions { user, permissions });
    let from = lab.classic_id(OWNER);
    for command in [
        Classic::SetPermissions { user, permissions },
        Classic::CopyPermissions { user, from },
    ] {
        lab.run(OWNER, command);
        let held = lab.classic(CHILD).granted();
        assert!(migrated.iter().all(|p| !held.contains(*p)));
        assert!(held.contains(Permission::SERVER_ADD));
    }
}
