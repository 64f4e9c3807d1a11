//! What the stored API key is used for, what a reset breaks, and how a broken key shows and is repaired (R23-R33).

mod common;

use common::*;
use credlab_model::account::Era;
use credlab_model::iam::api_key::Command::{Delete, SetDisabled, SetLocked, Update};
use credlab_model::iam::api_key::Terms;
use credlab_model::iam::policy::{Scope, Subject};
use credlab_model::iam::session;
use credlab_model::iam::user::{self, State};
use credlab_model::id::ApiKeyId;
use credlab_model::kubernetes::Command as Ks;
use credlab_model::kubernetes::addon::{AUTOSCALER, BLOCK_STORAGE};
use credlab_model::kubernetes::integration::INTEGRATIONS;
use credlab_model::refusal::{Noun, RefusalKind, SignInFailure};
use credlab_model::region::Region::{EuDe, UsSouth};
use credlab_model::{Identity, Layer};

#[test]
fn r23_the_key_serves_every_integration_in_the_name_of_its_owner() {
    let mut services: Vec<_> = INTEGRATIONS.iter().map(|i| i.service).collect();
    services.sort();
    let documented = [
        "container-registry",
        "hs-crypto",
        "kms",
        "logdna",
        "logdnaat",
        "secrets-manager",
        "sysdig-monitor",
    ];
    assert_eq!(services, documented);

    // Nobody in the slot but the key's owner decides what works.
    let mut lab = Lab::demo();
    let slot = lab.slot(UsSouth, "default");
    for (owner, works) in [(OWNER, true), (CLASSIC, false), (OWNER, true)] {
        lab.run(owner, lab.reset(UsSouth, ""));
        for integration in INTEGRATIONS {
            let decision = integration.decide(&lab.account, &slot, lab.now).unwrap();
            assert_eq!(decision.allowed, works, "{} {owner}", integration.label);
        }
    }
}

#[test]
fn r24_a_missing_role_of_the_owner_stops_its_integration_only() {
    for integration in INTEGRATIONS {
        for role in integration.roles {
            let mut lab = Lab::demo();
            lab.strip(ADMIN);
            lab.give(ADMIN, "containers-kubernetes", &["Administrator"]);
            lab.give(ADMIN, "support", &["Editor"]);
            lab.run(ADMIN, lab.reset(UsSouth, ""));
            let slot = lab.slot(UsSouth, "default");
            let works = |lab: &Lab, service: &str| {
                let found = INTEGRATIONS.iter().find(|i| i.service == service).unwrap();
                found.decide(&lab.account, &slot, lab.now).unwrap().allowed
            };
            assert!(!works(&lab, integration.service), "{}", integration.label);
            assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));

            lab.give(ADMIN, integration.service, &[role]);
            for other in INTEGRATIONS {
                assert_eq!(
                    works(&lab, other.service),
                    other.service == integration.service,
                    "{role} on {} for {}",
                    integration.service,
                    other.label
                );
            }
        }
    }
}

#[test]
fn r25_pull_secrets_are_of_the_cluster_and_survive_a_reset() {
    for era in [Era::Y2024M01, Era::Y2024M09] {
        let mut lab = Lab::in_era(era);
        let dal = lab.cluster("classic-dal");
        let service_id = dal.pull_secret.clone().expect("the registry was set up");
        let name = format!("cluster-{}", dal.id);
        assert_eq!(lab.account.service_ids[&service_id].name, name);
        let secret = |lab: &Lab| {
            let keys = lab.account.api_keys.values().cloned();
            let of = Identity::ServiceId(service_id.clone());
            keys.filter(|key| key.owner == of).collect::<Vec<_>>()
        };
        let before = secret(&lab);
        assert_eq!(before.len(), 1);
        let subject = Subject::ServiceId(service_id.clone());
        let policies = lab.account.policies.values();
        let policies: Vec<_> = policies.filter(|p| p.subject == subject).collect();
        assert_eq!(policies.len(), 1);
        assert_eq!(policies[0].scope, Scope::service("container-registry"));
        let roles: Vec<_> = policies[0].roles.iter().map(|r| r.as_str()).collect();
        assert_eq!(roles, ["Reader"]);

        lab.run(ADMIN, lab.reset(UsSouth, ""));
        assert_eq!(secret(&lab), before, "{era:?}");
    }
}

/// The add-on of `vpc-fra`: its pod, and whether it fails.
fn addon(lab: &Lab, name: &str) -> (String, bool) {
    let fra = lab.cluster("vpc-fra");
    let addon = &fra.addons[name];
    let pod = addon.controller.as_ref().unwrap().pod.clone();
    (pod, addon.is_stale(&lab.account, fra))
}

fn delete_pod(lab: &Lab, pod: &str) -> Ks {
    let cluster = lab.cluster("vpc-fra").id.clone();
    let pod = pod.to_string();
    Ks::DeletePod { cluster, pod }
}

#[test]
fn r26_the_storage_driver_keeps_the_old_key_until_its_pod_is_made_again() {
    let mut lab = Lab::demo();
    let (pod, stale) = addon(&lab, BLOCK_STORAGE);
    assert_eq!(
        (pod.as_str(), stale),
        ("ibm-vpc-block-csi-controller-0", false)
    );
    lab.run(ADMIN, lab.reset(EuDe, "prod"));
    assert!(addon(&lab, BLOCK_STORAGE).1);

    let refresh = Ks::RefreshMaster {
        cluster: lab.cluster("vpc-fra").id.clone(),
    };
    lab.run(ADMIN, refresh);
    assert!(
        addon(&lab, BLOCK_STORAGE).1,
        "a refresh of the master is not enough"
    );

    assert_eq!(
        lab.refused(OPERATOR, delete_pod(&lab, &pod)).layer,
        Layer::Caller
    );
    lab.run(ADMIN, delete_pod(&lab, &pod));
    assert_eq!(
        addon(&lab, BLOCK_STORAGE),
        (pod, false),
        "a stateful set's pod keeps its name"
    );
    assert!(addon(&lab, AUTOSCALER).1, "the other add-on waits still");
}

#[test]
fn r27_the_autoscaler_keeps_the_old_key_until_its_pod_is_made_again() {
    let mut lab = Lab::demo();
    let (pod, stale) = addon(&lab, AUTOSCALER);
    assert!(!stale);
    lab.run(ADMIN, lab.reset(EuDe, "prod"));
    assert!(addon(&lab, AUTOSCALER).1);
    lab.run(ADMIN, delete_pod(&lab, &pod));
    let (fresh, stale) = addon(&lab, AUTOSCALER);
    assert!(!stale);
    assert_ne!(fresh, pod, "a deployment's pod gets a new name");
    let gone = lab.refused(ADMIN, delete_pod(&lab, &pod)).kind;
    assert_eq!(
        gone,
        RefusalKind::NotFound {
            noun: Noun::Pod,
            name: pod
        }
    );
}

#[test]
fn r28_every_reset_makes_the_add_ons_stale_in_every_era() {
    for era in [Era::Y2024M01, Era::Y2024M09, Era::Y2026] {
        let mut lab = Lab::in_era(era);
        for caller in [ADMIN, ADMIN] {
            for name in [BLOCK_STORAGE, AUTOSCALER] {
                assert!(!addon(&lab, name).1, "{era:?} {name}");
            }
            lab.run(caller, lab.reset(EuDe, "prod"));
            let fra = lab.cluster("vpc-fra");
            let issues = fra.health_issues(&lab.account, lab.now);
            for name in [BLOCK_STORAGE, AUTOSCALER] {
                let (pod, stale) = addon(&lab, name);
                assert!(stale, "{era:?} {name}");
                assert!(issues.iter().any(|i| i.description.contains(name)));
                lab.run(ADMIN, delete_pod(&lab, &pod));
            }
        }
    }
}

#[test]
fn r29_workers_that_are_there_keep_working_after_a_reset() {
    let mut lab = Lab::demo();
    let before = lab.account.clusters.clone();
    lab.run(CLASSIC, lab.reset(UsSouth, ""));
    lab.run(CLASSIC, lab.reset(EuDe, "prod"));
    for (id, cluster) in &before {
        let now = &lab.account.clusters[id];
        assert_eq!(now.workers, cluster.workers, "{}", cluster.name);
        assert_eq!(now.state(&lab.account, lab.now), "normal");
    }
}

/// A way to break the stored key of (`eu-de`, `prod`), which `leaver@example.com` owns.
type Breakage = fn(&mut Lab, ApiKeyId);

const BREAKAGES: [(&str, Breakage); 5] = [
    ("deleted by its owner", |lab, id| {
        lab.run(LEAVER, Delete { id });
    }),
    ("deleted by the account owner", |lab, id| {
        lab.run(OWNER, Delete { id });
    }),
    ("disabled", |lab, id| {
        let disabled = true;
        lab.run(LEAVER, SetDisabled { id, disabled });
    }),
    ("owner suspended", |lab, _| {
        lab.set_state(LEAVER, State::Suspended)
    }),
    ("owner removed", |lab, _| {
        let user = lab.user_id(LEAVER);
        lab.run(OWNER, user::Command::Remove { user });
    }),
];

#[test]
fn r30_a_key_that_gives_no_token_stops_infrastructure_and_shows_as_nhc009() {
    for (how, breakage) in BREAKAGES {
        let mut lab = Lab::demo();
        let value = lab.run(LEAVER, lab.reset(EuDe, "prod")).api_key_value();
        let (id, _) = lab.key(EuDe, "prod");
        let nhc009 = |lab: &Lab| {
            let issues = lab.cluster("vpc-fra").health_issues(&lab.account, lab.now);
            issues.iter().any(|issue| issue.id == "NHC009")
        };
        assert!(!nhc009(&lab));
        breakage(&mut lab, id);

        for (what, command) in lab.infrastructure_commands("vpc-fra") {
            let refusal = lab.refused(OWNER, command);
            assert_eq!(refusal.kind, RefusalKind::TokenExchange, "{how}: {what}");
            assert!(refusal.message().contains("IAM token exchange"));
        }
        assert!(nhc009(&lab), "{how}");

        let sign_in = session::with_api_key(&lab.account, &value, lab.now).unwrap_err();
        if !how.contains("suspended") {
            assert_eq!(sign_in.kind, RefusalKind::SignIn(SignInFailure::ApiKey));
            assert_eq!(sign_in.code(), Some("BXNIM0415E"), "{how}");
        }
        let (_, owner) = lab.key(EuDe, "prod");
        assert_eq!(owner, LEAVER, "{how}: whose key it was can still be asked");
    }
}

#[test]
fn r31_a_reset_repairs_every_breakage_and_enabling_repairs_a_disabled_key() {
    for (how, breakage) in BREAKAGES {
        let mut lab = Lab::demo();
        let (id, _) = lab.key(EuDe, "prod");
        breakage(&mut lab, id.clone());
        let repairs: Vec<_> = lab
            .refused(OPERATOR, lab.resize("vpc-fra", 4))
            .remedies
            .into_iter()
            .filter_map(|remedy| remedy.command)
            .collect();
        assert_eq!(repairs, ["ibmcloud ks api-key reset --region eu-de"]);
        if how == "disabled" {
            let mut enabled = lab.clone();
            let disabled = false;
            enabled.run(LEAVER, SetDisabled { id, disabled });
            assert!(enabled.allows(OPERATOR, enabled.resize("vpc-fra", 4)));
        }
        lab.run(ADMIN, lab.reset(EuDe, "prod"));
        assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 4)), "{how}");
        let issues = lab.cluster("vpc-fra").health_issues(&lab.account, lab.now);
        assert!(issues.iter().all(|issue| issue.id != "NHC009"), "{how}");
    }
}

#[test]
fn r32_a_compromised_key_is_deleted_and_then_replaced() {
    let mut lab = Lab::demo();
    let stolen = lab.run(LEAVER, lab.reset(EuDe, "prod")).api_key_value();
    assert!(session::with_api_key(&lab.account, &stolen, lab.now).is_ok());

    let (id, _) = lab.key(EuDe, "prod");
    lab.run(OWNER, Delete { id });
    assert!(session::with_api_key(&lab.account, &stolen, lab.now).is_err());
    assert!(!lab.allows(OPERATOR, lab.resize("vpc-fra", 4)));

    let fresh = lab.run(LEAVER, lab.reset(EuDe, "prod")).api_key_value();
    assert_ne!(fresh, stolen);
    assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 4)));
    assert!(
        session::with_api_key(&lab.account, &stolen, lab.now).is_err(),
        "the old value stays dead"
    );
}

#[test]
fn r33_a_lock_keeps_the_key_from_changes_and_not_from_use() {
    let mut lab = Lab::demo();
    let (id, _) = lab.key(EuDe, "prod");
    let lock = |locked| SetLocked {
        id: id.clone(),
        locked,
    };
    let changes = [
        Delete { id: id.clone() },
        SetDisabled {
            id: id.clone(),
            disabled: true,
        },
        Update {
            id: id.clone(),
            name: "other".into(),
            description: String::new(),
            terms: Terms::default(),
        },
    ];
    lab.run(LEAVER, lock(true));
    for who in [LEAVER, OWNER] {
        for change in &changes {
            let refusal = lab.refused(who, change.clone());
            let locked = matches!(refusal.kind, RefusalKind::Locked { .. });
            assert!(locked, "{who} {change:?}: {refusal}");
        }
    }
    assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 4)));
    lab.run(LEAVER, lock(false));
    for change in changes {
        assert!(lab.allows(LEAVER, change));
    }
}
