//! Users: what their state closes, and what they need on both sides (R88, R89).

mod common;

use common::*;
use credlab_model::classic::{Change, DeviceKind, Permission, SetName};
use credlab_model::credentials::infrastructure::classic_actor;
use credlab_model::iam::user::{self, InvitedAccess, State};
use credlab_model::iam::{access_group, service_id, session};
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{UsEast, UsSouth};

#[test]
fn r88_a_state_closes_classic_infrastructure_or_the_platform() {
    let all = [
        (State::Active, true, true),
        (State::DisabledClassicInfrastructure, true, false),
        (State::VpnOnly, false, true),
        (State::Suspended, false, false),
    ];
    for (state, platform, classic) in all {
        // The platform: signing in, looking, changing.
        let mut lab = Lab::demo();
        let name = |name: &str| name.to_string();
        let create = service_id::Command::Create {
            name: name("new"),
            description: name(""),
        };
        lab.run(LEAVER, lab.reset(UsEast, ""));
        lab.set_state(LEAVER, state);
        assert_eq!(
            session::with_password(&lab.account, LEAVER, "demo").is_ok(),
            platform,
            "{state:?}"
        );
        for command in [
            lab.read("vpc-fra", Read::Cluster),
            lab.reset(UsSouth, ""),
            lab.create_key(LEAVER, "new"),
            create.into(),
            Ks::List.into(),
        ] {
            assert_eq!(
                lab.allows(LEAVER, command.clone()),
                platform,
                "{state:?} {command:?}"
            );
        }

        // Classic infrastructure through the stored key takes both.
        let slot = lab.slot(UsEast, "default");
        let actor = classic_actor(&lab.account, &slot, lab.now);
        assert_eq!(actor.is_ok(), platform && classic, "{state:?}");

        // Manual credentials take the classic side only.
        let mut lab = Lab::demo();
        let key = lab.create_classic_key(ADMIN);
        let username = lab.classic(ADMIN).username.clone();
        lab.run(OWNER, lab.set_manual(UsSouth, "", &username, &key));
        lab.set_state(ADMIN, state);
        let slot = lab.slot(UsSouth, "default");
        let actor = classic_actor(&lab.account, &slot, lab.now);
        assert_eq!(actor.is_ok(), classic, "{state:?}");
        let set = lab.set_manual(UsEast, "", &username, &key);
        assert_eq!(lab.allows(OWNER, set), classic, "{state:?}");
        if !classic {
            let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
            assert_eq!(refusal.kind, RefusalKind::InvalidClassicApiKey);
        }

        // Authority over others on the classic side takes both again.
        let mut lab = family();
        lab.set_state(PARENT, state);
        let edit = lab.edit(CHILD, &[Permission::HARDWARE_VIEW], Change::Remove);
        assert_eq!(lab.allows(PARENT, edit), platform && classic, "{state:?}");
        let invite = user::Command::Invite {
            emails: vec![name("new@example.com")],
            access: InvitedAccess::default(),
        };
        assert_eq!(lab.allows(PARENT, invite), platform && classic, "{state:?}");
    }
}

#[test]
fn r89_the_key_owner_needs_classic_permissions_and_the_resetter_administrator() {
    let mut lab = Lab::demo();
    // IAM only: may reset, and is of no use on classic infrastructure.
    lab.join(OWNER, "iam@example.com", SetName::NoAccess);
    lab.give(
        "iam@example.com",
        "containers-kubernetes",
        &["Administrator", "Manager"],
    );
    lab.give("iam@example.com", "is", &["Administrator"]);
    lab.give("iam@example.com", "support", &["Administrator"]);
    lab.run("iam@example.com", lab.reset(UsSouth, ""));
    let refusal = lab.refused(OWNER, lab.add_workers("classic-dal", 1));
    assert!(matches!(
        refusal.kind,
        RefusalKind::MissingClassicPermissions { .. }
    ));

    // Super User only: may not reset.
    lab.join(OWNER, "super@example.com", SetName::SuperUser);
    lab.run(
        OWNER,
        lab.set_devices("super@example.com", &DeviceKind::ALL),
    );
    let refusal = lab.refused("super@example.com", lab.reset(UsSouth, ""));
    assert_eq!(refusal.code(), Some("A0008"));

    // Membership in a group counts like a policy of one's own.
    let (name, description) = ("key-owners".to_string(), String::new());
    lab.run(OWNER, access_group::Command::Create { name, description });
    let id = lab
        .account
        .access_group_called("key-owners")
        .unwrap()
        .id
        .clone();
    let member = lab.actor("super@example.com").identity;
    lab.run(
        OWNER,
        access_group::Command::AddMember {
            id: id.clone(),
            member,
        },
    );
    let policy = credlab_model::iam::policy::Command::Create {
        subject: credlab_model::iam::policy::Subject::AccessGroup(id),
        roles: vec!["Administrator".into()],
        scope: credlab_model::iam::policy::Scope::service("containers-kubernetes"),
    };
    lab.run(OWNER, policy);
    lab.give("super@example.com", "support", &["Editor"]);
    lab.run("super@example.com", lab.reset(UsSouth, ""));
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
}

/// An invitation with a policy, a membership and a classic user.
fn invite(lab: &mut Lab, email: &str) {
    let group = lab.account.access_group_called("cluster-viewers").unwrap();
    let scope = credlab_model::iam::policy::Scope::service("containers-kubernetes");
    let access = InvitedAccess {
        access_groups: vec![group.id.clone()],
        policies: vec![(vec!["Viewer".into()], scope)],
        classic: SetName::BasicUser,
    };
    let emails = vec![email.to_string()];
    lab.run(OWNER, user::Command::Invite { emails, access });
}

const DAY: i64 = 24 * 3600;

#[test]
fn r115_an_invitation_lasts_30_days_and_is_sent_again_only_while_it_is_pending() {
    let mut lab = Lab::demo();
    let email = "late@example.com";
    invite(&mut lab, email);
    lab.wait(30 * DAY - 1);
    assert!(lab.allows(email, user::Command::Accept), "the last second");
    lab.wait(1);
    let refusal = lab.refused(email, user::Command::Accept);
    assert!(refusal.message().contains("has expired"), "{refusal}");

    let user = lab.user_id(email);
    let resend = || user::Command::Resend { user: user.clone() };
    assert!(!lab.allows(VIEWER, resend()), "who may not invite");
    lab.run(OWNER, resend());
    lab.wait(30 * DAY - 1);
    lab.run(email, user::Command::Accept);
    assert_eq!(lab.account.user_called(email).unwrap().state, State::Active);
    assert!(!lab.allows(OWNER, resend()));
    assert!(!lab.allows(email, user::Command::Accept), "once only");
}

#[test]
fn r115_a_cancelled_invitation_leaves_nothing() {
    let mut lab = Lab::demo();
    let email = "never@example.com";
    let policies = lab.account.policies.len();
    let members = |lab: &Lab| {
        let group = lab.account.access_group_called("cluster-viewers").unwrap();
        group.members.len()
    };
    let before = members(&lab);
    let classic = lab.account.linked_classic().unwrap().users.len();
    invite(&mut lab, email);
    assert_eq!(lab.account.policies.len(), policies + 1);
    assert_eq!(members(&lab), before + 1);

    let user = lab.user_id(email);
    let cancel = || user::Command::Cancel { user: user.clone() };
    assert!(!lab.allows(VIEWER, cancel()), "who may not invite");
    lab.run(OWNER, cancel());
    assert!(lab.account.user_called(email).is_err());
    assert_eq!(lab.account.policies.len(), policies);
    assert_eq!(members(&lab), before);
    assert_eq!(lab.account.linked_classic().unwrap().users.len(), classic);

    lab.join(OWNER, email, SetName::BasicUser);
    let user = lab.user_id(email);
    assert!(
        !lab.allows(OWNER, user::Command::Cancel { user }),
        "accepted"
    );
}
