//! Access and time: policies that apply at some times only (R106), and access that goes on after it was taken away (R105).

mod common;

use common::*;
use credlab_model::account::later;
use credlab_model::classic::SetName;
use credlab_model::iam::access::{Ask, Verdict, decide};
use credlab_model::iam::access_group;
use credlab_model::iam::policy::{self, Pattern, Rule, Scope, Subject, Times, Window};
use credlab_model::id::AccessGroupId;
use credlab_model::kubernetes::Gate;

const NEW: &str = "new@example.com";

/// The demo account with a user who has no access at all.
fn lab() -> Lab {
    let mut lab = Lab::demo();
    lab.join(OWNER, NEW, SetName::NoAccess);
    lab
}

fn join_group(lab: &mut Lab, name: &str, who: &str) -> AccessGroupId {
    let (name, description) = (name.to_string(), String::new());
    lab.run(
        OWNER,
        access_group::Command::Create {
            name: name.clone(),
            description,
        },
    );
    let id = lab.account.access_group_called(&name).unwrap().id.clone();
    let member = lab.actor(who).identity;
    lab.run(
        OWNER,
        access_group::Command::AddMember {
            id: id.clone(),
            member,
        },
    );
    id
}

/// A rule as the policy API has it.
fn rule(json: &str) -> Rule {
    serde_json::from_str(json).unwrap()
}

const OFFICE_HOURS: &str = r#"{"operator": "and", "conditions": [
    {"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["1+02:00", "2+02:00"]},
    {"key": "{{environment.attributes.current_time}}", "operator": "timeGreaterThanOrEquals", "value": "09:00:00+02:00"},
    {"key": "{{environment.attributes.current_time}}", "operator": "timeLessThan", "value": "17:00:00+02:00"}]}"#;

const SEPTEMBER: &str = r#"{"operator": "and", "conditions": [
    {"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeGreaterThanOrEquals",
     "value": "2024-09-01T00:00:00+00:00"},
    {"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeLessThanOrEquals",
     "value": "2024-09-30T23:59:59+00:00"}]}"#;

#[test]
fn r106_a_policy_with_time_conditions_applies_within_its_window_only() {
    for (json, pattern, moments) in [
        (
            OFFICE_HOURS,
            Pattern::WeeklyCustomHours,
            vec![
                // 16 September 2024 was a Monday.
                ("2024-09-16T06:59:59Z", false),
                ("2024-09-16T07:00:00Z", true),
                ("2024-09-16T14:59:59Z", true),
                ("2024-09-16T15:00:00Z", false),
                ("2024-09-17T12:00:00Z", true),
                ("2024-09-18T12:00:00Z", false),
                // Monday has begun two hours earlier where the offset is +02:00.
                ("2024-09-22T23:00:00Z", false),
                ("2024-09-23T07:00:00Z", true),
            ],
        ),
        (
            SEPTEMBER,
            Pattern::Once,
            vec![
                ("2024-08-31T23:59:59Z", false),
                ("2024-09-01T00:00:00Z", true),
                ("2024-09-30T23:59:59Z", true),
                ("2024-10-01T00:00:00Z", false),
            ],
        ),
    ] {
        let mut lab = lab();
        let create = policy::Command::Create {
            subject: Subject::User(lab.user_id(NEW)),
            roles: vec!["Viewer".into()],
            scope: Scope::service("container-registry"),
            rule: Some(rule(json)),
        };
        lab.run(OWNER, create);
        let (account, identity) = (&lab.account, lab.actor(NEW).identity);
        let made = account.policies.values().find(|p| p.rule.is_some());
        let made = made.unwrap().rule.clone().unwrap();
        assert_eq!(made.pattern(), pattern);
        let ask = Ask::role("container-registry", &["Viewer"]);
        for (moment, applies) in moments {
            let at = moment.parse().unwrap();
            let decision = decide(account, &identity, &ask, at);
            assert_eq!(decision.allowed, applies, "{moment}");
            if !applies {
                let nearest = decision.nearest().unwrap();
                assert!(matches!(nearest.verdict, Verdict::OtherTime));
            }
        }
    }
}

#[test]
fn r106_the_kubernetes_service_ignores_time_conditions() {
    let mut lab = lab();
    let create = policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Operator".into()],
        scope: Scope::all_services(),
        rule: Some(rule(SEPTEMBER)),
    };
    lab.run(OWNER, create);
    lab.now = "2026-01-01T00:00:00Z".parse().unwrap();
    let identity = lab.actor(NEW).identity;
    let operate = Gate::Operate.ask(lab.cluster("classic-dal"));
    assert!(
        decide(&lab.account, &identity, &operate, lab.now).allowed,
        "access remains"
    );
    let elsewhere = Ask::role("container-registry", &["Operator"]);
    assert!(!decide(&lab.account, &identity, &elsewhere, lab.now).allowed);
    // What has expired stays, and is in the way of another like it.
    let again = policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Operator".into()],
        scope: Scope::all_services(),
        rule: Some(rule(SEPTEMBER)),
    };
    assert!(!lab.allows(OWNER, again));
}

#[test]
fn r106_changes_by_time_are_on_the_agenda() {
    let mut lab = lab();
    let create = policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Viewer".into()],
        scope: Scope::service("container-registry"),
        rule: Some(rule(OFFICE_HOURS)),
    };
    lab.run(OWNER, create);
    let mut at = "2024-09-16T00:00:00Z".parse().unwrap();
    for expected in [
        "2024-09-16T07:00:00Z",
        "2024-09-16T15:00:00Z",
        "2024-09-17T07:00:00Z",
        "2024-09-17T15:00:00Z",
        "2024-09-23T07:00:00Z",
    ] {
        let agenda = lab.account.agenda(at);
        let due = agenda.iter().find(|due| due.what.contains("to apply"));
        assert_eq!(due.unwrap().at.to_string(), expected);
        at = due.unwrap().at;
    }
}

#[test]
fn rules_are_read_and_written_as_the_policy_api_has_them() {
    for json in [OFFICE_HOURS, SEPTEMBER] {
        let read: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_value(rule(json)).unwrap(), read);
    }
    let one = |key: &str, operator: &str, value: &str| {
        format!(r#"{{"key": "{{{{{key}}}}}", "operator": "{operator}", "value": "{value}"}}"#)
    };
    for (json, says) in [
        (
            one(
                "environment.attributes.day_of_week",
                "dayOfWeekEquals",
                "8+00:00",
            ),
            "days must read 1+00:00 (Monday) to 7+00:00",
        ),
        (
            one(
                "environment.attributes.current_time",
                "timeEquals",
                "09:00:00+00:00",
            ),
            "'timeEquals' does not go with {{environment.attributes.current_time}}",
        ),
        (
            one(
                "environment.attributes.current_time",
                "timeLessThan",
                "25:00:00+00:00",
            ),
            "a time of day must read 09:00:00+00:00",
        ),
        (
            one(
                "environment.attributes.current_date_time",
                "dateTimeLessThan",
                "yesterday",
            ),
            "a moment must read 2026-11-27T09:00:00+00:00",
        ),
        (
            one("resource.attributes.prefix", "stringEquals", "x"),
            "'{{resource.attributes.prefix}}' is not one of",
        ),
        (
            r#"{"operator": "not", "conditions": []}"#.to_string(),
            "'not' is not one of and, or",
        ),
    ] {
        let problem = serde_json::from_str::<Rule>(&json).unwrap_err().to_string();
        assert!(problem.contains(says), "{problem}");
    }
}

#[test]
fn r113_a_policy_has_ten_conditions_and_is_once_or_weekly() {
    let lab = lab();
    let day = r#"{"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["1+00:00"]}"#;
    let of = |conditions: &[&str]| {
        format!(
            r#"{{"operator": "and", "conditions": [{}]}}"#,
            conditions.join(",")
        )
    };
    let create = |json: &str| policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Viewer".into()],
        scope: Scope::service("container-registry"),
        rule: Some(rule(json)),
    };
    assert!(lab.allows(OWNER, create(&of(&[day; 10]))));
    assert!(!lab.allows(OWNER, create(&of(&[day; 11]))));
    assert!(!lab.allows(OWNER, create(&of(&[]))));
    assert!(!lab.allows(OWNER, create(&of(&[day, SEPTEMBER]))));
    assert!(lab.allows(OWNER, create(&of(&[&of(&[day]), day]))));
    assert!(!lab.allows(OWNER, create(&of(&[&of(&[&of(&[day])])]))));
}

/// The only policy of a group.
fn policy_of(lab: &Lab, group: AccessGroupId) -> policy::Policy {
    let subject = Subject::AccessGroup(group);
    let mut policies = lab.account.policies.of(&subject);
    policy::Policy::clone(policies.next().unwrap())
}

#[test]
fn r105_access_that_was_taken_away_works_for_ten_minutes_more() {
    type Take = fn(&mut Lab, AccessGroupId);
    let takes: [(&str, Take); 5] = [
        ("policy deleted", |lab, group| {
            let policy = policy_of(lab, group).id;
            lab.run(OWNER, policy::Command::Delete { policy });
        }),
        ("role changed", |lab, group| {
            let policy = policy_of(lab, group);
            let update = policy::Command::Update {
                policy: policy.id,
                seen: None,
                roles: vec!["Viewer".into()],
                scope: policy.scope,
                rule: None,
            };
            lab.run(OWNER, update);
        }),
        ("member removed", |lab, id| {
            let member = lab.actor(NEW).identity;
            lab.run(OWNER, access_group::Command::RemoveMember { id, member });
        }),
        ("member purged", |lab, _| {
            let member = lab.actor(NEW).identity;
            lab.run(OWNER, access_group::Command::Purge { member });
        }),
        ("group deleted", |lab, id| {
            lab.run(OWNER, access_group::Command::Delete { id });
        }),
    ];
    for (what, take) in takes {
        for (mut lab, minutes) in [(Lab::demo(), 0), (Lab::lifelike(), 10)] {
            lab.join(OWNER, NEW, SetName::NoAccess);
            let group = join_group(&mut lab, "operators", NEW);
            let create = policy::Command::Create {
                subject: Subject::AccessGroup(group.clone()),
                roles: vec!["Operator".into()],
                scope: Scope::service("containers-kubernetes"),
                rule: None,
            };
            lab.run(OWNER, create);
            take(&mut lab, group);
            let taken = lab.records.last().unwrap().at;
            let ask = Gate::Operate.ask(lab.cluster("classic-dal"));
            let identity = lab.actor(NEW).identity;
            let after = |seconds| {
                let at = later(taken, seconds);
                decide(&lab.account, &identity, &ask, at)
            };
            assert!(!after(minutes * 60).allowed, "{what}");
            if minutes > 0 {
                let still = after(minutes * 60 - 1);
                assert!(still.allowed, "{what}");
                let why = still.findings(&lab.account).join(" ");
                assert!(why.contains("taken away and in effect until"), "{why}");
                let agenda = lab.account.agenda(taken);
                let due = agenda.iter().find(|due| due.what.contains("loses"));
                assert_eq!(due.unwrap().at, later(taken, 600));
                // With the next record after that, nothing of it is left.
                lab.wait(3600);
                lab.run(
                    OWNER,
                    access_group::Command::Create {
                        name: "others".into(),
                        description: String::new(),
                    },
                );
                assert_eq!(lab.account.lapsing.all().count(), 0);
            }
        }
    }
}

const WEEKENDS: &str = r#"{"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["6+00:00", "7+00:00"]}"#;

/// A condition on the time of day or on a moment.
fn condition(kind: &str, comparison: &str, value: &str) -> String {
    let key = match kind {
        "time" => "current_time",
        _ => "current_date_time",
    };
    format!(
        r#"{{"key": "{{{{environment.attributes.{key}}}}}", "operator": "{kind}{comparison}", "value": "{value}"}}"#
    )
}

fn either(one: &str, other: &str) -> Rule {
    rule(&format!(
        r#"{{"operator": "or", "conditions": [{one}, {other}]}}"#
    ))
}

#[test]
fn one_of_several_conditions_is_enough_where_they_are_joined_by_or() {
    let evening = condition("time", "GreaterThan", "18:00:00+00:00");
    let rule = either(WEEKENDS, &evening);
    // 16 September 2024 was a Monday.
    for (moment, holds) in [
        ("2024-09-16T18:00:00Z", false),
        ("2024-09-16T18:00:01Z", true),
        ("2024-09-17T00:00:00Z", false),
        ("2024-09-21T09:00:00Z", true),
    ] {
        assert_eq!(rule.holds(moment.parse().unwrap()), holds, "{moment}");
    }
    let monday = "2024-09-16T12:00:00Z".parse().unwrap();
    let next = rule.next_change(monday).unwrap();
    assert_eq!(next.to_string(), "2024-09-16T18:00:01Z");
    assert_eq!(
        rule.to_string(),
        "on Sat, Sun (+00:00) or from 18:00 (+00:00)"
    );
    let json = serde_json::to_string(&rule).unwrap();
    assert!(json.contains(r#""operator":"or""#), "{json}");
    assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), rule);
}

#[test]
fn the_pattern_follows_from_the_conditions() {
    for (json, pattern) in [
        (WEEKENDS, "time-based-conditions:weekly:all-day"),
        (OFFICE_HOURS, "time-based-conditions:weekly:custom-hours"),
        (SEPTEMBER, "time-based-conditions:once"),
    ] {
        assert_eq!(rule(json).pattern().as_str(), pattern);
    }
}

#[test]
fn moments_come_once_and_bounds_belong_to_the_side_that_they_name() {
    for (comparison, at_the_bound, a_second_later, change) in [
        ("LessThan", false, false, Some("2024-09-16T09:00:00Z")),
        (
            "LessThanOrEquals",
            true,
            false,
            Some("2024-09-16T09:00:01Z"),
        ),
        ("GreaterThan", false, true, Some("2024-09-16T09:00:01Z")),
        (
            "GreaterThanOrEquals",
            true,
            true,
            Some("2024-09-16T09:00:00Z"),
        ),
    ] {
        let rule = rule(&condition(
            "dateTime",
            comparison,
            "2024-09-16T11:00:00+02:00",
        ));
        let holds = |moment: &str| rule.holds(moment.parse().unwrap());
        assert_eq!(holds("2024-09-16T09:00:00Z"), at_the_bound, "{comparison}");
        assert_eq!(
            holds("2024-09-16T09:00:01Z"),
            a_second_later,
            "{comparison}"
        );
        let next = |moment: &str| rule.next_change(moment.parse().unwrap());
        let before = next("2024-09-15T00:00:00Z").map(|at| at.to_string());
        assert_eq!(before.as_deref(), change, "{comparison}");
        assert_eq!(next("2024-09-17T00:00:00Z"), None, "{comparison}");
    }
}

#[test]
fn what_always_holds_never_changes() {
    let always = either(
        &condition("time", "GreaterThanOrEquals", "00:00:00+00:00"),
        WEEKENDS,
    );
    let monday = "2024-09-16T12:00:00Z".parse().unwrap();
    assert!(always.holds(monday));
    assert_eq!(always.next_change(monday), None);
}

#[test]
fn offsets_are_read_in_every_form_and_no_other() {
    for (value, holds) in [
        ("10:00:00Z", false),
        ("10:00:00-02:30", false),
        ("10:00:00+02:30", true),
    ] {
        let rule = rule(&condition("time", "GreaterThan", value));
        assert_eq!(
            rule.holds("2024-09-16T09:30:00Z".parse().unwrap()),
            holds,
            "{value}"
        );
    }
    for value in [
        "10:00:00",
        "10:00:00*02:00",
        "10:00:00+2:00",
        "10:00:00+15:00",
        "25:00:00Z",
        "10:60:00Z",
        "10:00Z",
        "",
    ] {
        let json = condition("time", "GreaterThan", value);
        assert!(serde_json::from_str::<Rule>(&json).is_err(), "{value}");
    }
}

#[test]
fn r106_the_form_of_the_console_says_once_or_weekly_and_is_read_back() {
    let once = |from: &str, until: &str| Times::Once {
        from: from.into(),
        until: until.into(),
    };
    let weekly = |days: &[u8], from: &str, until: &str| Times::Weekly {
        days: days.into(),
        from: from.into(),
        until: until.into(),
    };
    for (times, zone, said) in [
        (
            once("2026-11-27T09:00", "2026-11-28T17:30"),
            "+01:00",
            "from 2026-11-27 08:00 UTC and until 2026-11-28 16:30 UTC",
        ),
        (
            once("", "2026-12-01T00:00:00"),
            "+00:00",
            "until 2026-12-01 00:00 UTC",
        ),
        (weekly(&[1, 5], "", ""), "-05:00", "on Mon, Fri (-05:00)"),
        (
            weekly(&[3], "09:00", "17:00"),
            "+05:30",
            "on Wed (+05:30) and from 09:00 (+05:30) and until 17:00 (+05:30)",
        ),
    ] {
        let zone = zone.to_string();
        let rule = Window { zone, times }.rule().unwrap();
        assert_eq!(rule.to_string(), said);
        let read = rule.window().unwrap();
        assert_eq!(read.rule().unwrap(), rule, "{said}");
    }
    for (times, problem) in [
        (once("", ""), "a start or an end"),
        (
            once("2026-11-28T09:00", "2026-11-27T09:00"),
            "end after it begins",
        ),
        (once("tomorrow", ""), "a moment must read"),
        (once("2026-02-30T09:00", ""), "a moment must read"),
        (weekly(&[], "", ""), "at least one day"),
        (weekly(&[8], "", ""), "days must read"),
        (weekly(&[1], "09:00", ""), "a start and an end"),
        (weekly(&[1], "17:00", "09:00"), "end after it begins"),
        (weekly(&[1], "25:00", "26:00"), "a time of day must read"),
    ] {
        let zone = "+00:00".to_string();
        let refusal = Window { zone, times }.rule().unwrap_err();
        assert!(refusal.message().contains(problem), "{refusal}");
    }
}

#[test]
fn rules_that_the_form_can_t_say_are_not_read_as_something_else() {
    let day = r#"{"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["1+00:00", "2+01:00"]}"#;
    let either = SEPTEMBER.replace("\"and\"", "\"or\"");
    let open = r#"{"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeLessThan", "value": "2026-12-01T00:00:00+00:00"}"#;
    let nested = format!(r#"{{"operator": "and", "conditions": [{SEPTEMBER}]}}"#);
    for json in [OFFICE_HOURS, day, &either, open, &nested] {
        assert_eq!(rule(json).window(), None, "{json}");
    }
    assert!(rule(SEPTEMBER).window().is_some());
}

#[test]
fn a_policy_that_was_changed_meanwhile_is_not_replaced_unseen() {
    let mut lab = lab();
    let create = policy::Command::Create {
        subject: Subject::User(lab.user_id(NEW)),
        roles: vec!["Viewer".into()],
        scope: Scope::service("container-registry"),
        rule: None,
    };
    lab.run(OWNER, create);
    let subject = Subject::User(lab.user_id(NEW));
    let id = lab.account.policies.of(&subject).next().unwrap().id.clone();
    let update = |seen, role: &str| policy::Command::Update {
        policy: id.clone(),
        seen,
        roles: vec![role.into()],
        scope: Scope::service("container-registry"),
        rule: None,
    };
    lab.run(OWNER, update(Some(1), "Editor"));
    let refusal = lab.refused(OWNER, update(Some(1), "Operator"));
    let said = refusal.message();
    assert!(
        said.contains("was changed meanwhile. It gives Editor on"),
        "{said}"
    );
    lab.run(OWNER, update(Some(2), "Operator"));
    lab.run(OWNER, update(None, "Viewer"));
}
