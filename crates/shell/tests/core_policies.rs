//! `ibmcloud iam *-polic*` beyond roles and resources: JSON in both versions, time conditions, access tags (`cli.md`, 6.4).

mod common;

use common::Lab;
use insta::assert_snapshot;

const SEPTEMBER: &str = r#"{"type": "access",
  "control": {"grant": {"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Editor"}]}},
  "resource": {"attributes": [{"key": "serviceName", "operator": "stringEquals", "value": "container-registry"}]},
  "pattern": "time-based-conditions:once",
  "rule": {"operator": "and", "conditions": [
    {"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeGreaterThanOrEquals", "value": "2024-09-01T00:00:00+00:00"},
    {"key": "{{environment.attributes.current_date_time}}", "operator": "dateTimeLessThanOrEquals", "value": "2024-09-30T00:00:00+00:00"}]}}"#;

/// A line and what came of it; JSON on one line.
fn told(lab: &mut Lab, line: &str) -> String {
    lab.transcript(&line.replace('\n', ""))
}

#[test]
fn a_policy_is_read_from_json_and_shown_in_both_versions() {
    let mut lab = Lab::demo();
    let mut story = String::new();
    story += &told(
        &mut lab,
        &format!("ibmcloud iam user-policy-create viewer@example.com --file '{SEPTEMBER}'"),
    );
    let account = lab.host.account.clone();
    let id = account
        .policies
        .values()
        .find(|p| p.rule.is_some())
        .unwrap()
        .id
        .clone();
    for line in [
        format!("ibmcloud iam user-policy viewer@example.com {id}"),
        format!("ibmcloud iam user-policy viewer@example.com {id} --output json --api-version v2"),
        format!("ibmcloud iam user-policy viewer@example.com {id} --output json"),
        format!(
            "ibmcloud iam user-policy-update viewer@example.com {id} --roles Viewer --output json --api-version v2"
        ),
    ] {
        story += &told(&mut lab, &line);
    }
    assert_snapshot!(story);
}

#[test]
fn what_is_wrong_with_a_policy_file_is_said() {
    let mut lab = Lab::demo();
    let mut story = String::new();
    let create = "ibmcloud iam user-policy-create viewer@example.com";
    for json in [
        "policy.json",
        "{",
        "{}",
        r#"{"roles": [], "resources": []}"#,
        r#"{"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:King"}], "resources": [{"attributes": []}]}"#,
        r#"{"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}], "resources": [{"attributes": [{"name": "color", "value": "red"}]}]}"#,
        r#"{"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}], "resources": [{"attributes": [{"name": "region", "value": "eu-de", "operator": "stringExists"}]}]}"#,
        r#"{"roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}], "resources": [{"attributes": [{"name": "accountId", "value": "0"}]}]}"#,
    ] {
        story += &told(&mut lab, &format!("{create} --file '{json}'"));
    }
    let wrong = SEPTEMBER.replace(
        "time-based-conditions:once",
        "time-based-conditions:weekly:all-day",
    );
    story += &told(&mut lab, &format!("{create} --file '{wrong}'"));
    story += &told(
        &mut lab,
        &format!("{create} --file '{SEPTEMBER}' --roles Viewer"),
    );
    assert_snapshot!(story);
}

#[test]
fn r108_access_tags_are_made_attached_and_named_by_policies() {
    let mut lab = Lab::demo();
    let mut story = String::new();
    for line in [
        "ibmcloud resource tags",
        "ibmcloud resource tag-create --tag-names env:dev,team:blue --tag-type access",
        "ibmcloud resource tag-create --tag-names env:dev",
        "ibmcloud resource tag-create --tag-names dev",
        "ibmcloud resource tag-attach --tag-names env:dev --resource-name classic-dal --tag-type access",
        "ibmcloud resource tag-attach --tag-names env:test --resource-name classic-dal",
        "ibmcloud resource tag-attach --tag-names env:dev --resource-name nowhere",
        "ibmcloud resource tags",
        "ibmcloud resource tags --output json",
        "ibmcloud iam access-group-create developers",
        "ibmcloud iam access-group-policy-create developers --roles Operator --tags env:dev",
        "ibmcloud iam access-group-policies developers",
        "ibmcloud iam access-group-policies developers --output json",
        "ibmcloud iam access-group-policy-create developers --roles Operator --tags env:dev --service-name containers-kubernetes",
        "ibmcloud resource tag-detach --tag-names env:dev --resource-name classic-dal",
        "ibmcloud resource tag-delete --tag-name env:dev -f",
        "ibmcloud resource tag-delete --tag-name team:blue -f",
        "# as viewer@example.com",
        "ibmcloud resource tag-create --tag-names env:test",
        "ibmcloud resource tag-attach --tag-names env:dev --resource-name classic-dal",
    ] {
        story += &told(&mut lab, line);
    }
    assert_snapshot!(story);
}

#[test]
fn r99_roles_of_ones_own_are_made_given_and_deleted() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam role-create WorkerAdder --display-name 'Worker adder' --service-name containers-kubernetes -a containers-kubernetes.cluster.operate,containers-kubernetes.cluster.read -d 'Adds workers'
         ibmcloud iam role-create WorkerAdder --display-name Adder --service-name containers-kubernetes -a containers-kubernetes.cluster.operate
         ibmcloud iam role-create adder --display-name Adder --service-name containers-kubernetes -a containers-kubernetes.cluster.operate
         ibmcloud iam role-create Adder --display-name Adder --service-name containers-kubernetes -a containers-kubernetes.cluster.fly
         ibmcloud iam role-create Adder --display-name Adder
         ibmcloud iam roles --service containers-kubernetes
         ibmcloud iam roles --service containers-kubernetes --roles 'Worker adder' --output json
         ibmcloud iam roles --roles Viewer
         ibmcloud iam roles --roles Boss
         ibmcloud iam user-policy-create viewer@example.com --roles 'Worker adder' --service-name containers-kubernetes --output json
         ibmcloud iam role-update WorkerAdder -d 'Adds and removes workers'
         ibmcloud iam role-update WorkerAdder
         ibmcloud iam role-delete WorkerAdder
         < y
         ibmcloud iam role-delete Nobody -f
         # as viewer@example.com
         ibmcloud ks worker-pool resize -c classic-dal --worker-pool default --size-per-zone 4
         ibmcloud iam role-create Adder --display-name Adder --service-name containers-kubernetes -a containers-kubernetes.cluster.operate"
    ));
}
