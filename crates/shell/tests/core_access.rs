//! `ibmcloud iam`: policies, roles and access groups.

mod common;

use common::Lab;
use credlab_model::iam::policy::Subject;
use insta::assert_snapshot;

#[test]
fn policies_of_a_user() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam user-policies admin@example.com
         ibmcloud iam user-policies viewer@example.com
         ibmcloud iam user-policies viewer@example.com --output json
         ibmcloud iam user-policies nobody@example.com
         ibmcloud iam user-policy-create viewer@example.com --roles Administrator,Writer --service-name containers-kubernetes --region eu-de --resource-group-name prod
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer --output json
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer
         ibmcloud iam user-policy-create viewer@example.com --roles Manager
         ibmcloud iam user-policy-create viewer@example.com --roles Boss --service-name containers-kubernetes
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer --service-name nothing
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer --resource-group-name nowhere
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer --resource-type resource-group --attributes colour=red
         ibmcloud iam user-policy-create viewer@example.com --roles Reader --service-name containers-kubernetes --attributes namespace=default
         ibmcloud iam user-policy-create viewer@example.com
         ibmcloud iam user-policy-create k8s-functional@example.com --roles Viewer
         ibmcloud iam user-policies viewer@example.com"
    ));
}

#[test]
fn r104_policies_are_changed_and_deleted_by_administrators_of_their_target() {
    let mut lab = Lab::demo();
    lab.ok("ibmcloud iam user-policy-create editor@example.com --roles Viewer --service-name container-registry");
    let editor = lab
        .host
        .account
        .user_called("editor@example.com")
        .unwrap()
        .id
        .clone();
    let policy = lab.host.account.policies.of(&Subject::User(editor)).next();
    let id = policy.unwrap().id.to_string();
    assert_snapshot!(lab.transcript(&format!(
        "# as editor@example.com
         ibmcloud iam user-policy editor@example.com {id}
         ibmcloud iam user-policy-update editor@example.com {id} --roles Administrator
         ibmcloud iam user-policy-delete editor@example.com {id} -f
         # as admin@example.com
         ibmcloud iam user-policy-update editor@example.com {id} --roles Writer,Editor
         ibmcloud iam user-policy-update editor@example.com {id} --service-name is
         ibmcloud iam user-policy editor@example.com {id} --output json
         ibmcloud iam user-policy viewer@example.com {id}
         ibmcloud iam user-policy-delete editor@example.com {id}
           < n
         ibmcloud iam user-policy-delete editor@example.com {id}
           < y
         ibmcloud iam user-policies editor@example.com"
    )));
}

#[test]
fn policies_of_service_ids_and_groups() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam service-policies ci-deployer
         ibmcloud iam service-policy-create ci-deployer --roles Operator --service-name containers-kubernetes -f
         ibmcloud iam access-group-policies cluster-editors
         ibmcloud iam access-group-policy-create cluster-editors --roles Viewer --account-management
         ibmcloud iam access-group-policies cluster-editors
         ibmcloud iam access-group-policies nobodies
         # as viewer@example.com
         ibmcloud iam access-group-policies cluster-viewers
         ibmcloud iam access-group-policies cluster-editors
         ibmcloud iam user-policies viewer@example.com"
    ));
}

#[test]
fn access_groups() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam access-groups
         ibmcloud iam access-groups -u viewer@example.com
         ibmcloud iam access-groups -s ci-deployer
         ibmcloud iam access-groups --output json
         ibmcloud iam access-group-create team -d 'A team'
         ibmcloud iam access-group-create Team
         ibmcloud iam access-group team
         ibmcloud iam access-group team --id
         ibmcloud iam access-group-update team -n crew
         ibmcloud iam access-group-delete crew -f
         ibmcloud iam access-group crew
         # as viewer@example.com
         ibmcloud iam access-groups
         ibmcloud iam access-group-create mine"
    ));
}

#[test]
fn members_of_access_groups() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam access-group-create team -q
         ibmcloud iam access-group-users team
         ibmcloud iam access-group-user-add team admin@example.com editor@example.com
         ibmcloud iam access-group-user-add team admin@example.com viewer@example.com
         ibmcloud iam access-group-user-add team admin@example.com
         ibmcloud iam access-group-user-add team nobody@example.com
         ibmcloud iam access-group-user-add team
         ibmcloud iam access-group-users team
         ibmcloud iam access-group-users team --output json
         ibmcloud iam access-group-service-id-add team ci-deployer
         ibmcloud iam access-group-service-ids team
         ibmcloud iam access-group-delete team -f
         ibmcloud iam access-group-user-remove team viewer@example.com
         ibmcloud iam access-group-user-remove team viewer@example.com
         ibmcloud iam access-group-service-id-remove team ci-deployer
         ibmcloud iam access-group-delete team -f -r
         # as viewer@example.com
         ibmcloud iam access-group-user-add cluster-viewers editor@example.com"
    ));
}

#[test]
fn roles() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam roles
         ibmcloud iam roles --service containers-kubernetes
         ibmcloud iam roles --service containers-kubernetes --output json | grep crn
         ibmcloud iam roles --service nothing
         ibmcloud iam roles --service kms --source-service cloud-object-storage
         ibmcloud iam roles --source-service kms"
    ));
}

#[test]
fn account_settings_with_those_for_identities_of_other_accounts() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam account-settings --show-external-identity
         ibmcloud iam account-settings --show-external-identity --output json
         # as viewer@example.com
         ibmcloud iam account-settings --show-external-identity"
    ));
}

#[test]
fn r135_creating_credentials_can_be_restricted() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam account-settings
         ibmcloud iam account-settings-update --restrict-create-platform-apikey RESTRICTED
         ibmcloud iam api-key-create mine
         ibmcloud iam user-policy-create owner@example.com --roles 'User API key creator' --service-name iam-identity -q
         ibmcloud iam api-key-create mine -q
         ibmcloud iam account-settings-update --restrict-create-service-id restricted --mfa totp4all
         ibmcloud iam service-id-create mine
         ibmcloud iam account-settings --output json
         ibmcloud iam account-settings-update --restrict-create-service-id NOT_SET --restrict-create-platform-apikey NOT_RESTRICTED --output json
         ibmcloud iam account-settings-update --restrict-user-list-visibility RESTRICTED -q
         ibmcloud iam account-settings-update --mfa never
         ibmcloud iam account-settings-update
         # as viewer@example.com
         ibmcloud iam account-settings
         ibmcloud iam account-settings-update --mfa NONE
         ibmcloud iam account-settings-update --restrict-user-list-visibility NOT_SET
         ibmcloud account users
         # as k8s-functional@example.com
         ibmcloud account users"
    ));
}

#[test]
fn r97_a_trusted_profile_is_made_trusted_put_on_and_left() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam trusted-profiles
         ibmcloud iam trusted-profile-create night-shift -d 'Adds workers at night'
         ibmcloud iam trusted-profile-create night-shift
         ibmcloud iam trusted-profile-policy-create night-shift --roles Operator,Viewer --service-name containers-kubernetes
         ibmcloud iam trusted-profile-identity-create night-shift --id viewer@example.com
         ibmcloud iam trusted-profile-identity-create night-shift --id nobody@example.com
         ibmcloud iam trusted-profile-identities night-shift
         ibmcloud iam trusted-profile-identities night-shift --output json
         ibmcloud iam trusted-profiles
         ibmcloud iam trusted-profile night-shift
         ibmcloud iam trusted-profile night-shift --output json
         ibmcloud iam trusted-profile night-shift --id
         ibmcloud iam trusted-profile-policies night-shift
         ibmcloud iam access-group-create crew
         ibmcloud iam access-group-trusted-profile-add crew night-shift
         ibmcloud iam access-group-trusted-profiles crew
         ibmcloud iam access-group-trusted-profile-remove crew night-shift
         ibmcloud iam trusted-profile-assume night-shift
         # as viewer@example.com
         ibmcloud ks worker-pool resize -c classic-dal --worker-pool default --size-per-zone 3
         ibmcloud iam trusted-profile-assume night-shift
         ibmcloud target
         ibmcloud ks worker-pool resize -c classic-dal --worker-pool default --size-per-zone 3
         ibmcloud ks api-key reset --region us-south
         ibmcloud iam trusted-profile-leave
         ibmcloud iam trusted-profile-leave
         ibmcloud target
         ibmcloud iam trusted-profile-update night-shift -n day-shift
         # as owner@example.com
         ibmcloud iam trusted-profile-update night-shift -n day-shift
         ibmcloud iam trusted-profile-identity-delete day-shift --id viewer@example.com
         ibmcloud iam trusted-profile-delete day-shift
         < y
         ibmcloud iam trusted-profile-delete day-shift -f"
    ));
}

#[test]
fn members_leave_all_access_groups_at_once() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud iam access-group-create one
         ibmcloud iam access-group-create two
         ibmcloud iam access-group-user-add one viewer@example.com
         ibmcloud iam access-group-user-add two viewer@example.com
         ibmcloud iam access-group-service-id-add two ci-deployer
         ibmcloud iam access-group-user-purge viewer@example.com
           < n
         ibmcloud iam access-group-user-purge viewer@example.com
           < y
         ibmcloud iam access-group-users one
         ibmcloud iam access-group-user-purge viewer@example.com -f
         ibmcloud iam access-group-service-id-purge ci-deployer -f
         ibmcloud iam access-group-user-purge nobody@example.com -f
         ibmcloud iam access-group-trusted-profile-purge nothing -f
         ibmcloud iam trusted-profile-create night-shift -q
         ibmcloud iam access-group-trusted-profile-add two night-shift -q
         ibmcloud iam access-group-trusted-profile-purge night-shift -f
         ibmcloud iam access-group-user-add one viewer@example.com
         # as viewer@example.com
         ibmcloud iam access-group-user-purge viewer@example.com -f"
    ));
}

#[test]
fn all_policies_are_listed_as_far_as_they_may_be_read() {
    let mut lab = Lab::demo();
    assert_snapshot!(lab.transcript(
        "ibmcloud iam access-policies
         # as viewer@example.com
         ibmcloud iam access-policies
         ibmcloud iam access-policies --output json | grep role_id
         ibmcloud iam access-policies -t service_id
         ibmcloud iam access-policies -t trusted_profile
         ibmcloud iam access-policies --type service_id --output json
         ibmcloud iam access-policies -t service_id --output json --api-version v2 | grep href
         ibmcloud iam access-policies -t group
         ibmcloud iam access-policies --sort-by colour"
    ));
    // Names that are not for the caller are not told; IDs are in the policies themselves.
    lab.as_("owner@example.com");
    lab.ok("ibmcloud iam account-settings-update --restrict-user-list-visibility RESTRICTED");
    lab.as_("viewer@example.com");
    let shown = lab.ok("ibmcloud iam access-policies");
    assert!(!shown.contains("admin@example.com") && !shown.contains("ci-deployer"));
    lab.as_("owner@example.com");
    let mut ids = |sort: &str| {
        let shown = lab.ok(&format!("ibmcloud iam access-policies --sort-by {sort}"));
        let rows = shown
            .lines()
            .skip_while(|line| !line.starts_with("Policy ID"));
        let rows = rows.skip(1).filter(|line| line.len() > 36);
        rows.map(|row| row[..36].to_string()).collect::<Vec<_>>()
    };
    let mut by_id = ids("id");
    assert!(by_id.is_sorted() && by_id.len() > 5, "{by_id:?}");
    by_id.reverse();
    assert_eq!(ids("-id"), by_id);
}
