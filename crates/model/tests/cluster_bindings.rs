//! Rights inside a cluster (R122).

mod common;

use common::*;
use credlab_model::classic::SetName;
use credlab_model::iam::policy;
use credlab_model::kubernetes::{ClusterRole, Command as Ks, Gate, require};
use credlab_model::refusal::RefusalKind;

const NEW: &str = "new@example.com";

fn inside(lab: &Lab, who: &str, gate: Gate) -> bool {
    let cluster = lab.cluster("classic-dal");
    require(&lab.account, &lab.actor(who), cluster, gate, lab.now).is_ok()
}

fn bind(lab: &Lab, binding: &str, role: ClusterRole, user: &str) -> Ks {
    Ks::Bind {
        cluster: lab.cluster("classic-dal").id.clone(),
        binding: binding.into(),
        role,
        user: user.into(),
    }
}

fn unbind(lab: &Lab, binding: &str) -> Ks {
    Ks::Unbind {
        cluster: lab.cluster("classic-dal").id.clone(),
        binding: binding.into(),
    }
}

/// Takes every policy of a user away.
fn strip(lab: &mut Lab, who: &str) {
    let subject = policy::Subject::User(lab.user_id(who));
    let policies: Vec<_> = lab
        .account
        .policies
        .of(&subject)
        .map(|p| p.id.clone())
        .collect();
    for policy in policies {
        lab.run(OWNER, policy::Command::Delete { policy });
    }
}

#[test]
fn r122_what_iam_bound_goes_with_the_access_and_what_was_bound_by_hand_stays() {
    let mut lab = Lab::demo();
    lab.join(OWNER, NEW, SetName::NoAccess);
    lab.give(NEW, "containers-kubernetes", &["Viewer", "Manager"]);
    assert!(inside(&lab, NEW, Gate::KubeManage));
    let of_manager = |lab: &Lab| {
        let cluster = lab.cluster("classic-dal");
        let mut bound = cluster.bound_by_service(&lab.account, ClusterRole::ClusterAdmin, lab.now);
        bound.any(|user| user == NEW)
    };
    assert!(of_manager(&lab));
    strip(&mut lab, NEW);
    assert!(!of_manager(&lab) && !inside(&lab, NEW, Gate::KubeRead));

    lab.give(NEW, "containers-kubernetes", &["Viewer", "Manager"]);
    lab.run(NEW, bind(&lab, "mine", ClusterRole::ClusterAdmin, NEW));
    strip(&mut lab, NEW);
    assert!(!of_manager(&lab), "the predefined binding is gone");
    assert!(inside(&lab, NEW, Gate::KubeManage), "the other one is not");
    assert!(!inside(&lab, NEW, Gate::Read), "it is no IAM access");
    // It is still there for whoever has that address later.
    let user = lab.user_id(NEW);
    lab.run(OWNER, credlab_model::iam::user::Command::Remove { user });
    lab.join(OWNER, NEW, SetName::NoAccess);
    assert!(inside(&lab, NEW, Gate::KubeManage));
    lab.run(OWNER, unbind(&lab, "mine"));
    assert!(!inside(&lab, NEW, Gate::KubeRead), "cleaned by hand");
}

#[test]
fn r122_bindings_give_what_their_roles_say_and_take_manager_to_make() {
    let mut lab = Lab::demo();
    lab.join(OWNER, NEW, SetName::NoAccess);
    for (role, reads, manages) in [
        (ClusterRole::View, true, false),
        (ClusterRole::Edit, true, false),
        (ClusterRole::ClusterAdmin, true, true),
    ] {
        lab.run(OWNER, bind(&lab, "it", role, NEW));
        assert_eq!(inside(&lab, NEW, Gate::KubeRead), reads, "{role}");
        assert_eq!(inside(&lab, NEW, Gate::KubeManage), manages, "{role}");
        assert_eq!(
            lab.allows(NEW, bind(&lab, "another", role, NEW)),
            manages,
            "{role}"
        );
        let elsewhere = lab.cluster("vpc-fra");
        let other = require(
            &lab.account,
            &lab.actor(NEW),
            elsewhere,
            Gate::KubeRead,
            lab.now,
        );
        assert!(other.is_err(), "a binding is of one cluster");
        lab.run(OWNER, unbind(&lab, "it"));
    }
    lab.run(OWNER, bind(&lab, "it", ClusterRole::View, NEW));
    for (command, taken) in [
        (bind(&lab, "it", ClusterRole::View, NEW), true),
        (bind(&lab, "ibm-admin", ClusterRole::View, NEW), true),
        (bind(&lab, "", ClusterRole::View, NEW), false),
        (bind(&lab, "bad", ClusterRole::View, "nobody"), false),
        (unbind(&lab, "ibm-admin"), false),
        (unbind(&lab, "nothing"), false),
    ] {
        let refusal = lab.refused(OWNER, command);
        let exists = matches!(refusal.kind, RefusalKind::AlreadyExists { .. });
        assert_eq!(exists, taken, "{refusal}");
    }
}
