//! How policies are evaluated (R97, R98).

mod common;

use common::*;
use credlab_model::Identity;
use credlab_model::account::{self, AccessTag, TagCommand};
use credlab_model::classic::SetName;
use credlab_model::iam::access::{Ask, Decision, Reason, decide};
use credlab_model::iam::access_group::{self, PUBLIC, PublicAccess};
use credlab_model::iam::custom_role;
use credlab_model::iam::policy::{
    self, Attribute, AttributeName as Name, Operator, Scope, Subject,
};
use credlab_model::iam::role::Role;
use credlab_model::iam::service::Service;
use credlab_model::id::AccessGroupId;
use credlab_model::kubernetes::Gate;
use credlab_model::refusal::RefusalKind;
use credlab_model::region::Region::{EuDe, UsSouth};

const NEW: &str = "new@example.com";

/// The demo account with a user who has no access at all.
fn lab() -> Lab {
    let mut lab = Lab::demo();
    lab.join(OWNER, NEW, SetName::NoAccess);
    lab
}

/// Every role on every service.
fn every_ask() -> Vec<Ask> {
    let services = Service::all().iter();
    let roles = services.flat_map(|s| {
        let offered = s.platform_roles.iter().chain(s.service_roles);
        offered.map(|role| Ask::role(s.name, &[*role]))
    });
    roles.collect()
}

fn allowed(lab: &Lab, identity: &Identity) -> Vec<Ask> {
    let asks = every_ask().into_iter();
    asks.filter(|ask| decide(&lab.account, identity, ask, lab.now).allowed)
        .collect()
}

fn join_group(lab: &mut Lab, name: &str, who: &str) -> AccessGroupId {
    let (name, description) = (name.to_string(), String::new());
    let create = access_group::Command::Create {
        name: name.clone(),
        description,
    };
    lab.run(OWNER, create);
    let id = lab.account.access_group_called(&name).unwrap().id.clone();
    let member = lab.actor(who).identity;
    let add = access_group::Command::AddMember {
        id: id.clone(),
        member,
    };
    lab.run(OWNER, add);
    id
}

#[test]
fn r97_access_is_the_union_of_all_policies_and_nothing_by_default() {
    let mut lab = lab();
    let identity = lab.actor(NEW).identity;
    assert_eq!(allowed(&lab, &identity), []);
    for ask in every_ask() {
        let decision = decide(&lab.account, &identity, &ask, lab.now);
        assert_eq!(decision.reason, Reason::NoPolicy, "{ask:?}");
    }

    // Policies only ever add, whether of one's own or through a group.
    let group = join_group(&mut lab, "everybody", NEW);
    let policies: [(bool, &[&str], &str); 6] = [
        (true, &["Viewer"], "containers-kubernetes"),
        (false, &["Operator"], "containers-kubernetes"),
        (true, &["Reader", "Editor"], "container-registry"),
        (false, &["Administrator"], "iam-identity"),
        (true, &["Administrator"], "is"),
        (false, &["Viewer"], "is"),
    ];
    let mut before = Vec::new();
    for (own, roles, service) in policies {
        let subject = match own {
            true => Subject::User(lab.user_id(NEW)),
            false => Subject::AccessGroup(group.clone()),
        };
        let create = policy::Command::Create {
            subject,
            roles: roles.iter().map(|role| role.to_string()).collect(),
            scope: Scope::service(service),
            rule: None,
        };
        lab.run(OWNER, create);
        let after = allowed(&lab, &identity);
        assert!(before.iter().all(|ask| after.contains(ask)), "{service}");
        let gained = after.iter().filter(|ask| !before.contains(ask));
        assert_eq!(gained.count(), roles.len(), "{roles:?} on {service}");
        before = after;
    }
    let member = identity.clone();
    lab.run(
        OWNER,
        access_group::Command::RemoveMember { id: group, member },
    );
    assert_eq!(allowed(&lab, &identity).len(), 4, "its own stay");
}

#[test]
fn a_purged_member_is_in_no_group_and_the_others_stay() {
    let mut lab = lab();
    let member = lab.actor(NEW).identity;
    let groups = ["first", "second"].map(|name| join_group(&mut lab, name, NEW));
    let other = lab.actor(OPERATOR).identity;
    let id = groups[0].clone();
    let add = access_group::Command::AddMember {
        id,
        member: other.clone(),
    };
    lab.run(OWNER, add);
    let purge = access_group::Command::Purge { member };
    lab.refused(VIEWER, purge.clone());
    let before = lab.records.len();
    lab.run(OWNER, purge.clone());
    assert_eq!(lab.records.len(), before + 2, "one record for each group");
    let members = groups.map(|id| lab.account.access_group(&id).unwrap().members.clone());
    assert_eq!(members, [[other].into(), [].into()]);
    let refusal = lab.refused(OWNER, purge);
    assert!(matches!(refusal.kind, RefusalKind::NotPossible { .. }));
}

fn operate(lab: &Lab, cluster: &str) -> Decision {
    let ask = Gate::Operate.ask(lab.cluster(cluster));
    decide(&lab.account, &lab.actor(NEW).identity, &ask, lab.now)
}

#[test]
fn r98_every_attribute_must_match_and_a_missing_one_means_any() {
    let base = lab();
    let (default, prod) = (base.group("default"), base.group("prod"));
    let dal = base.cluster("classic-dal").id.clone();
    let kubernetes = || Scope::service("containers-kubernetes");
    let region = |s: Scope, r: &str| s.and(Name::Region, r);
    let group =
        |s: Scope, g: &credlab_model::id::ResourceGroupId| s.and(Name::ResourceGroupId, g.as_str());
    let matching = |value: &str| Attribute {
        name: Name::Region,
        operator: Operator::StringMatch,
        value: value.into(),
    };
    let pattern = |value| Scope::of(kubernetes().attributes().cloned().chain([matching(value)]));
    for (scope, on_dal, on_fra) in [
        (kubernetes(), true, true),
        (Scope::all_services(), true, true),
        (Scope::default(), true, true),
        (region(kubernetes(), "us-south"), true, false),
        (region(kubernetes(), "eu-de"), false, true),
        (group(kubernetes(), &default), true, false),
        (group(kubernetes(), &prod), false, true),
        (
            region(group(kubernetes(), &default), "us-south"),
            true,
            false,
        ),
        (region(group(kubernetes(), &prod), "us-south"), false, false),
        (region(Scope::all_services(), "eu-de"), false, true),
        (
            kubernetes().and(Name::ServiceInstance, dal.as_str()),
            true,
            false,
        ),
        (
            region(
                kubernetes().and(Name::ServiceInstance, dal.as_str()),
                "eu-de",
            ),
            false,
            false,
        ),
        (Scope::service("is"), false, false),
        (resource_groups(), false, false),
        (kubernetes().and(Name::Namespace, "default"), false, false),
        (
            kubernetes().and(Name::ServiceType, "platform_service"),
            false,
            false,
        ),
        (kubernetes().and(Name::ServiceType, "service"), true, true),
        (
            kubernetes().and(Name::ResourceType, "resource-group"),
            false,
            false,
        ),
        (kubernetes().and(Name::Resource, "something"), false, false),
        (pattern("us-*"), true, false),
        (pattern("*"), true, true),
        (pattern("US-*"), false, false),
    ] {
        let mut lab = base.clone();
        let namespaced = scope.get(Name::Namespace).is_some();
        let role = if namespaced { "Writer" } else { "Operator" };
        lab.run(OWNER, lab.assign(NEW, &[role], scope.clone()));
        let answers = ["classic-dal", "vpc-fra"].map(|c| operate(&lab, c).allowed);
        assert_eq!(answers, [on_dal, on_fra], "{scope:?}");
    }
}

#[test]
fn r98_a_policy_gives_each_of_its_roles() {
    let mut lab = lab();
    lab.give(
        NEW,
        "containers-kubernetes",
        &["Operator", "Editor", "Reader"],
    );
    let ask = |gate: Gate| {
        let ask = gate.ask(lab.cluster("vpc-fra"));
        decide(&lab.account, &lab.actor(NEW).identity, &ask, lab.now).allowed
    };
    let gates = [Gate::Read, Gate::Operate, Gate::Update, Gate::KubeRead];
    assert_eq!(gates.map(ask), [true; 4]);
    assert_eq!([Gate::Create, Gate::KubeManage].map(ask), [false; 2]);
}

#[test]
fn r98_attributes_that_contradict_each_other_or_name_nothing_give_nothing() {
    let service_type = |value| Scope::default().and(Name::ServiceType, value);
    let contradictions = [
        service_type("nonsense"),
        Scope::default().and(Name::ServiceGroupId, "NONSENSE"),
        Scope::default().and(Name::ResourceType, "nonsense"),
        resource_groups().and(Name::ServiceType, "platform_service"),
        resource_groups().and(Name::ServiceType, "service"),
        resource_groups().and(Name::ServiceGroupId, "IAM"),
        service_type("service").and(Name::ServiceGroupId, "IAM"),
        Scope::service("is").and(Name::ServiceName, "iam-identity"),
        Scope::service("iam-identity").and(Name::ServiceType, "service"),
        Scope::service("is").and(Name::ServiceGroupId, "IAM"),
    ];
    for scope in contradictions {
        let mut lab = lab();
        lab.run(OWNER, lab.assign(NEW, &["Administrator"], scope.clone()));
        let identity = lab.actor(NEW).identity;
        assert_eq!(allowed(&lab, &identity), [], "{scope:?}");
        for family in [
            credlab_model::iam::service::Family::IamEnabled,
            credlab_model::iam::service::Family::AccountManagement,
        ] {
            let everything = Ask::all_of(family);
            assert!(
                !decide(&lab.account, &identity, &everything, lab.now).allowed,
                "{scope:?}"
            );
        }
    }
}

#[test]
fn r101_the_families_of_services_never_overlap() {
    let iam = [
        "iam-identity",
        "iam-access-management",
        "user-management",
        "iam-groups",
    ];
    for (scope, covers) in [
        (Scope::all_services(), "iam_enabled"),
        (
            Scope::default().and(Name::ServiceType, "platform_service"),
            "management",
        ),
        (Scope::default().and(Name::ServiceGroupId, "IAM"), "iam"),
        (resource_groups(), "groups"),
    ] {
        let mut lab = lab();
        lab.run(OWNER, lab.assign(NEW, &["Administrator"], scope));
        let identity = lab.actor(NEW).identity;
        for service in Service::all() {
            use credlab_model::iam::service::Family;
            let expected = match covers {
                "iam_enabled" => service.family == Family::IamEnabled,
                "management" => service.family == Family::AccountManagement,
                "iam" => iam.contains(&service.name),
                _ => service.family == Family::ResourceGroup,
            };
            let ask = Ask::role(service.name, &["Administrator"]);
            assert_eq!(
                decide(&lab.account, &identity, &ask, lab.now).allowed,
                expected,
                "{covers}: {}",
                service.name
            );
        }
    }
}

#[test]
fn a_decision_names_every_policy_that_it_looked_at() {
    let mut lab = lab();
    lab.give(NEW, "containers-kubernetes", &["Viewer"]);
    lab.run(
        OWNER,
        lab.assign(NEW, &["Operator"], in_region("containers-kubernetes", EuDe)),
    );
    lab.run(
        OWNER,
        lab.assign(NEW, &["Administrator"], in_region("is", UsSouth)),
    );
    let decision = operate(&lab, "classic-dal");
    assert!(!decision.allowed);
    assert_eq!(decision.looks.len(), 3);
    let nearest = decision.nearest().unwrap();
    let roles = &nearest.policy.roles;
    assert!(
        roles.contains(&Role::named("Viewer")),
        "it covers the cluster"
    );
    let findings = decision.findings(&lab.account).join("\n");
    assert!(findings.contains("gives only Viewer"), "{findings}");
    assert!(findings.contains("region is eu-de"), "{findings}");
    assert!(operate(&lab, "vpc-fra").allowed);
}

#[test]
fn r100_clusters_are_reached_by_account_region_group_and_cluster() {
    let demo = lab();
    let cluster = demo.cluster("vpc-fra");
    let kubernetes = || Scope::service("containers-kubernetes");
    let dal = demo.cluster("classic-dal");
    for (scope, reached) in [
        (
            kubernetes(),
            ["classic-ams", "classic-dal", "vpc-fra"].as_slice(),
        ),
        (
            in_region("containers-kubernetes", UsSouth),
            &["classic-dal"],
        ),
        (
            in_group("containers-kubernetes", &cluster.group),
            &["classic-ams", "vpc-fra"],
        ),
        (
            kubernetes().and(Name::ServiceInstance, dal.id.as_str()),
            &["classic-dal"],
        ),
    ] {
        let mut lab = demo.clone();
        lab.run(OWNER, lab.assign(NEW, &["Operator"], scope.clone()));
        let names = ["classic-ams", "classic-dal", "vpc-fra"].into_iter();
        let found: Vec<&str> = names.filter(|name| operate(&lab, name).allowed).collect();
        assert_eq!(found, reached, "{scope:?}");
    }
    // A namespace narrows what is inside a cluster, so platform roles do not go with it.
    let inside = kubernetes().and(Name::Namespace, "default");
    assert!(!demo.allows(OWNER, demo.assign(NEW, &["Operator"], inside.clone())));
    assert!(demo.allows(OWNER, demo.assign(NEW, &["Writer"], inside)));
}

#[test]
fn r107_wildcards_match_only_where_the_policy_says_so() {
    for (operator, value, matches) in [
        (Operator::StringMatch, "us-*", true),
        (Operator::StringMatch, "us-sout?", true),
        (Operator::StringMatch, "US-*", false),
        (Operator::StringMatch, "eu-*", false),
        (Operator::StringMatch, "{{us}}-{{s}}*", true),
        (Operator::StringMatch, "us-{{*}}", false),
        (Operator::StringEquals, "us-*", false),
        (Operator::StringEquals, "us-south", true),
    ] {
        let region = Attribute {
            name: Name::Region,
            operator,
            value: value.into(),
        };
        assert_eq!(region.accepts("us-south"), matches, "{operator:?} {value}");
    }
}

#[test]
fn r109_who_joins_or_leaves_a_group_gains_or_loses_its_access_and_keeps_their_own() {
    let mut lab = lab();
    lab.run(
        OWNER,
        lab.assign(
            NEW,
            &["Operator"],
            in_region("containers-kubernetes", UsSouth),
        ),
    );
    let group = join_group(&mut lab, "team", NEW);
    let give = policy::Command::Create {
        subject: Subject::AccessGroup(group.clone()),
        roles: vec!["Operator".into()],
        scope: Scope::service("containers-kubernetes"),
        rule: None,
    };
    assert!(!operate(&lab, "vpc-fra").allowed);
    lab.run(OWNER, give);
    assert!(operate(&lab, "vpc-fra").allowed);
    lab.run(OWNER, access_group::Command::Delete { id: group.clone() });
    assert!(!operate(&lab, "vpc-fra").allowed);
    assert!(operate(&lab, "classic-dal").allowed);
    let of_group = Subject::AccessGroup(group);
    let mut policies = lab.account.policies.values();
    assert!(policies.all(|policy| policy.subject != of_group));
}

#[test]
fn of_many_policies_those_that_come_closest_are_named() {
    let mut lab = lab();
    for n in 0..20 {
        let scope =
            Scope::service("containers-kubernetes").and(Name::ServiceInstance, format!("other{n}"));
        lab.run(OWNER, lab.assign(NEW, &["Operator"], scope));
    }
    lab.run(
        OWNER,
        lab.assign(NEW, &["Viewer"], Scope::service("containers-kubernetes")),
    );
    let ask = Gate::Operate.ask(lab.cluster("classic-dal"));
    let decision = decide(&lab.account, &lab.actor(NEW).identity, &ask, lab.now);
    assert_eq!(decision.looks.len(), 21);
    let findings = decision.findings(&lab.account);
    assert_eq!(findings.len(), 1 + 10 + 1, "{findings:#?}");
    assert!(
        findings[1].ends_with("covers it, but gives only Viewer."),
        "{findings:#?}"
    );
    assert_eq!(findings[11], "11 other policies for it don't come closer.");
}

/// Attaches an access tag to a cluster.
fn tag(lab: &mut Lab, tag: &str, cluster: &str) {
    let tag: AccessTag = tag.parse().unwrap();
    if !lab.account.access_tags.contains(&tag) {
        lab.run(
            OWNER,
            account::Command::AccessTag(TagCommand::Create(tag.clone())),
        );
    }
    let id = lab.cluster(cluster).id.clone();
    lab.run(
        OWNER,
        account::Command::AccessTag(TagCommand::Attach(tag, id)),
    );
}

fn tagged(tag: &str) -> Scope {
    Scope::of([Attribute::equals(Name::AccessTag, tag)])
}

fn give(lab: &Lab, scope: Scope) -> policy::Command {
    policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Operator".into()],
        scope,
        rule: None,
    }
}

#[test]
fn r108_a_policy_with_an_access_tag_reaches_what_carries_it() {
    let mut lab = lab();
    tag(&mut lab, "env:dev", "classic-dal");
    tag(&mut lab, "team:blue", "classic-dal");
    lab.run(OWNER, give(&lab, tagged("env:dev")));
    assert!(operate(&lab, "classic-dal").allowed);
    assert!(!operate(&lab, "vpc-fra").allowed);
    tag(&mut lab, "env:dev", "vpc-fra");
    assert!(operate(&lab, "vpc-fra").allowed, "tags count as they are");
    let id = lab.cluster("classic-dal").id.clone();
    let env: AccessTag = "env:dev".parse().unwrap();
    lab.run(
        OWNER,
        account::Command::AccessTag(TagCommand::Detach(env, id)),
    );
    let refused = operate(&lab, "classic-dal");
    assert!(!refused.allowed);
    let why = refused.findings(&lab.account).join(" ");
    assert!(
        why.contains("applies only where access tag is env:dev"),
        "{why}"
    );

    // Every tag that a policy names must be there.
    let both = tagged("team:blue").and(Name::AccessTag, "env:dev");
    lab.run(OWNER, give(&lab, both));
    assert!(!operate(&lab, "classic-dal").allowed);
}

#[test]
fn r108_an_access_tag_goes_with_no_other_attribute() {
    let lab = lab();
    let group = lab.group("default");
    let all = Scope::all_services().and(Name::AccessTag, "env:dev");
    assert!(lab.allows(OWNER, give(&lab, all)));
    for other in [
        tagged("env:dev").and(Name::ServiceName, "containers-kubernetes"),
        tagged("env:dev").and(Name::Region, "us-south"),
        tagged("env:dev").and(Name::ResourceGroupId, group.as_str()),
        tagged("env:dev").and(Name::ServiceType, "platform_service"),
        tagged("not a pair"),
    ] {
        let refusal = lab.refused(OWNER, give(&lab, other.clone()));
        let field = matches!(
            refusal.kind,
            RefusalKind::InvalidField {
                field: "access tag",
                ..
            }
        );
        assert!(field, "{other:?}: {refusal}");
    }
}

#[test]
fn r113_an_account_has_500_policies_with_access_tags() {
    let mut lab = lab();
    for n in 0..policy::TAGGED_LIMIT {
        lab.run(OWNER, give(&lab, tagged(&format!("env:{n}"))));
    }
    let refusal = lab.refused(OWNER, give(&lab, tagged("env:more")));
    assert!(matches!(
        refusal.kind,
        RefusalKind::LimitReached { limit: 500, .. }
    ));
    assert!(lab.allows(OWNER, give(&lab, Scope::service("is"))));
}

#[test]
fn access_tags_are_attached_by_editors_and_deleted_when_unused() {
    let mut lab = lab();
    let command = |command| account::Command::AccessTag(command);
    let env: AccessTag = " Env:Dev ".parse().unwrap();
    assert_eq!(env.as_str(), "env:dev");
    for bad in ["", "env", ":dev", "env:", "env:dev:1", "env:a/b"] {
        assert!(bad.parse::<AccessTag>().is_err(), "{bad}");
    }
    let create = || command(TagCommand::Create(env.clone()));
    assert!(
        !lab.allows("admin@example.com", create()),
        "no account management"
    );
    lab.run(OWNER, create());
    assert!(!lab.allows(OWNER, create()), "it is there");
    let id = lab.cluster("classic-dal").id.clone();
    let attach = || command(TagCommand::Attach(env.clone(), id.clone()));
    for (who, may) in [
        (VIEWER, false),
        ("operator@example.com", false),
        ("admin@example.com", true),
    ] {
        assert_eq!(lab.allows(who, attach()), may, "{who}");
    }
    lab.run("admin@example.com", attach());
    assert!(!lab.allows(OWNER, attach()), "it carries it");
    let delete = || command(TagCommand::Delete(env.clone()));
    assert!(!lab.allows(OWNER, delete()), "it is attached");
    lab.run(OWNER, command(TagCommand::Detach(env.clone(), id)));
    let give = give(&lab, tagged("env:dev"));
    lab.run(OWNER, give);
    assert!(!lab.allows(OWNER, delete()), "a policy names it");
    let (id, _) = lab
        .account
        .policies
        .iter()
        .find(|(_, p)| p.scope == tagged("env:dev"))
        .unwrap();
    let policy = id.clone();
    lab.run(OWNER, policy::Command::Delete { policy });
    lab.run(OWNER, delete());
    assert!(lab.account.access_tags.is_empty());
}

#[test]
fn r97_policies_of_public_access_reach_everybody_until_it_is_turned_off() {
    let mut lab = lab();
    let subject = Subject::AccessGroup(PUBLIC.id.clone());
    let give = |roles: &[&str], scope| policy::Command::Create {
        subject: subject.clone(),
        roles: roles.iter().map(|role| role.to_string()).collect(),
        scope,
        rule: None,
    };
    for (roles, scope) in [
        (["Viewer"], Scope::service("secrets-manager")),
        (["Reader"], Scope::service("containers-kubernetes")),
        (["Reader"], Scope::all_services()),
        (["Service ID creator"], Scope::service("iam-identity")),
    ] {
        let refusal = lab.refused(OWNER, give(&roles, scope.clone()));
        assert!(
            matches!(refusal.kind, RefusalKind::NotPossible { .. }),
            "{scope:?}: {refusal}"
        );
    }
    let reads = |lab: &Lab, who: &str| {
        let ask = Ask::role("secrets-manager", &["Reader"]);
        decide(&lab.account, &lab.actor(who).identity, &ask, lab.now).allowed
    };
    assert!(!reads(&lab, NEW) && !reads(&lab, VIEWER));
    lab.run(OWNER, give(&["Reader"], Scope::service("secrets-manager")));
    assert!(reads(&lab, NEW) && reads(&lab, VIEWER));
    let turn = |access| access_group::Command::SetPublicAccess(access);
    assert!(!lab.allows(NEW, turn(PublicAccess::Disabled)));
    lab.run(OWNER, turn(PublicAccess::Disabled));
    assert!(!reads(&lab, NEW) && !reads(&lab, VIEWER));
}

#[test]
fn public_access_has_no_members_of_its_own_and_stays() {
    let lab = lab();
    let id = lab
        .account
        .access_group_called("Public Access")
        .unwrap()
        .id
        .clone();
    let member = lab.actor(NEW).identity;
    let (name, description) = ("Private".to_string(), String::new());
    for command in [
        access_group::Command::AddMember {
            id: id.clone(),
            member: member.clone(),
        },
        access_group::Command::RemoveMember {
            id: id.clone(),
            member,
        },
        access_group::Command::Update {
            id: id.clone(),
            name,
            description,
        },
        access_group::Command::Delete { id },
    ] {
        let refusal = lab.refused(OWNER, command);
        assert!(
            matches!(refusal.kind, RefusalKind::NotPossible { .. }),
            "{refusal}"
        );
    }
}

fn role_on_workers(display_name: &str, actions: &[&str]) -> custom_role::Command {
    custom_role::Command::Create {
        name: "WorkerAdder".into(),
        display_name: display_name.into(),
        description: "Adds workers".into(),
        service: "containers-kubernetes".into(),
        actions: actions.iter().map(|action| action.to_string()).collect(),
    }
}

#[test]
fn r99_a_custom_role_gives_the_actions_that_it_holds_and_no_others() {
    let mut lab = lab();
    lab.run(
        OWNER,
        role_on_workers("Worker adder", &[Gate::Operate.action()]),
    );
    let give = |scope| policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Worker adder".into()],
        scope,
        rule: None,
    };
    // It is offered for its service only.
    let refusal = lab.refused(OWNER, give(Scope::service("is")));
    assert!(
        matches!(refusal.kind, RefusalKind::UnknownRole { .. }),
        "{refusal}"
    );
    let give = give(Scope::service("containers-kubernetes").and(Name::Region, "us-south"));
    lab.run(OWNER, give);
    let may = |lab: &Lab, gate: Gate, cluster: &str| {
        let ask = gate.ask(lab.cluster(cluster));
        decide(&lab.account, &lab.actor(NEW).identity, &ask, lab.now).allowed
    };
    assert!(may(&lab, Gate::Operate, "classic-dal"));
    assert!(!may(&lab, Gate::Operate, "vpc-fra"), "another region");
    for gate in [Gate::Read, Gate::Update, Gate::Create] {
        assert!(!may(&lab, gate, "classic-dal"), "{gate:?}");
    }
    let id = lab
        .account
        .custom_role_called("WorkerAdder")
        .unwrap()
        .id
        .clone();
    let update = |actions: &[Gate], display_name: &str| custom_role::Command::Update {
        id: id.clone(),
        display_name: display_name.into(),
        description: String::new(),
        actions: actions
            .iter()
            .map(|gate| gate.action().to_string())
            .collect(),
    };
    lab.run(OWNER, update(&[Gate::Read, Gate::Update], "Worker adder"));
    assert!(
        !may(&lab, Gate::Operate, "classic-dal"),
        "changed for every policy that gives it"
    );
    assert!(may(&lab, Gate::Update, "classic-dal"));
    // While a policy gives it, it keeps its name and stays.
    assert!(!lab.allows(OWNER, update(&[Gate::Read], "Looker")));
    assert!(!lab.allows(OWNER, custom_role::Command::Delete { id: id.clone() }));
    let given = Role::named("Worker adder");
    let gives = |policy: &&policy::Policy| policy.roles.contains(&given);
    let policy = lab
        .account
        .policies
        .values()
        .find(gives)
        .unwrap()
        .id
        .clone();
    lab.run(OWNER, policy::Command::Delete { policy });
    lab.run(OWNER, custom_role::Command::Delete { id });
    assert!(lab.account.custom_roles.is_empty());
}

#[test]
fn custom_roles_are_checked_and_made_by_administrators_of_access_management() {
    let mut lab = lab();
    let operate = Gate::Operate.action();
    let good = || role_on_workers("Worker adder", &[operate]);
    assert!(!lab.allows("admin@example.com", good()));
    lab.give(NEW, "iam-access-management", &["Administrator"]);
    assert!(lab.allows(NEW, good()));
    for (name, display_name, service, action) in [
        ("workerAdder", "A", "containers-kubernetes", operate),
        ("Worker-adder", "A", "containers-kubernetes", operate),
        ("", "A", "containers-kubernetes", operate),
        (
            "A234567890123456789012345678901",
            "A",
            "containers-kubernetes",
            operate,
        ),
        ("Adder", "", "containers-kubernetes", operate),
        ("Adder", "operator", "containers-kubernetes", operate),
        ("Adder", "Writer", "containers-kubernetes", operate),
        ("Adder", "A", "nothing", operate),
        ("Adder", "A", "is", operate),
        ("Adder", "A", "containers-kubernetes", ""),
    ] {
        let create = custom_role::Command::Create {
            name: name.into(),
            display_name: display_name.into(),
            description: String::new(),
            service: service.into(),
            actions: vec![action.into()],
        };
        assert!(
            !lab.allows(OWNER, create),
            "{name} {display_name} {service} {action}"
        );
    }
    lab.run(NEW, good());
    assert!(!lab.allows(NEW, good()), "the name is taken");
}

#[test]
fn r113_an_account_has_40_custom_roles() {
    let mut lab = lab();
    for n in 0..=custom_role::LIMIT {
        let create = custom_role::Command::Create {
            name: format!("Role{n}"),
            display_name: format!("Role {n}"),
            description: String::new(),
            service: "containers-kubernetes".into(),
            actions: vec![Gate::Read.action().into()],
        };
        match n < custom_role::LIMIT {
            true => drop(lab.run(OWNER, create)),
            false => {
                let refusal = lab.refused(OWNER, create);
                assert!(matches!(
                    refusal.kind,
                    RefusalKind::LimitReached { limit: 40, .. }
                ));
            }
        }
    }
}
