//! Users: what their state closes, and what they need on both sides (R88, R89).

mod common;

use common::*;
use credlab_model::account;
use credlab_model::actor::Identity;
use credlab_model::classic::{Change, DeviceKind, Permission, Profile, SetName};
use credlab_model::credentials::infrastructure::classic_actor;
use credlab_model::iam::access::reaching;
use credlab_model::iam::policy::Subject;
use credlab_model::iam::user::{self, InvitedAccess, State};
use credlab_model::iam::{access_group, service_id, session};
use credlab_model::kubernetes::{Command as Ks, Read};
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{UsEast, UsSouth};
use credlab_model::template::Template;

#[test]
fn r88_a_vpn_only_user_has_the_vpn_at_once_and_no_console() {
    let mut lab = family();
    let email = "vpn@example.com";
    let add = |email: &str| user::Command::AddVpnOnly {
        email: email.into(),
        profile: Box::new(Profile {
            first_name: Some("Vera".into()),
            last_name: Some("Vogel".into()),
            city: Some("Bonn".into()),
            ..Profile::default()
        }),
    };
    lab.run(OWNER, add(email));
    let user = lab.account.user_called(email).unwrap().clone();
    assert_eq!(
        (user.name.as_str(), user.state),
        ("Vera Vogel", State::VpnOnly)
    );
    assert_eq!(
        user.invitation_expires_at, None,
        "nothing is to be accepted"
    );
    let classic = lab.classic(email);
    assert_eq!(classic.profile.city.as_deref(), Some("Bonn"));
    assert_eq!(classic.parent, Some(lab.classic_id(OWNER)));
    let held: Vec<Permission> = classic.granted().iter().collect();
    assert_eq!(held, [Permission::SSL_VPN_ENABLED]);
    assert!(session::with_password(&lab.account, email, "demo").is_err());
    assert!(session::may_enter(&lab.account, &user.identity()).is_err());

    // Twice, under no address, without the right to invite, without the VPN oneself, and where there is no classic side.
    for wrong in [email, "vpn", ""] {
        lab.refused(OWNER, add(wrong));
    }
    lab.refused(VIEWER, add("other@example.com"));
    lab.refused(PARENT, add("other@example.com"));
    lab.run(
        OWNER,
        lab.edit(PARENT, &[Permission::SSL_VPN_ENABLED], Change::Add),
    );
    lab.run(PARENT, add("other@example.com"));
    assert_eq!(
        lab.classic("other@example.com").parent,
        Some(lab.classic_id(PARENT))
    );
    let lite = Lab::of(Template::EmptyLite);
    lite.refused(OWNER, add(email));

    // Made active, the user is one like others.
    lab.set_state(email, State::Active);
    assert!(session::with_password(&lab.account, email, "demo").is_ok());
}

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
        rule: None,
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

#[test]
fn r110_what_is_assigned_to_an_invited_user_counts_from_acceptance_on() {
    let mut lab = Lab::demo();
    let access = InvitedAccess::default();
    let emails = vec!["new@example.com".to_string()];
    lab.run(OWNER, user::Command::Invite { emails, access });
    let placeholder = lab.account.user_called("new@example.com").unwrap().iam_id();
    assert!(placeholder.starts_with("BSS-"), "{placeholder}");
    let groups = lab.account.access_groups.values();
    let viewers = groups.clone().find(|group| group.name == "cluster-viewers");
    let add = access_group::Command::AddMember {
        id: viewers.unwrap().id.clone(),
        member: lab.actor("new@example.com").identity,
    };
    let invited = lab.attempt(OWNER, add);
    assert!(!lab.allows("new@example.com", lab.read("classic-dal", Read::Cluster)));
    lab.run("new@example.com", user::Command::Accept);
    let own = lab.account.user_called("new@example.com").unwrap().iam_id();
    assert!(own.starts_with("IBMid-"), "{own}");
    assert_eq!(
        lab.allows("new@example.com", lab.read("classic-dal", Read::Cluster)),
        invited.is_ok()
    );
}

#[test]
fn r111_a_suspended_user_keeps_policies_and_has_no_access() {
    let mut lab = Lab::demo();
    let policies = lab.account.policies.clone();
    lab.set_state(VIEWER, State::Suspended);
    assert_eq!(lab.account.policies, policies);
    assert!(!lab.allows(VIEWER, lab.read("classic-dal", Read::Cluster)));
    assert!(session::with_password(&lab.account, VIEWER, "demo").is_err());
    lab.set_state(VIEWER, State::Active);
    assert!(lab.allows(VIEWER, lab.read("classic-dal", Read::Cluster)));
}

fn invitation(email: &str) -> user::Command {
    user::Command::Invite {
        emails: vec![email.to_string()],
        access: InvitedAccess::default(),
    }
}

#[test]
fn r116_the_owner_editors_of_user_management_and_classic_managers_invite_and_service_ids_never() {
    let mut lab = Lab::demo();
    assert!(lab.allows(OWNER, invitation("a@example.com")));
    assert!(!lab.allows(VIEWER, invitation("a@example.com")));
    lab.give(VIEWER, "user-management", &["Viewer"]);
    assert!(!lab.allows(VIEWER, invitation("a@example.com")));
    lab.give(VIEWER, "user-management", &["Editor"]);
    assert!(lab.allows(VIEWER, invitation("a@example.com")));
    for (change, allowed) in [(Change::Remove, false), (Change::Add, true)] {
        lab.run(OWNER, lab.edit(CLASSIC, &[Permission::USER_MANAGE], change));
        assert_eq!(lab.allows(CLASSIC, invitation("a@example.com")), allowed);
    }
    lab.give(DEPLOYER, "user-management", &["Administrator"]);
    assert!(!lab.allows(DEPLOYER, invitation("a@example.com")));
}

#[test]
fn r117_removing_takes_administrator_on_user_management_and_a_place_above_in_classic() {
    let mut lab = Lab::demo();
    let remove = |lab: &Lab, email: &str| user::Command::Remove {
        user: lab.user_id(email),
    };
    assert!(lab.allows(OWNER, remove(&lab, LEAVER)));
    lab.give(ADMIN, "user-management", &["Editor"]);
    lab.join(ADMIN, "below@example.com", SetName::ViewOnly);
    assert!(!lab.allows(ADMIN, remove(&lab, "below@example.com")));
    lab.give(ADMIN, "user-management", &["Administrator"]);
    assert!(lab.allows(ADMIN, remove(&lab, "below@example.com")));
    assert!(!lab.allows(ADMIN, remove(&lab, LEAVER)), "not below");
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::USER_MANAGE], Change::Remove),
    );
    assert!(!lab.allows(ADMIN, remove(&lab, "below@example.com")));
}

#[test]
fn r119_who_has_classic_users_below_is_not_removed_before_they_are_elsewhere() {
    let mut lab = Lab::demo();
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::USER_MANAGE], Change::Add),
    );
    lab.give(ADMIN, "user-management", &["Editor"]);
    lab.join(ADMIN, "below@example.com", SetName::ViewOnly);
    let user = lab.user_id(ADMIN);
    let remove = user::Command::Remove { user };
    let refusal = lab.refused(OWNER, remove.clone());
    assert!(
        matches!(refusal.kind, RefusalKind::NotPossible { .. }),
        "{refusal}"
    );
    let (user, parent) = (lab.user_id("below@example.com"), lab.user_id(OWNER));
    lab.run(OWNER, user::Command::SetParent { user, parent });
    lab.run(OWNER, remove);
}

#[test]
fn r124_the_owner_is_never_removed() {
    let mut lab = Lab::demo();
    lab.give(ADMIN, "user-management", &["Administrator"]);
    let user = lab.user_id(OWNER);
    for who in [OWNER, ADMIN] {
        let remove = user::Command::Remove { user: user.clone() };
        assert!(!lab.allows(who, remove), "{who}");
    }
}

#[test]
fn r125_an_invitation_is_accepted_before_anything_else() {
    let mut lab = Lab::demo();
    assert!(session::with_password(&lab.account, FUNCTIONAL, "demo").is_err());
    assert!(!lab.allows(FUNCTIONAL, lab.reset(UsSouth, "")));
    lab.run(FUNCTIONAL, user::Command::Accept);
    assert!(session::with_password(&lab.account, FUNCTIONAL, "demo").is_ok());
    lab.give(FUNCTIONAL, "containers-kubernetes", &["Administrator"]);
    assert!(lab.allows(FUNCTIONAL, lab.reset(UsSouth, "")));
}

#[test]
fn r114_a_user_is_invited_then_active_and_administrators_set_what_follows() {
    let mut lab = Lab::demo();
    let set = |lab: &Lab, email: &str, state| user::Command::SetState {
        user: lab.user_id(email),
        state,
    };
    for state in State::ALL {
        let by_hand = lab.allows(OWNER, set(&lab, VIEWER, state));
        assert_eq!(by_hand, state.can_be_set(), "{state:?}");
        assert!(
            !lab.allows(OWNER, set(&lab, FUNCTIONAL, state)),
            "{state:?}"
        );
        assert!(!lab.allows(VIEWER, set(&lab, EDITOR, state)), "{state:?}");
    }
    lab.run(FUNCTIONAL, user::Command::Accept);
    let state = lab.account.user_called(FUNCTIONAL).unwrap().state;
    assert_eq!(state, State::Active);
    assert!(!lab.allows(FUNCTIONAL, user::Command::Accept));
}

#[test]
fn r123_less_permission_for_the_key_owner_breaks_the_second_gate_like_a_removal() {
    let mut lab = Lab::demo();
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    lab.wait(60);
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
    lab.run(
        OWNER,
        lab.edit(ADMIN, &[Permission::SERVER_ADD], Change::Remove),
    );
    lab.wait(3600);
    let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
    assert!(
        matches!(refusal.kind, RefusalKind::MissingClassicPermissions { .. }),
        "{refusal}"
    );
}

#[test]
fn r140_service_ids_do_neither_what_is_for_users_nor_classic_infrastructure() {
    let mut lab = Lab::demo();
    lab.create_service_id("robot");
    lab.run(
        OWNER,
        lab.assign(
            "robot",
            &["Administrator"],
            credlab_model::iam::policy::Scope::all_services(),
        ),
    );
    lab.give("robot", "user-management", &["Administrator"]);
    assert!(lab.allows("robot", lab.read("classic-dal", Read::Cluster)));
    let user = lab.user_id(LEAVER);
    for command in [
        lab.reset(UsSouth, ""),
        invitation("a@example.com").into(),
        user::Command::Remove { user }.into(),
        lab.set_devices(LEAVER, &[DeviceKind::Virtual]),
    ] {
        assert!(!lab.allows("robot", command.clone()), "{command:?}");
    }
}

#[test]
fn r126_who_leaves_by_themselves_takes_keys_and_policies_along_and_can_not_undo_it() {
    let mut lab = Lab::demo();
    lab.give(VIEWER, "containers-kubernetes", &["Reader"]);
    let (user, key) = (lab.user_id(VIEWER), lab.create_key(VIEWER, "own"));
    lab.run(VIEWER, key);
    let leave = |user| user::Command::Remove { user };
    // No role is needed for leaving, and others stay.
    let other = lab.user_id(EDITOR);
    assert!(!lab.allows(VIEWER, leave(other)));
    lab.run(VIEWER, leave(user.clone()));
    assert!(!lab.account.users.contains_key(&user));
    let identity = Identity::User(user.clone());
    assert!(
        lab.account
            .api_keys
            .values()
            .all(|key| key.owner != identity)
    );
    let subject = Subject::User(user.clone());
    assert!(lab.account.policies.values().all(|p| p.subject != subject));
    assert!(
        lab.account
            .access_groups
            .values()
            .all(|g| !g.members.contains(&identity))
    );

    // Back only by a new invitation, and then with nothing.
    lab.join(OWNER, VIEWER, SetName::NoAccess);
    let again = lab.actor(VIEWER).identity;
    assert_eq!(reaching(&lab.account, &again).count(), 0);
    // The owner can't leave.
    assert!(!lab.allows(OWNER, leave(lab.account.owner.clone())));
}

#[test]
fn r127_a_restricted_list_shows_those_without_a_role_whom_they_invited_and_whom_they_are_above() {
    let mut lab = family();
    let seen = |lab: &Lab, who: &str| -> Vec<String> {
        let actor = lab.actor(who);
        let users = user::visible(&lab.account, &actor, lab.now);
        let mut emails: Vec<String> = users.map(|user| user.email.to_string()).collect();
        emails.sort();
        emails
    };
    let everybody = seen(&lab, OWNER);
    assert_eq!(everybody.len(), lab.account.users.len());
    assert_eq!(seen(&lab, CHILD), everybody);
    lab.configure(|settings| settings.restrict_user_list = true);
    assert_eq!(seen(&lab, OWNER), everybody);
    assert_eq!(seen(&lab, CHILD), [CHILD, GRANDCHILD]);
    assert_eq!(seen(&lab, PARENT), [CHILD, GRANDCHILD, PARENT]);
    assert_eq!(seen(&lab, STRANGER), [STRANGER]);
    lab.give(CHILD, "user-management", &["Viewer"]);
    assert_eq!(seen(&lab, CHILD), everybody);
    lab.give(STRANGER, "user-management", &["Editor"]);
    lab.join(STRANGER, "invited@example.com", SetName::NoAccess);
    lab.strip(STRANGER);
    let (user, parent) = (lab.user_id("invited@example.com"), lab.user_id(PARENT));
    lab.run(OWNER, user::Command::SetParent { user, parent });
    assert_eq!(seen(&lab, STRANGER), ["invited@example.com", STRANGER]);
}

#[test]
fn r127_only_the_owner_restricts_the_list() {
    let lab = Lab::demo();
    let settings = account::Settings {
        restrict_user_list: true,
        ..lab.account.settings
    };
    let command = account::Command::Configure(settings);
    assert!(!lab.allows(ADMIN, command.clone()));
    assert!(lab.allows(OWNER, command));
}
