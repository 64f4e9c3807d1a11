//! The audit trail: every record, told as IBM Cloud's activity events tell it (R146-R150).

mod activity;

pub use activity::activity;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::actor::{Actor, Identity};
use crate::command::Command;
use crate::event::{Event, Record};
use crate::refusal::{Layer, Refusal, shorten};
use crate::region::Region;
use crate::{Timestamp, account, classic, credentials, iam, kubernetes};

/// A refused attempt. Changes no state (R150).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The action that was tried.
    pub action: String,
    /// What it was tried on.
    pub target: String,
    /// The refusal's code, where there is one.
    pub code: Option<String>,
    /// Which layer said no.
    pub layer: Layer,
    /// What happened.
    pub message: String,
    /// Why.
    pub why: Vec<String>,
    /// Whether a lock was in the way: such attempts are critical (R132).
    pub locked: bool,
}

/// What an event is called in the audit trail, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// The action: `iam-identity.user-apikey.create`.
    pub action: String,
    /// The id of what it is about.
    pub target: String,
}

impl Audited {
    pub(crate) fn new(action: &str, target: impl ToString) -> Audited {
        Audited {
            action: action.into(),
            target: target.to_string(),
        }
    }
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Success,
    /// Refused.
    Failure,
}

/// A line of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The record's number.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// By whom: an address, or a service ID's name.
    pub initiator: String,
    /// Through which client.
    pub client: &'static str,
    /// The action.
    pub action: String,
    /// What it is about.
    pub target: String,
    /// How it went.
    pub outcome: Outcome,
    /// `normal`, `warning` or `critical`.
    pub severity: &'static str,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What ties the events of one command together.
    pub correlation: String,
    /// Where the event is collected: the region whose log holds it (R149).
    pub collected: Region,
}

/// The entry of a record, seen from the account as it is now.
pub fn entry(account: &Account, record: &Record) -> Entry {
    let Audited { action, target } = audited(account, &record.actor, &record.event);
    let (outcome, reason, locked) = match &record.event {
        Event::Refused(refused) => (
            Outcome::Failure,
            Some(refused.message.clone()),
            refused.locked,
        ),
        _ => (Outcome::Success, None, false),
    };
    let last = action.rsplit('.').next().unwrap_or_default();
    let severity = match (outcome, last) {
        (Outcome::Failure, _) if locked => "critical",
        (Outcome::Failure, _) | (_, "delete" | "reset" | "set") => "warning",
        _ => "normal",
    };
    Entry {
        collected: collected(account, &action, &target),
        version: record.version,
        at: record.at,
        initiator: name(account, &record.actor.identity),
        client: record.actor.face.client_id(),
        action,
        target,
        outcome,
        severity,
        reason,
        correlation: record.correlation.clone(),
    }
}

/// Events of clusters and their credentials are collected by region; what concerns identities and the account is global,
/// and lies in Frankfurt (R149). What is about a cluster that is gone is taken for global, as nothing says any more where
/// it was (inferred).
fn collected(account: &Account, action: &str, target: &str) -> Region {
    if !action.starts_with("containers-kubernetes.") {
        return Region::EuDe;
    }
    let mut clusters = account.clusters.values();
    let cluster = clusters.find(|cluster| cluster.id.as_str() == target);
    let region = match cluster {
        Some(cluster) => Some(cluster.region),
        // A region, or a region and a resource group.
        None => target
            .split('/')
            .next()
            .and_then(|region| region.parse().ok()),
    };
    region.map_or(Region::EuDe, Region::of_events)
}

/// The name of an identity, or its id where it is gone.
fn name(account: &Account, identity: &Identity) -> String {
    account
        .member_name(identity)
        .unwrap_or_else(|_| match identity {
            Identity::User(id) => id.to_string(),
            Identity::ServiceId(id) => id.to_string(),
            Identity::TrustedProfile(id) => id.to_string(),
            Identity::Credlab => "Credlab".into(),
        })
}

pub(crate) fn audited(account: &Account, actor: &Actor, event: &Event) -> Audited {
    match event {
        Event::Account(event) => account::audited(event),
        Event::User(event) => iam::user::audited(event),
        Event::ServiceId(event) => iam::service_id::audited(event),
        Event::TrustedProfile(event) => iam::trusted_profile::audited(event),
        Event::ApiKey(event) => iam::api_key::audited(account, event),
        Event::AccessGroup(event) => iam::access_group::audited(event),
        Event::CustomRole(event) => iam::custom_role::audited(event),
        Event::Policy(event) => iam::policy::audited(event),
        Event::Session(event) => iam::session::audited(actor, event),
        Event::Classic(event) => classic::audited(event),
        Event::Credential(event) => credentials::audited(event),
        Event::Cluster(event) => kubernetes::audited(event),
        Event::Refused(refused) => Audited::new(&refused.action, &refused.target),
    }
}

/// What a refused command tried, in the words of the audit trail.
pub(crate) fn refused(command: &Command, refusal: &Refusal) -> Event {
    let Audited { action, target } = attempted(command);
    Event::Refused(Refused {
        action,
        target,
        code: refusal.code().map(String::from),
        layer: refusal.layer,
        message: refusal.message(),
        why: refusal.why.clone(),
        locked: matches!(refusal.kind, crate::refusal::RefusalKind::Locked { .. }),
    })
}

fn of_identity(identity: &Identity) -> String {
    match identity {
        Identity::User(id) => id.to_string(),
        Identity::ServiceId(id) => id.to_string(),
        Identity::TrustedProfile(id) => id.to_string(),
        Identity::Credlab => "credlab".into(),
    }
}

fn attempted(command: &Command) -> Audited {
    use crate::classic::Command as C;
    use crate::credentials::Command as K;
    use crate::iam::{access_group, api_key, policy, service_id, user};
    use crate::kubernetes::Command as Ks;
    let (action, target): (&str, String) = match command {
        Command::Account(command) => account::attempted(command),
        Command::TrustedProfile(command) => iam::trusted_profile::attempted(command),
        Command::CustomRole(command) => iam::custom_role::attempted(command),
        Command::User(command) => match command {
            user::Command::Invite { emails, .. } => {
                ("user-management.user.create", shorten(&emails.join(", ")))
            }
            user::Command::Accept => ("user-management.user.state-change", "invitation".into()),
            user::Command::Resend { user } => {
                ("user-management.invitation-email.create", user.to_string())
            }
            user::Command::Cancel { user } | user::Command::Remove { user } => {
                ("user-management.user.delete", user.to_string())
            }
            user::Command::SetState { user, .. } => {
                ("user-management.user.state-change", user.to_string())
            }
            user::Command::AddVpnOnly { email, .. } => {
                ("user-management.user.create", shorten(email))
            }
            user::Command::AllowAddresses { user, .. }
            | user::Command::SetSelfManaged { user, .. } => {
                ("user-management.user-setting.update", user.to_string())
            }
            user::Command::SetParent { user, .. } => {
                ("user-management.user.update", user.to_string())
            }
        },
        Command::ServiceId(command) => match command {
            service_id::Command::Create { name, .. } => {
                ("iam-identity.account-serviceid.create", shorten(name))
            }
            service_id::Command::Update { id, .. } | service_id::Command::SetLocked { id, .. } => {
                ("iam-identity.account-serviceid.update", id.to_string())
            }
            service_id::Command::Delete { id } => {
                ("iam-identity.account-serviceid.delete", id.to_string())
            }
        },
        Command::ApiKey(command) => match command {
            api_key::Command::Create {
                owner: Identity::ServiceId(id),
                ..
            } => ("iam-identity.serviceid-apikey.create", id.to_string()),
            api_key::Command::Create { name, .. } => {
                ("iam-identity.user-apikey.create", shorten(name))
            }
            api_key::Command::Update { id, .. }
            | api_key::Command::SetLocked { id, .. }
            | api_key::Command::SetDisabled { id, .. } => {
                ("iam-identity.user-apikey.update", id.to_string())
            }
            api_key::Command::Delete { id } => ("iam-identity.user-apikey.delete", id.to_string()),
            api_key::Command::ReportLeak { id } => ("credlab.apikey.leak", id.to_string()),
        },
        Command::AccessGroup(command) => match command {
            access_group::Command::Create { name, .. } => {
                ("iam-groups.group.create", shorten(name))
            }
            access_group::Command::Update { id, .. } => ("iam-groups.group.update", id.to_string()),
            access_group::Command::Delete { id } => ("iam-groups.group.delete", id.to_string()),
            access_group::Command::AddMember { id, .. } => {
                ("iam-groups.member.add", id.to_string())
            }
            access_group::Command::SetPublicAccess(_) => {
                ("iam-groups.account-settings.update", "account".into())
            }
            access_group::Command::RemoveMember { id, .. } => {
                ("iam-groups.member.delete", id.to_string())
            }
            access_group::Command::Purge { member } => {
                ("iam-groups.member.delete", of_identity(member))
            }
        },
        Command::Policy(command) => match command {
            policy::Command::Create { subject, .. } => {
                ("iam-am.policy.create", subject.to_string())
            }
            policy::Command::Update { policy, .. } => ("iam-am.policy.update", policy.to_string()),
            policy::Command::Delete { policy } => ("iam-am.policy.delete", policy.to_string()),
        },
        Command::Session(_) => ("iam-identity.user-refreshtoken.login", "account".into()),
        Command::Classic(command) => match command {
            C::SetPermissions { user, .. }
            | C::EditPermissions { user, .. }
            | C::CopyPermissions { user, .. } => {
                ("classic.user-permission.update", user.to_string())
            }
            C::SetDevices { user, .. } | C::EditDevices { user, .. } => {
                ("classic.user-device-access.update", user.to_string())
            }
            C::CreateApiKey { user } => ("classic.user-api-key.create", user.to_string()),
            C::DeleteApiKey { user } => ("classic.user-api-key.delete", user.to_string()),
            C::Vpn { user, .. } => ("classic.user-vpn.update", user.to_string()),
            C::EditProfile { user, .. } => ("classic.user-profile.update", user.to_string()),
            C::Cancel { user } => ("classic.user.delete", user.to_string()),
            C::Notify { notification, .. } => (
                "classic.user-notification.update",
                notification.name().into(),
            ),
            C::Vlan(classic::VlanCommand::Create { zone, .. }) => {
                ("classic.vlan.create", shorten(zone))
            }
            C::Vlan(classic::VlanCommand::Rename { vlan, .. }) => {
                ("classic.vlan.update", vlan.to_string())
            }
            C::Vlan(classic::VlanCommand::Cancel { vlan }) => {
                ("classic.vlan.delete", vlan.to_string())
            }
        },
        Command::Credential(command) => match command {
            K::ResetKey { region, .. } => (
                "containers-kubernetes.account-api-key.reset",
                region.to_string(),
            ),
            K::SetManual { region, .. } => (
                "containers-kubernetes.account-infra-credential.set",
                region.to_string(),
            ),
            K::UnsetManual { region, .. } => (
                "containers-kubernetes.account-infra-credential.delete",
                region.to_string(),
            ),
            K::GetManual { region, .. } => (
                "containers-kubernetes.account-infra-credential.get",
                region.to_string(),
            ),
            K::CheckPermissions { region, .. } => (
                "containers-kubernetes.account-infra-permission.get",
                region.to_string(),
            ),
            K::GetVlanSpanning { region } => (
                "containers-kubernetes.account-subnet-vlan-spanning.get",
                region.to_string(),
            ),
        },
        Command::Cluster(command) => match command {
            Ks::Create(new) => ("containers-kubernetes.cluster.create", shorten(&new.name)),
            Ks::Delete { cluster } => ("containers-kubernetes.cluster.delete", cluster.to_string()),
            Ks::RefreshMaster { cluster } => (
                "containers-kubernetes.cluster-master.refresh",
                cluster.to_string(),
            ),
            Ks::AddWorkers { cluster, .. } => (
                "containers-kubernetes.cluster-worker.add",
                cluster.to_string(),
            ),
            Ks::ResizePool { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool.resize",
                cluster.to_string(),
            ),
            Ks::EnablePrivateEndpoint { cluster } => (
                "containers-kubernetes.cluster-private-service-endpoint.enable",
                cluster.to_string(),
            ),
            Ks::CreatePool { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool.create",
                cluster.to_string(),
            ),
            Ks::RemovePool { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool.delete",
                cluster.to_string(),
            ),
            Ks::RebalancePool { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool.rebalance",
                cluster.to_string(),
            ),
            Ks::AddZone { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool-zone.create",
                cluster.to_string(),
            ),
            Ks::RemoveZone { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool-zone.delete",
                cluster.to_string(),
            ),
            Ks::EditPool { cluster, .. } | Ks::SetNetwork { cluster, .. } => (
                "containers-kubernetes.cluster-worker-pool.update",
                cluster.to_string(),
            ),
            Ks::UpdateMaster { cluster, .. } => (
                "containers-kubernetes.cluster-master.update",
                cluster.to_string(),
            ),
            Ks::UpdateWorkers { cluster, .. } => {
                ("containers-kubernetes.worker.update", cluster.to_string())
            }
            Ks::ApplyPullSecret { cluster } => (
                "containers-kubernetes.cluster-pull-secret.apply",
                cluster.to_string(),
            ),
            Ks::UpdateAddOn { cluster, .. } => (
                "containers-kubernetes.cluster-addon.update",
                cluster.to_string(),
            ),
            Ks::EnableKms { cluster, .. } => (
                "containers-kubernetes.cluster-kms.enable",
                cluster.to_string(),
            ),
            Ks::ReloadWorkers { cluster, .. } => {
                ("containers-kubernetes.worker.reload", cluster.to_string())
            }
            Ks::RebootWorkers { cluster, .. } => {
                ("containers-kubernetes.worker.reboot", cluster.to_string())
            }
            Ks::ReplaceWorkers { cluster, .. } => {
                ("containers-kubernetes.worker.replace", cluster.to_string())
            }
            Ks::RemoveWorkers { cluster, .. } => {
                ("containers-kubernetes.worker.delete", cluster.to_string())
            }
            Ks::EnableAddOn { cluster, .. } => (
                "containers-kubernetes.cluster-addon.enable",
                cluster.to_string(),
            ),
            Ks::DisableAddOn { cluster, .. } => (
                "containers-kubernetes.cluster-addon.disable",
                cluster.to_string(),
            ),
            Ks::Bind { cluster, .. } | Ks::Unbind { cluster, .. } => (
                "containers-kubernetes.cluster-rbac.update",
                cluster.to_string(),
            ),
            Ks::DeletePod { cluster, .. } => (
                "containers-kubernetes.cluster-pod.delete",
                cluster.to_string(),
            ),
            Ks::Read { cluster, what } => {
                return Audited::new(kubernetes::read_action(*what), cluster);
            }
            Ks::List => ("containers-kubernetes.cluster.list", "clusters".into()),
        },
    };
    Audited::new(action, target)
}
