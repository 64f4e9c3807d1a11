//! Trusted profiles: who puts them on, and what they may do (R97, R19).

mod common;

use common::*;
use credlab_model::account::Era;
use credlab_model::classic::SetName;
use credlab_model::iam::access::{self, Ask, Reason};
use credlab_model::iam::trusted_profile::{self, Command};
use credlab_model::iam::{access_group, user};
use credlab_model::id::TrustedProfileId;
use credlab_model::kubernetes::Gate;
use credlab_model::refusal::{KeyCaller, RefusalKind};
use credlab_model::region::Region::UsSouth;

const NEW: &str = "new@example.com";
const PROFILE: &str = "night shift";

/// The demo account with a user without any access, and a profile that trusts them.
fn lab(era: Era) -> (Lab, TrustedProfileId) {
    let mut lab = Lab::in_era(era);
    lab.join(OWNER, NEW, SetName::NoAccess);
    let (name, description) = (PROFILE.to_string(), String::new());
    lab.run(OWNER, Command::Create { name, description });
    let id = lab
        .account
        .trusted_profile_called(PROFILE)
        .unwrap()
        .id
        .clone();
    let identity = lab.actor(NEW).identity;
    lab.run(
        OWNER,
        Command::Trust {
            id: id.clone(),
            identity,
        },
    );
    (lab, id)
}

fn operates(lab: &Lab, who: &str) -> bool {
    let ask = Gate::Operate.ask(lab.cluster("classic-dal"));
    access::decide(&lab.account, &lab.actor(who).identity, &ask, lab.now).allowed
}

#[test]
fn r97_a_profile_in_use_has_its_own_policies_and_not_those_of_who_put_it_on() {
    let (mut lab, id) = lab(Era::default());
    lab.run(NEW, Command::Assume { id: id.clone() });
    assert!(!operates(&lab, PROFILE));
    lab.give(PROFILE, "containers-kubernetes", &["Operator"]);
    assert!(operates(&lab, PROFILE) && !operates(&lab, NEW));
    lab.give(NEW, "is", &["Administrator"]);
    let vpc = Ask::role("is", &["Administrator"]);
    let decision = access::decide(&lab.account, &lab.actor(PROFILE).identity, &vpc, lab.now);
    assert_eq!(decision.reason, Reason::NoPolicy);
    // It can be in access groups.
    let (name, description) = ("vpc".to_string(), String::new());
    lab.run(OWNER, access_group::Command::Create { name, description });
    let group = lab.account.access_group_called("vpc").unwrap().id.clone();
    let member = lab.actor(PROFILE).identity;
    lab.run(
        OWNER,
        access_group::Command::AddMember {
            id: group.clone(),
            member,
        },
    );
    let subject = credlab_model::iam::policy::Subject::AccessGroup(group);
    let create = credlab_model::iam::policy::Command::Create {
        subject,
        roles: vec!["Administrator".into()],
        scope: credlab_model::iam::policy::Scope::service("is"),
        rule: None,
    };
    lab.run(OWNER, create);
    let profile = lab.actor(PROFILE).identity;
    assert!(access::decide(&lab.account, &profile, &vpc, lab.now).allowed);
    // With the profile goes what it was given.
    let before = lab.account.policies.len();
    lab.run(OWNER, Command::Delete { id });
    assert_eq!(lab.account.policies.len(), before - 1);
    let decision = access::decide(&lab.account, &profile, &vpc, lab.now);
    assert!(matches!(decision.reason, Reason::Inactive(_)));
}

#[test]
fn a_profile_is_put_on_by_those_it_trusts_only() {
    let (mut lab, id) = lab(Era::default());
    let assume = || Command::Assume { id: id.clone() };
    assert!(lab.allows(NEW, assume()));
    assert!(!lab.allows(OWNER, assume()), "not even by the owner");
    assert!(!lab.allows("ci-deployer", assume()));
    let identity = lab.actor("ci-deployer").identity;
    lab.run(
        OWNER,
        Command::Trust {
            id: id.clone(),
            identity,
        },
    );
    assert!(lab.allows("ci-deployer", assume()));
    let identity = lab.actor(NEW).identity;
    lab.run(
        OWNER,
        Command::Distrust {
            id: id.clone(),
            identity,
        },
    );
    assert!(!lab.allows(NEW, assume()));
    let identity = lab.actor(PROFILE).identity;
    assert!(
        !lab.allows(
            OWNER,
            Command::Trust {
                id: id.clone(),
                identity
            }
        ),
        "no chains"
    );
    // Whoever is removed is trusted no longer, also not when they come back.
    let identity = lab.actor(NEW).identity;
    lab.run(
        OWNER,
        Command::Trust {
            id: id.clone(),
            identity,
        },
    );
    let user = lab.user_id(NEW);
    lab.run(OWNER, user::Command::Remove { user });
    assert_eq!(lab.account.trusted_profile(&id).unwrap().trusts.len(), 1);
}

#[test]
fn profiles_are_managed_by_operators_of_the_identity_service() {
    let (mut lab, id) = lab(Era::default());
    let update = |name: &str| Command::Update {
        id: id.clone(),
        name: name.into(),
        description: String::new(),
    };
    assert!(!lab.allows(NEW, update("mine")));
    lab.give(NEW, "iam-identity", &["Viewer"]);
    assert!(!lab.allows(NEW, update("mine")));
    lab.give(NEW, "iam-identity", &["Operator"]);
    assert!(lab.allows(NEW, update("mine")));
    let (name, description) = (PROFILE.to_string(), String::new());
    let refusal = lab.refused(OWNER, Command::Create { name, description });
    assert!(matches!(refusal.kind, RefusalKind::AlreadyExists { .. }));
    let profile = lab.account.trusted_profile(&id).unwrap();
    let sees = |who: &str| {
        trusted_profile::may_see(&lab.account, &lab.actor(who).identity, profile, lab.now)
    };
    assert!(sees(OWNER) && sees(NEW) && sees(PROFILE) && !sees(VIEWER));
}

#[test]
fn r19_a_session_of_a_trusted_profile_can_t_own_the_stored_key_in_any_era() {
    for era in Era::ALL {
        let (mut lab, _) = lab(era);
        lab.give(
            PROFILE,
            "containers-kubernetes",
            &["Administrator", "Manager"],
        );
        lab.give(PROFILE, "iam-identity", &["Administrator"]);
        let refusal = lab.refused(PROFILE, lab.reset(UsSouth, ""));
        assert_eq!(refusal.code(), Some("A0656"), "{era}");
        let caller = KeyCaller::TrustedProfile(PROFILE.into());
        assert_eq!(refusal.kind, RefusalKind::CannotCreateApiKey { caller });
        let own = lab.create_key(PROFILE, "own");
        assert!(!lab.allows(PROFILE, own), "{era}");
        // What a key is stored for, it may do.
        let cluster = lab.cluster("classic-dal").id.clone();
        let add = credlab_model::kubernetes::Command::AddWorkers {
            cluster,
            count: 1,
            flavor: None,
        };
        assert!(lab.allows(PROFILE, add), "{era}");
    }
}
