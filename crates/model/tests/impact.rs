//! What a change does to everything else, told before it is made.

mod common;

use common::*;
use credlab_model::Command;
use credlab_model::iam::{access_group, api_key, trusted_profile, user};
use credlab_model::impact::{Consequence, Effect};
use credlab_model::region::Region::{EuDe, UsSouth};
use insta::assert_snapshot;

/// What a command would do to everything else, a line each.
fn told(lab: &Lab, who: &str, command: impl Into<Command>) -> String {
    let lines = impact(lab, who, command).into_iter().map(|found| {
        format!(
            "{} {} {}: {}\n",
            found.effect, found.noun, found.name, found.text
        )
    });
    lines.collect()
}

fn impact(lab: &Lab, who: &str, command: impl Into<Command>) -> Vec<Consequence> {
    let after = lab
        .account
        .preview(&lab.actor(who), &command.into(), &lab.context());
    lab.account.impact(&after.unwrap(), lab.now)
}

#[test]
fn a_reset_by_who_lacks_permissions_breaks_classic_clusters() {
    let lab = Lab::demo();
    assert_snapshot!(told(&lab, CLASSIC, lab.reset(UsSouth, "")));
}

#[test]
fn a_reset_leaves_add_ons_and_masters_behind() {
    let lab = Lab::demo();
    assert_snapshot!(told(&lab, ADMIN, lab.reset(EuDe, "prod")));
}

#[test]
fn credentials_of_another_classic_account_orphan_clusters_and_recover_others() {
    let mut lab = Lab::demo();
    let set = lab.set_other(UsSouth, "");
    assert_snapshot!(told(&lab, OWNER, set.clone()));
    lab.run(OWNER, set);
    assert_snapshot!(told(&lab, OWNER, lab.unset_manual(UsSouth, "")));
}

#[test]
fn a_leaver_takes_keys_and_clusters_along() {
    let lab = Lab::demo();
    let user = lab.user_id(LEAVER);
    assert_snapshot!(told(&lab, OWNER, user::Command::Remove { user }));
}

#[test]
fn a_disabled_key_breaks_what_uses_it_and_enabled_it_recovers() {
    let mut lab = Lab::demo();
    let id = lab.stored(EuDe, "prod").unwrap().id.clone();
    let set = |disabled| api_key::Command::SetDisabled {
        id: id.clone(),
        disabled,
    };
    let breaks = impact(&lab, LEAVER, set(true));
    lab.run(LEAVER, set(true));
    let recovers = impact(&lab, LEAVER, set(false));
    let things = |found: &[Consequence], effect| -> Vec<String> {
        let found = found.iter().filter(|found| found.effect == effect);
        found.map(|found| found.name.clone()).collect()
    };
    assert!(
        things(&breaks, Effect::Breaks).contains(&"vpc-fra".to_string()),
        "{breaks:?}"
    );
    assert_eq!(
        things(&breaks, Effect::Breaks),
        things(&recovers, Effect::Recovers)
    );
}

#[test]
fn a_change_of_roles_names_who_loses_and_who_gains() {
    let lab = Lab::demo();
    let mut groups = lab.account.access_groups.values();
    let group = groups.find(|group| group.name == "cluster-operators");
    let leave = access_group::Command::RemoveMember {
        id: group.unwrap().id.clone(),
        member: lab.actor(OPERATOR).identity,
    };
    assert_snapshot!(told(&lab, OWNER, leave));
    let scope = in_region("containers-kubernetes", UsSouth);
    assert_snapshot!(told(&lab, OWNER, lab.assign(VIEWER, &["Operator"], scope)));
}

#[test]
fn nobody_applies_a_profile_that_is_removed() {
    let mut lab = Lab::demo();
    lab.run(
        OWNER,
        trusted_profile::Command::Create {
            name: "auditor".into(),
            description: String::new(),
        },
    );
    let id = lab.account.trusted_profile_called("auditor").unwrap();
    let id = id.id.clone();
    let [gone] = &impact(&lab, OWNER, trusted_profile::Command::Delete { id })[..] else {
        panic!("one thing is gone");
    };
    assert_eq!((gone.effect, gone.name.as_str()), (Effect::Gone, "auditor"));
}

/// Whatever is asked, somebody who looks changes nothing.
#[test]
fn what_changes_nothing_has_no_impact() {
    let lab = Lab::demo();
    assert_eq!(
        impact(&lab, VIEWER, credlab_model::kubernetes::Command::List),
        []
    );
}
