//! Which role may ask for which Kubernetes action: reviewed by reading the snapshot.

mod common;

use std::fmt::Write as _;

use common::*;
use credlab_model::Command;
use credlab_model::classic::SetName;
use credlab_model::credentials;
use credlab_model::iam::access::{Ask, decide, grants};
use credlab_model::iam::policy::{Attribute, AttributeName, Operator, Policy, Scope};
use credlab_model::iam::role::Role;
use credlab_model::iam::service::Service;
use credlab_model::kubernetes::{Command as Ks, Gate, Labels, PoolChange, Read};
use credlab_model::region::Region::{EuDe, UsSouth};

/// Who holds exactly one role on the Kubernetes Service, with everything besides that its commands ask for.
fn with_role(role: Option<&str>) -> Lab {
    let mut lab = Lab::demo();
    lab.join(OWNER, "new@example.com", SetName::NoAccess);
    if let Some(role) = role {
        lab.give("new@example.com", "containers-kubernetes", &[role]);
    }
    lab
}

#[test]
fn roles_may_ask_for_these_kubernetes_actions() {
    let kubernetes = Service::find("containers-kubernetes").unwrap();
    let roles: Vec<&str> = [kubernetes.platform_roles, kubernetes.service_roles].concat();
    let columns: Vec<Option<&str>> = [None]
        .into_iter()
        .chain(roles.into_iter().map(Some))
        .collect();
    let labs: Vec<Lab> = columns.iter().map(|role| with_role(*role)).collect();

    let mut table = String::new();
    let headings = columns.iter().map(|role| role.unwrap_or("none"));
    let headings: Vec<String> = headings
        .map(|h| format!("{:<15}", h.split(' ').next().unwrap()))
        .collect();
    writeln!(table, "{:<40}{}owner", "IAM action", headings.concat()).unwrap();
    for (action, _) in kubernetes.actions {
        let ask = Ask::action(action);
        let of = |lab: &Lab, who: &str| {
            decide(&lab.account, &lab.actor(who).identity, &ask, lab.now).allowed
        };
        row(&mut table, action, &labs, &of);
    }
    writeln!(table, "\n{:<40}{}owner", "Command", headings.concat()).unwrap();
    for (name, _) in commands(&labs[0]) {
        let of = |lab: &Lab, who: &str| {
            let command = commands(lab)
                .into_iter()
                .find(|(n, _)| *n == name)
                .unwrap()
                .1;
            lab.allows(who, command)
        };
        row(&mut table, name, &labs, &of);
    }
    insta::assert_snapshot!("roles", table);
}

fn row(table: &mut String, name: &str, labs: &[Lab], of: &dyn Fn(&Lab, &str) -> bool) {
    let sign = |allowed: bool| if allowed { "yes" } else { "-" };
    write!(table, "{name:<40}").unwrap();
    for lab in labs {
        write!(table, "{:<15}", sign(of(lab, "new@example.com"))).unwrap();
    }
    writeln!(table, "{}", sign(of(&labs[0], OWNER))).unwrap();
}

/// What a policy can be limited to, and to which clusters it reaches then.
fn scopes(lab: &Lab) -> Vec<(&'static str, Scope)> {
    let on = |name, value: &str| Scope::service("containers-kubernetes").and(name, value);
    let pattern = |name, value: &str| {
        let value = value.to_string();
        let operator = Operator::StringMatch;
        let service = Attribute::equals(AttributeName::ServiceName, "containers-kubernetes");
        Scope::of([
            service,
            Attribute {
                name,
                operator,
                value,
            },
        ])
    };
    let fra = lab.cluster("vpc-fra").id.as_str();
    let prod = lab.group("prod");
    vec![
        (
            "All Identity and Access enabled services",
            Scope::all_services(),
        ),
        (
            "All Account Management services",
            Scope::all_account_management(),
        ),
        ("No service named", Scope::default()),
        ("VPC Infrastructure Services", Scope::service("is")),
        (
            "Kubernetes Service",
            Scope::service("containers-kubernetes"),
        ),
        (
            "Kubernetes Service in region us-south",
            on(AttributeName::Region, "us-south"),
        ),
        (
            "Kubernetes Service in regions eu-*",
            pattern(AttributeName::Region, "eu-*"),
        ),
        (
            "Kubernetes Service in resource group prod",
            on(AttributeName::ResourceGroupId, prod.as_str()),
        ),
        (
            "Kubernetes Service in region us-south and resource group prod",
            on(AttributeName::Region, "us-south")
                .and(AttributeName::ResourceGroupId, prod.as_str()),
        ),
        (
            "Kubernetes Service, cluster vpc-fra",
            on(AttributeName::ServiceInstance, fra),
        ),
        (
            "Kubernetes Service, namespace default of cluster vpc-fra",
            on(AttributeName::ServiceInstance, fra).and(AttributeName::Namespace, "default"),
        ),
        ("Resource group prod itself", Scope::resource_group(&prod)),
    ]
}

/// What may be asked of a cluster.
const GATES: [Gate; 6] = [
    Gate::Read,
    Gate::Operate,
    Gate::Update,
    Gate::Create,
    Gate::KubeRead,
    Gate::KubeManage,
];

#[test]
fn roles_on_these_resources_may_do_this_with_clusters() {
    let lab = Lab::demo();
    let roles: Vec<&str> = {
        let kubernetes = Service::find("containers-kubernetes").unwrap();
        [kubernetes.platform_roles, kubernetes.service_roles].concat()
    };
    let template = lab.account.policies.values().next().unwrap();
    let mut table = "D is cluster classic-dal (us-south, default), F is vpc-fra (eu-de, prod), A is classic-ams (eu-de, prod).\n".to_string();
    for (name, scope) in scopes(&lab) {
        let headings = roles
            .iter()
            .map(|role| format!("{:<15}", role.split(' ').next().unwrap()));
        let headings: String = headings.collect();
        writeln!(table, "\n{name}\n{:<40}{}", "", headings.trim_end()).unwrap();
        for gate in GATES {
            let cells = roles.iter().map(|role| {
                let policy = Policy {
                    roles: [Role::named(role)].into(),
                    scope: scope.clone(),
                    ..template.clone()
                };
                let clusters = [("D", "classic-dal"), ("F", "vpc-fra"), ("A", "classic-ams")];
                let reached = clusters.iter().map(|(letter, cluster)| {
                    let ask = gate.ask(lab.cluster(cluster));
                    if grants(&lab.account, &policy, &ask, lab.now) {
                        *letter
                    } else {
                        "-"
                    }
                });
                format!("{:<15}", reached.collect::<String>())
            });
            let cells: String = cells.collect();
            writeln!(table, "{:<40}{}", gate.action(), cells.trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!("clusters", table);
}

/// Every command of clusters and their credentials, on things of the demo account.
fn commands(lab: &Lab) -> Vec<(&'static str, Command)> {
    let fra = || lab.cluster("vpc-fra").id.clone();
    let mut commands: Vec<(&'static str, Command)> = vec![
        ("list clusters", Ks::List.into()),
        ("read cluster", lab.read("vpc-fra", Read::Cluster)),
        ("read key owner", lab.read("vpc-fra", Read::KeyOwner)),
        ("read config", lab.read("vpc-fra", Read::Config)),
        ("read workers", lab.read("vpc-fra", Read::Workers)),
        ("read worker pools", lab.read("vpc-fra", Read::WorkerPools)),
        ("read add-ons", lab.read("vpc-fra", Read::AddOns)),
        ("read pods", lab.read("vpc-fra", Read::Pods)),
        (
            "refresh master",
            Ks::RefreshMaster { cluster: fra() }.into(),
        ),
    ];
    let infrastructure = lab.infrastructure_commands("classic-dal");
    commands.extend(
        infrastructure
            .into_iter()
            .map(|(what, command)| match what {
                "add" => ("add workers", command),
                "delete" => ("delete cluster", command),
                other => (other, command),
            }),
    );
    let pod = "ibm-vpc-block-csi-controller-0".to_string();
    let region = UsSouth;
    commands.extend([
        (
            "create cluster",
            Ks::Create(lab.classic_cluster("new", "dal10", "")).into(),
        ),
        (
            "enable add-on",
            Ks::EnableAddOn {
                cluster: fra(),
                name: "istio".into(),
                version: None,
            }
            .into(),
        ),
        (
            "disable add-on",
            Ks::DisableAddOn {
                cluster: fra(),
                name: "cluster-autoscaler".into(),
            }
            .into(),
        ),
        (
            "update add-on",
            Ks::UpdateAddOn {
                cluster: fra(),
                name: "vpc-block-csi-driver".into(),
                version: None,
            }
            .into(),
        ),
        (
            "update master",
            Ks::UpdateMaster {
                cluster: fra(),
                version: None,
            }
            .into(),
        ),
        (
            "label pool",
            Ks::EditPool {
                pool: lab.cluster("vpc-fra").pools[0].id.clone(),
                cluster: fra(),
                change: PoolChange::Labels(Labels::new()),
            }
            .into(),
        ),
        (
            "delete pod",
            Ks::DeletePod {
                cluster: fra(),
                pod,
            }
            .into(),
        ),
        ("reset API key", lab.reset(UsSouth, "")),
        ("set manual credentials", lab.set_other(UsSouth, "")),
        ("unset manual credentials", lab.unset_manual(EuDe, "prod")),
        ("get manual credentials", lab.get_manual(EuDe, "prod")),
        ("check permissions", lab.check_permissions(UsSouth, "")),
        (
            "get VLAN spanning",
            credentials::Command::GetVlanSpanning { region }.into(),
        ),
    ]);
    commands
}
