//! `ibmcloud sl user permission-edit`.

mod common;

use common::Lab;
use credlab_model::classic::{Permission, PermissionSet, SetName};
use insta::assert_snapshot;

/// The number of a user's classic side, and what they hold.
fn held(lab: &Lab, email: &str) -> (u32, PermissionSet) {
    let account = &lab.host.account;
    let user = account.user_called(email).unwrap();
    let classic = account.linked_user(&user.identity()).unwrap();
    (classic.id.0, classic.granted())
}

#[test]
fn r86_permissions_are_added_and_removed_by_name() {
    let mut lab = Lab::demo();
    let (id, before) = held(&lab, "classic@example.com");
    assert!(!before.contains(Permission::SERVER_ADD));
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user permission-edit {id} --permission SERVER_ADD --enable true
         ibmcloud sl user permission-edit {id} --permission server_cancel,Server_Reload --permission PUBLIC_NETWORK_COMPUTE
         ibmcloud sl user permissions {id} | grep SERVER_
         ibmcloud sl user permission-edit {id} --permission USER_MANAGE --enable=FALSE"
    )));
    let (_, after) = held(&lab, "classic@example.com");
    let added = PermissionSet::of([
        Permission::SERVER_ADD,
        Permission::SERVER_CANCEL,
        Permission::SERVER_RELOAD,
        Permission::PUBLIC_NETWORK_COMPUTE,
    ]);
    assert_eq!(
        after,
        before
            .union(added)
            .minus(PermissionSet::of([Permission::USER_MANAGE]))
    );
}

#[test]
fn r86_all_means_all_that_classic_infrastructure_manages() {
    let mut lab = Lab::demo();
    let (id, _) = held(&lab, "viewer@example.com");
    lab.ok(&format!(
        "ibmcloud sl user permission-edit {id} --permission ALL --enable true"
    ));
    let (_, all) = held(&lab, "viewer@example.com");
    assert_eq!(all, PermissionSet::ALL.editable());
    lab.ok(&format!(
        "ibmcloud sl user permission-edit {id} --permission SERVER_ADD,all --enable false"
    ));
    assert!(held(&lab, "viewer@example.com").1.is_empty());
}

#[test]
fn r86_permissions_are_copied_from_another_user() {
    let mut lab = Lab::demo();
    let (from, wanted) = held(&lab, "leaver@example.com");
    let (id, _) = held(&lab, "viewer@example.com");
    lab.ok(&format!(
        "ibmcloud sl user permission-edit {id} --from-user {from} --enable false"
    ));
    // The device permissions belong to another tab, and stay as they were.
    let (_, copied) = held(&lab, "viewer@example.com");
    assert!(SetName::SuperUser.permissions().minus(copied).is_empty());
    assert!(copied.minus(wanted).is_empty());
    let (empty, _) = held(&lab, "editor@example.com");
    lab.ok(&format!(
        "ibmcloud sl user permission-edit {id} --from-user {empty}"
    ));
    assert!(
        !held(&lab, "viewer@example.com")
            .1
            .contains(Permission::SERVER_ADD)
    );
}

#[test]
fn checks_come_in_the_tools_order() {
    let mut lab = Lab::demo();
    let (id, before) = held(&lab, "classic@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user permission-edit
         ibmcloud sl user permission-edit me --enable maybe
         ibmcloud sl user permission-edit {id} --enable maybe
         ibmcloud sl user permission-edit {id} --permission SERVER_ADD --from-user 1
         ibmcloud sl user permission-edit {id} --permission foo --enable maybe
         ibmcloud sl user permission-edit {id} --permission SERVER_ADD --enable maybe
         ibmcloud sl user permission-edit {id} --permission SERVER_ADD --enable
         ibmcloud sl user permission-edit {id} --from-user me
         ibmcloud sl user permission-edit {id} --from-user 1"
    )));
    assert_eq!(held(&lab, "classic@example.com").1, before);
}

#[test]
fn r76_nobody_gives_what_they_lack_or_to_those_above() {
    let mut lab = Lab::demo();
    let (classic, _) = held(&lab, "classic@example.com");
    let (admin, _) = held(&lab, "admin@example.com");
    let (owner, _) = held(&lab, "owner@example.com");
    // A user below classic@example.com, who holds no right to order.
    lab.ok("ibmcloud iam user-policy-create classic@example.com --roles Administrator --service-name user-management");
    lab.as_("classic@example.com");
    lab.ok("ibmcloud account user-invite below@example.com");
    let (below, _) = held(&lab, "below@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "# as classic@example.com
         ibmcloud sl user list
         ibmcloud sl user permission-edit {below} --permission HARDWARE_VIEW
         ibmcloud sl user permission-edit {below} --permission SERVER_ADD
         ibmcloud sl user permission-edit {below} --permission TICKET_ADD
         ibmcloud sl user permission-edit {admin} --permission HARDWARE_VIEW
         ibmcloud sl user permission-edit {classic} --permission HARDWARE_VIEW
         # as admin@example.com
         ibmcloud sl user permission-edit {owner} --permission SERVER_ADD --enable false"
    )));
    let only = PermissionSet::of([Permission::HARDWARE_VIEW]);
    assert_eq!(held(&lab, "below@example.com").1, only);
}

#[test]
fn what_is_missing_can_be_given_and_then_works() {
    let mut lab = Lab::demo();
    let (id, _) = held(&lab, "classic@example.com");
    lab.as_("classic@example.com");
    lab.ok("ibmcloud ks api-key reset --region us-south");
    assert_snapshot!(lab.transcript(&format!(
        "# as operator@example.com
         ibmcloud ks worker add -c classic-dal --workers 1
         # as owner@example.com
         ibmcloud sl user permission-edit {id} --permission SERVER_ADD --enable true
         ibmcloud sl user permission-edit {id} --permission SERVER_CANCEL,SERVER_RELOAD,PUBLIC_NETWORK_COMPUTE --enable true
         ibmcloud iam user-policy-create classic@example.com --roles Administrator --service-name support | grep OK
         ibmcloud ks infra-permissions get --region us-south
         # as operator@example.com
         ibmcloud ks worker add -c classic-dal --workers 1"
    )));
    let cluster = lab.host.account.cluster_called("classic-dal").unwrap();
    assert_eq!(cluster.workers.len(), 3);
}
