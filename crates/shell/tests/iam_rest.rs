//! `ibmcloud iam`, what the other files leave out: each command as JSON, and with what most likely goes wrong.

mod common;

use common::Lab;
use insta::assert_snapshot;

/// The id of the policy that `line`, which creates one as JSON, made.
fn created(lab: &mut Lab, line: &str) -> String {
    let shown = lab.ok(&format!("{line} --output json"));
    let id = shown
        .lines()
        .find_map(|line| line.trim().strip_prefix("\"id\": \""));
    id.unwrap()
        .trim_end_matches("\",")
        .trim_end_matches('"')
        .to_string()
}

/// Every command of policies for the subject `whom`, whose policies are made by `{kind}-policy-create`.
fn policies(kind: &str, whom: &str) -> String {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam access-group-create crew");
    lab.ok("ibmcloud iam trusted-profile-create night-shift");
    let id = created(
        &mut lab,
        &format!("ibmcloud iam {kind}-policy-create {whom} --roles Viewer --service-name is"),
    );
    let list = format!("{kind}-policies");
    lab.transcript(&format!(
        "ibmcloud iam {kind}-policy-create {whom} --roles Viewer --service-name kms --output json
         ibmcloud iam {kind}-policy-create {whom} --roles Viewers --service-name kms
         ibmcloud iam {list} {whom} --output json
         ibmcloud iam {list} nobody-at-all
         ibmcloud iam {kind}-policy {whom} {id}
         ibmcloud iam {kind}-policy {whom} {id} --output json
         ibmcloud iam {kind}-policy {whom} no-such-policy
         ibmcloud iam {kind}-policy-update {whom} {id} --roles Editor --service-name is
         ibmcloud iam {kind}-policy-update {whom} {id} --roles Operator --service-name is --output json
         ibmcloud iam {kind}-policy-update {whom} no-such-policy --roles Editor --service-name is
         ibmcloud iam {kind}-policy-delete {whom} {id}
           < y
         ibmcloud iam {kind}-policy-delete {whom} {id} -f"
    ))
}

#[test]
fn policies_of_access_groups() {
    assert_snapshot!(policies("access-group", "crew"));
}

#[test]
fn policies_of_service_ids() {
    assert_snapshot!(policies("service", "ci-deployer"));
}

#[test]
fn policies_of_trusted_profiles() {
    assert_snapshot!(policies("trusted-profile", "night-shift"));
}

#[test]
fn access_groups_as_json_and_what_is_not_found() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam access-group-create crew --output json
         ibmcloud iam access-group crew --output json
         ibmcloud iam access-group-update nothing -n x
         ibmcloud iam access-group-users nothing
         ibmcloud iam access-group-service-ids nothing
         ibmcloud iam access-group-service-ids crew --output json
         ibmcloud iam access-group-service-id-add crew nobody
         ibmcloud iam access-group-service-id-remove crew ci-deployer
         ibmcloud iam access-group-service-id-purge nobody -f
         ibmcloud iam access-group-trusted-profiles nothing
         ibmcloud iam access-group-trusted-profiles crew --output json
         ibmcloud iam access-group-trusted-profile-add crew nobody
         ibmcloud iam access-group-trusted-profile-remove crew nobody"
    ));
}

#[test]
fn api_keys_as_json_and_what_is_not_found() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-keys --output json
         ibmcloud iam api-key-disable nothing -f
         ibmcloud iam api-key-enable nothing -f
         ibmcloud iam api-key-lock nothing -f
         ibmcloud iam api-key-unlock nothing -f
         ibmcloud iam service-api-key-create one ci-deployer
         ibmcloud iam service-api-keys ci-deployer --output json
         ibmcloud iam service-api-key one ci-deployer --output json
         ibmcloud iam service-api-key two ci-deployer
         ibmcloud iam service-api-key-disable two ci-deployer -f
         ibmcloud iam service-api-key-enable two ci-deployer -f
         ibmcloud iam service-api-key-lock two ci-deployer -f
         ibmcloud iam service-api-key-unlock two ci-deployer -f
         ibmcloud iam service-api-key-update two ci-deployer -n x"
    ));
}

#[test]
fn the_value_of_a_new_key_is_in_its_json() {
    let mut lab = Lab::demo();
    let shown = lab.transcript("ibmcloud iam api-key-create one -d first --output json");
    assert_snapshot!(shown);
}

#[test]
fn service_ids_and_trusted_profiles_as_json_and_what_is_not_found() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam service-id-create bot --output json
         ibmcloud iam service-id bot --output json
         ibmcloud iam service-id-lock nothing -f
         ibmcloud iam service-id-unlock nothing -f
         ibmcloud iam service-id-update nothing -n x -f
         ibmcloud iam trusted-profile-create night-shift --output json
         ibmcloud iam trusted-profile-update night-shift -d 'At night' --output json
         ibmcloud iam trusted-profiles --output json
         ibmcloud iam trusted-profile nothing
         ibmcloud iam trusted-profile-identities nothing
         ibmcloud iam trusted-profile-identity-delete night-shift --id viewer@example.com
         ibmcloud login -u viewer@example.com -p demo --profile night-shift
         ibmcloud login -u owner@example.com -p demo
         ibmcloud iam trusted-profile-identity-create night-shift --id viewer@example.com
         ibmcloud login -u viewer@example.com -p demo --profile night-shift
         ibmcloud target"
    ));
}

#[test]
fn roles_as_json_and_gone() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam role-create Refresher --display-name Refresher --service-name containers-kubernetes -a containers-kubernetes.cluster.operate --output json
         ibmcloud iam role-update Refresher -d 'Refreshes masters' --output json
         ibmcloud iam role-delete Refresher
           < y
         ibmcloud iam role-delete Refresher -f"
    ));
}

#[test]
fn tokens() {
    let mut lab = Lab::demo();
    // Tokens differ only by what is tested elsewhere: their beginnings are enough.
    let shown = lab.transcript(
        "ibmcloud iam oauth-tokens
         ibmcloud iam oauth-tokens --output json
         ibmcloud iam bearer-token
         ibmcloud logout
         ibmcloud iam bearer-token",
    );
    let shown = shown.lines().map(|line| line.split("eyJ").next().unwrap());
    assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}
