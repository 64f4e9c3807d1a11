//! `ibmcloud sl user`: what belongs to people besides permissions; `sl vlan`, `sl account`.

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
fn vpn_is_opened_and_its_subnets_chosen() {
    let mut lab = Lab::demo();
    let user = number(&lab, "operator@example.com");
    let classic = lab.host.account.linked.unwrap();
    let subnets = lab.host.account.portable_subnets(classic);
    let subnet = subnets.map(|subnet| subnet.id).min().unwrap();
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user vpn-enable {user}
         ibmcloud sl user list --column id --column vpn | grep Yes
         ibmcloud sl user vpn-manual {user} --enable
         ibmcloud sl user vpn-subnet {user} {subnet} --remove
         ibmcloud sl user vpn-subnet {user} {subnet} --add
         ibmcloud sl user vpn-subnet {user} {subnet} --remove
         ibmcloud sl user vpn-password {user} --password corr3ct-horse
         ibmcloud sl user vpn-disable {user}
         ibmcloud sl user vpn-enable operator
         ibmcloud sl user vpn-enable 7
         ibmcloud sl user vpn-manual {user}
         ibmcloud sl user vpn-manual {user} --enable --disable
         ibmcloud sl user vpn-password {user}
         ibmcloud sl user vpn-password {user} --password short
         ibmcloud sl user vpn-subnet {user} one --add
         ibmcloud sl user vpn-subnet {user} {subnet}
         ibmcloud sl user vpn-subnet {user} 7 --add
         # as viewer@example.com
         ibmcloud sl user vpn-enable {user}
         ibmcloud sl user vpn-password {user} --password corr3ct-horse"
    )));
}

#[test]
fn details_are_edited_by_template() {
    let mut lab = Lab::demo();
    let user = number(&lab, "viewer@example.com");
    lab.as_("viewer@example.com");
    assert_snapshot!(lab.transcript(&format!(
        r#"ibmcloud sl user detail-edit {user} --template '{{"firstName": "Vera", "displayName": "Vera V.", "officePhone": "+1 555 0100", "address1": "1 Main St", "city": "Springfield", "country": "US"}}'
         ibmcloud sl user detail {user} --logins --events
         ibmcloud sl user detail-edit {user}
         ibmcloud sl user detail-edit {user} --template '{{"firstName": "Vera"'
         ibmcloud sl user detail-edit {user} --template '{{"isMasterUserFlag": true}}'
         ibmcloud sl user detail-edit {user} --template '{{"city": ""}}'
         # as operator@example.com
         ibmcloud sl user detail-edit {user} --template '{{"firstName": "Eve"}}'"#
    )));
}

#[test]
fn users_come_by_invitation_and_are_cancelled() {
    let mut lab = Lab::demo();
    let user = number(&lab, "leaver@example.com");
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl user delete {user}
         < maybe
         ibmcloud sl user delete {user}
         < n
         ibmcloud sl user delete {user}
         < y
         ibmcloud sl user list --column id --column status
         ibmcloud sl user apikey {user} --add
         ibmcloud sl user delete {user} -f
         ibmcloud sl user create new --email new@example.com -f
         ibmcloud account users | grep new
         ibmcloud sl user create new --email new@example.com -f
         ibmcloud sl user create new
         ibmcloud sl user create new --email other@example.com --password generate
         ibmcloud sl user create new --email other@example.com --template oops
         # as viewer@example.com
         ibmcloud sl user delete {user} -f
         ibmcloud sl user create new --email other@example.com -f"
    )));
}

#[test]
fn notifications_are_everybody_s_own() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl user notifications
         ibmcloud sl user edit-notifications 'Order Approved' 'planned maintenance' --disable
         ibmcloud sl user edit-notifications --disable 'Order Approved' --disable Nonsense
         ibmcloud sl user edit-notifications --enable 'Order Approved'
         ibmcloud sl user notifications --output json | grep -i maintenance
         ibmcloud sl user edit-notifications
         ibmcloud sl user edit-notifications 'Order Approved'
         ibmcloud sl user edit-notifications --enable a --disable b
         # as ci-deployer
         ibmcloud sl user notifications
         ibmcloud sl user edit-notifications --disable 'Order Approved'"
    ));
}

#[test]
fn vlans_are_listed_ordered_and_cancelled() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud sl vlan list
         ibmcloud sl vlan create -t private -r bcr01a.dal12 -n backend
         < y
         ibmcloud sl vlan create -t public -d fra02 -n front --force
         ibmcloud sl vlan list --sortby number
         ibmcloud sl vlan list --name backend --output json
         ibmcloud sl vlan list --datacenter fra02
         ibmcloud sl vlan edit 3000000 -n 'back end'
         ibmcloud sl vlan detail 3000000
         ibmcloud sl vlan detail 3000000 --no-vs --no-hardware --output json
         ibmcloud sl vlan cancel 3000000 -f
         ibmcloud sl vlan cancel 3000000 -f
         ibmcloud sl vlan list --sortby colour
         ibmcloud sl vlan detail backend
         ibmcloud sl vlan create -t odd -d dal10 -n x -f
         ibmcloud sl vlan create -d dal10 -n x -f
         ibmcloud sl vlan create -t private -n x -f
         ibmcloud sl vlan create -t private -d dal10 -f
         ibmcloud sl vlan create -t private -d nowhere -n x -f
         ibmcloud sl vlan create -t public -r bcr01a.dal10 -n x -f
         ibmcloud sl vlan edit 3000001
         # as viewer@example.com
         ibmcloud sl vlan edit 3000001 -n mine
         ibmcloud sl vlan cancel 3000001 -f
         # as ci-deployer
         ibmcloud sl vlan detail 3000001"
    ));
}

#[test]
fn a_vlan_of_clusters_shows_what_is_on_it() {
    let mut lab = Lab::demo();
    let account = lab.host.account.clone();
    let vlan = account.vlans(account.linked.unwrap());
    let vlan = vlan.first().unwrap().id;
    assert_snapshot!(lab.transcript(&format!(
        "ibmcloud sl vlan detail {vlan}
         ibmcloud sl vlan cancel {vlan} -f
         ibmcloud sl vlan options
         ibmcloud sl account summary
         ibmcloud sl account summary --output json
         ibmcloud sl account invoices
         # as ci-deployer
         ibmcloud sl account summary"
    )));
}
