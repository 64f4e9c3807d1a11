//! Kinds of account: which have clusters and classic infrastructure (R58, R59).

mod common;

use common::*;
use credlab_model::Command;
use credlab_model::account::{self, AccountKind, Mfa};
use credlab_model::classic::{Command as Classic, SetName};
use credlab_model::iam::policy::{AttributeName, Scope};
use credlab_model::iam::session::{self, Method};
use credlab_model::iam::{access_group, service_id, user};
use credlab_model::id::ClassicUserId;
use credlab_model::kubernetes::Command as Ks;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Provider;
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

#[test]
fn r61_only_billable_accounts_have_more_than_the_default_resource_group() {
    let create = |name: &str| account::Command::CreateResourceGroup { name: name.into() };
    let lite = Lab::of(Template::EmptyLite);
    let refusal = lite.refused(OWNER, create("prod"));
    assert!(
        matches!(refusal.kind, RefusalKind::NotPossible { .. }),
        "{refusal}"
    );
    assert_eq!(lite.account.resource_groups.len(), 1);
    for template in [Template::EmptyPaygo, Template::EmptySubscription] {
        let mut lab = Lab::of(template);
        lab.run(OWNER, create("prod"));
        assert_eq!(lab.account.resource_groups.len(), 2);
    }
}

#[test]
fn resource_groups_are_deleted_with_what_is_stored_for_them_when_nothing_is_in_them() {
    let mut lab = Lab::demo();
    let delete = |lab: &Lab, name: &str| account::Command::DeleteResourceGroup {
        group: lab.group(name),
    };
    let name = "test".to_string();
    lab.run(OWNER, account::Command::CreateResourceGroup { name });
    lab.run(ADMIN, lab.reset(UsSouth, "test"));
    let scope = Scope::resource_group(&lab.group("test"));
    lab.run(OWNER, lab.assign(VIEWER, &["Editor"], scope));
    let rename = account::Command::RenameResourceGroup {
        group: lab.group("test"),
        name: "proof".into(),
    };
    lab.refused(VIEWER, delete(&lab, "test"));
    lab.run(VIEWER, rename);
    let (group, slot) = (lab.group("proof"), lab.slot(UsSouth, "proof"));
    let key = lab.account.slots[&slot].key.clone().unwrap();
    for taken in ["default", "prod"] {
        lab.refused(OWNER, delete(&lab, taken));
    }
    lab.run(OWNER, delete(&lab, "proof"));
    assert!(!lab.account.resource_groups.contains_key(&group));
    assert!(!lab.account.slots.contains_key(&slot));
    assert!(
        lab.account.api_keys.contains_key(&key.id),
        "its owner keeps it"
    );
    let scope = Scope::resource_group(&group);
    let mut policies = lab.account.policies.values();
    assert!(
        policies.any(|policy| policy.scope == scope),
        "policies that name it stay"
    );
}

#[test]
fn r63_a_one_time_password_for_everybody_stops_the_service_unless_credentials_are_set() {
    let mut lab = Lab::demo();
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
    lab.configure(|settings| settings.mfa = Mfa::Totp4All);
    let refusal = lab.refused(OPERATOR, lab.add_workers("classic-dal", 1));
    assert!(
        matches!(refusal.kind, RefusalKind::NoClassicAccount { .. }),
        "{refusal}"
    );
    // VPC is not reached by logging in to classic infrastructure.
    assert!(lab.allows(OPERATOR, lab.resize("vpc-fra", 3)));

    let key = lab.create_classic_key(ADMIN);
    let username = lab.classic(ADMIN).username.clone();
    let mut set = lab.clone();
    set.run(OWNER, set.set_manual(UsSouth, "", &username, &key));
    assert!(set.allows(OPERATOR, set.add_workers("classic-dal", 1)));

    lab.configure(|settings| settings.mfa = Mfa::None);
    assert!(lab.allows(OPERATOR, lab.add_workers("classic-dal", 1)));
}

#[test]
fn r91_vlan_spanning_takes_the_classic_permission_to_manage_it() {
    let lab = Lab::demo();
    let mut settings = lab.account.settings;
    settings.vlan_spanning = !settings.vlan_spanning;
    settings.vrf = lab.account.settings.vrf;
    let change = account::Command::Configure(settings);
    assert!(lab.allows(OWNER, change.clone()));
    for who in [VIEWER, CLASSIC] {
        let refusal = lab.refused(who, change.clone());
        let why = refusal.why.join(" ");
        assert!(why.contains("Manage Network VLAN Spanning"), "{why}");
    }
}

#[test]
fn r92_routing_and_forwarding_spans_all_vlans_and_is_not_switched_off() {
    let mut lab = Lab::demo();
    lab.configure(|settings| (settings.vrf, settings.vlan_spanning) = (false, false));
    assert!(!lab.account.settings.spans_vlans());
    lab.configure(|settings| settings.vrf = true);
    assert!(lab.account.settings.spans_vlans());
    let mut off = lab.account.settings;
    off.vrf = false;
    let refusal = lab.refused(OWNER, account::Command::Configure(off));
    assert!(
        matches!(refusal.kind, RefusalKind::NotPossible { .. }),
        "{refusal}"
    );
}

#[test]
fn r93_new_billable_accounts_have_routing_and_forwarding_from_the_beginning_and_lite_ones_never() {
    for (template, vrf) in [
        (Template::EmptyPaygo, true),
        (Template::EmptySubscription, true),
        (Template::EmptyLite, false),
        // Older than November 2023, as far as its VLANs show.
        (Template::Demo, false),
    ] {
        let lab = Lab::of(template);
        assert_eq!(lab.account.settings.vrf, vrf, "{template}");
        let mut other = lab.account.settings;
        other.vrf = !vrf;
        let changed = lab.allows(OWNER, account::Command::Configure(other));
        // For good once it is on; without a classic account there is nothing to switch on.
        assert_eq!(changed, template == Template::Demo, "{template}");
    }
}

#[test]
fn r95_vpc_clusters_need_neither_spanning_nor_routing_and_forwarding() {
    let mut lab = Lab::demo();
    lab.configure(|settings| (settings.vrf, settings.vlan_spanning) = (false, false));
    assert!(!lab.account.settings.spans_vlans());
    lab.run(ADMIN, lab.reset(UsSouth, ""));
    let cluster = lab.vpc_cluster("second", DALLAS, "");
    lab.run(ADMIN, Ks::Create(cluster));
    assert_eq!(lab.cluster("second").provider, Provider::Vpc);
}

/// Gives commands until one is refused for a limit, and answers with how many there were.
fn until_the_limit(lab: &mut Lab, command: impl Fn(&Lab, usize) -> Command) -> (usize, usize) {
    for n in 0..5000 {
        let next = command(lab, n);
        let Err(refusal) = lab.attempt(OWNER, next) else {
            continue;
        };
        let RefusalKind::LimitReached { limit, .. } = refusal.kind else {
            panic!("{refusal}");
        };
        return (n, limit);
    }
    panic!("there is no limit")
}

#[test]
fn r113_accounts_have_limits() {
    let named = |n: usize| (format!("name {n}"), String::new());
    let mut lab = Lab::of(Template::EmptyPaygo);
    let group = |_: &Lab, n| {
        let (name, _) = named(n);
        account::Command::CreateResourceGroup { name }.into()
    };
    assert_eq!(until_the_limit(&mut lab, group), (999, 1000));
    let service_id = |_: &Lab, n| {
        let (name, description) = named(n);
        service_id::Command::Create { name, description }.into()
    };
    assert_eq!(until_the_limit(&mut lab, service_id), (2000, 2000));
    let access_group = |_: &Lab, n| {
        let (name, description) = named(n);
        access_group::Command::Create { name, description }.into()
    };
    assert_eq!(until_the_limit(&mut lab, access_group), (500, 500));
    let ids: Vec<_> = lab.account.access_groups.keys().cloned().collect();
    let join = |lab: &Lab, n: usize| {
        let (id, member) = (ids[n].clone(), lab.actor("name 0").identity);
        access_group::Command::AddMember { id, member }.into()
    };
    assert_eq!(until_the_limit(&mut lab, join), (50, 50));
    let policy = |lab: &Lab, n: usize| {
        let scope = Scope::service("containers-kubernetes");
        let scope = scope.and(AttributeName::ServiceInstance, format!("cluster{n}"));
        lab.assign("name 0", &["Viewer"], scope)
    };
    assert_eq!(until_the_limit(&mut lab, policy), (1000, 1000));

    let mut lite = Lab::of(Template::EmptyLite);
    let user = |_: &Lab, n: usize| {
        user::Command::Invite {
            emails: vec![format!("user{n}@example.com")],
            access: user::InvitedAccess::default(),
        }
        .into()
    };
    assert_eq!(until_the_limit(&mut lite, user), (99, 100));
}

#[test]
fn r62_an_ended_subscription_goes_on_as_pay_as_you_go() {
    let mut lab = Lab::of(Template::EmptySubscription);
    let ends = lab.account.term_ends.unwrap();
    assert_eq!(lab.account.kind_at(lab.now), AccountKind::Subscription);
    let agenda = lab.account.agenda(lab.now);
    assert!(
        agenda
            .iter()
            .any(|due| due.at == ends && due.what.contains("Pay-As-You-Go"))
    );
    lab.now = ends;
    assert_eq!(lab.account.kind_at(lab.now), AccountKind::PayAsYouGo);
    let name = "afterwards".to_string();
    lab.run(OWNER, account::Command::CreateResourceGroup { name });
}

#[test]
fn r62_a_trial_ends_after_30_days_and_deactivates_the_account() {
    let mut lab = Lab::of(Template::EmptyTrial);
    let founded = lab.records[0].at;
    assert_eq!(
        lab.account.term_ends,
        Some(account::later(founded, 30 * 86_400))
    );
    let key = |lab: &Lab| lab.create_key(OWNER, "mine");
    assert!(lab.allows(OWNER, key(&lab)));
    lab.now = account::later(founded, 30 * 86_400);
    for command in [key(&lab), session::Command::Start(Method::Password).into()] {
        let refusal = lab.refused(OWNER, command);
        assert!(
            refusal.message().contains("The trial ended on"),
            "{refusal}"
        );
        assert_eq!(
            refusal.remedies[0].command.as_deref(),
            Some("credlab upgrade")
        );
    }
    // An upgrade activates it again, as a billable account with classic infrastructure (R59).
    lab.run(OWNER, account::Command::Upgrade);
    assert_eq!(lab.account.kind_at(lab.now), AccountKind::PayAsYouGo);
    assert!(lab.classic(OWNER).master && lab.account.settings.vrf);
    assert!(lab.allows(OWNER, key(&lab)));
    assert!(
        !lab.allows(OWNER, account::Command::Upgrade),
        "once is enough"
    );
}

#[test]
fn r61_only_the_owner_upgrades_a_free_account() {
    let mut lab = Lab::of(Template::EmptyLite);
    lab.join(OWNER, "new@example.com", SetName::NoAccess);
    let group = || account::Command::CreateResourceGroup {
        name: "more".into(),
    };
    assert!(!lab.allows(OWNER, group()));
    assert!(!lab.allows("new@example.com", account::Command::Upgrade));
    lab.run(OWNER, account::Command::Upgrade);
    assert!(lab.allows(OWNER, group()));
    assert_eq!(
        lab.classic("new@example.com").parent,
        Some(lab.classic(OWNER).id)
    );
}

#[test]
fn an_account_is_renamed_by_its_owner_and_by_operators_of_all_account_management() {
    let mut lab = Lab::demo();
    let rename = |name: &str| account::Command::Rename { name: name.into() };
    lab.run(OWNER, rename(" Acme Cloud "));
    assert_eq!(lab.account.name, "Acme Cloud");
    let refusal = lab.refused(VIEWER, rename("Mine"));
    assert!(
        matches!(refusal.kind, RefusalKind::NotAuthorized { .. }),
        "{refusal}"
    );
    let all = Scope::all_account_management();
    for (role, may) in [("Viewer", false), ("Operator", true), ("Editor", true)] {
        let mut lab = lab.clone();
        lab.strip(VIEWER);
        lab.run(OWNER, lab.assign(VIEWER, &[role], all.clone()));
        assert_eq!(lab.allows(VIEWER, rename("Mine")), may, "{role}");
    }
    for bad in ["", "  ", "a\u{202e}b", "Acme Cloud"] {
        lab.refused(OWNER, rename(bad));
    }
}
