//! What goes with a user: the question before a removal has the removal's own answer.

mod common;

use std::collections::BTreeSet;

use common::*;
use credlab_model::credentials::infrastructure::{classic_actor, key_owner};
use credlab_model::iam::policy::{self, Scope, Subject};
use credlab_model::iam::removal::{Credentials, Removal};
use credlab_model::iam::{access_group, user};
use credlab_model::kubernetes::Cluster;
use credlab_model::region::Provider;
use credlab_model::region::Region::{EuDe, UsSouth};
use credlab_model::{Command, Layer};

const PEOPLE: [&str; 8] = [
    ADMIN, OPERATOR, EDITOR, VIEWER, CLASSIC, LEAVER, FUNCTIONAL, OWNER,
];

fn remove(lab: &Lab, email: &str) -> Command {
    let user = lab.user_id(email);
    user::Command::Remove { user }.into()
}

/// The clusters whose credentials open their infrastructure.
fn served(lab: &Lab) -> BTreeSet<String> {
    let works = |cluster: &&Cluster| match cluster.provider {
        Provider::Vpc => key_owner(&lab.account, &cluster.slot(), lab.now).is_ok(),
        Provider::Classic => classic_actor(&lab.account, &cluster.slot(), lab.now).is_ok(),
    };
    let clusters = lab.account.clusters.values().filter(works);
    clusters.map(|cluster| cluster.name.clone()).collect()
}

/// The clusters that the question before a removal names.
fn named(lab: &Lab, email: &str) -> BTreeSet<String> {
    let losses = Removal::of(&lab.account, &lab.user_id(email)).losses;
    let clusters = losses.iter().flat_map(|loss| &loss.clusters);
    clusters.map(|cluster| cluster.name.clone()).collect()
}

fn stages() -> Vec<(&'static str, Lab)> {
    let mut reset = Lab::demo();
    for (region, group) in [(UsSouth, ""), (EuDe, "prod")] {
        reset.run(ADMIN, reset.reset(region, group));
    }
    let mut manual = Lab::demo();
    let key = manual.create_classic_key(ADMIN);
    let username = manual.classic(ADMIN).username.clone();
    manual.run(OWNER, manual.set_manual(UsSouth, "", &username, &key));
    vec![
        ("as it is", Lab::demo()),
        ("the administrator's API keys", reset),
        ("the administrator's manual credentials", manual),
    ]
}

#[test]
fn r120_the_clusters_named_before_are_those_that_lose_their_credentials() {
    let mut lost_somewhere = 0;
    for (stage, before) in stages() {
        for email in PEOPLE.into_iter().filter(|email| *email != OWNER) {
            let mut after = before.clone();
            after.run(OWNER, remove(&before, email));
            let lost: BTreeSet<_> = &served(&before) - &served(&after);
            assert_eq!(named(&before, email), lost, "{email}, {stage}");
            lost_somewhere += lost.len();
        }
    }
    // The leaver's VPC cluster twice, then both clusters of the API keys, then the one with manual credentials.
    assert_eq!(lost_somewhere, 5);
}

#[test]
fn r66_manual_credentials_of_others_keep_a_classic_cluster_apart_from_the_key() {
    let lab = Lab::demo();
    let removal = Removal::of(&lab.account, &lab.user_id(LEAVER));
    let [loss] = removal.losses.as_slice() else {
        panic!("{:?}", removal.losses);
    };
    assert_eq!(*loss.slot, lab.slot(EuDe, "prod"));
    assert_eq!(loss.credentials, Credentials::ApiKey);
    let clusters: Vec<&str> = loss.clusters.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(clusters, ["vpc-fra"]);
}

#[test]
fn r118_keys_policies_memberships_and_the_classic_user_go_and_nothing_else_does() {
    let mut lab = Lab::demo();
    let subject = Subject::User(lab.user_id(OPERATOR));
    let own = policy::Command::Create {
        subject: subject.clone(),
        roles: vec!["Viewer".into()],
        scope: Scope::service("is"),
        rule: None,
    };
    lab.run(OWNER, own);
    for email in [OPERATOR, LEAVER, ADMIN] {
        let id = lab.user_id(email);
        let removal = Removal::of(&lab.account, &id);
        let counts = (
            removal.api_keys.len(),
            removal.policies.len(),
            removal.access_groups.len(),
            usize::from(removal.classic_user.is_some()),
        );
        let mut after = lab.clone();
        after.run(OWNER, remove(&lab, email));
        let members = |lab: &Lab| {
            let groups = lab.account.access_groups.values();
            groups.map(|group| group.members.len()).sum::<usize>()
        };
        let classic = |lab: &Lab| lab.account.linked_classic().unwrap().users.len();
        let gone = (
            lab.account.api_keys.len() - after.account.api_keys.len(),
            lab.account.policies.len() - after.account.policies.len(),
            members(&lab) - members(&after),
            classic(&lab) - classic(&after),
        );
        assert_eq!(counts, gone, "{email}");
        assert_eq!(lab.account.clusters, after.account.clusters, "{email}");
    }
}

#[test]
fn r80_possible_parents_are_those_that_the_command_takes() {
    let mut lab = Lab::demo();
    let below = user::Command::SetParent {
        user: lab.user_id(EDITOR),
        parent: lab.user_id(ADMIN),
    };
    lab.run(OWNER, below);
    for email in PEOPLE {
        let child = lab.account.user_called(email).unwrap();
        let possible: Vec<_> = user::possible_parents(&lab.account, child)
            .map(|parent| &parent.id)
            .collect();
        for parent in lab.account.users.values() {
            let command = user::Command::SetParent {
                user: child.id.clone(),
                parent: parent.id.clone(),
            };
            let taken = lab.allows(OWNER, command);
            let (below, above) = (&child.email, &parent.email);
            assert_eq!(
                possible.contains(&&parent.id),
                taken,
                "{below} below {above}"
            );
        }
    }
}

#[test]
fn r104_administrators_of_something_and_those_who_add_members_assign_access() {
    let lab = Lab::demo();
    let viewer = Subject::User(lab.user_id(VIEWER));
    let invited = Subject::User(lab.user_id(FUNCTIONAL));
    for (email, may) in [
        (OWNER, true),
        (ADMIN, true),
        (CLASSIC, true),
        (OPERATOR, false),
        (EDITOR, false),
        (VIEWER, false),
        (DEPLOYER, false),
        (FUNCTIONAL, false),
    ] {
        let answer = policy::may_assign_to(&lab.account, &lab.actor(email), &viewer, lab.now);
        assert_eq!(answer.is_ok(), may, "{email}");
        if let Err(refusal) = answer {
            assert_eq!(refusal.layer, Layer::Caller, "{email}");
        }
    }
    let refusal =
        policy::may_assign_to(&lab.account, &lab.actor(OWNER), &invited, lab.now).unwrap_err();
    assert_eq!(refusal.layer, Layer::State);

    let mut lab = lab;
    let roles = policy::Command::Create {
        subject: viewer.clone(),
        roles: vec!["Editor".into()],
        scope: Scope::service("iam-groups"),
        rule: None,
    };
    lab.run(OWNER, roles);
    assert!(policy::may_assign_to(&lab.account, &lab.actor(VIEWER), &viewer, lab.now).is_ok());
    let group = lab.account.access_group_called("cluster-viewers").unwrap();
    let join = access_group::Command::AddMember {
        id: group.id.clone(),
        member: lab.actor(LEAVER).identity,
    };
    assert!(lab.allows(VIEWER, join));
}

#[test]
fn account_management_services_lie_in_no_resource_group() {
    let lab = Lab::demo();
    let group = lab.group("prod");
    for (scope, lies) in [
        (Scope::service("containers-kubernetes"), true),
        (Scope::service("is"), true),
        (Scope::all_services(), true),
        (Scope::service("support"), false),
        (Scope::service("user-management"), false),
        (Scope::service("no-service"), false),
        (Scope::all_account_management(), false),
        (Scope::resource_group(&group), false),
    ] {
        assert_eq!(scope.clone().in_group(&group).is_ok(), lies, "{scope:?}");
    }
}

#[test]
fn r121_an_infrastructure_account_goes_with_the_user_who_owns_it() {
    for owns in [true, false] {
        let mut lab = Lab::demo();
        let orphaned = |lab: &Lab, name: &str| lab.cluster(name).is_orphaned(&lab.account, lab.now);
        let elsewhere = "classic-ams";
        let number = lab.cluster(elsewhere).classic_account.unwrap();
        assert_ne!(Some(number), lab.account.linked);
        let leaver = lab.user_id(LEAVER);
        let other = lab.account.classic.get_mut(&number).unwrap();
        let owner = other.users.values_mut().next().unwrap();
        (owner.master, owner.iam) = (owns, Some(leaver));
        assert!(!orphaned(&lab, elsewhere));
        lab.run(OWNER, remove(&lab, LEAVER));
        assert_eq!(lab.account.classic.contains_key(&number), !owns);
        assert_eq!(orphaned(&lab, elsewhere), owns, "other clusters survive");
        assert!(!orphaned(&lab, "classic-dal"));
        if owns {
            // No credentials bring it back.
            lab.run(OWNER, lab.unset_manual(EuDe, "prod"));
            lab.run(OWNER, lab.reset(EuDe, "prod"));
            assert!(orphaned(&lab, elsewhere));
        }
    }
}
