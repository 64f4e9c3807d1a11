//! The second gate: can the credentials of the region and resource group do it? (R34)
//!
//! On classic infrastructure [`classic_actor`] finds whose permissions count: those of manually set credentials,
//! where there are any, else those of the API key's owner (R66). On VPC it is always the [`key_owner`] (R55). [`check`] asks
//! whether they are enough. The caller's own infrastructure permissions play no part (R36).

use crate::Timestamp;
use crate::account::{Account, Mfa};
use crate::actor::Identity;
use crate::classic::permission::{Need, Permission, PermissionSet};
use crate::classic::user::effective;
use crate::classic::{ClassicAccount, ClassicUser};
use crate::credentials::slot::Slot;
use crate::iam::access::{self, Ask, Decision};
use crate::iam::session;
use crate::kubernetes::cluster::Cluster;
use crate::kubernetes::flavor::{Flavor, WorkerKind};
use crate::kubernetes::worker::Worker;
use crate::refusal::{InfrastructureOperation, Refusal, RefusalKind, Remedy, at_region};
use crate::region::Provider;

/// How classic infrastructure is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The API key of the region and resource group, in the linked account.
    LinkedAccountApiKey,
    /// Manually set credentials.
    ManualCredentials,
}

/// Whose classic permissions count.
#[derive(Debug, Clone, Copy)]
pub struct ClassicActor<'a> {
    /// How the account is reached.
    pub source: Source,
    /// The classic account.
    pub classic: &'a ClassicAccount,
    /// The user there.
    pub user: &'a ClassicUser,
}

/// The classic user that `slot` acts as, or what is wrong with its credentials.
pub fn classic_actor<'a>(
    account: &'a Account,
    slot: &Slot,
    now: Timestamp,
) -> Result<ClassicActor<'a>, Refusal> {
    if let Some(manual) = account
        .slots
        .get(slot)
        .and_then(|state| state.manual.as_ref())
    {
        let Some((classic, user)) = manual.open(account) else {
            return Err(RefusalKind::InvalidClassicApiKey.refusal().because(format!(
                "The manually set credentials are for {}, whose classic infrastructure API key does not work any more.",
                manual.username
            )));
        };
        return Ok(ClassicActor {
            source: Source::ManualCredentials,
            classic,
            user,
        });
    }
    linked_actor(account, slot, key_owner(account, slot, now)?)
}

/// The owner of an API key in the linked classic account.
fn linked_actor<'a>(
    account: &'a Account,
    slot: &Slot,
    owner: &Identity,
) -> Result<ClassicActor<'a>, Refusal> {
    let classic = crate::classic::linked(account)?;
    if account.settings.mfa == Mfa::Totp4All {
        return Err(totp(slot));
    }
    match account.open_classic_user(owner) {
        Some(user) => Ok(ClassicActor {
            source: Source::LinkedAccountApiKey,
            classic,
            user,
        }),
        _ => {
            let name = account.member_name(owner).unwrap_or_default();
            Err(RefusalKind::CredentialsNotValidated
                .refusal()
                .because(format!(
                    "{name} owns the API key, but has no access to classic infrastructure."
                ))
                .remedy(reset_remedy(slot)))
        }
    }
}

/// R63.
fn totp(slot: &Slot) -> Refusal {
    let reason = "Multifactor authentication is required of all users, so the service can't log in to classic infrastructure.";
    let kind = RefusalKind::NoClassicAccount {
        reason: reason.into(),
    };
    kind.refusal().because(reason).with_remedies(vec![
        Remedy::text("Set the account's multifactor authentication to none."),
        Remedy::run(
            "Or create a classic infrastructure API key and set it as manual credentials.",
            format!(
                "ibmcloud ks credential set classic --infrastructure-username USERNAME --infrastructure-api-key KEY {}",
                at_region(slot.region)
            ),
        ),
    ])
}

/// The owner of a slot's key, if the key can be exchanged for a token (R14, R30).
pub fn key_owner<'a>(
    account: &'a Account,
    slot: &Slot,
    now: Timestamp,
) -> Result<&'a Identity, Refusal> {
    let Some(stored) = account.slots.get(slot).and_then(|state| state.key.as_ref()) else {
        let why = format!(
            "No API key is stored for region {} and resource group {}.",
            slot.region,
            account.group_name(&slot.group)
        );
        return Err(RefusalKind::NoRegionKey
            .refusal()
            .because(why)
            .with_remedies(vec![reset_remedy(slot)]));
    };
    let broken = |why: String| {
        RefusalKind::TokenExchange
            .refusal()
            .because(why)
            .with_remedies(vec![reset_remedy(slot)])
    };
    let owner = &stored.owner_email;
    let key = account.api_keys.get(&stored.id);
    let Some(key) = key.filter(|key| !key.is_removed(now)) else {
        return Err(broken(format!(
            "The stored API key of {owner} was deleted."
        )));
    };
    if key.is_expired(now) {
        return Err(broken(format!(
            "The stored API key of {owner} has expired."
        )));
    }
    if key.disabled {
        let refusal = broken(format!("The stored API key of {owner} is disabled."));
        return Err(refusal.remedy(Remedy::text("Or enable the key again.")));
    }
    if key.usable_from > now {
        return Err(RefusalKind::NoRegionKey
            .refusal()
            .because("The API key was made a moment ago and is not known everywhere yet.")
            .with_remedies(vec![Remedy::text("Try again in a few seconds.")]));
    }
    if let Err(refusal) = session::may_enter(account, &key.owner) {
        return Err(broken(format!(
            "The owner of the stored API key can't log in. {}",
            refusal.message()
        )));
    }
    Ok(&key.owner)
}

fn reset_remedy(slot: &Slot) -> Remedy {
    Remedy::run(
        "Reset the API key of the region and resource group as a user with the required permissions.",
        format!("ibmcloud ks api-key reset {}", at_region(slot.region)),
    )
}

/// What is asked of the infrastructure.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The slot whose credentials do it.
    pub slot: &'a Slot,
    /// Classic or VPC.
    pub provider: Provider,
    /// What is to be done.
    pub operation: InfrastructureOperation,
    /// Virtual or bare metal workers.
    pub kind: WorkerKind,
    /// Whether the workers are on a public VLAN (R50).
    pub public: bool,
    /// The cluster, where there is one already.
    pub cluster: Option<&'a Cluster>,
    /// The identity for which a key is about to be stored in an empty slot (R3).
    pub new_owner: Option<&'a Identity>,
}

/// The second gate. `workers` are the ones that must be reached. Answers with the classic user that acts, where
/// classic infrastructure is meant.
pub fn check<'a>(
    account: &'a Account,
    request: &Request<'_>,
    workers: &[&Worker],
    now: Timestamp,
) -> Result<Option<ClassicActor<'a>>, Refusal> {
    match request.provider {
        Provider::Vpc => {
            match request.new_owner {
                Some(owner) => vpc(account, request.slot, owner, now)?,
                None => vpc(
                    account,
                    request.slot,
                    key_owner(account, request.slot, now)?,
                    now,
                )?,
            }
            Ok(None)
        }
        Provider::Classic => {
            let manual = account
                .slots
                .get(request.slot)
                .is_some_and(|state| state.manual.is_some());
            let actor = match request.new_owner.filter(|_| !manual) {
                Some(owner) => linked_actor(account, request.slot, owner)?,
                None => classic_actor(account, request.slot, now)?,
            };
            if let Some(cluster) = request
                .cluster
                .filter(|c| c.classic_account != Some(actor.classic.number))
            {
                return Err(orphaned(cluster, actor.classic));
            }
            permitted(account, request, actor.user, now)?;
            reached(actor.classic, actor.user, workers, now)?;
            Ok(Some(actor))
        }
    }
}

/// Whether the credentials in force can order more of what a cluster's first pool has.
pub fn orders(account: &Account, cluster: &Cluster, now: Timestamp) -> Result<(), Refusal> {
    let flavor = cluster.pools.first().map(|pool| pool.flavor.as_str());
    let kind = flavor.and_then(|flavor| Flavor::find(flavor, cluster.provider).ok());
    let request = Request {
        slot: &cluster.slot(),
        provider: cluster.provider,
        operation: InfrastructureOperation::Order,
        kind: kind.map_or(WorkerKind::Virtual, |flavor| flavor.kind),
        public: cluster.public_vlan.is_some(),
        cluster: Some(cluster),
        new_owner: None,
    };
    check(account, &request, &[], now).map(drop)
}

/// Why nothing can be done with a cluster of another classic account (R71).
pub(crate) fn orphaned(cluster: &Cluster, classic: &ClassicAccount) -> Refusal {
    let home = cluster
        .classic_account
        .map(|n| n.to_string())
        .unwrap_or_default();
    RefusalKind::Orphaned { cluster: cluster.name.clone() }.refusal().because(format!(
        "Cluster {} was created in classic infrastructure account {home}; the credentials in force belong to account {}.",
        cluster.name, classic.number
    ))
}

fn permitted(
    account: &Account,
    request: &Request<'_>,
    user: &ClassicUser,
    now: Timestamp,
) -> Result<(), Refusal> {
    let missing = required(request.kind, request.public).minus(effective(account, user, now));
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(Permission::name).collect();
    let mut refusal = RefusalKind::MissingClassicPermissions {
        missing,
        operation: request.operation,
    }
    .refusal()
    .because(format!(
        "The infrastructure is ordered as {}, who lacks: {}.",
        user.username,
        names.join(", ")
    ))
    .because("The caller's own classic infrastructure permissions are not used.");
    let classic = missing.editable();
    if !classic.is_empty() {
        let keys: Vec<&str> = classic.iter().map(Permission::key_name).collect();
        refusal = refusal.remedy(Remedy::run(
            format!(
                "As the account owner, give {} the missing permissions.",
                user.username
            ),
            format!(
                "ibmcloud sl user permission-edit {} --permission {} --enable true",
                user.id,
                keys.join(",")
            ),
        ));
    }
    if classic != missing {
        refusal = refusal.remedy(Remedy::run(
            "For support cases, assign Editor or Administrator on Support Center.",
            format!(
                "ibmcloud iam user-policy-create {} --roles Editor --service-name support",
                user.email
            ),
        ));
    }
    Err(refusal.remedy(reset_remedy(request.slot)))
}

/// What classic clusters require, by the kind of worker (R50). With a public VLAN, one suggestion is a requirement.
pub fn required(kind: WorkerKind, public: bool) -> PermissionSet {
    let needed = Permission::all().filter(|p| match *p {
        Permission::VIRTUAL_GUEST_VIEW => kind == WorkerKind::Virtual,
        Permission::HARDWARE_VIEW => kind == WorkerKind::BareMetal,
        Permission::PUBLIC_NETWORK_COMPUTE => public,
        other => other.need() == Some(Need::Required),
    });
    PermissionSet::of(needed)
}

/// A worker that the user doesn't reach can't be reloaded or cancelled (R51, R85).
fn reached(
    classic: &ClassicAccount,
    user: &ClassicUser,
    workers: &[&Worker],
    now: Timestamp,
) -> Result<(), Refusal> {
    for worker in workers {
        let device = worker.device.and_then(|id| classic.devices.get(&id));
        if let Some(device) = device.filter(|device| !user.reaches_at(device, now)) {
            return Err(RefusalKind::WorkerNotVisible {
                worker: worker.id.to_string(),
            }
            .refusal()
            .because(format!(
                "{} has no access to the device {}.",
                user.username,
                device.fqdn()
            ))
            .remedy(Remedy::run(
                "Give the user access to all devices of the kind, present and future.",
                format!(
                    "ibmcloud sl user permission-edit {} --permission {} --enable true",
                    user.id,
                    device.kind.future_access().key_name()
                ),
            )));
        }
    }
    Ok(())
}

/// VPC: the key's owner needs Administrator on VPC Infrastructure; classic permissions have no effect (R53).
fn vpc(account: &Account, slot: &Slot, owner: &Identity, now: Timestamp) -> Result<(), Refusal> {
    let decision = vpc_decision(account, slot, owner, now);
    if decision.allowed {
        return Ok(());
    }
    let name = account.member_name(owner).unwrap_or_default();
    let why =
        format!("{name} owns the API key, and lacks Administrator on VPC Infrastructure Services.");
    Err(RefusalKind::VpcNotAuthorized
        .refusal()
        .because(why)
        .with_decision(decision)
        .remedy(Remedy::run(
            "Give the key's owner the role.",
            format!(
                "ibmcloud iam user-policy-create {name} --roles Administrator --service-name is"
            ),
        ))
        .remedy(reset_remedy(slot)))
}

/// Whether the owner of a key may do VPC infrastructure in a slot (R53).
pub fn vpc_decision(account: &Account, slot: &Slot, owner: &Identity, now: Timestamp) -> Decision {
    let ask = Ask::role("is", &["Administrator"])
        .in_region(slot.region)
        .in_group(&slot.group);
    access::decide(account, owner, &ask, now)
}
