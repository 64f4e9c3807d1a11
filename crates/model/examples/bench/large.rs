//! What it costs in a large account.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use credlab_model::iam::access;
use credlab_model::kubernetes::Gate;
use credlab_model::region::Region;
use credlab_model::{Account, Actor, Context, Face, Identity, Timestamp, credentials};

use crate::crowd;
use crate::measure;

/// How often each single decision is timed. What else runs on the machine shows in the slowest of a hundred first, so the
/// quickest time of each counts.
const ROUNDS: u32 = 20;

/// Prints the figures.
pub fn figures(now: Timestamp) -> Result<(), Box<dyn Error>> {
    let (account, identities) = crowd::build(now)?;
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
    Ok(())
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
