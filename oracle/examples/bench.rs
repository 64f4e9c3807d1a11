//! Prints how long Cedar takes for what the model decides and explains, in the same account of 10,000 policies, and how many
//! times as long that is: `cargo run --release --example bench`.

#[path = "../../crates/model/examples/bench/crowd.rs"]
mod crowd;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use credlab_model::Timestamp;
use credlab_model::iam::access;
use credlab_model::kubernetes::Gate;
use credlab_oracle::Cedar;

/// How many identities ask.
const QUESTIONS: usize = 200;

/// How often the model is asked the same; its quickest answer counts.
const ROUNDS: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let now: Timestamp = "2024-09-16T09:00:00Z".parse()?;
    let (account, identities) = crowd::build(now)?;
    let ask = Gate::Operate.ask(account.cluster_called("classic-dal")?);
    let cedar = Cedar::of(&account);
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for identity in identities.iter().take(QUESTIONS) {
        // Only its decision is timed, not what prepares it.
        let question = cedar.question(identity, &ask, &[], now);
        let start = Instant::now();
        let allowed = black_box(cedar.answer(&question));
        theirs.push(start.elapsed().as_secs_f64() * 1e6);
        let explained = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            let decision = access::decide(&account, identity, &ask, now);
            black_box(decision.findings(&account));
            assert_eq!(decision.allowed, allowed);
            start.elapsed().as_secs_f64() * 1e6
        });
        ours.push(explained.fold(f64::INFINITY, f64::min));
    }
    let (theirs, ours) = (median(theirs), median(ours));
    println!("{:<28} {ours:>9.1} us", "explained, median");
    println!("{:<28} {theirs:>9.1} us", "Cedar decides, median");
    println!(
        "{:<28} {:>9.0} times",
        "explained, faster than Cedar",
        theirs / ours
    );
    Ok(())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
