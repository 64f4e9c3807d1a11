//! Commands in the words of a test.

use std::collections::BTreeSet;

use credlab_model::classic::{self, DeviceKind, Permission, PermissionSet};
use credlab_model::credentials::{self, ClassicKeyInput};
use credlab_model::iam::policy::{self, Scope, Subject};
use credlab_model::iam::user::{InvitedAccess, State};
use credlab_model::iam::{api_key, service_id, user};
use credlab_model::kubernetes::{self, NewCluster};
use credlab_model::region::{Provider, Region};
use credlab_model::template;
use credlab_model::{Command, Identity, account};

use super::{Lab, OWNER};

/// Commands, with things called as people call them. An empty resource group means that none is targeted.
impl Lab {
    pub fn reset(&self, region: Region, group: &str) -> Command {
        let group = self.group_named(group);
        credentials::Command::ResetKey { region, group }.into()
    }

    pub fn set_manual(&self, region: Region, group: &str, username: &str, key: &str) -> Command {
        let (group, username) = (self.group_named(group), username.to_string());
        let api_key = ClassicKeyInput::typed(key);
        credentials::Command::SetManual {
            region,
            group,
            username,
            api_key,
        }
        .into()
    }

    /// The other classic account's credentials.
    pub fn set_other(&self, region: Region, group: &str) -> Command {
        let (user, key) = (template::OTHER_CLASSIC_USER, template::OTHER_CLASSIC_KEY);
        self.set_manual(region, group, user, key)
    }

    pub fn unset_manual(&self, region: Region, group: &str) -> Command {
        let group = self.group_named(group);
        credentials::Command::UnsetManual { region, group }.into()
    }

    pub fn get_manual(&self, region: Region, group: &str) -> Command {
        let group = self.group_named(group);
        credentials::Command::GetManual { region, group }.into()
    }

    pub fn check_permissions(&self, region: Region, group: &str) -> Command {
        let group = self.group_named(group);
        credentials::Command::CheckPermissions { region, group }.into()
    }

    pub fn classic_cluster(&self, name: &str, zone: &str, group: &str) -> NewCluster {
        NewCluster {
            name: name.into(),
            provider: Provider::Classic,
            zone: zone.into(),
            group: self.group_named(group),
            flavor: "b3c.4x16".into(),
            workers: 1,
            private_only: false,
            subnet: None,
            private_endpoint: false,
            gateway: false,
            version: None,
        }
    }

    pub fn vpc_cluster(&self, name: &str, at: (&str, &str), group: &str) -> NewCluster {
        NewCluster {
            provider: Provider::Vpc,
            flavor: "bx2.4x16".into(),
            subnet: Some(at.1.into()),
            ..self.classic_cluster(name, at.0, group)
        }
    }

    pub fn add_workers(&self, cluster: &str, count: u32) -> Command {
        kubernetes::Command::AddWorkers {
            cluster: self.cluster(cluster).id.clone(),
            count,
            flavor: None,
        }
        .into()
    }

    /// Sets the default pool to `size` workers.
    pub fn resize(&self, cluster: &str, size: u32) -> Command {
        let cluster = self.cluster(cluster);
        let (pool, cluster) = (cluster.pools[0].id.clone(), cluster.id.clone());
        kubernetes::Command::ResizePool {
            cluster,
            pool,
            size,
        }
        .into()
    }

    pub fn read(&self, cluster: &str, what: kubernetes::Read) -> Command {
        let cluster = self.cluster(cluster).id.clone();
        kubernetes::Command::Read { cluster, what }.into()
    }

    /// Every command that a cluster's infrastructure is touched with.
    pub fn infrastructure_commands(&self, name: &str) -> Vec<(&'static str, Command)> {
        use kubernetes::Command as Ks;
        let (cluster, worker) = (
            self.cluster(name).id.clone(),
            self.cluster(name).workers.keys().next().cloned(),
        );
        let workers: Vec<_> = worker.into_iter().collect();
        let mut commands = vec![
            ("resize up", self.resize(name, 9)),
            ("resize down", self.resize(name, 1)),
            (
                "reboot",
                Ks::RebootWorkers {
                    cluster: cluster.clone(),
                    workers: workers.clone(),
                }
                .into(),
            ),
            (
                "replace",
                Ks::ReplaceWorkers {
                    cluster: cluster.clone(),
                    workers: workers.clone(),
                    update: false,
                }
                .into(),
            ),
            (
                "remove",
                Ks::RemoveWorkers {
                    cluster: cluster.clone(),
                    workers: workers.clone(),
                }
                .into(),
            ),
            (
                "delete",
                Ks::Delete {
                    cluster: cluster.clone(),
                }
                .into(),
            ),
        ];
        if self.cluster(name).provider == Provider::Classic {
            commands.push(("add", self.add_workers(name, 1)));
            commands.push(("reload", Ks::ReloadWorkers { cluster, workers }.into()));
        }
        commands
    }

    pub fn assign(&self, who: &str, roles: &[&str], scope: Scope) -> Command {
        let subject = match self.actor(who).identity {
            Identity::User(id) => Subject::User(id),
            Identity::ServiceId(id) => Subject::ServiceId(id),
            Identity::TrustedProfile(id) => Subject::TrustedProfile(id),
            Identity::Credlab => panic!("Credlab gets no policies"),
        };
        let roles = roles.iter().map(|role| role.to_string()).collect();
        policy::Command::Create {
            subject,
            roles,
            scope,
            rule: None,
        }
        .into()
    }

    /// Assigns roles on a service, as the owner.
    #[track_caller]
    pub fn give(&mut self, who: &str, service: &str, roles: &[&str]) {
        self.run(OWNER, self.assign(who, roles, Scope::service(service)));
    }

    /// Takes every policy away that names the identity itself, as the owner.
    #[track_caller]
    pub fn strip(&mut self, who: &str) {
        let identity = self.actor(who).identity;
        let own = |subject: &Subject| match (subject, &identity) {
            (Subject::User(a), Identity::User(b)) => a == b,
            (Subject::ServiceId(a), Identity::ServiceId(b)) => a == b,
            _ => false,
        };
        let policies = self.account.policies.values();
        let ids: Vec<_> = policies
            .filter(|policy| own(&policy.subject))
            .map(|policy| policy.id.clone())
            .collect();
        for policy in ids {
            self.run(OWNER, policy::Command::Delete { policy });
        }
    }

    /// Invites a user who accepts, with no access but a classic permission set.
    #[track_caller]
    pub fn join(&mut self, inviter: &str, email: &str, classic: classic::SetName) {
        let access = InvitedAccess {
            classic,
            ..InvitedAccess::default()
        };
        let emails = vec![email.to_string()];
        self.run(inviter, user::Command::Invite { emails, access });
        self.run(email, user::Command::Accept);
    }

    #[track_caller]
    pub fn set_state(&mut self, email: &str, state: State) {
        let user = self.user_id(email);
        self.run(OWNER, user::Command::SetState { user, state });
    }

    /// Makes a user's classic permissions exactly these, as the owner; nothing that IAM manages among them.
    #[track_caller]
    pub fn set_permissions(&mut self, email: &str, permissions: PermissionSet) {
        let user = self.classic_id(email);
        let command = classic::Command::SetPermissions { user, permissions };
        self.run(OWNER, command);
    }

    pub fn edit(
        &self,
        email: &str,
        permissions: &[Permission],
        change: classic::Change,
    ) -> Command {
        let user = self.classic_id(email);
        let permissions = PermissionSet::of(permissions.iter().copied());
        classic::Command::EditPermissions {
            user,
            permissions,
            change,
        }
        .into()
    }

    pub fn set_devices(&self, email: &str, future: &[DeviceKind]) -> Command {
        let user = self.classic_id(email);
        classic::Command::SetDevices {
            user,
            devices: BTreeSet::new(),
            future: future.iter().copied().collect(),
        }
        .into()
    }

    pub fn create_key(&self, who: &str, name: &str) -> Command {
        api_key::Command::Create {
            owner: self.actor(who).identity,
            name: name.into(),
            description: String::new(),
            locked: false,
            terms: api_key::Terms::default(),
        }
        .into()
    }

    /// Makes a user's classic infrastructure API key, and answers with its value.
    #[track_caller]
    pub fn create_classic_key(&mut self, email: &str) -> String {
        let user = self.classic_id(email);
        let ctx = self.run(OWNER, classic::Command::CreateApiKey { user });
        ctx.classic_api_key_value()
    }

    /// Makes a service ID, as the owner.
    #[track_caller]
    pub fn create_service_id(&mut self, name: &str) {
        let (name, description) = (name.to_string(), String::new());
        self.run(OWNER, service_id::Command::Create { name, description });
    }

    #[track_caller]
    pub fn configure(&mut self, change: impl FnOnce(&mut account::Settings)) {
        let mut settings = self.account.settings;
        change(&mut settings);
        self.run(OWNER, account::Command::Configure(settings));
    }
}
