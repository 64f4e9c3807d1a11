//! Settings of the account, and the other commands that concern it as a whole.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::account::{
    Account, AccountKind, Command, Event, ResourceGroup, access_tag, clock, kind, resource_group,
};
use crate::actor::{Actor, Identity};
use crate::context::Context;
use crate::event::{self, Record};
use crate::iam::access::Ask;
use crate::iam::service::Family;
use crate::iam::session::Lifetimes;
use crate::name;
use crate::refusal::{Refusal, RefusalKind, Remedy};

/// Settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settings {
    /// Whether making user API keys takes the role *User API key creator* (R135).
    pub restrict_api_key_creation: bool,
    /// Whether making service IDs takes the role *Service ID creator* (R136).
    pub restrict_service_id_creation: bool,
    /// Whether users without a role on User Management see only the users that are near to them (R127).
    #[serde(default)]
    pub restrict_user_list: bool,
    /// How long sessions and tokens last (R141-R143).
    #[serde(default)]
    pub lifetimes: Lifetimes,
    /// Multifactor authentication.
    pub mfa: Mfa,
    /// Whether the classic account is enabled for virtual routing and forwarding (R92).
    pub vrf: bool,
    /// Whether VLANs of the classic account are spanned (R90).
    pub vlan_spanning: bool,
    /// Whether the account has private service endpoints, which need virtual routing and forwarding (R94).
    #[serde(default)]
    pub service_endpoints: bool,
}

/// Multifactor authentication (`console.md`, section 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mfa {
    /// None.
    #[default]
    None,
    /// A one-time password for users without a federated id.
    Totp,
    /// A one-time password for everybody: stops the service's classic calls (R63).
    Totp4All,
}

impl Settings {
    /// Whether VLANs are spanned in effect: VRF implies it (R92).
    pub fn spans_vlans(&self) -> bool {
        self.vrf || self.vlan_spanning
    }
}

impl Account {
    /// The settings, for those whose role on the IAM Identity Service lets them see these.
    pub fn settings_for(&self, actor: &Actor, now: Timestamp) -> Result<&Settings, Refusal> {
        let ask = Ask::action("iam-identity.account.get");
        self.require(actor, &ask, "see the account's IAM settings", now)?;
        Ok(&self.settings)
    }
}

pub(super) fn decide(
    account: &Account,
    actor: &Actor,
    command: &Command,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let event = match command {
        Command::Configure(next) => configure(account, actor, next, ctx.now)?,
        Command::Rename { name } => rename(account, actor, name, ctx.now)?,
        Command::Rewind(earlier) => rewind(account, actor, earlier)?,
        Command::AllowAddresses(addresses) => {
            let ask = Ask::action("iam-identity.account.update");
            account.require(actor, &ask, "change the allowed IP addresses", ctx.now)?;
            Event::AddressesAllowed(addresses.clone())
        }
        Command::Upgrade => kind::upgrade(account, actor, ctx)?,
        Command::AccessTag(command) => {
            Event::AccessTag(access_tag::decide(account, actor, command, ctx.now)?)
        }
        Command::Clock(command) => clock::decide(account, actor, *command, ctx)?,
        Command::CreateResourceGroup { name } => resource_group::create(account, actor, name, ctx)?,
        Command::RenameResourceGroup { group, name } => {
            resource_group::rename(account, actor, group, name, ctx.now)?
        }
        Command::DeleteResourceGroup { group } => {
            resource_group::delete(account, actor, group, ctx.now)?
        }
    };
    Ok(vec![event.into()])
}

fn configure(
    account: &Account,
    actor: &Actor,
    next: &Settings,
    now: Timestamp,
) -> Result<Event, Refusal> {
    let old = &account.settings;
    let iam = (
        old.restrict_api_key_creation,
        old.restrict_service_id_creation,
        old.mfa,
    ) != (
        next.restrict_api_key_creation,
        next.restrict_service_id_creation,
        next.mfa,
    );
    if iam {
        account.require(
            actor,
            &Ask::action("iam-identity.account.update"),
            "change the account's IAM settings",
            now,
        )?;
    }
    if old.lifetimes != next.lifetimes {
        lifetimes(account, actor, &old.lifetimes, &next.lifetimes, now)?;
    }
    if old.service_endpoints != next.service_endpoints {
        service_endpoints(account, actor, next)?;
    }
    let owner = Identity::User(account.owner.clone());
    if old.restrict_user_list != next.restrict_user_list && actor.identity != owner {
        let to = "change who sees the list of users".to_string();
        return Err(RefusalKind::NotAuthorized { to }
            .refusal()
            .because("Only the account owner can change the user list visibility."));
    }
    if (old.vrf, old.vlan_spanning) != (next.vrf, next.vlan_spanning) {
        crate::classic::linked(account)?;
        let held = account
            .open_classic_user(&actor.identity)
            .map(|u| u.granted())
            .unwrap_or_default();
        if !held.contains(crate::classic::Permission::NETWORK_VLAN_SPANNING) {
            let to = "change VLAN spanning or VRF".to_string();
            return Err(RefusalKind::NotAuthorized { to }
                .refusal()
                .because("It takes the classic permission Manage Network VLAN Spanning."));
        }
        if old.vrf && !next.vrf {
            let reason = "VRF can't be switched off again.".to_string();
            return Err(RefusalKind::NotPossible { reason }.refusal());
        }
    }
    Ok(Event::Configured(*next))
}

/// Sessions are Editors' and Administrators' to limit, tokens Operators' and Administrators' (`console.md`, section 9).
fn lifetimes(
    account: &Account,
    actor: &Actor,
    old: &Lifetimes,
    next: &Lifetimes,
    now: Timestamp,
) -> Result<(), Refusal> {
    next.check()?;
    if (old.session, old.inactivity) != (next.session, next.inactivity) {
        let ask = Ask::role("iam-identity", &["Editor", "Administrator"]);
        account.require(actor, &ask, "change how long sessions last", now)?;
    }
    if (old.access_token, old.refresh_token) != (next.access_token, next.refresh_token) {
        let ask = Ask::role("iam-identity", &["Operator", "Administrator"]);
        account.require(actor, &ask, "change how long tokens last", now)?;
    }
    Ok(())
}

/// The owner turns service endpoints on once the account is enabled for virtual routing and forwarding, and not off again
/// (R94; that it can't be undone is inferred from VRF).
fn service_endpoints(account: &Account, actor: &Actor, next: &Settings) -> Result<(), Refusal> {
    if actor.identity != Identity::User(account.owner.clone()) {
        let to = "enable service endpoints".to_string();
        return Err(RefusalKind::NotAuthorized { to }
            .refusal()
            .remedy(Remedy::text("Ask the account owner.")));
    }
    let reason = match (next.service_endpoints, next.vrf) {
        (true, true) => return Ok(()),
        (true, false) => {
            "Service endpoints need an account that is enabled for virtual routing and forwarding."
        }
        (false, _) => "Service endpoints can't be disabled again.",
    };
    let reason = reason.to_string();
    Err(RefusalKind::NotPossible { reason }.refusal())
}

/// What no cloud can do, nobody in the account may: Credlab itself does it.
pub(crate) fn only_credlab(actor: &Actor, to: &str) -> Result<(), Refusal> {
    match actor.identity {
        Identity::Credlab => Ok(()),
        _ => Err(RefusalKind::NotAuthorized { to: to.into() }.refusal()),
    }
}

/// The owner, and who is Operator or more of all account management services (`console.md`, section 10).
fn rename(account: &Account, actor: &Actor, name: &str, now: Timestamp) -> Result<Event, Refusal> {
    let ask = Ask::role_on_all(
        Family::AccountManagement,
        &["Operator", "Editor", "Administrator"],
    );
    account.require(actor, &ask, "change the account's name", now)?;
    let name = name::text("name", name, 1)?;
    if name == account.name {
        let reason = format!("The account's name is {name} already.");
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    Ok(Event::Renamed { name })
}

fn rewind(account: &Account, actor: &Actor, earlier: &Account) -> Result<Event, Refusal> {
    only_credlab(actor, "go back to an earlier moment")?;
    if earlier.id != account.id || earlier.version >= account.version {
        let problem = format!(
            "must be an earlier moment of the account: 1 to {}",
            account.version.saturating_sub(1)
        );
        let field = "version";
        return Err(RefusalKind::InvalidField { field, problem }.refusal());
    }
    Ok(Event::Rewound {
        to: earlier.version,
        state: Box::new(earlier.clone()),
    })
}

pub(super) fn apply(account: &mut Account, record: &Record, event: &Event) {
    match event {
        // Handled by Account::open; a second founding changes nothing.
        Event::Founded(_) => {}
        Event::Configured(settings) => account.settings = *settings,
        Event::Renamed { name } => account.name.clone_from(name),
        Event::ResourceGroupCreated { id, name } => {
            let group = ResourceGroup {
                id: id.clone(),
                name: name.clone(),
                default: false,
                created_at: record.at,
            };
            account.resource_groups.insert(id.clone(), group);
        }
        Event::ResourceGroupRenamed { id, name } => {
            if let Some(group) = account.resource_groups.get_mut(id) {
                group.name.clone_from(name);
            }
        }
        Event::ResourceGroupDeleted { id } => {
            account.resource_groups.remove(id);
            account.slots.retain(|slot, _| slot.group != *id);
        }
        Event::ClassicAccountKnown(classic) => {
            drop(account.classic.insert(classic.number, (**classic).clone()))
        }
        Event::DevicesOrdered(devices) => {
            if let Some(linked) = account.linked_classic_mut() {
                linked
                    .devices
                    .extend(devices.iter().map(|d| (d.id, d.clone())));
            }
        }
        Event::SubnetCreated(subnet) => {
            drop(account.subnets.insert(subnet.id.clone(), subnet.clone()))
        }
        Event::Rewound { state, .. } => {
            // What says which account it is stays: the state may be that of the account of which this is a fork. So does
            // its time, which never runs back.
            let itself = (
                account.id.clone(),
                account.persona_password.clone(),
                account.version,
                account.clock,
            );
            *account = (**state).clone();
            (
                account.id,
                account.persona_password,
                account.version,
                account.clock,
            ) = itself;
        }
        Event::AddressesAllowed(addresses) => account.allowed_addresses = addresses.clone(),
        Event::Upgraded { linked } => {
            account.kind = AccountKind::PayAsYouGo;
            account.term_ends = None;
            account.settings.vrf = true;
            account.link_classic(*linked);
        }
        Event::AccessTag(event) => access_tag::apply(account, event),
        Event::ClockSet(clock) => account.clock = *clock,
    }
}
