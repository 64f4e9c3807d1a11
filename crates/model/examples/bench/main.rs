//! Prints how fast the model decides and applies, one figure a line: `cargo run --release --example bench`.

mod crowd;
mod events;
mod large;

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use credlab_model::iam::access;
use credlab_model::kubernetes::{Command as Ks, Gate};
use credlab_model::template::{self, Template};
use credlab_model::{Account, Actor, Command, Context, Face, Timestamp};

/// How long each figure is measured.
const SPAN: Duration = Duration::from_millis(500);
/// How many runs go between two looks at the clock.
const BATCH: u32 = 64;

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
    large::figures(now)?;
    events::figures(&account, now)?;
    println!("{:<28} {:>9.1} us", "demo account from records", replayed);
    println!("{:<28} {:>9} events", "records of a demo account", count);
    Ok(())
}

fn persona(account: &Account, who: &str) -> Result<Actor, Box<dyn Error>> {
    let user = account.user_called(&format!("{who}@example.com"))?;
    Ok(Actor::user(user.id.clone(), Face::Shell))
}

/// The mean duration of `run`, in microseconds.
pub fn measure<T>(mut run: impl FnMut() -> T) -> f64 {
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
