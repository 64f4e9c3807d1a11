//! `ibmcloud sl user`: who is in the classic account, what they hold and reach.

mod common;

use common::Lab;
use insta::assert_snapshot;

/// The number of a user's classic side.
fn number(lab: &Lab, email: &str) -> u32 {
    let account = &lab.host.account;
    let user = account.user_called(email).unwrap();
    account.linked_user(&user.identity()).unwrap().id.0
}

#[test]
fn help_lists_what_is_here() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl
         ibmcloud sl user
         ibmcloud sl user permissions --help
         ibmcloud sl user permission-edit -h
         ibmcloud sl version
         ibmcloud sl usr list
         ibmcloud sl user list --colum id
         ibmcloud sl hardware list
         ibmcloud sl user create new@example.com --email new@example.com"
    ));
}

#[test]
fn users_are_listed_with_chosen_columns() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl user list
         ibmcloud sl user list --column status,2FA --column id --column hardwareCount,virtualGuestCount
         ibmcloud sl user list --column id --column vpn --column classicAPIKey --output json | grep -i key
         ibmcloud sl user list --column foo
         ibmcloud sl user list everybody
         ibmcloud sl user list --output csv"
    ));
}

#[test]
fn json_holds_what_was_asked_for() {
    let mut lab = Lab::demo();
    lab.as_("classic@example.com");
    assert_snapshot!(lab.transcript(
        "ibmcloud sl user list --output JSON
         ibmcloud sl user list --output JSON --column status --column hardwareCount"
    ));
}

#[test]
fn r76_users_see_themselves_and_those_below() {
    let mut lab = Lab::demo();
    let admin = number(&lab, "admin@example.com");
    let classic = number(&lab, "classic@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "# as classic@example.com
         ibmcloud sl user list
         ibmcloud sl user permissions {classic} | grep SERVER_
         ibmcloud sl user permissions {admin}
         ibmcloud sl user detail {admin}
         ibmcloud sl user device-access {admin}
         # as ci-deployer
         ibmcloud sl user list
         ibmcloud sl vlan list"
    )));
}

#[test]
fn permissions_are_shown_by_department() {
    let mut lab = Lab::demo();
    let (owner, classic) = (
        number(&lab, "owner@example.com"),
        number(&lab, "classic@example.com"),
    );
    assert_snapshot!(lab.transcript(&format!("ibmcloud sl user permissions {classic}")));
    assert_snapshot!(
        "permissions_of_the_master_user",
        lab.transcript(&format!(
            "ibmcloud sl user permissions {owner} | grep Master
             ibmcloud sl user permissions {owner} | grep false"
        ))
    );
    assert_snapshot!(
        "permissions_as_json",
        lab.transcript(&format!(
            "ibmcloud sl user permissions {classic} --output JSON | grep USER_MANAGE
             ibmcloud sl user permissions {classic} --output JSON | grep Department"
        ))
    );
    let json = lab.reply(&format!(
        "ibmcloud sl user permissions {classic} --output JSON"
    ));
    let json: serde_json::Value = serde_json::from_str(&json.output.plain(None)).unwrap();
    assert_eq!(json[0]["Department"], "ADMINISTRATIVE");
    assert_eq!(json[0]["Permissions"][0]["Assigned"], "true");
    assert_eq!(json[1]["Permissions"][3]["KeyName"], "SERVER_ADD");
    assert_eq!(json[1]["Permissions"][3]["Assigned"], "false");
}

#[test]
fn numbers_are_checked() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl user permissions
         ibmcloud sl user permissions me
         ibmcloud sl user permissions 123
         ibmcloud sl user detail 123
         ibmcloud sl user device-access 123
         ibmcloud sl user apikey 123 --add
         ibmcloud sl user grant-access 123 --virtual 90112001
         ibmcloud sl user permission-edit 123 --permission SERVER_ADD"
    ));
}

#[test]
fn details_of_a_user() {
    let mut lab = Lab::demo();
    let (owner, classic) = (
        number(&lab, "owner@example.com"),
        number(&lab, "classic@example.com"),
    );
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user detail {classic} --permissions
         ibmcloud sl user detail {owner} --keys --permissions --hardware --virtual"
    )));
}

#[test]
fn r79_access_to_devices_is_granted_one_by_one() {
    let mut lab = Lab::demo();
    let classic = number(&lab, "classic@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user device-access {classic}
         ibmcloud sl user grant-access {classic} --virtual 90112001 --hardware 2301101 --dedicated 310201
         ibmcloud sl user device-access {classic}
         ibmcloud sl user remove-access {classic} --hardware 2301101
         ibmcloud sl user grant-access {classic} --virtual 2301101
         ibmcloud sl user grant-access {classic} --virtual 1
         ibmcloud sl user grant-access {classic} --virtual web-1
         ibmcloud sl user grant-access {classic}
         # as admin@example.com
         ibmcloud sl user remove-access {classic} --virtual 90112001
         # as classic@example.com
         ibmcloud sl user grant-access {classic} --virtual 90112002"
    )));
    let linked = lab.host.account.linked_classic().unwrap();
    let user = linked.user(classic.to_string().parse().unwrap()).unwrap();
    let devices: Vec<u32> = user.devices.iter().map(|id| id.0).collect();
    assert_eq!(devices, [310_201, 90_112_001]);
}

#[test]
fn r137_a_user_has_one_classic_api_key() {
    let mut lab = Lab::demo();
    let classic = number(&lab, "classic@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "# as classic@example.com
         ibmcloud sl user apikey {classic}
         ibmcloud sl user apikey {classic} --add --remove
         ibmcloud sl user apikey {classic} --remove
         ibmcloud sl user apikey {classic} --add
         ibmcloud sl user apikey {classic} --add
         ibmcloud sl user apikey {classic} --refresh
         # as admin@example.com
         ibmcloud sl user apikey {classic} --remove
         # as owner@example.com
         ibmcloud sl user apikey {classic} --remove"
    )));
}

#[test]
fn a_fresh_classic_api_key_opens_the_account() {
    let mut lab = Lab::demo();
    let admin = number(&lab, "admin@example.com");
    lab.as_("admin@example.com");
    let shown = lab.ok(&format!("ibmcloud sl user apikey {admin} --add"));
    let key = shown.lines().nth(1).unwrap().rsplit(' ').next().unwrap();
    assert_eq!(key.len(), 64);
    lab.ok(&format!(
        "ibmcloud ks credential set classic --infrastructure-username 1234567_admin@example.com --infrastructure-api-key {key} --region us-south"
    ));
    lab.ok(&format!("ibmcloud sl user apikey {admin} --remove"));
    // R75: the credentials stay set, and open nothing any more; the permission check does not tell.
    assert_snapshot!(lab.transcript(
        "ibmcloud ks credential get --region us-south
         ibmcloud ks worker add -c classic-dal --workers 1
         ibmcloud ks api-key reset --region us-south
         ibmcloud ks worker add -c classic-dal --workers 1
         ibmcloud ks infra-permissions get --region us-south"
    ));
}

#[test]
fn vlans_are_those_of_the_linked_account() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl vlan list
         ibmcloud sl vlan list -d ams03
         ibmcloud sl vlan list --number 1952"
    ));
}

#[test]
fn nobody_logged_in_gets_nowhere() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud logout");
    for line in [
        "user list",
        "user permissions 1468366",
        "user permission-edit 1468366 --permission ALL",
        "user detail 1468366",
        "user device-access 1468366",
        "user grant-access 1468366 --virtual 90112001",
        "user remove-access 1468366 --virtual 90112001",
        "user apikey 1468366 --add",
        "vlan list",
    ] {
        assert_eq!(
            lab.run(&format!("ibmcloud sl {line}")),
            "FAILED\nPlease run command 'ibmcloud login' to login to IBM Cloud.\n\n[1]\n",
            "{line}"
        );
    }
}
