//! A large account, for measuring and for trying lists out: the demo account, and very many more of everything.
//!
//! It holds more policies and, in the larger of the two, more users than IBM Cloud lets an account have (R113). So these
//! are not made by commands: they are recorded as they are.

use super::Stage;
use crate::account::later;
use crate::actor::{Actor, Face, Identity};
use crate::classic::{ClassicAccount, SetName};
use crate::context::Context;
use crate::event::Event;
use crate::iam::policy::{AttributeName, Scope, Subject};
use crate::iam::role::Role;
use crate::iam::user::{INVITATION_DAYS, State};
use crate::iam::{access_group, api_key, policy, user};
use crate::id::{AccessGroupId, ClassicUserId, UserId};
use crate::kubernetes::{self, NewCluster};
use crate::name::Email;
use crate::refusal::Refusal;
use crate::region::{Provider, Region};
use crate::secret::SecretHash;

/// How many policies there are.
const POLICIES: usize = 10_000;
/// How many clusters.
const CLUSTERS: usize = 40;
/// How many access groups are added.
const GROUPS: u32 = 50;
/// How many users are recorded at one moment.
const BATCH: u32 = 250;
/// Of how many users one leads the others, in the classic hierarchy.
const TEAM: u32 = 25;
/// Of how many users one has an API key.
const KEYED: u32 = 20;

const FIRST: [&str; 40] = [
    "Ada", "Amir", "Anna", "Bela", "Boris", "Carla", "Chen", "Dana", "David", "Elena", "Emil",
    "Fatima", "Felix", "Grace", "Hana", "Hugo", "Ines", "Ivan", "Jana", "Jorge", "Karim", "Kira",
    "Lars", "Leila", "Luca", "Maria", "Mehmet", "Mila", "Nadia", "Noah", "Olga", "Omar", "Paula",
    "Ravi", "Sara", "Sven", "Tessa", "Tomas", "Vera", "Yuki",
];

const LAST: [&str; 50] = [
    "Adler",
    "Almeida",
    "Bauer",
    "Becker",
    "Bianchi",
    "Brandt",
    "Costa",
    "Dahl",
    "Diaz",
    "Dubois",
    "Eriksen",
    "Farkas",
    "Fischer",
    "Garcia",
    "Gruber",
    "Haas",
    "Hansen",
    "Horvat",
    "Ito",
    "Jansen",
    "Kaya",
    "Keller",
    "Kim",
    "Klein",
    "Kovacs",
    "Lang",
    "Larsen",
    "Lindqvist",
    "Lopez",
    "Marino",
    "Meyer",
    "Moreau",
    "Nagy",
    "Nakamura",
    "Novak",
    "Olsen",
    "Petrov",
    "Quist",
    "Richter",
    "Rossi",
    "Santos",
    "Schmidt",
    "Singh",
    "Tanaka",
    "Ueda",
    "Vogel",
    "Wagner",
    "Weber",
    "Yilmaz",
    "Zhang",
];

/// Fills the demo account up to `users` users.
pub(super) fn fill(stage: &mut Stage, users: u32) -> Result<(), Refusal> {
    clusters(stage)?;
    let groups = groups(stage);
    let there = u32::try_from(stage.account.users.len()).unwrap_or(users);
    let master = stage
        .account
        .linked_classic()
        .and_then(ClassicAccount::master);
    let mut joined = Vec::new();
    let mut lead = master;
    let mut ctx = stage.context();
    for n in 0..users.saturating_sub(there) {
        if n.is_multiple_of(BATCH) {
            ctx = stage.context();
        }
        let leads = n.is_multiple_of(TEAM);
        let parent = if leads { master } else { lead };
        let (id, classic) = join(stage, &ctx, n, parent)?;
        if leads {
            lead = classic;
        }
        if let Some(group) = of(&groups, n) {
            let member = Identity::User(id.clone());
            let (owner, id) = (stage.owner(), group.clone());
            let added = access_group::Event::MemberAdded { id, member };
            stage.record(&owner, vec![added.into()], &ctx);
        }
        joined.push(id);
    }
    policies(stage, &groups, &joined);
    Ok(())
}

/// Clusters in several regions, created by the owner.
fn clusters(stage: &mut Stage) -> Result<(), Refusal> {
    let zones = [
        "dal10", "dal12", "dal13", "wdc04", "wdc06", "fra02", "fra04", "lon02", "lon04", "tok02",
    ];
    let uses = ["shop", "orders", "billing", "search"];
    let owner = stage.owner();
    let there = stage.account.clusters.len();
    for n in 0..CLUSTERS.saturating_sub(there) {
        let (Some(zone), Some(r#use)) = (zones.get(n % 10), uses.get(n / 10)) else {
            continue;
        };
        let new = NewCluster {
            name: format!("{}-{zone}", r#use),
            provider: Provider::Classic,
            zone: zone.to_string(),
            group: None,
            flavor: "b3c.4x16".into(),
            workers: 2,
            private_only: false,
            subnet: None,
            private_endpoint: false,
            gateway: false,
            version: None,
        };
        stage.run(&owner, kubernetes::Command::Create(new))?;
    }
    Ok(())
}

fn groups(stage: &mut Stage) -> Vec<AccessGroupId> {
    let (owner, ctx) = (stage.owner(), stage.context());
    let ids: Vec<_> = (0..GROUPS).map(|n| ctx.fresh_access_group(n)).collect();
    let created = ids.iter().zip(1..).map(|(id, n)| {
        access_group::Event::Created {
            id: id.clone(),
            name: format!("team-{n:02}"),
            description: format!("What team {n} works with"),
        }
        .into()
    });
    stage.record(&owner, created.collect(), &ctx);
    ids
}

/// Invites the `n`th user, who accepts, most of the time.
fn join(
    stage: &mut Stage,
    ctx: &Context,
    n: u32,
    parent: Option<ClassicUserId>,
) -> Result<(UserId, Option<ClassicUserId>), Refusal> {
    let id = ctx.fresh_user(n);
    let owner = stage.owner();
    let chance = ctx.number("state", n, 0, 100);
    let linked = stage.account.linked_classic();
    let classic_id = linked.map(|linked| linked.next_user(0));
    let invited = user::Event::Invited {
        id: id.clone(),
        email: email(n)?,
        classic: match chance % 4 {
            0 => SetName::BasicUser,
            1 => SetName::ViewOnly,
            _ => SetName::NoAccess,
        },
        expires_at: later(stage.now, INVITATION_DAYS * 86_400),
        classic_id,
        parent,
    };
    stage.record(&owner, vec![invited.into()], ctx);
    if chance < 6 && !n.is_multiple_of(TEAM) {
        return Ok((id, classic_id));
    }
    let own = Actor::user(id.clone(), Face::Console);
    let mut events: Vec<Event> = vec![user::Event::Accepted { id: id.clone() }.into()];
    if n.is_multiple_of(KEYED) {
        events.push(key(&own.identity, ctx, n).into());
    }
    stage.record(&own, events, ctx);
    let state = match chance {
        6..9 => State::Suspended,
        9..11 => State::VpnOnly,
        11..12 => State::DisabledClassicInfrastructure,
        _ => return Ok((id, classic_id)),
    };
    let set = user::Event::StateSet {
        id: id.clone(),
        state,
    };
    stage.record(&owner, vec![set.into()], ctx);
    Ok((id, classic_id))
}

fn email(n: u32) -> Result<Email, Refusal> {
    let first = FIRST.get(n as usize % FIRST.len()).unwrap_or(&"");
    let last = LAST
        .get(n as usize / FIRST.len() % LAST.len())
        .unwrap_or(&"");
    // Who has the same name as another gets a number.
    let again = match n as usize / (FIRST.len() * LAST.len()) {
        0 => String::new(),
        again => (again + 1).to_string(),
    };
    Email::parse(&format!("{first}.{last}{again}@example.com").to_lowercase())
}

fn key(owner: &Identity, ctx: &Context, n: u32) -> api_key::Event {
    api_key::Event::Created {
        id: ctx.fresh_api_key(n),
        owner: owner.clone(),
        name: "laptop".into(),
        description: "Command line".into(),
        hash: SecretHash::of(&ctx.api_key_value_of(n)),
        locked: false,
        terms: api_key::Terms::default(),
    }
}

/// One in ten for an access group, the others for users.
fn policies(stage: &mut Stage, groups: &[AccessGroupId], users: &[UserId]) {
    let regions = [
        Region::UsSouth,
        Region::UsEast,
        Region::EuDe,
        Region::EuGb,
        Region::JpTok,
    ];
    let services = [
        "containers-kubernetes",
        "is",
        "container-registry",
        "support",
    ];
    let roles = ["Viewer", "Operator", "Editor", "Administrator"];
    let owner = stage.owner();
    let missing = POLICIES.saturating_sub(stage.account.policies.len());
    let ctx = stage.context();
    let created = (0..u32::try_from(missing).unwrap_or_default()).filter_map(|n| {
        let subject = match n % 10 {
            0 => Subject::AccessGroup(of(groups, n / 10)?.clone()),
            _ => Subject::User(of(users, n)?.clone()),
        };
        let service = of(&services, ctx.number("service", n, 0, 4))?;
        let scope = match of(&regions, n / 3)? {
            region if *service == "containers-kubernetes" => {
                Scope::service(service).and(AttributeName::Region, region.as_str())
            }
            _ => Scope::service(service),
        };
        let role = of(&roles, ctx.number("role", n, 0, 4))?;
        let created = policy::Event::Created {
            id: ctx.fresh_policy(n),
            subject,
            roles: [Role::named(role)].into(),
            scope,
            rule: None,
        };
        Some(created.into())
    });
    let created = created.collect();
    stage.record(&owner, created, &ctx);
}

/// The `n`th of `all`, which begin again after the last.
fn of<T>(all: &[T], n: u32) -> Option<&T> {
    all.get((n as usize).checked_rem(all.len())?)
}
