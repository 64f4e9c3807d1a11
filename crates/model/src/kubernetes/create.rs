//! Creating and deleting clusters.

use std::collections::{BTreeMap, BTreeSet};

use crate::Timestamp;
use crate::account::{Account, AccountKind};
use crate::actor::Actor;
use crate::context::Context;
use crate::credentials::infrastructure::{self, Request};
use crate::credentials::region_key;
use crate::credentials::slot::Slot;
use crate::event;
use crate::iam::access::{self, Ask};
use crate::iam::api_key::{self, NewKey};
use crate::iam::policy::{self, Scope, Subject};
use crate::iam::role::Role;
use crate::iam::service_id;
use crate::id::{ResourceGroupId, ServiceIdId, WorkerPoolId};
use crate::kubernetes::addon::{self, AddOn};
use crate::kubernetes::cluster::{Cluster, NewCluster, check_name};
use crate::kubernetes::flavor::Flavor;
use crate::kubernetes::scale;
use crate::kubernetes::version;
use crate::kubernetes::vlan::Vlan;
use crate::kubernetes::worker::{Worker, WorkerPool};
use crate::kubernetes::{Event, Gate};
use crate::refusal::{InfrastructureOperation, Noun, Refusal, RefusalKind, Remedy, shorten};
use crate::region::{Provider, Region, Zone};

/// The most clusters of an account in one region, on each infrastructure (R113).
pub const CLUSTER_QUOTA: usize = 100;

/// The most workers that are ordered at once.
pub(crate) const WORKER_LIMIT: u32 = 100;

pub(crate) fn create(
    account: &Account,
    actor: &Actor,
    new: &NewCluster,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    offered(account)?;
    let name = check_name(&new.name)?;
    let zone = Zone::find(&new.zone, new.provider).ok_or_else(|| {
        RefusalKind::UnknownZone {
            zone: shorten(&new.zone),
        }
        .refusal()
    })?;
    let flavor = Flavor::find(&new.flavor, new.provider)?;
    check_count(new.workers)?;
    if account.clusters.values().any(|c| c.name == name) {
        return Err(RefusalKind::AlreadyExists {
            noun: Noun::Cluster,
            name,
        }
        .refusal());
    }
    check_endpoints(account, new)?;
    check_quota(account, new.provider, zone.region)?;
    let slot = Slot {
        region: zone.region,
        group: effective_group(account, actor, new.group.as_ref(), ctx.now)?,
    };
    may_create(account, actor, &slot, ctx.now)?;

    let key = region_key::ensure(account, actor, &slot, ctx)?;
    let public = new.provider == Provider::Classic && !new.private_only;
    let request = Request {
        slot: &slot,
        provider: new.provider,
        operation: InfrastructureOperation::Order,
        kind: flavor.kind,
        public,
        cluster: None,
        new_owner: (!key.is_empty()).then_some(&actor.identity),
    };
    let classic = infrastructure::check(account, &request, &[], ctx.now)?;
    let subnet = match new.provider {
        Provider::Vpc => Some(subnet(account, &request, new, ctx)?),
        Provider::Classic => None,
    };

    let id = ctx.fresh_cluster(0);
    let pool = WorkerPoolId::minted(&format!("{id}-{}", ctx.hex("pool", 0, 7)));
    let pools = vec![WorkerPool {
        id: pool,
        name: "default".into(),
        flavor: flavor.name.into(),
        size_per_zone: new.workers,
        zones: vec![zone.name.clone()],
        labels: BTreeMap::new(),
        taints: BTreeSet::new(),
        networks: BTreeMap::new(),
    }];
    let [private_vlan, public_vlan] = Vlan::pair(&zone.name);
    let version = match &new.version {
        Some(typed) => version::find(typed)?,
        None => version::DEFAULT,
    };
    let mut cluster = Cluster {
        private_endpoint: new.private_endpoint || new.gateway,
        bindings: BTreeMap::new(),
        tags: BTreeSet::new(),
        id: id.clone(),
        name,
        provider: new.provider,
        region: zone.region,
        zone: zone.name.clone(),
        group: slot.group.clone(),
        created_at: ctx.now,
        master_ready_at: account.pace.master_deployed(ctx.now),
        version: version.into(),
        created_by: actor.identity.clone(),
        owner: account.member_name(&actor.identity).unwrap_or_default(),
        classic_account: classic.map(|c| c.classic.number),
        private_vlan: classic.map(|_| private_vlan.id),
        public_vlan: classic.filter(|_| public).map(|_| public_vlan.id),
        vpc: subnet.map(|s| s.vpc.clone()),
        subnet: subnet.map(|s| s.id.clone()),
        pools,
        workers: BTreeMap::new(),
        addons: BTreeMap::new(),
        pull_secret: None,
        master_key: stored_key(account, &slot, &key),
        refreshed_at: ctx.now,
    };
    if let Some(addon) = AddOn::install(
        addon::BLOCK_STORAGE,
        &cluster,
        cluster.master_key.clone(),
        ctx,
    )
    .filter(|_| new.provider == Provider::Vpc)
    {
        cluster.addons.insert(addon.name.clone(), addon);
    }
    let mut events = key;
    if let Some((secret, made)) = pull_secret(account, actor, &cluster, ctx)? {
        cluster.pull_secret = Some(secret);
        events.extend(made);
    }
    let workers = scale::ordered(
        account,
        &cluster,
        &scale::alone(&cluster, new.workers, flavor),
        classic.as_ref(),
        ctx,
    );
    events.push(
        Event::Created {
            cluster: Box::new(cluster),
        }
        .into(),
    );
    events.push(workers.into());
    Ok(events)
}

pub(crate) fn delete(
    account: &Account,
    cluster: &Cluster,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let workers: Vec<&Worker> = cluster.workers.values().collect();
    scale::infrastructure_gate(
        account,
        cluster,
        &workers,
        InfrastructureOperation::Cancel,
        ctx,
    )?;
    Ok(vec![
        Event::Deleted {
            cluster: cluster.id.clone(),
        }
        .into(),
    ])
}

/// Clusters are for billable accounts (R58, R60).
fn offered(account: &Account) -> Result<(), Refusal> {
    let (reason, way) = match account.kind {
        AccountKind::PayAsYouGo | AccountKind::Subscription => return Ok(()),
        AccountKind::Trial => (
            "A Trial account can't create clusters. Standard clusters need a Pay-As-You-Go or Subscription account.",
            "Upgrade the account to Pay-As-You-Go or Subscription.",
        ),
        AccountKind::Lite => (
            "A Lite account can't create clusters. Standard clusters need a Pay-As-You-Go or Subscription account.",
            "Upgrade the account to Pay-As-You-Go or Subscription.",
        ),
        AccountKind::InfrastructureOnly => (
            "An account for classic infrastructure only can't create clusters.",
            "Create a Pay-As-You-Go or Subscription account. It comes with a classic infrastructure account of its own; reach the existing one with ibmcloud ks credential set classic.",
        ),
    };
    let kind = RefusalKind::NotPossible {
        reason: reason.into(),
    };
    Err(kind.refusal().remedy(Remedy::text(way)))
}

/// Private service endpoints and gateways need what the account may not have (R94, R96). VPC has both by itself (R95).
fn check_endpoints(account: &Account, new: &NewCluster) -> Result<(), Refusal> {
    let wanted = match (new.provider, new.gateway, new.private_endpoint) {
        (Provider::Classic, true, _) => "Gateway-enabled clusters",
        (Provider::Classic, false, true) => "Private service endpoints",
        _ => return Ok(()),
    };
    needs_endpoints(account, wanted)
}

fn needs_endpoints(account: &Account, wanted: &str) -> Result<(), Refusal> {
    if account.settings.vrf && account.settings.service_endpoints {
        return Ok(());
    }
    let reason = format!(
        "{wanted} need an account that is enabled for virtual routing and forwarding and for service endpoints."
    );
    Err(RefusalKind::NotPossible { reason }
        .refusal()
        .remedy(Remedy::run(
            "As the account owner, enable virtual routing and forwarding, then service endpoints.",
            "ibmcloud account update --service-endpoint-enable true",
        )))
}

/// `ks cluster master private-service-endpoint enable` (R94).
pub(super) fn private_endpoint(account: &Account, cluster: &Cluster) -> Result<Event, Refusal> {
    if cluster.provider != Provider::Classic {
        return Err(RefusalKind::ProviderMismatch.refusal());
    }
    if cluster.private_endpoint {
        let name = &cluster.name;
        let reason = format!("The private service endpoint of cluster {name} is enabled already.");
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    needs_endpoints(account, "Private service endpoints")?;
    Ok(Event::PrivateEndpointEnabled {
        cluster: cluster.id.clone(),
    })
}

/// E60b6: so many clusters in a region and infrastructure (`cli.md`, 2.2).
fn check_quota(account: &Account, provider: Provider, region: Region) -> Result<(), Refusal> {
    let clusters = account.clusters.values();
    let there = clusters.filter(|c| c.provider == provider && c.region == region);
    match there.count() < CLUSTER_QUOTA {
        true => Ok(()),
        false => Err(RefusalKind::ClusterQuota {
            limit: CLUSTER_QUOTA,
        }
        .refusal()),
    }
}

pub(crate) fn check_count(count: u32) -> Result<(), Refusal> {
    if (1..=WORKER_LIMIT).contains(&count) {
        return Ok(());
    }
    let problem = format!("must be 1 or greater, {WORKER_LIMIT} at most");
    Err(RefusalKind::InvalidField {
        field: "number of workers",
        problem,
    }
    .refusal())
}

/// Without a role on the chosen group, the cluster falls into the default one (R44).
fn effective_group(
    account: &Account,
    actor: &Actor,
    chosen: Option<&ResourceGroupId>,
    now: Timestamp,
) -> Result<ResourceGroupId, Refusal> {
    let default = account.default_group().id.clone();
    let Some(chosen) = chosen else {
        return Ok(default);
    };
    let group = account.resource_group(chosen)?;
    let ask = Ask::on_group(&group.id, &Role::PLATFORM);
    Ok(
        if access::decide(account, &actor.identity, &ask, now).allowed {
            group.id.clone()
        } else {
            default
        },
    )
}

/// The caller's part (R42): Administrator, and Writer or Manager. The registry is looked at apart (R43).
fn may_create(
    account: &Account,
    actor: &Actor,
    slot: &Slot,
    now: Timestamp,
) -> Result<(), Refusal> {
    let place = |ask: Ask| ask.in_region(slot.region).in_group(&slot.group);
    let administrator = access::decide(
        account,
        &actor.identity,
        &place(Ask::action(Gate::Create.action())),
        now,
    );
    if !administrator.allowed {
        return Err(account.role_too_low(actor, Gate::Create.role(), administrator));
    }
    let inside = access::decide(
        account,
        &actor.identity,
        &place(Ask::role("containers-kubernetes", &["Writer", "Manager"])),
        now,
    );
    if !inside.allowed {
        let user = account.member_name(&actor.identity).unwrap_or_default();
        return Err(RefusalKind::NotAuthorized { to: "create a cluster without the service role Writer or Manager".into() }
            .refusal()
            .with_decision(inside)
            .remedy(Remedy::run(
                "Ask for the service role Manager on the Kubernetes Service.",
                format!("ibmcloud iam user-policy-create {user} --roles Manager --service-name containers-kubernetes"),
            )));
    }
    if account.settings.restrict_service_id_creation {
        // The service ID of the pull secret is made in the caller's name (R136).
        let creator = Ask::action("iam-identity.serviceid.create");
        service_id::require_creator(account, actor, &creator, now)?;
    }
    Ok(())
}

/// The subnet, if the key's owner sees it: it may lie in another resource group (R45).
fn subnet<'a>(
    account: &'a Account,
    request: &Request<'_>,
    new: &NewCluster,
    ctx: &Context,
) -> Result<&'a crate::account::Subnet, Refusal> {
    let wanted = new.subnet.as_deref().unwrap_or_default();
    let subnet = account
        .subnets
        .get(wanted)
        .filter(|s| s.zone == new.zone)
        .ok_or_else(|| {
            let problem = format!(
                "'{}' is not a subnet in zone {}",
                shorten(wanted),
                shorten(&new.zone)
            );
            RefusalKind::InvalidField {
                field: "subnet",
                problem,
            }
            .refusal()
        })?;
    let owner = match request.new_owner {
        Some(owner) => owner,
        None => infrastructure::key_owner(account, request.slot, ctx.now)?,
    };
    let decision = access::decide(
        account,
        owner,
        &Ask::role("is", &Role::PLATFORM).in_group(&subnet.group),
        ctx.now,
    );
    if decision.allowed {
        return Ok(subnet);
    }
    let name = account.member_name(owner).unwrap_or_default();
    Err(RefusalKind::VpcNotAuthorized
        .refusal()
        .because(format!(
            "{name} owns the API key, and may not view subnet {} in resource group {}.",
            subnet.name,
            account.group_name(&subnet.group)
        ))
        .with_decision(decision)
        .remedy(Remedy::run(
            "Give the key's owner Viewer on the subnet's resource group.",
            format!(
                "ibmcloud iam user-policy-create {name} --roles Viewer --service-name is --resource-group-name {}",
                account.group_name(&subnet.group)
            ),
        )))
}

/// The service ID whose key pulls images; its key outlives resets of the stored key (R25). Without Administrator
/// on the registry the cluster is made, and says that it could not be set up (R43).
fn pull_secret(
    account: &Account,
    actor: &Actor,
    cluster: &Cluster,
    ctx: &Context,
) -> Result<Option<(ServiceIdId, Vec<event::Event>)>, Refusal> {
    let registry = access::decide(
        account,
        &actor.identity,
        &Ask::role("container-registry", &["Administrator"]),
        ctx.now,
    );
    if !registry.allowed {
        return Ok(None);
    }
    let id = ctx.fresh_service_id(0);
    let name = format!("cluster-{}", cluster.id);
    let identity = crate::actor::Identity::ServiceId(id.clone());
    let new = NewKey::of(&identity, name.clone(), "Image pull secret".into());
    let key = api_key::created(account, ctx, 1, new)?;
    let made = vec![
        service_id::Event::Created {
            id: id.clone(),
            name,
            description: format!("ID for {}", cluster.name),
        }
        .into(),
        key.into(),
        policy::Event::Created {
            id: ctx.fresh_policy(0),
            subject: Subject::ServiceId(id.clone()),
            roles: [Role::named("Reader")].into(),
            scope: Scope::service("container-registry"),
            rule: None,
        }
        .into(),
    ];
    Ok(Some((id, made)))
}

/// `ks cluster pull-secret apply`: what could not be set up when the cluster was made (R43).
pub(super) fn apply_pull_secret(
    account: &Account,
    actor: &Actor,
    cluster: &Cluster,
    ctx: &Context,
) -> Result<Vec<event::Event>, Refusal> {
    let stored = cluster.pull_secret.as_ref();
    if stored.is_some_and(|id| account.service_ids.contains_key(id)) {
        let reason = format!("Cluster {} has pull secrets already.", cluster.name);
        return Err(RefusalKind::NotPossible { reason }.refusal());
    }
    match pull_secret(account, actor, cluster, ctx)? {
        Some((service_id, mut events)) => {
            let applied = Event::PullSecretApplied {
                cluster: cluster.id.clone(),
                service_id,
            };
            events.push(applied.into());
            Ok(events)
        }
        None => Err(RefusalKind::NotAuthorized {
            to: "set up the registry for the cluster".into(),
        }
        .refusal()
        .remedy(Remedy::run(
            "It takes the Administrator role for Container Registry.",
            "ibmcloud iam user-policy-create USER --roles Administrator --service-name container-registry",
        ))),
    }
}

fn stored_key(
    account: &Account,
    slot: &Slot,
    made: &[event::Event],
) -> Option<crate::id::ApiKeyId> {
    let fresh = made.iter().find_map(|event| match event {
        event::Event::Credential(crate::credentials::Event::KeyStored { key, .. }) => {
            Some(key.clone())
        }
        _ => None,
    });
    fresh.or_else(|| {
        account
            .slots
            .get(slot)?
            .key
            .as_ref()
            .map(|key| key.id.clone())
    })
}
