//! Logging in and out, and what is targeted.

mod common;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::Lab;
use credlab_model::event::Event;
use insta::assert_snapshot;

#[test]
fn login_asks_for_email_and_password_and_asks_again_when_they_are_wrong() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud logout
         ibmcloud target
         ibmcloud login
         ibmcloud login
           < viewer@example.com
           < wrong
           < demo
         ibmcloud login
           <
           < viewer@example.com
           <
           < one
           < two
           < three"
    ));
}

#[test]
fn login_by_flags() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud login -u admin@example.com -p demo -r eu-de -g prod
         ibmcloud login -u admin@example.com -p wrong
         ibmcloud login -u nobody@example.com -p demo -q
         ibmcloud login -u admin@example.com -p demo -g nowhere
         ibmcloud login -u admin@example.com -p demo -r mars
         ibmcloud login -c 0123456789abcdef0123456789abcdef
         ibmcloud login -r eu-de --no-region
         ibmcloud login -u admin@example.com -p demo --no-region
         ibmcloud login --sso
         ibmcloud login -a https://test.cloud.ibm.com
         ibmcloud login --apikey not-a-key
         ibmcloud login --apikey @file"
    ));
}

#[test]
fn login_without_a_region_offers_them_all() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud target --unset-region
         ibmcloud login -u admin@example.com -p demo -q
           < 13
           < eu-de
           < 5
         ibmcloud target --unset-region -q
         ibmcloud login -u admin@example.com -p demo -q
           <"
    ));
}

#[test]
fn login_with_an_api_key_is_login_as_its_owner() {
    let mut lab = Lab::demo();
    for create in [
        "ibmcloud iam api-key-create mine --output json",
        "ibmcloud iam service-api-key-create theirs ci-deployer --output json",
    ] {
        lab.as_("owner@example.com");
        let made = lab.ok(create);
        let made: serde_json::Value = serde_json::from_str(made.trim_end_matches("[0]\n")).unwrap();
        let key = made["apikey"].as_str().unwrap().to_string();
        lab.ok("ibmcloud logout");
        let shown = lab.ok(&format!("ibmcloud login --apikey {key}"));
        assert!(!shown.contains(&key));
        let owner = if create.contains("service") {
            "ci-deployer"
        } else {
            "owner@example.com"
        };
        let row = format!("User:             {owner}\n");
        assert!(shown.contains(&row), "{shown}");
    }
    let started = |event: &Event| matches!(event, Event::Session(_));
    let sessions = lab
        .host
        .records
        .iter()
        .filter(|record| started(&record.event));
    assert_eq!(
        sessions.count(),
        4,
        "two logins and two logouts are recorded"
    );
}

#[test]
fn r125_an_invited_user_logs_in_only_after_accepting() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud login -u k8s-functional@example.com -p demo -q
         ibmcloud login -u k8s-functional@example.com -p demo --accept
         credlab accept k8s-functional@example.com
         ibmcloud login -u k8s-functional@example.com -p demo -q
         credlab accept k8s-functional@example.com"
    ));
    let mut lab = Lab::demo();
    let account = lab.host.account.id.to_string();
    lab.ok(&format!(
        "ibmcloud login -u k8s-functional@example.com -p demo --accept -c {account}"
    ));
    assert!(lab.ok("ibmcloud account user-status").contains("ACTIVE"));
}

#[test]
fn r111_a_suspended_user_is_not_let_in() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account user-status-update viewer@example.com suspended
         ibmcloud login -u viewer@example.com -p demo -q
         credlab as viewer@example.com"
    ));
}

#[test]
fn targets() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud target
         ibmcloud target -g default
         ibmcloud target -r eu-de -g prod
         ibmcloud target --unset-resource-group --unset-region
         ibmcloud target -g Default
         ibmcloud target -r mars
         ibmcloud target -c 1
         ibmcloud target -g default -q
         ibmcloud target --output json
         # as viewer@example.com
         ibmcloud target -g prod
         # as ci-deployer
         ibmcloud target --output JSON
         ibmcloud target --output yaml
         ibmcloud logout
         ibmcloud target -g prod"
    ));
}

#[test]
fn what_needs_no_login() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud logout
         ibmcloud api
         ibmcloud api cloud.ibm.com
         ibmcloud api https://example.com
         ibmcloud regions
         ibmcloud regions --output json | grep -i dallas
         ibmcloud version
         ibmcloud --version
         ibmcloud config --color true
         ibmcloud config --color true --trace false
         ibmcloud config
         ibmcloud plugin list
         ibmcloud account users
         ibmcloud resource groups
         ibmcloud iam oauth-tokens"
    ));
}

#[test]
fn r145_a_token_carries_the_caller_and_the_time_and_no_signature() {
    let mut lab = Lab::demo();
    let first = lab.ok("ibmcloud iam bearer-token");
    assert_eq!(first, lab.ok("ibmcloud iam bearer-token"));
    assert!(
        lab.ok("ibmcloud iam oauth-tokens")
            .starts_with("IAM token:  Bearer ey")
    );
    assert!(first.ends_with(".not-signed\n[0]\n"));
    assert_ne!(first, lab.advance(60).ok("ibmcloud iam bearer-token"));
    lab.as_("viewer@example.com");
    assert_ne!(first, lab.ok("ibmcloud iam bearer-token"));
}

/// What a token says of its bearer.
fn claims(lab: &mut Lab) -> serde_json::Value {
    let token = lab.ok("ibmcloud iam bearer-token");
    let middle = token.split('.').nth(1).unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(middle).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn r141_a_token_is_good_for_an_hour() {
    let claims = claims(&mut Lab::demo());
    let [from, until] = ["iat", "exp"].map(|name| claims[name].as_i64().unwrap());
    assert_eq!(until - from, 3600);
}

#[test]
fn r144_a_stored_key_does_not_turn_callers_into_its_owner() {
    let mut lab = Lab::demo();
    lab.as_("admin@example.com");
    lab.ok("ibmcloud ks api-key reset --region us-south");
    let owner = claims(&mut lab);
    lab.advance(60).as_("operator@example.com");
    lab.ok("ibmcloud ks worker add --cluster classic-dal --workers 1");
    let caller = claims(&mut lab);
    assert_eq!(caller["email"], "operator@example.com");
    assert_ne!(caller["iam_id"], owner["iam_id"]);
    assert_eq!(caller["account"], owner["account"]);
}

#[test]
fn r143_a_session_that_began_with_a_login_ends() {
    let mut lab = Lab::demo();
    let mut shown = lab.transcript(
        "ibmcloud login -u viewer@example.com -p demo -r us-south -q
         ibmcloud iam account-settings-update --session-invalidation 900
         credlab as owner@example.com
         ibmcloud iam account-settings-update --session-invalidation 900
         ibmcloud iam account-settings-update --session-expiration 60
         ibmcloud login -u owner@example.com -p demo -r us-south -q",
    );
    lab.advance(899);
    shown += &lab.transcript("ibmcloud iam access-groups -q");
    lab.advance(899);
    shown += &lab.transcript("ibmcloud iam access-groups -q");
    lab.advance(900);
    shown += &lab.transcript(
        "ibmcloud iam access-groups
         ibmcloud iam access-groups",
    );
    assert_snapshot!(shown);
}

#[test]
fn r112_nobody_logs_in_from_elsewhere() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam account-settings-update --allowed-ip-addresses 203.0.113.0/24
         ibmcloud iam account-settings-update --allowed-ip-addresses everywhere
         ibmcloud iam account-settings-update --allowed-ip-addresses 203.0.113.0/24 --mfa NONE
         ibmcloud login -u viewer@example.com -p demo -r us-south -q
         credlab as viewer@example.com
         credlab from 203.0.113.7
         credlab from nowhere
         ibmcloud login -u viewer@example.com -p demo -r us-south -q
         credlab as owner@example.com
         credlab allow viewer@example.com 203.0.113.1-203.0.113.6
         credlab as viewer@example.com
         credlab allow viewer@example.com ''
         credlab as viewer@example.com
         credlab allow viewer@example.com 203.0.113.7"
    ));
}

#[test]
fn a_one_time_passcode_logs_in_once_and_not_for_long() {
    let mut lab = Lab::demo();
    let code = |lab: &mut Lab, who: &str| {
        let shown = lab.ok(&format!("credlab passcode {who}"));
        let code = shown
            .lines()
            .next()
            .and_then(|line| line.split(": ").nth(1));
        code.unwrap().to_string()
    };
    let first = code(&mut lab, "viewer@example.com");
    let second = code(&mut lab, "viewer@example.com");
    let login = |code: &str| format!("ibmcloud login -u passcode -p {code}");
    assert!(lab.run(&login(&first)).ends_with("[1]\n"), "replaced");
    lab.ok(&login(&second));
    assert!(lab.ok("ibmcloud target").contains("viewer@example.com"));
    assert!(lab.run(&login(&second)).ends_with("[1]\n"), "used");
    let third = code(&mut lab, "");
    lab.advance(301);
    assert!(lab.run(&login(&third)).ends_with("[1]\n"), "expired");
    let kept = serde_json::to_string(&lab.host.records).unwrap();
    assert!(!kept.contains(&second) && !kept.contains(&third));
}

#[test]
fn a_passcode_is_asked_for() {
    let mut lab = Lab::demo();
    lab.ok("credlab passcode operator@example.com");
    assert_snapshot!(lab.transcript(
        "credlab passcode operator@example.com
         ibmcloud login --sso
         ibmcloud login --sso
         < nonsense
         ibmcloud login --sso --apikey x
         ibmcloud login --no-account
         ibmcloud login --vpc
         ibmcloud logout
         credlab passcode
         credlab passcode ci-deployer
         # as ci-deployer
         credlab passcode"
    ));
}

#[test]
fn config_keeps_what_it_is_told() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud config --list
         ibmcloud config --list --output json
         ibmcloud config --http-timeout 30
         ibmcloud config --trace /tmp/trace.log
         ibmcloud config --color false
         ibmcloud config --locale en_US
         ibmcloud config --check-version=false
         ibmcloud config --sso-otp manual
         ibmcloud config --alpha-commands true
         ibmcloud config --list
         ibmcloud config --locale CLEAR
         ibmcloud config --list --output json
         ibmcloud config --http-timeout 0
         ibmcloud config --http-timeout soon
         ibmcloud config --color red
         ibmcloud config --locale fr_FR"
    ));
}

#[test]
fn colours_are_gone_where_config_says_so() {
    let mut lab = Lab::demo();
    let plain = |lab: &mut Lab| {
        let reply = lab.reply("ibmcloud ks cluster ls");
        let spans = reply.output.spans();
        spans
            .iter()
            .all(|span| span.style == credlab_shell::Style::Plain)
    };
    assert!(!plain(&mut lab));
    lab.ok("ibmcloud config --color false");
    assert!(plain(&mut lab));
    lab.ok("ibmcloud config --color true");
    assert!(!plain(&mut lab));
}

#[test]
fn plugins_are_shown_and_stay_as_they_are() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud plugin show container-service
         ibmcloud plugin show sl
         ibmcloud plugin show cloud-functions
         ibmcloud plugin repos
         ibmcloud plugin repo-plugins -r 'IBM Cloud'
         ibmcloud plugin repo-plugins -r Mine
         ibmcloud plugin install kubernetes-service sl@1.5.9
         ibmcloud plugin install sl -v 1.0.0 -f
         ibmcloud plugin install cloud-functions
         ibmcloud plugin update
         ibmcloud plugin update sl
         ibmcloud plugin uninstall sl
         ibmcloud plugin repo-add Mine https://example.com
         ibmcloud plugin repo-remove Mine
         ibmcloud plugin download sl
         ibmcloud plugin install
         ibmcloud update -f
         ibmcloud api --unset
         ibmcloud api --unset cloud.ibm.com
         ibmcloud api cloud.ibm.com --skip-ssl-validation
         ibmcloud api cloud.ibm.com --vpc"
    ));
}
