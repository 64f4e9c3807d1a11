//! Which role may ask for which Kubernetes action: reviewed by reading the snapshot.

mod common;

use std::fmt::Write as _;

use common::*;
use credlab_model::Command;
use credlab_model::classic::SetName;
use credlab_model::credentials;
use credlab_model::iam::access::{Ask, decide};
use credlab_model::iam::service::Service;
use credlab_model::kubernetes::{Command as Ks, Read};
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
