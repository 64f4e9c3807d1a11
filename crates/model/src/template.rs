//! Accounts to start from. A template runs ordinary commands, so that whatever it stages obeys the rules.

mod large;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{self, Account, AccountKind, Era, Founding, Pace, Subnet};
use crate::actor::{Actor, Face, Identity};
use crate::classic::{self, ClassicAccount, Device, DeviceKind, PermissionSet, SetName};
use crate::command::Command;
use crate::context::Context;
use crate::credentials;
use crate::event::{Event, Record};
use crate::iam::policy::{AttributeName, Scope, Subject};
use crate::iam::{access_group, api_key, policy, service_id, user};
use crate::id::{ClassicAccountNumber, ClassicUserId, DeviceId, ResourceGroupId};
use crate::kubernetes::{self, NewCluster};
use crate::name::Email;
use crate::refusal::{Refusal, RefusalKind};
use crate::region::{Provider, Region};
use crate::secret::SecretHash;
use crate::{Timestamp, iam};

/// The password of every persona.
pub const PASSWORD: &str = "demo";

/// The user name of the other classic account's user in the demo account.
pub const OTHER_CLASSIC_USER: &str = "7654321_infra@example.com";

/// The classic infrastructure API key of [`OTHER_CLASSIC_USER`]. It belongs to a simulated account that every
/// visitor has a copy of, and is printed in the README: not a secret.
pub const OTHER_CLASSIC_KEY: &str =
    "0dab5e1f7c3a4e62b98d04c6f1a2937de8b650c4a1f39d72e6c85b0a4d1e7f93";

/// A template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// The demo account: users of every role, clusters, devices.
    Demo,
    /// A Lite account with its owner.
    EmptyLite,
    /// A Trial account with its owner, in its fourth week.
    EmptyTrial,
    /// A Pay-As-You-Go account with its owner.
    EmptyPaygo,
    /// A Subscription account with its owner.
    EmptySubscription,
    /// The demo account among 1,000 users with 10,000 policies and 40 clusters.
    Large,
    /// The same with 10,000 users.
    Huge,
}

impl Template {
    /// Every template.
    pub const ALL: [Template; 7] = [
        Template::Demo,
        Template::EmptyLite,
        Template::EmptyTrial,
        Template::EmptyPaygo,
        Template::EmptySubscription,
        Template::Large,
        Template::Huge,
    ];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Template::Demo => "demo",
            Template::EmptyLite => "empty-lite",
            Template::EmptyTrial => "empty-trial",
            Template::EmptyPaygo => "empty-paygo",
            Template::EmptySubscription => "empty-subscription",
            Template::Large => "large",
            Template::Huge => "huge",
        }
    }

    /// How many users it has, if it is the demo account and more.
    fn users(self) -> Option<u32> {
        match self {
            Template::Large => Some(1_000),
            Template::Huge => Some(10_000),
            _ => None,
        }
    }

    /// Whether it holds the demo account.
    fn is_demo(self) -> bool {
        self == Template::Demo || self.users().is_some()
    }

    fn kind(self) -> AccountKind {
        match self {
            Template::Demo | Template::EmptyPaygo | Template::Large | Template::Huge => {
                AccountKind::PayAsYouGo
            }
            Template::EmptyLite => AccountKind::Lite,
            Template::EmptyTrial => AccountKind::Trial,
            Template::EmptySubscription => AccountKind::Subscription,
        }
    }
}

impl FromStr for Template {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Template, Refusal> {
        let values = Template::ALL.map(|template| (template.as_str(), template));
        account::named("template", text, &values)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How an account begins: with what, and by which rules and how fast it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// What is there.
    pub template: Template,
    /// Whose documents' rules it follows where they differ.
    pub era: Era,
    /// How fast things happen that take time.
    pub pace: Pace,
}

impl From<Template> for Beginning {
    /// In the era and at the pace that are taken where none is chosen.
    fn from(template: Template) -> Beginning {
        Beginning {
            template,
            era: Era::default(),
            pace: Pace::default(),
        }
    }
}

/// The records of a fresh account. `seed` makes its ids, and must be unpredictable.
pub fn build(
    beginning: impl Into<Beginning>,
    now: Timestamp,
    seed: [u8; 32],
) -> Result<(Account, Vec<Record>), Refusal> {
    let beginning = beginning.into();
    let mut stage = Stage::found(beginning, now, seed)?;
    if beginning.template.is_demo() {
        demo(&mut stage)?;
    }
    if let Some(users) = beginning.template.users() {
        large::fill(&mut stage, users)?;
    }
    Ok((stage.account, stage.records))
}

/// An account that is being set up, some weeks before `now`.
struct Stage {
    account: Account,
    records: Vec<Record>,
    seed: [u8; 32],
    now: Timestamp,
    step: i64,
}

/// How long before the present the account begins.
const HISTORY_SECONDS: i64 = 21 * 24 * 3600;
/// How much time passes between two commands of a template.
const STEP_SECONDS: i64 = 3 * 3600;

impl Stage {
    fn found(beginning: Beginning, now: Timestamp, seed: [u8; 32]) -> Result<Stage, Refusal> {
        let start = account::later(now, -HISTORY_SECONDS);
        let ctx = Context::new(start, seed);
        let id = ctx.fresh_account();
        let kind = beginning.template.kind();
        let owner = ctx.fresh_user(0);
        let founding = Founding {
            persona_password: SecretHash::salted(id.as_str(), PASSWORD),
            id,
            name: "Acme Training".into(),
            kind,
            era: beginning.era,
            pace: beginning.pace,
            owner: owner.clone(),
            owner_email: Email::parse("owner@example.com")?,
            owner_name: "Olga Owner".into(),
            default_group: ctx.fresh_resource_group(0),
            linked: kind
                .has_classic()
                .then_some(ClassicAccountNumber(1_234_567)),
            // The demo account is as old as its VLANs.
            vrf: kind.has_classic() && !beginning.template.is_demo(),
        };
        let record = Record {
            version: 1,
            at: start,
            correlation: ctx.correlation(),
            actor: Actor::user(owner, Face::Console),
            event: account::Event::Founded(Box::new(founding)).into(),
        };
        let account = Account::open(&record).ok_or_else(|| {
            RefusalKind::NotPossible {
                reason: "The account could not be founded.".into(),
            }
            .refusal()
        })?;
        Ok(Stage {
            account,
            records: vec![record],
            seed,
            now,
            step: 0,
        })
    }

    fn context(&mut self) -> Context {
        self.step += 1;
        let at = account::later(
            self.now,
            (self.step * STEP_SECONDS - HISTORY_SECONDS).min(-60),
        );
        let mut seed = self.seed;
        seed.iter_mut()
            .zip(self.step.to_be_bytes())
            .for_each(|(to, from)| *to ^= from);
        Context::new(at, seed)
    }

    fn owner(&self) -> Actor {
        Actor::user(self.account.owner.clone(), Face::Console)
    }

    fn user(&self, email: &str) -> Result<Actor, Refusal> {
        Ok(Actor::user(
            self.account.user_called(email)?.id.clone(),
            Face::Console,
        ))
    }

    /// Runs a command as anybody would.
    fn run(&mut self, actor: &Actor, command: impl Into<Command>) -> Result<(), Refusal> {
        let ctx = self.context();
        let events = self.account.decide(actor, &command.into(), &ctx)?;
        self.record(actor, events, &ctx);
        Ok(())
    }

    /// Records what no command of a visitor can do.
    fn stage(&mut self, events: Vec<Event>) {
        let ctx = self.context();
        self.record(&Actor::credlab(), events, &ctx);
    }

    fn record(&mut self, actor: &Actor, events: Vec<Event>, ctx: &Context) {
        let records = self.account.records(actor, events, ctx);
        records.iter().for_each(|record| self.account.apply(record));
        self.records.extend(records);
    }
}

fn demo(stage: &mut Stage) -> Result<(), Refusal> {
    let owner = stage.owner();
    stage.run(
        &owner,
        account::Command::CreateResourceGroup {
            name: "prod".into(),
        },
    )?;
    let prod = stage.account.resource_group_called("prod")?.id.clone();
    stage.stage(network(&prod));
    stage.stage(vec![
        account::Event::DevicesOrdered(devices(stage.now)).into(),
        account::Event::ClassicAccountKnown(Box::new(other_classic(stage.now))).into(),
    ]);

    invite(stage, "admin@example.com", SetName::SuperUser)?;
    for email in [
        "operator@example.com",
        "editor@example.com",
        "viewer@example.com",
    ] {
        invite(stage, email, SetName::NoAccess)?;
    }
    invite(stage, "classic@example.com", SetName::BasicUser)?;
    invite(stage, "leaver@example.com", SetName::SuperUser)?;

    for (group, email, role) in [
        ("cluster-operators", "operator@example.com", "Operator"),
        ("cluster-editors", "editor@example.com", "Editor"),
        ("cluster-viewers", "viewer@example.com", "Viewer"),
    ] {
        let description = format!("{role} on all clusters");
        stage.run(
            &owner,
            access_group::Command::Create {
                name: group.into(),
                description,
            },
        )?;
        let id = stage.account.access_group_called(group)?.id.clone();
        let member = stage.user(email)?.identity;
        stage.run(
            &owner,
            access_group::Command::AddMember {
                id: id.clone(),
                member,
            },
        )?;
        assign(
            stage,
            Subject::AccessGroup(id),
            &[role],
            Scope::service("containers-kubernetes"),
        )?;
    }

    administrator(stage, "admin@example.com")?;
    administrator(stage, "leaver@example.com")?;
    let classic = subject(stage, "classic@example.com")?;
    assign(
        stage,
        classic.clone(),
        &["Administrator"],
        Scope::service("containers-kubernetes"),
    )?;
    assign(
        stage,
        classic,
        &["Viewer"],
        Scope::default().and(AttributeName::ResourceType, "resource-group"),
    )?;

    for email in ["admin@example.com", "leaver@example.com"] {
        let user = classic_user(stage, email)?;
        let devices: BTreeSet<DeviceId> = stage
            .account
            .linked_classic()
            .map(|c| c.devices.keys().copied().collect())
            .unwrap_or_default();
        let future = DeviceKind::ALL.into_iter().collect();
        stage.run(
            &owner,
            classic::Command::SetDevices {
                user,
                devices,
                future,
            },
        )?;
    }
    for email in ["owner@example.com", "leaver@example.com"] {
        let (actor, user) = (stage.user(email)?, classic_user(stage, email)?);
        stage.run(&actor, classic::Command::CreateApiKey { user })?;
    }

    let description = "Deploys from the build pipeline".into();
    stage.run(
        &owner,
        service_id::Command::Create {
            name: "ci-deployer".into(),
            description,
        },
    )?;
    let deployer = stage.account.service_id_called("ci-deployer")?.id.clone();
    assign(
        stage,
        Subject::ServiceId(deployer.clone()),
        &["Editor"],
        Scope::service("containers-kubernetes"),
    )?;
    let key = api_key::Command::Create {
        owner: Identity::ServiceId(deployer),
        name: "ci-deployer-key".into(),
        description: "Used by the pipeline".into(),
        locked: false,
        terms: api_key::Terms::default(),
    };
    stage.run(&owner, key)?;

    clusters(stage, &prod)?;
    stage.run(
        &owner,
        user::Command::Invite {
            emails: vec!["k8s-functional@example.com".into()],
            access: user::InvitedAccess::default(),
        },
    )
}

fn clusters(stage: &mut Stage, prod: &ResourceGroupId) -> Result<(), Refusal> {
    let owner = stage.owner();
    let leaver = stage.user("leaver@example.com")?;
    let cluster =
        |name: &str, provider, zone: &str, group: Option<ResourceGroupId>, workers| NewCluster {
            name: name.into(),
            provider,
            zone: zone.into(),
            group,
            flavor: if provider == Provider::Classic {
                "b3c.4x16"
            } else {
                "bx2.4x16"
            }
            .into(),
            workers,
            private_only: false,
            subnet: (provider == Provider::Vpc).then(|| SUBNET_FRA.to_string()),
            private_endpoint: false,
            gateway: false,
            version: None,
        };
    stage.run(
        &owner,
        kubernetes::Command::Create(cluster("classic-dal", Provider::Classic, "dal10", None, 2)),
    )?;

    let (region, group) = (Region::EuDe, Some(prod.clone()));
    stage.run(
        &leaver,
        credentials::Command::ResetKey {
            region,
            group: group.clone(),
        },
    )?;
    stage.run(
        &leaver,
        kubernetes::Command::Create(cluster(
            "vpc-fra",
            Provider::Vpc,
            "eu-de-1",
            group.clone(),
            3,
        )),
    )?;
    let fra = stage.account.cluster_called("vpc-fra")?.id.clone();
    stage.run(
        &leaver,
        kubernetes::Command::EnableAddOn {
            cluster: fra,
            name: kubernetes::addon::AUTOSCALER.into(),
            version: None,
        },
    )?;

    let username = OTHER_CLASSIC_USER.to_string();
    let api_key = credentials::ClassicKeyInput::typed(OTHER_CLASSIC_KEY);
    stage.run(
        &owner,
        credentials::Command::SetManual {
            region,
            group: group.clone(),
            username,
            api_key,
        },
    )?;
    stage.run(
        &owner,
        kubernetes::Command::Create(cluster("classic-ams", Provider::Classic, "ams03", group, 2)),
    )
}

/// Invites a user, who accepts.
fn invite(stage: &mut Stage, email: &str, classic: SetName) -> Result<(), Refusal> {
    let owner = stage.owner();
    let access = user::InvitedAccess {
        classic,
        ..user::InvitedAccess::default()
    };
    stage.run(
        &owner,
        user::Command::Invite {
            emails: vec![email.into()],
            access,
        },
    )?;
    let invited = stage.user(email)?;
    stage.run(&invited, user::Command::Accept)
}

fn subject(stage: &Stage, email: &str) -> Result<Subject, Refusal> {
    Ok(Subject::User(stage.account.user_called(email)?.id.clone()))
}

fn classic_user(stage: &Stage, email: &str) -> Result<ClassicUserId, Refusal> {
    let user = stage.account.user_called(email)?;
    let linked = stage.account.linked_user(&user.identity());
    linked.map(|u| u.id).ok_or_else(|| {
        RefusalKind::NotFound {
            noun: crate::refusal::Noun::ClassicUser,
            name: email.into(),
        }
        .refusal()
    })
}

fn assign(
    stage: &mut Stage,
    subject: Subject,
    roles: &[&str],
    scope: Scope,
) -> Result<(), Refusal> {
    let owner = stage.owner();
    let roles = roles.iter().map(|role| role.to_string()).collect();
    stage.run(
        &owner,
        policy::Command::Create {
            subject,
            roles,
            scope,
            rule: None,
        },
    )
}

/// What the seeds list for whoever creates clusters and owns the stored key.
fn administrator(stage: &mut Stage, email: &str) -> Result<(), Refusal> {
    let subject = subject(stage, email)?;
    for (service, roles) in [
        ("containers-kubernetes", &["Administrator", "Manager"][..]),
        ("is", &["Administrator"]),
        ("container-registry", &["Administrator", "Manager"]),
        ("support", &["Administrator"]),
    ] {
        assign(stage, subject.clone(), roles, Scope::service(service))?;
    }
    assign(
        stage,
        subject,
        &["Viewer"],
        Scope::default().and(AttributeName::ResourceType, "resource-group"),
    )
}

const SUBNET_FRA: &str = "02b7-6d9b4f0e-6a51-4b0c-9f3e-2f6d1a7c5e10";

fn network(prod: &ResourceGroupId) -> Vec<Event> {
    let subnet = |id: &str, region: Region, zone: &str, cidr: &str| {
        let vpc = match region {
            Region::EuDe => ("r010-0c5d1e9a-52f4-4a4b-8d0c-9a7f3b1e6d20", "vpc-frankfurt"),
            _ => ("r006-7b1f2c3d-8e4a-4d5b-b6c7-1d2e3f4a5b6c", "vpc-dallas"),
        };
        account::Event::SubnetCreated(Subnet {
            id: id.into(),
            name: format!("subnet-{zone}"),
            vpc: vpc.0.into(),
            vpc_name: vpc.1.into(),
            region,
            zone: zone.into(),
            cidr: cidr.into(),
            group: prod.clone(),
        })
        .into()
    };
    vec![
        subnet(SUBNET_FRA, Region::EuDe, "eu-de-1", "10.243.0.0/24"),
        subnet(
            "02c7-1f8e2d3c-4b5a-4697-8877-665544332211",
            Region::EuDe,
            "eu-de-2",
            "10.243.64.0/24",
        ),
        subnet(
            "0717-9a8b7c6d-5e4f-4321-a0b1-c2d3e4f5a6b7",
            Region::UsSouth,
            "us-south-1",
            "10.240.0.0/24",
        ),
    ]
}

/// The devices of the linked classic account besides workers.
fn devices(now: Timestamp) -> Vec<Device> {
    let rows: [(u32, DeviceKind, &str, &str, u8, &str); 10] = [
        (
            90_112_001,
            DeviceKind::Virtual,
            "web-1",
            "dal10",
            11,
            "Shop front",
        ),
        (
            90_112_002,
            DeviceKind::Virtual,
            "web-2",
            "dal10",
            12,
            "Shop front",
        ),
        (
            90_112_003,
            DeviceKind::Virtual,
            "app-1",
            "dal10",
            21,
            "Order service",
        ),
        (
            90_112_004,
            DeviceKind::Virtual,
            "app-2",
            "dal12",
            22,
            "Order service",
        ),
        (
            90_112_005,
            DeviceKind::Virtual,
            "jump",
            "dal10",
            5,
            "Bastion host",
        ),
        (
            90_112_006,
            DeviceKind::Virtual,
            "backup",
            "fra02",
            40,
            "Nightly backups",
        ),
        (
            2_301_101,
            DeviceKind::BareMetal,
            "db-1",
            "dal10",
            101,
            "Primary database",
        ),
        (
            2_301_102,
            DeviceKind::BareMetal,
            "db-2",
            "dal12",
            102,
            "Standby database",
        ),
        (
            2_301_103,
            DeviceKind::BareMetal,
            "db-eu",
            "fra02",
            103,
            "Database, Europe",
        ),
        (
            310_201,
            DeviceKind::DedicatedHost,
            "host-1",
            "dal10",
            200,
            "Host for licensed software",
        ),
    ];
    rows.map(|(id, kind, hostname, datacenter, last, notes)| Device {
        id: DeviceId(id),
        kind,
        hostname: hostname.into(),
        domain: "acme.example.com".into(),
        datacenter: datacenter.into(),
        public_ip: (kind == DeviceKind::Virtual && last < 20).then(|| format!("169.55.10.{last}")),
        private_ip: format!("10.55.10.{last}"),
        ordered_at: account::later(now, -HISTORY_SECONDS),
        notes: notes.into(),
    })
    .into()
}

/// Another company's classic account, reached by manual credentials only.
fn other_classic(now: Timestamp) -> ClassicAccount {
    let mut other = ClassicAccount::new(
        ClassicAccountNumber(7_654_321),
        "Acme Legacy Hosting".into(),
        2_580_101,
    );
    let id = other.next_user(0);
    let support = Permissions::cases();
    other.insert_user(classic::ClassicUser {
        id,
        username: OTHER_CLASSIC_USER.into(),
        email: "infra@example.com".into(),
        display_name: "Infra Operations".into(),
        parent: None,
        master: false,
        permissions: SetName::SuperUser
            .permissions()
            .union(PermissionSet::of(
                DeviceKind::ALL.map(DeviceKind::future_access),
            ))
            .union(support),
        withdrawn: Vec::new(),
        devices: BTreeSet::new(),
        api_key: Some(classic::user::ClassicApiKey {
            hash: SecretHash::of(OTHER_CLASSIC_KEY),
            created_at: account::later(now, -HISTORY_SECONDS),
        }),
        vpn: classic::Vpn::default(),
        profile: classic::Profile::default(),
        muted: BTreeSet::new(),
        cancelled: false,
        iam: None,
    });
    other
}

/// Permissions that have no set.
struct Permissions;

impl Permissions {
    /// Support cases: in an account without IAM they are ordinary permissions.
    fn cases() -> PermissionSet {
        PermissionSet::of([
            classic::Permission::TICKET_VIEW,
            classic::Permission::TICKET_ADD,
            classic::Permission::TICKET_EDIT,
        ])
    }
}

/// The personas of an account in the order in which a page offers them: the owner first.
pub fn personas(account: &Account) -> Vec<&iam::user::User> {
    in_order(account, account.users.values())
}

/// Users in the order in which lists show them: the owner first, then as they came.
pub fn in_order<'a>(
    account: &Account,
    users: impl Iterator<Item = &'a iam::user::User>,
) -> Vec<&'a iam::user::User> {
    let place = |user: &iam::user::User| (user.id != account.owner, user.added_at);
    let mut users: Vec<_> = users.collect();
    users.sort_by(|a, b| {
        let (one, other) = (place(a), place(b));
        one.cmp(&other).then_with(|| a.email.cmp(&b.email))
    });
    users
}
