//! What the tests of this folder share: an account with a clock, and commands as one of its personas.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::collections::BTreeSet;

use credlab_model::account::{Era, Event as AccountEvent, Pace};
use credlab_model::classic::{self, ClassicUser, DeviceKind, Permission, PermissionSet};
use credlab_model::credentials::{self, ClassicKeyInput, RegionKey, Slot};
use credlab_model::iam::policy::{self, AttributeName, Scope, Subject};
use credlab_model::iam::user::{InvitedAccess, State};
use credlab_model::iam::{api_key, service_id, user};
use credlab_model::id::{ApiKeyId, ClassicUserId, ResourceGroupId, UserId};
use credlab_model::kubernetes::{self, Cluster, NewCluster};
use credlab_model::region::{Provider, Region};
use credlab_model::template::{self, Template};
use credlab_model::{
    Account, Actor, Command, Context, Event, Face, Identity, Record, Refusal, Timestamp, account,
};

pub const OWNER: &str = "owner@example.com";
pub const ADMIN: &str = "admin@example.com";
pub const OPERATOR: &str = "operator@example.com";
pub const EDITOR: &str = "editor@example.com";
pub const VIEWER: &str = "viewer@example.com";
/// Administrator on the Kubernetes Service, Basic User on classic infrastructure.
pub const CLASSIC: &str = "classic@example.com";
/// Owns the stored key of (`eu-de`, `prod`).
pub const LEAVER: &str = "leaver@example.com";
/// Invited, not accepted.
pub const FUNCTIONAL: &str = "k8s-functional@example.com";
/// A service ID.
pub const DEPLOYER: &str = "ci-deployer";

/// Where a VPC cluster can be put in the demo account: zone and subnet.
pub const FRANKFURT: (&str, &str) = ("eu-de-1", "02b7-6d9b4f0e-6a51-4b0c-9f3e-2f6d1a7c5e10");
pub const DALLAS: (&str, &str) = ("us-south-1", "0717-9a8b7c6d-5e4f-4321-a0b1-c2d3e4f5a6b7");

/// An account, its records, and the moment of the next command.
#[derive(Clone)]
pub struct Lab {
    pub account: Account,
    pub records: Vec<Record>,
    pub now: Timestamp,
    commands: u64,
}

impl Lab {
    /// The demo account, on a fixed day with fixed ids.
    pub fn demo() -> Lab {
        Lab::of(Template::Demo)
    }

    /// An account made from `template`.
    pub fn of(template: Template) -> Lab {
        let now: Timestamp = "2024-09-16T09:00:00Z".parse().unwrap();
        let (account, records) = template::build(template, now, [7; 32]).unwrap();
        Lab {
            account,
            records,
            now,
            commands: 0,
        }
    }

    /// The demo account as it would be in `era`.
    pub fn in_era(era: Era) -> Lab {
        Lab::founded(|founding| founding.era = era)
    }

    /// The demo account in which things take as long as in life.
    pub fn lifelike() -> Lab {
        Lab::founded(|founding| founding.pace = Pace::Lifelike)
    }

    fn founded(change: impl FnOnce(&mut account::Founding)) -> Lab {
        let mut lab = Lab::demo();
        let Event::Account(AccountEvent::Founded(founding)) = &mut lab.records[0].event else {
            panic!("the first record founds the account");
        };
        change(founding);
        lab.account = replay(&lab.records);
        lab
    }

    /// The persona of that address, or the service ID of that name.
    pub fn actor(&self, who: &str) -> Actor {
        let identity = match self.account.user_called(who) {
            Ok(user) => user.identity(),
            Err(_) => self.account.service_id_called(who).unwrap().identity(),
        };
        Actor {
            identity,
            face: Face::Shell,
        }
    }

    pub fn user_id(&self, email: &str) -> UserId {
        self.account.user_called(email).unwrap().id.clone()
    }

    /// The context of the next command.
    pub fn context(&self) -> Context {
        let mut seed = [9; 32];
        seed[..8].copy_from_slice(&self.commands.to_be_bytes());
        Context::new(self.now, seed)
    }

    /// Runs a command, which a test expects to be carried out. Answers with the context that it ran in.
    #[track_caller]
    pub fn run(&mut self, who: &str, command: impl Into<Command>) -> Context {
        let command = command.into();
        match self.attempt(who, command.clone()) {
            Ok(ctx) => ctx,
            Err(refusal) => panic!(
                "{who}: {command:?} was refused: {refusal} {:?}",
                refusal.why
            ),
        }
    }

    /// Runs a command that may be refused. A second passes.
    pub fn attempt(&mut self, who: &str, command: impl Into<Command>) -> Result<Context, Refusal> {
        let (actor, ctx) = (self.actor(who), self.context());
        let events = self.account.decide(&actor, &command.into(), &ctx)?;
        let records = self.account.records(&actor, events, &ctx);
        records.iter().for_each(|record| self.account.apply(record));
        self.records.extend(records);
        self.commands += 1;
        self.wait(1);
        Ok(ctx)
    }

    /// Why a command is refused.
    #[track_caller]
    pub fn refused(&self, who: &str, command: impl Into<Command>) -> Refusal {
        let command = command.into();
        match self
            .account
            .decide(&self.actor(who), &command, &self.context())
        {
            Ok(events) => panic!("{who}: {command:?} was carried out: {events:?}"),
            Err(refusal) => refusal,
        }
    }

    /// Whether a command would be carried out.
    pub fn allows(&self, who: &str, command: impl Into<Command>) -> bool {
        let (actor, ctx) = (self.actor(who), self.context());
        self.account.decide(&actor, &command.into(), &ctx).is_ok()
    }

    pub fn wait(&mut self, seconds: i64) {
        self.now = account::later(self.now, seconds);
    }

    pub fn cluster(&self, name: &str) -> &Cluster {
        self.account.cluster_called(name).unwrap()
    }

    pub fn group(&self, name: &str) -> ResourceGroupId {
        self.account.resource_group_called(name).unwrap().id.clone()
    }

    pub fn slot(&self, region: Region, group: &str) -> Slot {
        Slot {
            region,
            group: self.group(group),
        }
    }

    /// The stored key of a region and resource group.
    pub fn stored(&self, region: Region, group: &str) -> Option<&RegionKey> {
        let state = self.account.slots.get(&self.slot(region, group))?;
        state.key.as_ref()
    }

    /// The id and the owner's address of a stored key that is there.
    #[track_caller]
    pub fn key(&self, region: Region, group: &str) -> (ApiKeyId, String) {
        let key = self.stored(region, group).expect("a key is stored");
        (key.id.clone(), key.owner_email.clone())
    }

    /// The linked classic account's side of a user.
    #[track_caller]
    pub fn classic(&self, email: &str) -> &ClassicUser {
        let identity = self.actor(email).identity;
        self.account.linked_user(&identity).unwrap()
    }

    pub fn classic_id(&self, email: &str) -> ClassicUserId {
        self.classic(email).id
    }

    fn group_named(&self, name: &str) -> Option<ResourceGroupId> {
        (!name.is_empty()).then(|| self.group(name))
    }
}

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
            Identity::Credlab => panic!("Credlab gets no policies"),
        };
        let roles = roles.iter().map(|role| role.to_string()).collect();
        policy::Command::Create {
            subject,
            roles,
            scope,
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

/// The account that records make.
pub fn replay(records: &[Record]) -> Account {
    let (first, rest) = records
        .split_first()
        .expect("an account has a first record");
    let mut account = Account::open(first).expect("the first record founds the account");
    rest.iter().for_each(|record| account.apply(record));
    account
}

/// A service in one region.
pub fn in_region(service: &str, region: Region) -> Scope {
    Scope::service(service).and(AttributeName::Region, region.as_str())
}

/// A service in one resource group.
pub fn in_group(service: &str, group: &ResourceGroupId) -> Scope {
    Scope::service(service).and(AttributeName::ResourceGroupId, group.as_str())
}

/// The resource groups themselves.
pub fn resource_groups() -> Scope {
    Scope::default().and(AttributeName::ResourceType, "resource-group")
}
