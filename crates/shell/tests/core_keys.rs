//! `ibmcloud iam`: API keys and service IDs.

mod common;

use common::Lab;
use credlab_model::account::Era;
use insta::assert_snapshot;

#[test]
fn api_keys_of_ones_own() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-key-create MyKey -d 'lab key'
         ibmcloud iam api-keys
         ibmcloud iam api-keys -n kube --uuid
         ibmcloud iam api-key MyKey
         ibmcloud iam api-key MyKey --output json
         ibmcloud iam api-key-update MyKey -n Other -d ''
         ibmcloud iam api-key-update Other
         ibmcloud iam api-key-disable Other -f
         ibmcloud iam api-key Other
         ibmcloud iam api-key-enable Other -f
         ibmcloud iam api-key-delete Other
           < y
         ibmcloud iam api-key-delete Other
         ibmcloud iam api-key-create"
    ));
}

#[test]
fn r132_a_locked_key_stays() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-key-create safe --lock -q
         ibmcloud iam api-key-delete safe -f
         ibmcloud iam api-key-update safe -n unsafe
         ibmcloud iam api-key-unlock safe
           <
         ibmcloud iam api-key-unlock safe
           < Yes
         ibmcloud iam api-key-lock safe -f
         ibmcloud iam api-key-unlock safe -f -q
         ibmcloud iam api-key-delete safe -f -q"
    ));
}

#[test]
fn keys_that_expire_and_leak_in_2026() {
    assert_snapshot!(Lab::in_era(Era::Y2026).transcript(
        "ibmcloud iam api-key-create spare --action-if-leaked delete --expires-at 2030-01-31T12:00+0000
         ibmcloud iam api-key-update spare --action-if-leaked NONE
         ibmcloud iam api-key spare --output json
         credlab leak spare
         ibmcloud iam api-key-update spare --action-if-leaked DISABLE -q
         credlab leak spare
         ibmcloud iam service-api-key-update ci-deployer-key ci-deployer --action-if-leaked DELETE
         credlab leak ci-deployer-key
         credlab leak ci-deployer-key
         credlab leak containers-kubernetes-key
         ibmcloud iam api-key-create late --expires-at 2020-01-31T12:00:00Z
         ibmcloud iam api-key-create late --expires-at tomorrow
         ibmcloud iam api-key-create late --action-if-leaked burn"
    ));
}

#[test]
fn keys_neither_expire_nor_leak_in_2024() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-key-create spare --action-if-leaked DISABLE
         ibmcloud iam api-key-create spare --expires-at 2030-01-31T12:00+0000
         ibmcloud iam service-api-key-create spare ci-deployer --action-if-leaked NONE
         credlab leak ci-deployer-key"
    ));
}

#[test]
fn keys_of_one_name_are_told_apart_by_id() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-key-create twin -d first -q
         ibmcloud iam api-key-create twin -d second -q
         ibmcloud iam api-key-delete twin -f"
    ));
}

#[test]
fn r130_only_administrators_see_keys_of_others() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam api-keys --all
         # as viewer@example.com
         ibmcloud iam api-keys --all
         ibmcloud iam api-keys
         ibmcloud iam service-ids
         ibmcloud iam service-id ci-deployer
         ibmcloud iam service-api-keys --all
         # as ci-deployer
         ibmcloud iam service-ids
         ibmcloud iam api-keys"
    ));
    let mut lab = Lab::demo();
    let account = lab.host.account.clone();
    let keys = account.api_keys.values();
    let key = keys
        .clone()
        .find(|key| account.member_name(&key.owner).unwrap() == "leaver@example.com")
        .unwrap();
    lab.as_("viewer@example.com");
    let shown = lab.run(&format!("ibmcloud iam api-key-delete {} -f", key.id));
    assert!(
        shown.contains("was not found") && shown.ends_with("[1]\n"),
        "{shown}"
    );
    lab.as_("owner@example.com");
    lab.ok(&format!("ibmcloud iam api-key-delete {} -f", key.id));
}

#[test]
fn what_writes_a_file_is_refused_where_there_are_none() {
    let mut lab = Lab::demo();
    let before = lab.host.records.len();
    assert_snapshot!(lab.transcript(
        "ibmcloud iam api-key-create x --file key.json
         ibmcloud iam service-api-key-create x ci-deployer --file key.json
         ibmcloud iam user-policy-create viewer@example.com --file policy.json
         ibmcloud login --apikey @key.json"
    ));
    assert_eq!(lab.host.records.len(), before, "nothing was made");
}

#[test]
fn an_api_key_is_saved_to_a_file_and_logged_in_with() {
    let mut lab = Lab::demo();
    lab.host.files = Some(Default::default());
    let shown = lab.transcript(
        "ibmcloud iam api-key-create saved -d 'in a file' --file key.json
         ibmcloud iam service-api-key-create saved ci-deployer --file bot.json --output json
         ibmcloud iam api-key-create lost --file /forbidden/key.json
         ibmcloud iam api-key lost
         ibmcloud iam api-key-create shown --file /full/key.json
         ibmcloud login --apikey @key.json
         ibmcloud login --apikey @bot.json
         ibmcloud login --apikey @nothing.json",
    );
    assert_snapshot!(shown);
    let files = lab.host.files.unwrap();
    let files = files.borrow();
    assert_eq!(files.len(), 2, "nothing else is written");
    for file in ["key.json", "bot.json"] {
        let json: serde_json::Value = serde_json::from_str(&files[file]).unwrap();
        let value = json["apikey"].as_str().unwrap();
        assert!(value.len() == 44 && !shown.contains(value), "{file}");
    }
}

#[test]
fn service_ids() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam service-ids
         ibmcloud iam service-ids -n deployer --uuid
         ibmcloud iam service-ids -n deployer --output json
         ibmcloud iam service-id ci-deployer
         ibmcloud iam service-id-create bot -d 'build bot' --lock
         ibmcloud iam service-id-delete bot -f
         ibmcloud iam service-policy-create bot --roles Viewer --service-name is
         ibmcloud iam service-id-unlock bot -f
         ibmcloud iam service-id-lock bot -f
         ibmcloud iam service-id-unlock bot -f -q
         ibmcloud iam service-id-update bot -d 'the build bot'
         ibmcloud iam service-id-delete bot
           < y
         ibmcloud iam service-id bot"
    ));
}

#[test]
fn api_keys_of_service_ids() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam service-api-keys ci-deployer
         ibmcloud iam service-api-key-create k ci-deployer -d 'second key'
         ibmcloud iam service-api-key k ci-deployer
         ibmcloud iam service-api-key-lock k ci-deployer -f
         ibmcloud iam service-api-key-delete k ci-deployer -f
         ibmcloud iam service-api-key-unlock k ci-deployer -f
         ibmcloud iam service-api-key-update k ci-deployer -n key2
         ibmcloud iam service-api-key-disable key2 ci-deployer -f
         ibmcloud iam service-api-key-enable key2 ci-deployer -f
         ibmcloud iam service-api-key-delete key2 ci-deployer -f
         ibmcloud iam service-api-keys
         ibmcloud iam service-api-key-create k nobody"
    ));
}
