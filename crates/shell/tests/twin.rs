//! The lines that do what a command of the model does, run: they ask the account for that command.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::Lab;
use credlab_model::account::{self, Mfa, Settings};
use credlab_model::classic::device::DeviceKind;
use credlab_model::classic::permission::SetName;
use credlab_model::iam::policy::{Attribute, AttributeName, Operator, Scope, Subject};
use credlab_model::iam::user::InvitedAccess;
use credlab_model::iam::{access_group, policy, user};
use credlab_model::{Account, Command, classic};
use credlab_shell::twin;
use insta::assert_snapshot;

/// One line a command at least, by the account's owner. Whether it is refused does not matter.
const LINES: &str = "
    ibmcloud account user-invite ada@example.com --access-groups cluster-viewers
    ibmcloud account user-reinvite ada@example.com
    ibmcloud account user-remove ada@example.com -f
    ibmcloud account user-status-update viewer@example.com SUSPENDED
    ibmcloud account update --service-endpoint-enable true -f
    ibmcloud iam account-settings-update --restrict-user-list-visibility RESTRICTED --mfa TOTP
    ibmcloud iam account-settings-update --session-expiration 7200 --access-token-expiration 1200
    ibmcloud iam account-settings-update --allowed-ip-addresses 198.51.100.0/24
    ibmcloud resource group-create 'team a'
    ibmcloud resource group-update 'team a' --name team-b -f
    ibmcloud resource group-delete team-b -f
    ibmcloud resource tag-create --tag-names env:test --tag-type access
    ibmcloud resource tag-attach --tag-names env:test --resource-name vpc-fra --tag-type access
    ibmcloud resource tag-detach --tag-names env:test --resource-name vpc-fra --tag-type access
    ibmcloud resource tag-delete --tag-name env:test --tag-type access -f
    ibmcloud iam service-id-create robot -d 'carries \"things\"'
    ibmcloud iam service-id-update robot -n robot-2
    ibmcloud iam service-id-lock robot-2 -f
    ibmcloud iam service-id-unlock robot-2 -f
    ibmcloud iam service-api-key-create spare ci-deployer -d 'one more' --lock
    ibmcloud iam service-api-key-unlock spare ci-deployer -f
    ibmcloud iam service-api-key-update spare ci-deployer -d other
    ibmcloud iam service-api-key-delete spare ci-deployer -f
    ibmcloud iam api-key-create mine -d \"it's mine\"
    ibmcloud iam api-key-update mine -n ours
    ibmcloud iam api-key-lock ours -f
    ibmcloud iam api-key-unlock ours -f
    ibmcloud iam api-key-disable ours -f
    ibmcloud iam api-key-enable ours -f
    ibmcloud iam api-key-delete ours -f
    ibmcloud iam trusted-profile-create night -d 'at night'
    ibmcloud iam trusted-profile-update night -d 'by night' -f
    ibmcloud iam trusted-profile-identity-create night --id viewer@example.com
    ibmcloud iam trusted-profile-identity-create night --id ci-deployer
    ibmcloud iam trusted-profile-identity-delete night --id ci-deployer
    ibmcloud iam trusted-profile-policy-create night --roles Viewer --service-name is
    ibmcloud iam access-group-create crew -d 'all hands'
    ibmcloud iam access-group-update crew -n the-crew
    ibmcloud iam access-group-user-add the-crew viewer@example.com
    ibmcloud iam access-group-service-id-add the-crew ci-deployer
    ibmcloud iam access-group-trusted-profile-add the-crew night
    ibmcloud iam access-group-user-remove the-crew viewer@example.com
    ibmcloud iam access-group-service-id-purge ci-deployer -f
    ibmcloud iam access-group-policy-create the-crew --roles Viewer,Operator --service-name containers-kubernetes --region eu-de
    ibmcloud iam access-group-policy-create the-crew --roles Viewer --resource-type resource-group
    ibmcloud iam access-group-delete the-crew -f -r
    ibmcloud iam trusted-profile-delete night -f
    ibmcloud iam user-policy-create viewer@example.com --roles Viewer --account-management
    ibmcloud iam user-policy-create viewer@example.com --roles Editor --attributes serviceType=service
    ibmcloud iam user-policy-create viewer@example.com --roles Reader --service-name containers-kubernetes --attributes namespace=prod
    ibmcloud iam user-policy-create viewer@example.com --roles Viewer --service-name containers-kubernetes --resource-group-name '*'
    ibmcloud iam user-policy-create viewer@example.com --roles Viewer --service-name containers-kubernetes --resource-group-name prod
    ibmcloud iam service-policy-create ci-deployer --roles Viewer --service-name is
    ibmcloud iam role-create Watcher --display-name Watcher --service-name containers-kubernetes -a containers-kubernetes.cluster.read -d looks
    ibmcloud iam role-update Watcher --display-name Looker
    ibmcloud iam role-delete Watcher -f
    ibmcloud iam service-id-delete robot-2 -f
    ibmcloud target -g prod
    ibmcloud ks api-key reset --region eu-de
    ibmcloud ks infra-permissions get --region us-south
    ibmcloud ks credential get --region eu-de
    ibmcloud ks credential unset --region eu-de
    ibmcloud ks vlan spanning get --region us-south
    ibmcloud ks cluster create classic --name new-one --zone dal10 --flavor u3c.2x4 --workers 2 --private-only
    ibmcloud ks cluster ls
    ibmcloud ks cluster get -c classic-dal
    ibmcloud ks cluster master refresh -c classic-dal
    ibmcloud ks cluster master private-service-endpoint enable -c classic-dal
    ibmcloud ks cluster pull-secret apply -c classic-dal -f
    ibmcloud ks worker add -c classic-dal --workers 2
    ibmcloud ks worker-pool create vpc-gen2 -c vpc-fra --name extra --flavor bx2.4x16 --size-per-zone 1 --label a=b --label c=d
    ibmcloud ks worker-pool label set -c vpc-fra -p extra --label e=f -f
    ibmcloud ks worker-pool label rm -c vpc-fra -p extra -f
    ibmcloud ks worker-pool taint set -c vpc-fra -p extra --taint k=v:NoSchedule -f
    ibmcloud ks worker-pool taint rm -c vpc-fra -p extra -f
    ibmcloud ks worker-pool resize -c vpc-fra -p default --size-per-zone 4
    ibmcloud ks worker-pool rebalance -c vpc-fra -p default
    ibmcloud ks worker-pool rm -c vpc-fra -p extra -f
    ibmcloud ks zone add classic -c classic-dal --zone dal12
    ibmcloud ks zone rm -c classic-dal --zone dal12 -f
    ibmcloud sl vlan create -t private -d dal10 -n pool -f
    ibmcloud ks zone network-set -c classic-dal --zone dal10 -p default --private-vlan 3000000 --private-only -f
    ibmcloud ks cluster addon enable cluster-autoscaler -c classic-dal
    ibmcloud ks cluster addon update cluster-autoscaler -c classic-dal -f
    ibmcloud ks cluster addon disable cluster-autoscaler -c classic-dal -f
    ibmcloud ks cluster master update -c classic-dal -f
    ibmcloud ks cluster config -c vpc-fra
    ibmcloud ks cluster config -c vpc-fra --admin
    ibmcloud ks worker ls -c vpc-fra
    ibmcloud ks worker-pool ls -c vpc-fra
    ibmcloud ks cluster addon ls -c vpc-fra
    ibmcloud ks api-key info -c vpc-fra
    kubectl get pods -n kube-system
    kubectl create clusterrolebinding watchers --clusterrole view --user IAM#viewer@example.com
    kubectl delete clusterrolebinding watchers
    ibmcloud ks cluster rm -c classic-dal -f
    ibmcloud sl user permission-edit 101004 --permission TICKET_ADD,SERVER_ADD --enable false
    ibmcloud sl user permission-edit 101004 --permission SERVER_ADD
    ibmcloud sl user permission-edit 101004 --from-user 101002
    ibmcloud sl user apikey 101001 --add
    ibmcloud sl user apikey 101001 --remove
    ibmcloud sl user vpn-enable 101004
    ibmcloud sl user vpn-manual 101004 --enable
    ibmcloud sl user vpn-disable 101004
    ibmcloud sl user detail-edit 101004 --template '{\"firstName\":\"Ada\"}'
    ibmcloud sl user edit-notifications --disable 'Planned Maintenance'
    ibmcloud sl vlan create -t public -d dal10 -n spare -f
";

/// Runs `twin` of `command` on a copy of `account` as its owner, and returns what the account was asked for.
fn asked(account: &Arc<Account>, lines: &[String]) -> Vec<Command> {
    let mut lab = Lab::demo();
    lab.host.account = account.clone();
    lab.session = credlab_shell::Session::of(credlab_model::Identity::User(account.owner.clone()));
    for line in lines {
        lab.run(line);
    }
    lab.host.asked.into_iter().map(|(_, asked)| asked).collect()
}

/// `field/command`, as events name them.
fn name(command: &Command) -> String {
    let json = serde_json::to_value(command).unwrap();
    let first = |value: &serde_json::Value| match value {
        serde_json::Value::Object(map) => map.iter().next().map(|(k, v)| (k.clone(), v.clone())),
        other => Some((other.as_str()?.to_owned(), serde_json::Value::Null)),
    };
    let (field, inner) = first(&json).unwrap();
    let (verb, _) = first(&inner).unwrap();
    format!("{field}/{verb}")
}

#[test]
fn a_line_is_written_for_what_a_line_asks_and_asks_the_same() {
    let mut lab = Lab::demo();
    lab.advance(10);
    let mut shown = String::new();
    for line in LINES.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lab.host.asked.clear();
        let said = lab.run(line);
        let asked_here = std::mem::take(&mut lab.host.asked);
        // What a line looks up on its way is not what it asks for.
        let Some((account, command)) = asked_here.last().cloned() else {
            assert!(line.starts_with("ibmcloud target"), "{line}\n{said}");
            continue;
        };
        let lines = twin(&account, &command).script();
        assert!(!lines.is_empty(), "no line for {command:?}");
        let again = asked(&account, &lines);
        assert_eq!(again.last(), Some(&command), "{line}\n{lines:?}\n{said}");
        shown.push_str(&format!(
            "{}\n    {}\n",
            name(&command),
            lines.join("\n    ")
        ));
    }
    assert_snapshot!(shown);
}

/// What the console does by one form and the shell by several lines, or in other words: both leave the account the same.
#[test]
fn forms_without_a_command_of_their_own_have_lines_with_the_same_effect() {
    let account = Lab::demo().host.account.clone();
    let classic = account.linked_classic().unwrap();
    let other = classic
        .users
        .values()
        .find(|user| user.email == "classic@example.com");
    let other = other.unwrap();
    let devices = classic.devices.keys().take(2).copied().collect();
    let viewer = account
        .user_called("viewer@example.com")
        .unwrap()
        .id
        .clone();
    let matches = Attribute {
        name: AttributeName::Region,
        operator: Operator::StringMatch,
        value: "eu-*".into(),
    };
    let kubernetes = Attribute::equals(AttributeName::ServiceName, "containers-kubernetes");
    let commands: Vec<Command> = vec![
        classic::Command::SetPermissions {
            user: other.id,
            permissions: SetName::ViewOnly.permissions(),
        }
        .into(),
        classic::Command::SetDevices {
            user: other.id,
            devices,
            future: [DeviceKind::Virtual].into(),
        }
        .into(),
        account::Command::Configure(Settings {
            mfa: Mfa::Totp4All,
            vrf: true,
            service_endpoints: true,
            ..account.settings
        })
        .into(),
        policy::Command::Create {
            subject: Subject::User(viewer),
            roles: vec!["Viewer".into()],
            scope: Scope::of([kubernetes, matches]),
            rule: None,
        }
        .into(),
        user::Command::Invite {
            emails: vec!["a@example.com".into(), "b@example.com".into()],
            access: InvitedAccess::default(),
        }
        .into(),
    ];
    for command in commands {
        let lines = twin(&account, &command).script();
        let mut lab = Lab::demo();
        for line in &lines {
            lab.ok(line);
        }
        let ctx = credlab_model::Context::new(lab.host.now, [1; 32]);
        let owner = credlab_model::Actor {
            identity: credlab_model::Identity::User(account.owner.clone()),
            face: credlab_model::actor::Face::Console,
        };
        let by_form = account.preview(&owner, &command, &ctx).unwrap();
        let (by_form, by_lines) = (essence(&by_form), essence(&lab.host.account));
        assert_eq!(by_form, by_lines, "{lines:?}");
    }
}

/// What of an account does not depend on ids and moments.
fn essence(account: &Account) -> String {
    let linked = account.linked_classic().unwrap();
    let classic = linked.users.values();
    let classic: Vec<_> = classic.map(|u| (u.id, u.permissions, &u.devices)).collect();
    let policies: BTreeSet<_> = account
        .policies
        .values()
        .map(|policy| format!("{:?} {:?} {:?}", policy.subject, policy.roles, policy.scope))
        .collect();
    let users: BTreeSet<_> = account
        .users
        .values()
        .map(|user| user.email.to_string())
        .collect();
    format!(
        "{classic:?}\n{policies:?}\n{users:?}\n{:?}",
        account.settings
    )
}

#[test]
fn what_no_line_does_has_none() {
    let account = Lab::demo().host.account.clone();
    let upgrade = twin(&account, &account::Command::Upgrade.into());
    assert!(!upgrade.is_empty() && !upgrade.can_be_asked());
    let public = access_group::PublicAccess::default();
    let commands: Vec<Command> = vec![
        user::Command::Accept.into(),
        access_group::Command::SetPublicAccess(public).into(),
        account::Command::Rewind(Box::new((*account).clone())).into(),
    ];
    for command in commands {
        assert!(twin(&account, &command).is_empty(), "{command:?}");
    }
}

#[test]
fn no_line_holds_what_cannot_be_typed() {
    let account = Lab::demo().host.account.clone();
    for name in ["a\u{1b}[31mb", "a\nb", "a\u{202e}b"] {
        let name = name.to_owned();
        let command = account::Command::CreateResourceGroup { name };
        assert!(twin(&account, &command.into()).is_empty());
    }
}
