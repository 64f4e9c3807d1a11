//! What it costs in a large account, and what it costs Cedar.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use credlab_model::iam::policy::{AttributeName, Policy, Scope, Subject};
use credlab_model::iam::role::Role;
use credlab_model::iam::user::{self, InvitedAccess};
use credlab_model::iam::{access, access_group};
use credlab_model::kubernetes::Gate;
use credlab_model::region::Region;
use credlab_model::{
    Account, Actor, Command, Context, Face, Identity, Refusal, Timestamp, credentials,
};

use crate::cedar::Cedar;
use crate::measure;

/// How often each single decision is timed. What else runs on the machine shows in the slowest of a hundred first, so the
/// quickest time of each counts.
const ROUNDS: u32 = 20;

/// How many questions Cedar is asked.
const OF_CEDAR: usize = 200;

/// Prints the figures.
pub fn figures(demo: &Account, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let (account, identities) = build(demo, now)?;
    let owner = Actor::user(account.owner.clone(), Face::Shell);
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
    against_cedar(&account, &identities, &ask, now, percentile(&quickest, 0.5));
    Ok(())
}

/// The same policies in Cedar, asked the same without its reasons. Only its decision is timed, not what prepares it.
fn against_cedar(
    account: &Account,
    identities: &[Identity],
    ask: &access::Ask,
    now: Timestamp,
    ours: f64,
) {
    let cedar = Cedar::of(account);
    let mut times = Vec::new();
    for identity in identities.iter().take(OF_CEDAR) {
        let question = cedar.question(identity, ask, &[], now);
        let start = Instant::now();
        let allowed = black_box(cedar.answer(&question));
        times.push(start.elapsed().as_secs_f64() * 1e6);
        assert_eq!(allowed, access::allows(account, identity, ask, now));
    }
    times.sort_by(f64::total_cmp);
    let theirs = percentile(&times, 0.5);
    println!("{:<28} {theirs:>9.1} us", "Cedar decides there, median");
    println!(
        "{:<28} {:>9.0} times",
        "explained, faster than Cedar",
        theirs / ours
    );
}

/// An account of 1,000 users with 10,000 policies and 50 access groups, and who of them came last.
fn build(demo: &Account, now: Timestamp) -> Result<(Account, Vec<Identity>), Box<dyn Error>> {
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
    Ok((account, identities))
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
