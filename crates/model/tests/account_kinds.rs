//! Kinds of account: which have clusters and classic infrastructure (R58, R59).

mod common;

use common::*;
use credlab_model::account::AccountKind;
use credlab_model::classic::{Command as Classic, SetName};
use credlab_model::id::ClassicUserId;
use credlab_model::kubernetes::Command as Ks;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::UsSouth;
use credlab_model::template::Template;

#[test]
fn r58_a_lite_account_has_neither_clusters_nor_classic_infrastructure() {
    let lab = Lab::of(Template::EmptyLite);
    assert_eq!(lab.account.kind, AccountKind::Lite);
    assert!(lab.account.classic.is_empty());
    for cluster in [
        lab.classic_cluster("one", "dal10", ""),
        lab.vpc_cluster("two", DALLAS, ""),
    ] {
        let refusal = lab.refused(OWNER, Ks::Create(cluster));
        assert!(matches!(refusal.kind, RefusalKind::NotPossible { .. }));
        assert!(refusal.message().contains("Lite"), "{refusal}");
    }
    let key = Classic::CreateApiKey {
        user: ClassicUserId(1),
    };
    for command in [key.into(), lab.set_other(UsSouth, "")] {
        assert_eq!(lab.refused(OWNER, command).code(), Some("E0057"));
    }
}

#[test]
fn r60_an_account_for_classic_infrastructure_only_makes_no_clusters() {
    let mut lab = Lab::founded(|founding| founding.kind = AccountKind::InfrastructureOnly);
    for cluster in [
        lab.classic_cluster("one", "dal10", ""),
        lab.vpc_cluster("two", DALLAS, ""),
    ] {
        let refusal = lab.refused(OWNER, Ks::Create(cluster));
        assert!(matches!(refusal.kind, RefusalKind::NotPossible { .. }));
        let way = &refusal.remedies[0].text;
        assert!(way.contains("ibmcloud ks credential set classic"), "{way}");
    }
    assert!(lab.classic(OWNER).master);
    lab.join(OWNER, "new@example.com", SetName::SuperUser);
}

#[test]
fn r59_billable_accounts_make_clusters_and_come_with_a_linked_classic_account() {
    for (template, kind) in [
        (Template::EmptyPaygo, AccountKind::PayAsYouGo),
        (Template::EmptySubscription, AccountKind::Subscription),
    ] {
        let mut lab = Lab::of(template);
        assert_eq!(lab.account.kind, kind);
        assert_eq!(lab.records.len(), 1, "it is there from the start");
        let linked = lab.account.linked_classic().expect("it is linked");
        assert_eq!(linked.users.len(), 1);
        assert!(lab.classic(OWNER).master);

        lab.run(OWNER, Ks::Create(lab.classic_cluster("one", "dal10", "")));
        assert_eq!(lab.cluster("one").classic_account, lab.account.linked);
        lab.join(OWNER, ADMIN, SetName::SuperUser);
        assert_eq!(
            lab.classic(ADMIN).permissions,
            SetName::SuperUser.permissions()
        );
    }
}
