//! Prints how fast the model decides and applies, one figure a line: `cargo run --release --example bench`.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use credlab_model::iam::policy::{AttributeName, Policy, Scope, Subject};
use credlab_model::iam::role::Role;
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::iam::{access, access_group};
use credlab_model::kubernetes::{Command as Ks, Gate};
use credlab_model::region::Region;
use credlab_model::template::{self, Template};
use credlab_model::{
    Account, Actor, Command, Context, Face, Identity, Refusal, Timestamp, credentials,
};

/// How long each figure is measured.
const SPAN: Duration = Duration::from_millis(500);
/// How many runs go between two looks at the clock.
const BATCH: u32 = 64;
/// How often each single decision is timed. What else runs on the machine shows in the slowest of a hundred first, so the
/// quickest time of each counts.
const ROUNDS: u32 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let now: Timestamp = "2024-09-16T09:00:00Z".parse()?;
    let (account, records) = template::build(Template::Demo, now, [7; 32])?;
    let ctx = Context::new(now, [8; 32]);
    let cluster = account.cluster_called("classic-dal")?;
    let add: Command = Ks::AddWorkers {
        cluster: cluster.id.clone(),
        count: 1,
        flavor: None,
    }
    .into();

    // A refusal is told with its reasons, so they are part of what is measured.
    for who in ["viewer", "operator"] {
        let actor = persona(&account, who)?;
        let decided = measure(|| {
            account
                .decide(&actor, &add, &ctx)
                .map_err(|r| r.to_string())
        });
        print(
            &format!("worker add by {who}"),
            &format!("worker adds by {who}"),
            decided,
        );
    }
    let ask = Gate::Operate.ask(cluster);
    for who in ["viewer", "operator"] {
        let identity = persona(&account, who)?.identity;
        let decided = measure(|| {
            let decision = access::decide(&account, &identity, &ask, now);
            decision.findings(&account)
        });
        print(
            &format!("access decision, {who}"),
            &format!("access decisions, {who}"),
            decided,
        );
    }
    let (first, rest) = records
        .split_first()
        .ok_or("the demo account has records")?;
    let replayed = measure(|| {
        let mut account = Account::open(first)?;
        rest.iter().for_each(|record| account.apply(record));
        Some(account)
    });
    let count = u32::try_from(records.len())?;
    print(
        "applying an event",
        "applied events",
        replayed / f64::from(count),
    );
    large(&account, now)?;
    println!("{:<28} {:>9.1} us", "demo account from records", replayed);
    println!("{:<28} {:>9} events", "records of a demo account", count);
    Ok(())
}

/// What it costs in an account of 1,000 users with 10,000 policies and 50 access groups.
fn large(demo: &Account, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let mut account = demo.clone();
    let owner = Actor::user(account.owner.clone(), Face::Shell);
    let mut seed = 0_u32;
    let mut run = |account: &mut Account, actor: &Actor, command: Command| {
        seed += 1;
        let mut bytes = [0x1a; 32];
        bytes[..4].copy_from_slice(&seed.to_be_bytes());
        let ctx = Context::new(now, bytes);
        let events = account.decide(actor, &command, &ctx)?;
        for record in account.records(actor, events, &ctx) {
            account.apply(&record);
        }
        Ok::<(), Refusal>(())
    };
    let emails: Vec<String> = (0..990).map(|n| format!("user{n}@example.com")).collect();
    for batch in emails.chunks(90) {
        let invite = user::Command::Invite {
            emails: batch.to_vec(),
            access: InvitedAccess::default(),
        };
        run(&mut account, &owner, invite.into())?;
    }
    for n in 0..50 {
        let create = access_group::Command::Create {
            name: format!("group {n}"),
            description: String::new(),
        };
        run(&mut account, &owner, create.into())?;
    }
    let groups: Vec<_> = account.access_groups.keys().cloned().collect();
    let mut identities = Vec::new();
    for (n, email) in emails.iter().enumerate() {
        let invited = Actor::user(account.user_called(email)?.id.clone(), Face::Shell);
        run(&mut account, &invited, user::Command::Accept.into())?;
        let add = access_group::Command::AddMember {
            id: groups[n % groups.len()].clone(),
            member: invited.identity.clone(),
        };
        run(&mut account, &owner, add.into())?;
        identities.push(invited.identity);
    }
    // The account's limit on policies is below what is measured here, so they are put there as they are.
    let regions = [Region::UsSouth, Region::EuDe, Region::EuGb];
    for n in 0..10_000_u32 {
        let mut bytes = [0x2b; 32];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        let subject = match (n % 10, &identities[n as usize % identities.len()]) {
            (0, _) => Subject::AccessGroup(groups[n as usize % groups.len()].clone()),
            (_, Identity::User(id)) => Subject::User(id.clone()),
            _ => continue,
        };
        let region = regions[n as usize % regions.len()];
        account.policies.insert(Policy {
            id: format!("{n:08x}-0000-4000-8000-000000000000").parse()?,
            subject,
            roles: [Role::named("Viewer")].into(),
            scope: Scope::service("containers-kubernetes")
                .and(AttributeName::Region, region.as_str()),
            rule: None,
            created_at: now,
            created_by: owner.identity.clone(),
            modified_at: now,
            modified_by: Identity::Credlab,
            revision: 1,
        });
    }
    let cluster = account.cluster_called("classic-dal")?;
    let ask = Gate::Operate.ask(cluster);
    let (quickest, all) = explained(&account, &identities, &ask, now);
    println!(
        "{:<28} {:>9} policies, {} users",
        "large account",
        account.policies.len(),
        account.users.len()
    );
    for (name, times, share) in [
        ("explained there, median", &quickest, 0.5),
        ("explained there, p99", &quickest, 0.99),
        ("the same, with interruptions", &all, 0.99),
    ] {
        println!("{name:<28} {:>9.1} us", percentile(times, share));
    }
    let reset = credentials::Command::ResetKey {
        region: Region::UsSouth,
        group: None,
    };
    let (reset, ctx) = (reset.into(), Context::new(now, [9; 32]));
    account.preview(&owner, &reset, &ctx)?;
    let compared = measure(|| {
        let after = account.preview(&owner, &reset, &ctx);
        after.map(|after| account.impact(&after, now))
    });
    println!("{:<28} {:>9.1} us", "impact of a reset there", compared);
    let everybody = measure(|| {
        let can = |identity: &&Identity| access::allows(&account, identity, &ask, now);
        identities.iter().filter(can).count()
    });
    println!(
        "{:<28} {:>9.1} us",
        "who can, of all users there", everybody
    );
    Ok(())
}

fn persona(account: &Account, who: &str) -> Result<Actor, Box<dyn Error>> {
    let user = account.user_called(&format!("{who}@example.com"))?;
    Ok(Actor::user(user.id.clone(), Face::Shell))
}

/// How long explained decisions take, in microseconds, the quickest first: for each identity that of the quickest round,
/// and all of them.
fn explained(
    account: &Account,
    identities: &[Identity],
    ask: &access::Ask,
    now: Timestamp,
) -> (Vec<f64>, Vec<f64>) {
    let mut quickest = vec![f64::INFINITY; identities.len()];
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        for (identity, quickest) in identities.iter().zip(&mut quickest) {
            let start = Instant::now();
            let decision = access::decide(account, identity, ask, now);
            black_box(decision.findings(account));
            let time = start.elapsed().as_secs_f64() * 1e6;
            *quickest = quickest.min(time);
            all.push(time);
        }
    }
    quickest.sort_by(f64::total_cmp);
    all.sort_by(f64::total_cmp);
    (quickest, all)
}

/// The value that a share of all stays below, of values in their order.
fn percentile(values: &[f64], share: f64) -> f64 {
    let at = (values.len() as f64 * share) as usize;
    values.get(at).copied().unwrap_or_default()
}

/// The mean duration of `run`, in microseconds.
fn measure<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut runs = 0u32;
    let start = Instant::now();
    while start.elapsed() < SPAN {
        for _ in 0..BATCH {
            black_box(run());
        }
        runs += BATCH;
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(runs)
}

/// Prints a mean duration in microseconds, and how many of them fit into a second.
fn print(one: &str, many: &str, micros: f64) {
    println!("{one:<28} {micros:>9.1} us");
    println!("{many:<28} {:>9.0} /s", 1e6 / micros);
}
