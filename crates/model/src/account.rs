//! An account: everything that it holds, and what may be asked of it.

mod access_tag;
mod agenda;
mod clock;
mod era;
mod kind;
mod lookup;
mod network;
mod resource_group;
mod settings;

pub use crate::audit::Audited;
pub use access_tag::{AccessTag, TagCommand, TagEvent};
pub use agenda::Due;
pub use clock::{Clock, ClockCommand, FASTEST, LONGEST, seconds};
pub(crate) use era::named;
pub use era::{Era, Pace, later};
pub use kind::AccountKind;
pub use network::Subnet;
pub use resource_group::ResourceGroup;
pub(crate) use settings::only_credlab;
pub use settings::{Mfa, Settings};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::actor::{Actor, Identity};
use crate::classic::ClassicAccount;
use crate::command::Command as Request;
use crate::context::Context;
use crate::credentials::{Slot, SlotState};
use crate::event::{self, Record};
use crate::iam::access_group::PublicAccess;
use crate::iam::api_key::ApiKey;
use crate::iam::custom_role::CustomRole;
use crate::iam::indexed::{AccessGroups, Policies};
use crate::iam::lapse::Lapses;
use crate::iam::service_id::ServiceId;
use crate::iam::session::{AllowedAddresses, Passcode};
use crate::iam::trusted_profile::TrustedProfile;
use crate::iam::user::{State, User};
use crate::id::{
    AccountId, ApiKeyId, ClassicAccountNumber, ClusterId, CustomRoleId, ResourceGroupId,
    ServiceIdId, TrustedProfileId, UserId,
};
use crate::kubernetes::Cluster;
use crate::name::Email;
use crate::refusal::{Refusal, shorten};
use crate::secret::SecretHash;
use crate::{audit, classic, credentials, iam, kubernetes};

/// An IBM Cloud account at one moment. Immutable but for [`Account::apply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// What kind of account it was made, or upgraded to.
    pub kind: AccountKind,
    /// When a trial or a subscription ends (R62).
    #[serde(default)]
    pub term_ends: Option<Timestamp>,
    /// Which documents' rules it follows where they differ.
    pub era: Era,
    /// How fast things happen that take time.
    pub pace: Pace,
    /// Its time.
    #[serde(default)]
    pub clock: Clock,
    /// The account owner.
    pub owner: UserId,
    /// The number of records that it is made of.
    pub version: u64,
    /// Settings.
    pub settings: Settings,
    /// The IP addresses at which identities are given tokens; empty for all (R112).
    #[serde(default)]
    pub allowed_addresses: AllowedAddresses,
    /// The password of all users, salted with the account's id.
    pub persona_password: SecretHash,
    /// Resource groups.
    pub resource_groups: BTreeMap<ResourceGroupId, ResourceGroup>,
    /// Users, invited ones included.
    pub users: BTreeMap<UserId, User>,
    /// Service IDs.
    pub service_ids: BTreeMap<ServiceIdId, ServiceId>,
    /// Trusted profiles.
    #[serde(default)]
    pub trusted_profiles: BTreeMap<TrustedProfileId, TrustedProfile>,
    /// One-time passcodes that wait to be used.
    #[serde(default)]
    pub passcodes: BTreeMap<UserId, Passcode>,
    /// API keys of users and service IDs.
    pub api_keys: BTreeMap<ApiKeyId, ApiKey>,
    /// Access groups.
    pub access_groups: AccessGroups,
    /// Whether the policies of the access group *Public Access* count.
    #[serde(default)]
    pub public_access: PublicAccess,
    /// Custom roles.
    #[serde(default)]
    pub custom_roles: BTreeMap<CustomRoleId, CustomRole>,
    /// Access policies.
    pub policies: Policies,
    /// Access that was taken away and is still in effect (R105).
    #[serde(default)]
    pub lapsing: Lapses,
    /// Classic infrastructure accounts: the linked one, and others that are reached by manual credentials.
    pub classic: BTreeMap<ClassicAccountNumber, ClassicAccount>,
    /// The linked one.
    pub linked: Option<ClassicAccountNumber>,
    /// The credentials of each region and resource group.
    pub slots: BTreeMap<Slot, SlotState>,
    /// Clusters.
    pub clusters: BTreeMap<ClusterId, Cluster>,
    /// VPC subnets by id.
    pub subnets: BTreeMap<String, Subnet>,
    /// Access tags (R108).
    #[serde(default)]
    pub access_tags: BTreeSet<AccessTag>,
}

/// What can be asked of the account itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Changes the settings.
    Configure(Settings),
    /// Gives the account another name.
    Rename {
        /// The new name.
        name: String,
    },
    /// Makes a resource group; billable accounts only (R61).
    CreateResourceGroup {
        /// Its name.
        name: String,
    },
    /// Gives a resource group another name.
    RenameResourceGroup {
        /// Which.
        group: ResourceGroupId,
        /// The new name.
        name: String,
    },
    /// Deletes an empty resource group, and what is stored for it.
    DeleteResourceGroup {
        /// Which.
        group: ResourceGroupId,
    },
    /// Makes the account what it was at an earlier moment, which this is. Only Credlab itself does that: no cloud can.
    Rewind(Box<Account>),
    /// Gives tokens at these IP addresses only (R112).
    AllowAddresses(AllowedAddresses),
    /// Makes a free account a Pay-As-You-Go account.
    Upgrade,
    /// Makes, deletes, attaches or detaches an access tag.
    AccessTag(TagCommand),
    /// Turns the account's clock. Only Credlab itself does that, too.
    Clock(ClockCommand),
}

/// What happens to the account itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields are those of Account")]
pub enum Event {
    /// The account came into being, with its owner and default resource group.
    Founded(Box<Founding>),
    /// The settings were changed.
    Configured(Settings),
    /// The account has another name.
    Renamed { name: String },
    /// A resource group was made.
    ResourceGroupCreated { id: ResourceGroupId, name: String },
    /// A resource group has another name.
    ResourceGroupRenamed { id: ResourceGroupId, name: String },
    /// A resource group is gone.
    ResourceGroupDeleted { id: ResourceGroupId },
    /// A classic account that is not the linked one can be reached from now on.
    ClassicAccountKnown(Box<ClassicAccount>),
    /// Devices were ordered by hand in the linked classic account.
    DevicesOrdered(Vec<classic::Device>),
    /// A VPC subnet was made.
    SubnetCreated(Subnet),
    /// The account became again what it was after record `to`. The state stands in the record, so that applying it takes
    /// nothing else.
    Rewound { to: u64, state: Box<Account> },
    /// The list of allowed IP addresses was changed.
    AddressesAllowed(AllowedAddresses),
    /// A free account became a Pay-As-You-Go account, with a classic infrastructure account.
    Upgraded { linked: ClassicAccountNumber },
    /// Something happened to an access tag.
    AccessTag(TagEvent),
    /// The account's clock was turned.
    ClockSet(Clock),
}

/// How an account begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of Account")]
pub struct Founding {
    pub id: AccountId,
    pub name: String,
    pub kind: AccountKind,
    pub era: Era,
    pub pace: Pace,
    pub owner: UserId,
    pub owner_email: Email,
    pub owner_name: String,
    pub persona_password: SecretHash,
    pub default_group: ResourceGroupId,
    /// The classic account that comes with a billable account (R59).
    pub linked: Option<ClassicAccountNumber>,
    /// Whether it is enabled for virtual routing and forwarding from the beginning (R93).
    #[serde(default)]
    pub vrf: bool,
}

impl Account {
    /// The account that a first record founds; none if the record founds nothing.
    pub fn open(first: &Record) -> Option<Account> {
        let event::Event::Account(Event::Founded(founding)) = &first.event else {
            return None;
        };
        let owner = User {
            id: founding.owner.clone(),
            email: founding.owner_email.clone(),
            name: founding.owner_name.clone(),
            state: State::Active,
            added_at: first.at,
            added_by: crate::actor::Identity::User(founding.owner.clone()),
            invitation_expires_at: None,
            invited_classic: classic::SetName::NoAccess,
            allowed_addresses: AllowedAddresses::default(),
            self_managed: false,
        };
        let default = ResourceGroup {
            id: founding.default_group.clone(),
            name: "default".into(),
            default: true,
            created_at: first.at,
        };
        let mut classic = BTreeMap::new();
        if let Some(number) = founding.linked {
            let mut linked = ClassicAccount::new(number, founding.name.clone(), 1_468_361);
            linked.add_user(linked.next_user(0), &owner, None);
            classic.insert(number, linked);
        }
        Some(Account {
            id: founding.id.clone(),
            name: founding.name.clone(),
            kind: founding.kind,
            term_ends: founding
                .kind
                .term_days()
                .map(|days| later(first.at, days * 86_400)),
            era: founding.era,
            pace: founding.pace,
            clock: Clock::default(),
            owner: founding.owner.clone(),
            version: first.version,
            settings: Settings {
                vrf: founding.vrf,
                ..Settings::default()
            },
            allowed_addresses: AllowedAddresses::default(),
            persona_password: founding.persona_password.clone(),
            resource_groups: [(default.id.clone(), default)].into(),
            users: [(owner.id.clone(), owner)].into(),
            service_ids: BTreeMap::new(),
            trusted_profiles: BTreeMap::new(),
            passcodes: BTreeMap::new(),
            api_keys: BTreeMap::new(),
            access_groups: AccessGroups::default(),
            public_access: PublicAccess::default(),
            custom_roles: BTreeMap::new(),
            policies: Policies::default(),
            lapsing: Lapses::default(),
            classic,
            linked: founding.linked,
            slots: BTreeMap::new(),
            clusters: BTreeMap::new(),
            subnets: BTreeMap::new(),
            access_tags: BTreeSet::new(),
        })
    }

    /// Gives the account a classic infrastructure account, with its users; the owner is the master user (R59).
    fn link_classic(&mut self, number: ClassicAccountNumber) {
        let mut linked = ClassicAccount::new(number, self.name.clone(), 1_468_361);
        let master = linked.next_user(0);
        if let Some(owner) = self.users.get(&self.owner) {
            linked.add_user(master, owner, None);
        }
        for user in self.users.values().filter(|user| user.id != self.owner) {
            linked.add_user(linked.next_user(0), user, Some(master));
        }
        self.classic.insert(number, linked);
        self.linked = Some(number);
    }

    /// What `command` would do, asked by `actor` at the context's moment; or why it is refused. Changes nothing.
    pub fn decide(
        &self,
        actor: &Actor,
        command: &Request,
        ctx: &Context,
    ) -> Result<Vec<event::Event>, Refusal> {
        // Who could not sign in asks for nothing; only an invitation is accepted from outside (R88, R111, R125).
        if !matches!(
            command,
            Request::User(iam::user::Command::Accept) | Request::Session(_)
        ) {
            iam::session::may_enter(self, &actor.identity)?;
        }
        let reactivates = matches!(command, Request::Account(Command::Upgrade));
        if actor.identity != Identity::Credlab && !reactivates {
            kind::must_be_active(self, ctx.now)?;
        }
        match command {
            Request::Account(command) => settings::decide(self, actor, command, ctx),
            Request::User(command) => iam::user::decide(self, actor, command, ctx),
            Request::ServiceId(command) => iam::service_id::decide(self, actor, command, ctx),
            Request::TrustedProfile(command) => {
                iam::trusted_profile::decide(self, actor, command, ctx)
            }
            Request::ApiKey(command) => iam::api_key::decide(self, actor, command, ctx),
            Request::AccessGroup(command) => iam::access_group::decide(self, actor, command, ctx),
            Request::CustomRole(command) => iam::custom_role::decide(self, actor, command, ctx),
            Request::Policy(command) => iam::policy::decide(self, actor, command, ctx),
            Request::Session(command) => iam::session::decide(self, actor, command, ctx),
            Request::Classic(command) => classic::decide(self, actor, command, ctx),
            Request::Credential(command) => credentials::decide(self, actor, command, ctx),
            Request::Cluster(command) => kubernetes::decide(self, actor, command, ctx),
        }
    }

    /// The account as it would be after `command`, or why it would be refused: for questions about consequences that are
    /// asked before. Changes nothing.
    pub fn preview(
        &self,
        actor: &Actor,
        command: &Request,
        ctx: &Context,
    ) -> Result<Account, Refusal> {
        let events = self.decide(actor, command, ctx)?;
        let mut after = self.clone();
        for record in self.records(actor, events, ctx) {
            after.apply(&record);
        }
        Ok(after)
    }

    /// The event that a refused command leaves in the audit trail, where it leaves one (R150).
    pub fn refused(&self, command: &Request, refusal: &Refusal) -> Option<event::Event> {
        refusal
            .is_audited()
            .then(|| audit::refused(command, refusal))
    }

    /// The records that `events` become, were they appended now.
    pub fn records(&self, actor: &Actor, events: Vec<event::Event>, ctx: &Context) -> Vec<Record> {
        let correlation = ctx.correlation();
        let numbered = (self.version + 1..).zip(events);
        numbered
            .map(|(version, event)| Record {
                version,
                at: ctx.now,
                correlation: correlation.clone(),
                actor: actor.clone(),
                event,
            })
            .collect()
    }

    /// Makes a record part of the state. It never refuses: what was recorded has happened.
    pub fn apply(&mut self, record: &Record) {
        self.version = record.version;
        self.lapsing.prune(record.at);
        iam::api_key::prune(self, record.at);
        match &record.event {
            event::Event::Account(event) => settings::apply(self, record, event),
            event::Event::User(event) => iam::user::apply(self, record, event),
            event::Event::ServiceId(event) => iam::service_id::apply(self, record, event),
            event::Event::TrustedProfile(event) => iam::trusted_profile::apply(self, record, event),
            event::Event::ApiKey(event) => iam::api_key::apply(self, record, event),
            event::Event::AccessGroup(event) => iam::access_group::apply(self, record, event),
            event::Event::CustomRole(event) => iam::custom_role::apply(self, record, event),
            event::Event::Policy(event) => iam::policy::apply(self, record, event),
            event::Event::Classic(event) => classic::apply(self, record, event),
            event::Event::Credential(event) => credentials::apply(self, record, event),
            event::Event::Cluster(event) => kubernetes::apply(self, record, event),
            event::Event::Session(event) => iam::session::apply(self, record, event),
            event::Event::Refused(_) => {}
        }
    }
}

/// What a command would have been in the audit trail, and what it was about.
pub(crate) fn attempted(command: &Command) -> (&'static str, String) {
    match command {
        Command::Configure(_) | Command::AllowAddresses(_) => {
            ("iam-identity.accountsettings.update", "account".into())
        }
        Command::Rename { .. } => ("billing.account.update", "account".into()),
        Command::CreateResourceGroup { name } => {
            ("resource-controller.group.create", shorten(name))
        }
        Command::RenameResourceGroup { group, .. } => {
            ("resource-controller.group.update", group.to_string())
        }
        Command::DeleteResourceGroup { group } => {
            ("resource-controller.group.delete", group.to_string())
        }
        Command::Rewind(_) => ("credlab.account.rewind", "account".into()),
        Command::Upgrade => ("billing.account.update", "account".into()),
        Command::AccessTag(command) => access_tag::attempted(command),
        Command::Clock(_) => ("credlab.account-clock.set", "account".into()),
    }
}

pub(crate) fn audited(event: &Event) -> Audited {
    match event {
        Event::Founded(founding) => Audited::new("billing.account.create", &founding.id),
        Event::Configured(_) | Event::AddressesAllowed(_) => {
            Audited::new("iam-identity.accountsettings.update", "account")
        }
        Event::ResourceGroupCreated { id, .. } => {
            Audited::new("resource-controller.group.create", id)
        }
        Event::ResourceGroupRenamed { id, .. } => {
            Audited::new("resource-controller.group.update", id)
        }
        Event::ResourceGroupDeleted { id } => Audited::new("resource-controller.group.delete", id),
        Event::ClassicAccountKnown(classic) => {
            Audited::new("classic.account.known", classic.number)
        }
        Event::DevicesOrdered(devices) => Audited::new("classic.device.order", devices.len()),
        Event::SubnetCreated(subnet) => Audited::new("is.subnet.subnet.create", &subnet.id),
        Event::Rewound { to, .. } => Audited::new("credlab.account.rewind", to),
        Event::Renamed { .. } | Event::Upgraded { .. } => {
            Audited::new("billing.account.update", "account")
        }
        Event::AccessTag(event) => access_tag::audited(event),
        Event::ClockSet(clock) => Audited::new("credlab.account-clock.set", clock.set_to()),
    }
}
