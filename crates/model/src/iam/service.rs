//! The services that take part in IAM, with their roles and actions: data, checked when the crate is built.

use crate::iam::role::Role;
use crate::refusal::{Refusal, RefusalKind, shorten};

/// What a service belongs to, for policies that name no single service (R101).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// *All Identity and Access enabled services* (`serviceType=service`).
    IamEnabled,
    /// *All Account Management services* (`serviceType=platform_service`).
    AccountManagement,
    /// The resource group itself, which stands apart from what lies in it (R102).
    ResourceGroup,
}

/// A service with its roles and actions.
#[derive(Debug)]
pub struct Service {
    /// The name in policies: `containers-kubernetes`.
    pub name: &'static str,
    /// The name in the console: `Kubernetes Service`.
    pub label: &'static str,
    /// What it belongs to.
    pub family: Family,
    /// The platform roles that it offers, by display name.
    pub platform_roles: &'static [&'static str],
    /// The service roles that it offers, by display name.
    pub service_roles: &'static [&'static str],
    /// Each action with the roles that contain it (R99).
    pub actions: &'static [(&'static str, &'static [&'static str])],
}

/// A `ks` command with the IAM action that it needs (R39).
#[derive(Debug)]
pub struct KubernetesCommand {
    /// The command's words: `ks worker reload`.
    pub command: &'static str,
    /// The action, or none where anybody in the account may run it.
    pub action: Option<&'static str>,
    /// The platform roles that allow it.
    pub allowed_roles: &'static [&'static str],
    /// Whether it needs the second gate as well.
    pub uses_stored_credentials: bool,
}

include!(concat!(env!("OUT_DIR"), "/services.rs"));

impl Service {
    /// Every service.
    pub fn all() -> &'static [Service] {
        &SERVICES
    }

    /// The service called `name` in policies.
    pub fn find(name: &str) -> Result<&'static Service, Refusal> {
        let found = SERVICES.iter().find(|s| s.name == name);
        found.ok_or_else(|| {
            RefusalKind::UnknownService {
                service: shorten(name),
            }
            .refusal()
        })
    }

    /// The service that `action` belongs to, and the roles that contain it.
    pub fn of_action(action: &str) -> Option<(&'static Service, &'static [&'static str])> {
        SERVICES.iter().find_map(|s| {
            let row = s.actions.iter().find(|(name, _)| *name == action);
            row.map(|(_, roles)| (s, *roles))
        })
    }

    /// The roles that the service offers, platform roles first.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        let (platform, service) = (self.platform_roles.iter(), self.service_roles.iter());
        platform.chain(service).map(|name| Role::named(name))
    }

    /// The actions that `role` contains here.
    pub fn actions_of<'a>(&self, role: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        self.actions
            .iter()
            .filter(move |(_, roles)| roles.contains(&role))
            .map(|(action, _)| *action)
    }
}

impl KubernetesCommand {
    /// Every `ks` command that the access table lists.
    pub fn all() -> &'static [KubernetesCommand] {
        &KUBERNETES_COMMANDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r38_editor_and_operator_do_not_include_each_other() {
        let kubernetes = Service::find("containers-kubernetes").unwrap();
        let actions = |role| kubernetes.actions_of(role).collect::<Vec<_>>();
        let (read, update) = (
            "containers-kubernetes.cluster.read",
            "containers-kubernetes.cluster.update",
        );
        let (operate, create) = (
            "containers-kubernetes.cluster.operate",
            "containers-kubernetes.cluster.create",
        );
        assert_eq!(actions("Viewer"), [read]);
        assert_eq!(actions("Editor"), [read, update]);
        assert_eq!(actions("Operator"), [operate, read]);
        assert_eq!(actions("Administrator"), [create, operate, read, update]);
    }

    #[test]
    fn r39_each_kubernetes_command_is_allowed_to_the_roles_that_contain_its_action() {
        let kubernetes = Service::find("containers-kubernetes").unwrap();
        for row in KubernetesCommand::all() {
            let Some(action) = row.action else { continue };
            let (service, roles) = Service::of_action(action).unwrap();
            assert_eq!(service.name, kubernetes.name, "{}", row.command);
            let mut by_action: Vec<_> = roles
                .iter()
                .filter(|r| kubernetes.platform_roles.contains(r))
                .copied()
                .collect();
            let mut listed = row.allowed_roles.to_vec();
            by_action.sort();
            listed.sort();
            assert_eq!(by_action, listed, "{}", row.command);
        }
        assert_eq!(KubernetesCommand::all().len(), 80);
    }

    #[test]
    fn r99_roles_are_sets_of_actions_and_not_cumulative() {
        let kubernetes = Service::find("containers-kubernetes").unwrap();
        assert!(
            !kubernetes
                .actions_of("Manager")
                .any(|a| a == "containers-kubernetes.kube.write")
        );
        assert!(
            !kubernetes
                .actions_of("Administrator")
                .any(|a| a.starts_with("containers-kubernetes.kube."))
        );
    }
}
