//! The far corners of decisions: identities that are gone, policies at the limit, and what a decision says of each policy.

mod common;

use common::*;
use credlab_model::actor::Identity;
use credlab_model::classic::SetName;
use credlab_model::iam::access::{Ask, Look, Reason, Verdict, decide};
use credlab_model::iam::policy::{
    Attribute, AttributeName, Command, LIMIT, Policy, Scope, Subject, may_read,
};
use credlab_model::iam::service::Family;
use credlab_model::iam::service_id;
use credlab_model::refusal::RefusalKind;

#[test]
fn a_service_id_that_is_gone_has_no_access() {
    let mut lab = Lab::demo();
    let deployer = lab.actor(DEPLOYER).identity;
    let ask = Ask::action("containers-kubernetes.cluster.read");
    assert!(decide(&lab.account, &deployer, &ask, lab.now).allowed);
    let Identity::ServiceId(id) = deployer.clone() else {
        panic!("it is a service ID");
    };
    lab.run(OWNER, service_id::Command::Delete { id });
    let decision = decide(&lab.account, &deployer, &ask, lab.now);
    assert_eq!(decision.reason, Reason::Inactive("deleted"));
    let findings = decision.findings(&lab.account);
    assert_eq!(
        findings,
        ["The identity can't use its access: it is deleted."]
    );

    let nobody = decide(&lab.account, &Identity::Credlab, &ask, lab.now);
    assert!(!nobody.allowed, "Credlab is no identity of the account");
}

#[test]
fn an_unknown_action_is_allowed_to_nobody_but_the_owner() {
    let lab = Lab::demo();
    let ask = Ask::action("containers-kubernetes.cluster.dance");
    let decision = decide(&lab.account, &lab.actor(ADMIN).identity, &ask, lab.now);
    assert!(!decision.allowed);
    let findings = decision.findings(&lab.account).join("\n");
    assert!(
        findings.starts_with("a role that nobody offers"),
        "{findings}"
    );
}

#[test]
fn policies_of_a_locked_service_id_stay_as_they_are() {
    let mut lab = Lab::demo();
    let Identity::ServiceId(id) = lab.actor(DEPLOYER).identity else {
        panic!("it is a service ID");
    };
    let mut policies = lab.account.policies.values();
    let subject = Subject::ServiceId(id.clone());
    let policy = policies.find(|policy| policy.subject == subject).unwrap();
    let policy = policy.id.clone();
    let commands = [
        Command::Update {
            policy: policy.clone(),
            seen: None,
            roles: vec!["Viewer".into()],
            scope: Scope::service("containers-kubernetes"),
            rule: None,
        },
        Command::Delete { policy },
    ];
    let lock = |locked| service_id::Command::SetLocked {
        id: id.clone(),
        locked,
    };
    for command in &commands {
        assert!(lab.allows(OWNER, command.clone()));
    }
    lab.run(OWNER, lock(true));
    for command in &commands {
        let refusal = lab.refused(OWNER, command.clone());
        assert!(
            matches!(refusal.kind, RefusalKind::Locked { .. }),
            "{refusal}"
        );
    }
    lab.run(OWNER, lock(false));
    for command in commands {
        assert!(lab.allows(OWNER, command));
    }
}

#[test]
fn r100_a_namespace_is_not_combined_with_a_resource_group() {
    let lab = Lab::demo();
    let namespace =
        Scope::service("containers-kubernetes").and(AttributeName::Namespace, "default");
    assert!(lab.allows(OWNER, lab.assign(VIEWER, &["Reader"], namespace.clone())));
    let both = namespace.in_group(&lab.group("prod")).unwrap();
    let refusal = lab.refused(OWNER, lab.assign(VIEWER, &["Reader"], both));
    let field = RefusalKind::InvalidField {
        field: "namespace",
        problem: "can't be combined with a resource group".into(),
    };
    assert_eq!(refusal.kind, field);
}

#[test]
fn r113_an_account_holds_so_many_policies_and_no_more() {
    let mut lab = Lab::demo();
    let template = lab.account.policies.values().next().unwrap().clone();
    let fill = LIMIT - 1 - lab.account.policies.len();
    for n in 0..fill {
        lab.account.policies.insert(Policy {
            id: format!("{n:08x}-0000-4000-8000-000000000000")
                .parse()
                .unwrap(),
            ..template.clone()
        });
    }
    lab.run(OWNER, lab.assign(VIEWER, &["Viewer"], Scope::service("is")));
    assert_eq!(lab.account.policies.len(), LIMIT);
    let refusal = lab.refused(OWNER, lab.assign(VIEWER, &["Editor"], Scope::service("is")));
    assert!(matches!(
        refusal.kind,
        RefusalKind::LimitReached { limit: LIMIT, .. }
    ));
}

#[test]
fn policies_are_read_by_who_has_them_or_has_a_role_on_their_target() {
    let mut lab = Lab::demo();
    lab.join(OWNER, "new@example.com", SetName::NoAccess);
    let prod = lab.group("prod");
    for (who, roles, scope) in [
        (EDITOR, "Viewer", Scope::resource_group(&prod)),
        (VIEWER, "Viewer", Scope::all_account_management()),
        (VIEWER, "Viewer", Scope::service("is")),
        (OPERATOR, "Operator", Scope::resource_group(&prod)),
    ] {
        lab.run(OWNER, lab.assign(who, &[roles], scope));
    }
    let of = |who: &str, scope: &Scope| {
        let subject = Subject::User(lab.user_id(who));
        let mut policies = lab.account.policies.of(&subject);
        policies
            .find(|policy| policy.scope == *scope)
            .unwrap()
            .clone()
    };
    let group = of(EDITOR, &Scope::resource_group(&prod));
    let family = of(VIEWER, &Scope::all_account_management());
    let service = of(VIEWER, &Scope::service("is"));
    for (who, policy, reads) in [
        (OWNER, &group, true),
        (EDITOR, &group, true),
        (OPERATOR, &group, true),
        ("new@example.com", &group, false),
        (OWNER, &family, true),
        (VIEWER, &family, true),
        (ADMIN, &family, false),
        (VIEWER, &service, true),
        (ADMIN, &service, true),
        (OPERATOR, &service, false),
    ] {
        let who = lab.actor(who).identity;
        let scope = policy.describe(&lab.account);
        assert_eq!(
            may_read(&lab.account, &who, policy, lab.now),
            reads,
            "{who:?}: {scope}"
        );
    }
}

#[test]
fn a_decision_says_of_each_policy_what_became_of_it() {
    let mut lab = Lab::demo();
    lab.strip(EDITOR);
    let region = |region: &str| {
        let service = Attribute::equals(AttributeName::ServiceName, "is");
        Scope::of([service, Attribute::equals(AttributeName::Region, region)])
    };
    for (roles, scope) in [
        (["Viewer"], Scope::service("is")),
        (["Administrator"], region("eu-de")),
        (["Administrator"], Scope::all_account_management()),
        (["Editor"], Scope::resource_group(&lab.group("prod"))),
    ] {
        lab.run(OWNER, lab.assign(EDITOR, &roles, scope));
    }
    let rule = r#"{"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["7+00:00"]}"#;
    let mut weekends = lab.assign(EDITOR, &["Administrator"], Scope::all_services());
    if let credlab_model::Command::Policy(Command::Create { rule: when, .. }) = &mut weekends {
        *when = Some(serde_json::from_str(rule).unwrap());
    }
    lab.run(OWNER, weekends);

    let editor = lab.actor(EDITOR).identity;
    let says = |ask: Ask| {
        let decision = decide(&lab.account, &editor, &ask, lab.now);
        let mut findings = decision.findings(&lab.account);
        // Ids differ from test to test as commands are added.
        for finding in &mut findings {
            if let Some((_, rest)) = finding
                .split_once(" (")
                .filter(|(id, _)| id.starts_with("Policy "))
            {
                *finding = format!("Policy ({rest}");
            }
        }
        findings[1..].sort();
        findings.join("\n")
    };
    let administrator = Ask::role("is", &["Administrator"]);
    let south = administrator
        .clone()
        .in_region(credlab_model::region::Region::UsSouth);
    let germany = administrator.in_region(credlab_model::region::Region::EuDe);
    let all = Ask::all_of(Family::IamEnabled);
    let text = [south, germany, all].map(says).join("\n\n");
    insta::assert_snapshot!("findings", text);
}

#[test]
fn a_user_who_was_removed_has_no_access() {
    let mut lab = Lab::demo();
    let viewer = lab.actor(VIEWER).identity;
    let ask = Ask::action("containers-kubernetes.cluster.read");
    let user = lab.user_id(VIEWER);
    lab.run(OWNER, credlab_model::iam::user::Command::Remove { user });
    let decision = decide(&lab.account, &viewer, &ask, lab.now);
    assert_eq!(
        decision.reason,
        Reason::Inactive("not a member of the account")
    );
}

#[test]
fn a_policy_for_another_service_is_looked_at_and_not_named() {
    let mut lab = Lab::demo();
    lab.give(VIEWER, "kms", &["Viewer"]);
    let viewer = lab.actor(VIEWER).identity;
    let ask = Ask::action("containers-kubernetes.cluster.operate");
    let decision = decide(&lab.account, &viewer, &ask, lab.now);
    let other = |look: &&Look| look.verdict == Verdict::OtherService;
    assert_eq!(decision.looks.iter().filter(other).count(), 1);
    let findings = decision.findings(&lab.account).join("\n");
    assert!(
        !findings.contains("Key Protect") && findings.contains("Viewer"),
        "{findings}"
    );
    assert!(decision.nearest().is_some_and(|look| !other(&look)));
}

#[test]
fn what_was_recorded_of_things_that_are_gone_changes_nothing() {
    use credlab_model::classic::{Event as Classic, PermissionSet};
    use credlab_model::iam::policy::Event as Policies;
    use credlab_model::id::ClassicUserId;
    use credlab_model::template::Template;
    use credlab_model::{Event, Record};

    let record = |lab: &Lab, event: Event| Record {
        version: lab.account.version + 1,
        at: lab.now,
        correlation: "none".into(),
        actor: lab.actor(OWNER),
        event,
    };
    let nobody = Classic::PermissionsSet {
        user: ClassicUserId(7),
        permissions: PermissionSet::ALL,
    };
    let no_policy = Policies::Deleted {
        id: "00000000-0000-4000-8000-000000000000".parse().unwrap(),
    };
    let (demo, lite) = (Lab::demo(), Lab::of(Template::EmptyLite));
    for (lab, event) in [
        (&demo, Event::from(nobody.clone())),
        (&lite, nobody.into()),
        (&demo, no_policy.into()),
    ] {
        let mut after = lab.account.clone();
        after.apply(&record(lab, event));
        after.version = lab.account.version;
        assert!(after == lab.account);
    }
}
