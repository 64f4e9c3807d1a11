//! `ibmcloud account` and `ibmcloud resource`.

mod common;

use common::Lab;
use credlab_model::template::Template;
use insta::assert_snapshot;

#[test]
fn the_account_and_its_users() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account show
         ibmcloud account show --output json
         ibmcloud account list
         ibmcloud account list --output json
         ibmcloud account users
         ibmcloud account users --output json | grep userId
         ibmcloud account users -c 1
         ibmcloud account user-status
         ibmcloud account user-status k8s-functional@example.com --output json
         # as ci-deployer
         ibmcloud account user-status"
    ));
}

#[test]
fn accounts_are_listed_but_for_those_in_excluded_states() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account list --exclude SUSPENDED,CANCEL_PENDING
         ibmcloud account list --exclude active,pending
         ibmcloud account list --exclude ACTIVE -o json
         ibmcloud account list -o json
         ibmcloud account list --active --exclude PENDING
         ibmcloud account list --exclude SLEEPING"
    ));
}

#[test]
fn inviting() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account user-invite new@example.com --access-groups cluster-viewers
         ibmcloud iam access-group-users cluster-viewers
         ibmcloud account user-invite new@example.com
         ibmcloud account user-invite not-an-address
         ibmcloud account user-invite other@example.com --access-groups nobody
         ibmcloud account user-reinvite new@example.com
         ibmcloud account user-reinvite viewer@example.com
         ibmcloud account user-remove new@example.com -f
         ibmcloud account user-invite
         # as viewer@example.com
         ibmcloud account user-invite other@example.com
         # as ci-deployer
         ibmcloud account user-invite other@example.com"
    ));
}

#[test]
fn changing_and_removing() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud account user-status-update viewer@example.com Suspended
         ibmcloud account user-status-update viewer@example.com sleeping
         ibmcloud account user-status-update owner@example.com SUSPENDED
         ibmcloud account user-remove leaver@example.com
         ibmcloud account user-remove leaver@example.com
           < no
         ibmcloud account user-remove leaver@example.com
           < maybe
           < y
         ibmcloud account user-remove leaver@example.com -f
         ibmcloud account user-remove owner@example.com -f
         # as editor@example.com
         ibmcloud account user-remove operator@example.com -f"
    ));
}

#[test]
fn resource_groups() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud resource groups
         ibmcloud resource groups --default -q
         ibmcloud resource groups --output json
         ibmcloud resource group prod
         ibmcloud resource group prod --id
         ibmcloud resource group Prod
         ibmcloud resource group-create test
         ibmcloud resource group-create test
         ibmcloud resource group-create another --output json | grep name
         # as viewer@example.com
         ibmcloud resource groups
         ibmcloud resource group-create mine"
    ));
}

#[test]
fn resource_groups_are_renamed_and_deleted_when_they_are_empty() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud resource group-create test
         ibmcloud resource group-update test -n trial
           < y
         ibmcloud resource group-update trial --name prod -f
         ibmcloud resource group-update trial
         ibmcloud resource group-update trial --name proof --output json | grep name
         ibmcloud target -g proof
         ibmcloud iam user-policy-create viewer@example.com --roles Viewer --resource-type resource-group --resource-group-name proof -q
         ibmcloud resource group-delete proof
           < n
         ibmcloud resource group-delete proof
           < y
         ibmcloud target
         ibmcloud resource group-delete proof -f
         ibmcloud iam user-policies viewer@example.com -q
         ibmcloud resource group-delete prod -f
         ibmcloud resource group-delete default -f
         # as viewer@example.com
         ibmcloud resource group-delete default -f
         ibmcloud resource group-update default --name mine -f"
    ));
}

#[test]
fn service_instances_are_the_clusters_one_may_see() {
    assert_snapshot!(Lab::demo().transcript(
        "ibmcloud resource service-instances
         ibmcloud resource service-instances -g prod --long
         ibmcloud resource service-instances --service-name containers-kubernetes --location us-south --output json
         ibmcloud resource service-instances --service-name kms
         ibmcloud resource service-instances --location eu-de -g prod
         ibmcloud resource service-instances -g nowhere
         ibmcloud resource service-instances -g prod --all-resource-groups
         # as ci-deployer
         ibmcloud resource service-instances --output json"
    ));
}

#[test]
fn r61_a_lite_account_has_one_resource_group_and_no_classic_account() {
    assert_snapshot!(Lab::of(Template::EmptyLite).transcript(
        "ibmcloud target
         ibmcloud account show
         ibmcloud resource group-create test"
    ));
}
