//! What the tests of this folder share: an account with a clock, and commands as one of its personas.

#![allow(dead_code, reason = "every test file uses its own part")]

mod commands;

use credlab_model::account::{Era, Event as AccountEvent, Pace};
use credlab_model::classic::{ClassicUser, SetName};
use credlab_model::credentials::{RegionKey, Slot};
use credlab_model::iam::policy::{AttributeName, Scope};
use credlab_model::id::{ApiKeyId, ClassicUserId, ResourceGroupId, UserId};
use credlab_model::kubernetes::Cluster;
use credlab_model::region::Region;
use credlab_model::template::{self, Template};
use credlab_model::{
    Account, Actor, Command, Context, Event, Face, Record, Refusal, Timestamp, account,
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

    /// The demo account as if it had been founded otherwise.
    pub fn founded(change: impl FnOnce(&mut account::Founding)) -> Lab {
        let mut lab = Lab::demo();
        let Event::Account(AccountEvent::Founded(founding)) = &mut lab.records[0].event else {
            panic!("the first record founds the account");
        };
        change(founding);
        lab.account = replay(&lab.records);
        lab
    }

    /// The persona of that address, or the trusted profile or service ID of that name.
    pub fn actor(&self, who: &str) -> Actor {
        let identity = match self.account.user_called(who) {
            Ok(user) => user.identity(),
            Err(_) => match self.account.trusted_profile_called(who) {
                Ok(profile) => profile.identity(),
                Err(_) => self.account.service_id_called(who).unwrap().identity(),
            },
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

pub const PARENT: &str = "parent@example.com";
pub const CHILD: &str = "child@example.com";
pub const GRANDCHILD: &str = "grandchild@example.com";
pub const STRANGER: &str = "stranger@example.com";

/// A family in the classic hierarchy below the owner, and a stranger beside it. Parent and child are Basic Users,
/// which contains Manage Users.
pub fn family() -> Lab {
    let mut lab = Lab::demo();
    lab.join(OWNER, PARENT, SetName::BasicUser);
    lab.join(PARENT, CHILD, SetName::BasicUser);
    lab.join(CHILD, GRANDCHILD, SetName::ViewOnly);
    lab.join(OWNER, STRANGER, SetName::BasicUser);
    lab
}

/// Whether many more random questions are to be asked than in an ordinary run: `cargo xtask test --thorough`.
pub fn thorough() -> bool {
    std::env::var_os("THOROUGH").is_some()
}
