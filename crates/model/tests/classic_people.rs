//! What belongs to users of classic infrastructure besides permissions and devices: VPN, details, mail, cancellation;
//! and the VLANs of the account.

mod common;

use std::collections::BTreeSet;

use common::*;
use credlab_model::classic::{
    Change, Command as Classic, Notification, Permission, Profile, VlanCommand, VpnCommand, vpn,
};
use credlab_model::id::ClassicUserId;
use credlab_model::kubernetes::vlan::VlanKind;
use credlab_model::region::Region::UsSouth;

fn vpn(user: ClassicUserId, change: VpnCommand) -> Classic {
    Classic::Vpn { user, change }
}

#[test]
fn vpn_is_administered_by_those_who_hold_it_and_stand_above_or_see_users() {
    let mut lab = Lab::demo();
    let (viewer, classic) = (lab.classic_id(VIEWER), lab.classic_id(CLASSIC));
    let open = |user| vpn(user, VpnCommand::Open(true));
    let administers = [Permission::VPN_MANAGE];
    lab.refused(CLASSIC, open(classic));
    lab.run(OWNER, lab.edit(CLASSIC, &administers, Change::Add));
    lab.run(CLASSIC, open(classic));
    assert!(
        lab.classic(CLASSIC)
            .granted()
            .contains(Permission::SSL_VPN_ENABLED)
    );

    // Nobody below, and no role on User Management: only their own.
    let before = lab.allows(CLASSIC, open(viewer));
    lab.give(CLASSIC, "user-management", &["Viewer"]);
    assert!(!before && lab.allows(CLASSIC, open(viewer)));

    lab.run(OWNER, vpn(classic, VpnCommand::Open(false)));
    assert!(
        !lab.classic(CLASSIC)
            .granted()
            .contains(Permission::SSL_VPN_ENABLED)
    );
}

#[test]
fn vpn_subnets_are_the_account_s_and_are_taken_once() {
    let mut lab = Lab::demo();
    let user = lab.classic_id(OPERATOR);
    let number = lab.account.linked.unwrap();
    let subnets: Vec<u32> = lab.account.portable_subnets(number).map(|s| s.id).collect();
    let edit = |subnet, change| vpn(user, VpnCommand::EditSubnet { subnet, change });
    assert!(!subnets.is_empty());
    lab.refused(OWNER, edit(7, Change::Add));
    lab.refused(OWNER, edit(subnets[0], Change::Remove));
    lab.run(OWNER, vpn(user, VpnCommand::Manual(true)));
    lab.run(OWNER, edit(subnets[0], Change::Add));
    let vpn = lab.classic(OPERATOR).vpn.clone();
    assert!(vpn.manual && vpn.subnets.iter().eq(&subnets[..1]));
    lab.run(OWNER, edit(subnets[0], Change::Remove));
    assert!(lab.classic(OPERATOR).vpn.subnets.is_empty());
}

#[test]
fn the_vpn_subnets_tab_says_all_at_once_or_nothing() {
    let mut lab = Lab::demo();
    let user = lab.classic_id(OPERATOR);
    let number = lab.account.linked.unwrap();
    let subnets: BTreeSet<u32> = lab.account.portable_subnets(number).map(|s| s.id).collect();
    let choose = |open, subnets: &BTreeSet<u32>| {
        let (manual, subnets) = (true, subnets.clone());
        let change = VpnCommand::Choose {
            open,
            manual,
            subnets,
        };
        vpn(user, change)
    };
    let mut wrong = subnets.clone();
    wrong.insert(7);
    lab.refused(OWNER, choose(true, &wrong));
    assert!(!lab.classic(OPERATOR).vpn.manual);
    lab.refused(CLASSIC, choose(true, &subnets));
    lab.run(OWNER, choose(true, &subnets));
    let open = Permission::SSL_VPN_ENABLED;
    assert!(lab.classic(OPERATOR).granted().contains(open));
    assert!(lab.classic(OPERATOR).vpn.manual);
    assert_eq!(lab.classic(OPERATOR).vpn.subnets, subnets);
    lab.run(OWNER, choose(false, &BTreeSet::new()));
    assert!(!lab.classic(OPERATOR).granted().contains(open));
    assert!(lab.classic(OPERATOR).vpn.subnets.is_empty());
}

#[test]
fn vpn_passwords_are_kept_as_salted_hashes() {
    let mut lab = Lab::demo();
    let [user, other] = [OPERATOR, VIEWER].map(|who| lab.classic_id(who));
    for bad in [
        "short1",
        "nodigitshere",
        "12345678",
        "with space 1",
        "far-too-long-for-a-password-1",
    ] {
        assert!(vpn::password(&lab.account, user, bad).is_err(), "{bad}");
    }
    let hash = vpn::password(&lab.account, user, "corr3ct-horse").unwrap();
    assert_ne!(
        hash,
        vpn::password(&lab.account, other, "corr3ct-horse").unwrap()
    );
    lab.run(OWNER, vpn(user, VpnCommand::SetPassword(hash.clone())));
    assert_eq!(lab.classic(OPERATOR).vpn.password, Some(hash));
    let written = serde_json::to_string(&lab.records).unwrap();
    assert!(!written.contains("corr3ct-horse"));
}

#[test]
fn a_cancelled_user_has_the_platform_and_no_classic_infrastructure() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let key = lab.create_classic_key(ADMIN);
    let (admin, name) = (lab.classic_id(ADMIN), lab.classic(ADMIN).username.clone());
    let works = |lab: &Lab| {
        (
            lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)),
            lab.allows(OWNER, lab.set_manual(UsSouth, "", &name, &key)),
        )
    };
    assert_eq!(works(&lab), (true, true));
    lab.refused(ADMIN, Classic::Cancel { user: admin });
    lab.refused(CLASSIC, Classic::Cancel { user: admin });
    let master = lab.classic_id(OWNER);
    lab.refused(OWNER, Classic::Cancel { user: master });

    lab.run(OWNER, Classic::Cancel { user: admin });
    assert_eq!(works(&lab), (false, false), "neither as owner nor by key");
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.refused(OWNER, Classic::Cancel { user: admin });
    lab.refused(OWNER, Classic::CreateApiKey { user: admin });
}

#[test]
fn details_are_changed_by_the_user_and_those_above() {
    let mut lab = Lab::demo();
    let user = lab.classic_id(VIEWER);
    let edit = |display_name: &str, city: Option<&str>| Classic::EditProfile {
        user,
        profile: Box::new(Profile {
            display_name: Some(display_name.into()),
            city: city.map(Into::into),
            ..Profile::default()
        }),
    };
    for bad in ["", " ", "two\nlines", &"x".repeat(256)] {
        lab.refused(VIEWER, edit(bad, None));
    }
    lab.refused(OPERATOR, edit("Somebody else", None));
    lab.run(VIEWER, edit("Vera", Some("Springfield")));
    lab.run(OWNER, edit("Vera Viewer", None));
    let found = lab.classic(VIEWER);
    assert_eq!(found.display_name, "Vera Viewer");
    assert_eq!(
        found.profile.address().as_deref(),
        Some("Springfield"),
        "kept"
    );
}

#[test]
fn everybody_chooses_their_own_mail() {
    let mut lab = Lab::demo();
    let notify = |enabled| Classic::Notify {
        notification: Notification::PlannedMaintenance,
        enabled,
    };
    lab.refused(VIEWER, notify(true));
    lab.run(VIEWER, notify(false));
    lab.refused(VIEWER, notify(false));
    assert_eq!(lab.classic(VIEWER).muted.len(), 1);
    assert!(lab.classic(OPERATOR).muted.is_empty());
    lab.run(VIEWER, notify(true));
    assert!(lab.classic(VIEWER).muted.is_empty());
    lab.refused(DEPLOYER, notify(false));
}

#[test]
fn vlans_are_ordered_named_and_cancelled() {
    let mut lab = Lab::demo();
    let number = lab.account.linked.unwrap();
    let ids = |lab: &Lab| {
        lab.account
            .vlans(number)
            .iter()
            .map(|v| v.id)
            .collect::<Vec<_>>()
    };
    let before = ids(&lab);
    let create = |zone: &str, name: &str| {
        Classic::Vlan(VlanCommand::Create {
            kind: VlanKind::Private,
            zone: zone.into(),
            name: name.into(),
        })
    };
    let cancel = |vlan| Classic::Vlan(VlanCommand::Cancel { vlan });
    let rename = |vlan| {
        let name = "front".into();
        Classic::Vlan(VlanCommand::Rename { vlan, name })
    };
    lab.refused(CLASSIC, create("dal10", "backend"));
    lab.refused(OWNER, create("us-south-1", "backend"));
    lab.refused(OWNER, create("dal10", ""));
    lab.run(OWNER, create("dal10", "backend"));
    let ordered = *ids(&lab).iter().find(|id| !before.contains(id)).unwrap();
    let names = |lab: &Lab| lab.account.linked_classic().unwrap().network.names.clone();
    assert_eq!(names(&lab)[&ordered], "backend");
    lab.refused(CLASSIC, rename(before[0]));
    lab.refused(OWNER, rename(7));
    lab.run(OWNER, rename(before[0]));
    assert_eq!(names(&lab)[&before[0]], "front");
    lab.refused(OWNER, cancel(before[0]));
    lab.refused(CLASSIC, cancel(ordered));
    lab.run(OWNER, cancel(ordered));
    assert_eq!(ids(&lab), before);
    lab.run(OWNER, create("fra02", "again"));
    assert!(
        !ids(&lab).contains(&ordered),
        "numbers are never given twice"
    );
}
