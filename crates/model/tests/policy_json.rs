//! Policies as JSON: what is shown is read again as the same policy, in both versions of the API.

mod common;

use common::*;
use credlab_model::iam::policy::{Attribute, AttributeName, Content, Operator, Policy, Scope};
use serde_json::{Value, json};

/// A policy of the demo account with another scope.
fn with(lab: &Lab, scope: Scope) -> Policy {
    let viewer = lab.account.policies.values().find(|policy| {
        let roles: Vec<&str> = policy.roles.iter().map(|role| role.as_str()).collect();
        roles == ["Viewer"]
    });
    Policy {
        scope,
        ..(*viewer.unwrap()).clone()
    }
}

fn scopes(lab: &Lab) -> Vec<Scope> {
    let tag = Attribute {
        name: AttributeName::AccessTag,
        operator: Operator::StringMatch,
        value: "env:prod*".into(),
    };
    let colon = Attribute::equals(AttributeName::Resource, "a:b");
    vec![
        Scope::service("containers-kubernetes"),
        Scope::all_services(),
        Scope::all_iam_account_management(),
        Scope::all_resource_groups(),
        Scope::resource_group(&lab.group("prod")),
        Scope::of([tag]),
        Scope::service("is").and(AttributeName::Region, "eu-de"),
        Scope::of([Attribute::equals(AttributeName::ServiceName, "is"), colon]),
    ]
}

#[test]
fn a_policy_that_is_shown_is_read_again_as_the_same() {
    let lab = Lab::demo();
    for scope in scopes(&lab) {
        let policy = with(&lab, scope.clone());
        for shown in [policy.v1(&lab.account), policy.v2(&lab.account)] {
            let text = shown.to_string();
            let read = Content::parse(&lab.account, &text)
                .unwrap_or_else(|refusal| panic!("{refusal}: {text}"));
            assert_eq!(read.scope, scope, "{text}");
            let roles: Vec<String> = policy.roles.iter().map(ToString::to_string).collect();
            assert_eq!(read.roles, roles, "{text}");
            assert_eq!(read.rule, None);
        }
    }
}

/// Version 2 without a rule, with a pattern, or with both.
fn v2(pattern: Option<&str>, rule: Option<Value>) -> String {
    let mut body = json!({
        "control": {"grant": {"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}]}},
        "resource": {"attributes": [{"key": "serviceName", "value": "is"}]},
    });
    if let Some(pattern) = pattern {
        body["pattern"] = pattern.into();
    }
    if let Some(rule) = rule {
        body["rule"] = rule;
    }
    body.to_string()
}

#[test]
fn a_pattern_must_fit_its_rule_and_needs_none() {
    let lab = Lab::demo();
    let weekend = json!({"key": "{{environment.attributes.day_of_week}}", "operator": "dayOfWeekAnyOf", "value": ["6+00:00"]});
    let (once, weekly) = (
        "time-based-conditions:once",
        "time-based-conditions:weekly:all-day",
    );
    for (pattern, rule, fits) in [
        (None, None, true),
        (Some(once), None, true),
        (None, Some(weekend.clone()), true),
        (Some(weekly), Some(weekend.clone()), true),
        (Some(once), Some(weekend), false),
    ] {
        let read = Content::parse(&lab.account, &v2(pattern, rule));
        assert_eq!(read.is_ok(), fits, "{pattern:?} {read:?}");
    }
}

#[test]
fn tags_are_read_with_and_without_an_operator() {
    let lab = Lab::demo();
    let body = |tag: Value| {
        json!({
            "roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}],
            "resources": [{"attributes": [{"name": "accountId", "value": lab.account.id}], "tags": [tag]}],
        })
        .to_string()
    };
    for (tag, operator) in [
        (
            json!({"name": "env", "value": "prod"}),
            Operator::StringEquals,
        ),
        (
            json!({"name": "env", "value": "prod", "operator": "stringMatch"}),
            Operator::StringMatch,
        ),
    ] {
        let read = Content::parse(&lab.account, &body(tag)).unwrap();
        let attributes: Vec<&Attribute> = read.scope.attributes().collect();
        assert_eq!(attributes.len(), 1, "the account is no limit");
        assert_eq!(attributes[0].value, "env:prod");
        assert_eq!(attributes[0].operator, operator);
    }
}
