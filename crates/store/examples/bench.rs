//! Figures of the store on this machine, one a line: `cargo run --release -p credlab-store --example bench [FOLDER]`.
//!
//! FOLDER is where the files are made, so that the disk can be chosen; the system's temporary folder otherwise.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use credlab_model::iam::session::{Command, Method};
use credlab_model::template::Template;
use credlab_model::{Account, Actor, Face};
use credlab_store::{Location, Settings, Store};

const LARGE: u64 = 100_000;

/// After how many events an append is measured.
const AFTER: [u64; 4] = [1_000, 10_000, LARGE, 1_000_000];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = match std::env::args_os().nth(1) {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let location = Location::File(folder.path().join("bench.db"));
    let store = Store::open(&location).await?;

    let each = create_accounts(&store, 50).await?;
    figure("create demo account", micros(each), "us");
    let each = append(&store, 1, 500).await?;
    figure("durable append", micros(each), "us");
    figure("appends, one account", 1.0 / each.as_secs_f64(), "per s");
    let each = append(&store, 16, 50).await?;
    figure("appends, 16 accounts", 1.0 / each.as_secs_f64(), "per s");

    for events in AFTER {
        let account = store.import(&large(&store, events).await?).await?;
        // The first appends pay for the import: it goes from the log into the file, and from there to the disk.
        append_to(&store, std::slice::from_ref(&account), 20).await?;
        File::open(folder.path().join("bench.db"))?.sync_all()?;
        let mut times = Vec::new();
        for _ in 0..400 {
            times.push(append_to(&store, std::slice::from_ref(&account), 1).await?);
        }
        times.sort();
        figure(&format!("append after {events}"), micros(times[200]), "us");
    }

    let text = large(&store, LARGE).await?;
    let begun = Instant::now();
    let account = store.import(&text).await?;
    figure("import 100,000 events", millis(begun.elapsed()), "ms");
    drop(store);
    let store = Store::open(&location).await?;
    let begun = Instant::now();
    let opened = store.account(&account.id).await?;
    figure("open 100,000 events", millis(begun.elapsed()), "ms");
    assert_eq!(opened, account);
    without_snapshot(&folder.path().join("records.db"), &text).await?;
    // All records are read, and each is compared with what they were.
    let begun = Instant::now();
    store.verify(&account.id).await?;
    figure("verify 100,000 events", millis(begun.elapsed()), "ms");
    let begun = Instant::now();
    store.at(&account.id, LARGE / 2).await?;
    figure("look at event 50,000", millis(begun.elapsed()), "ms");
    let begun = Instant::now();
    for _ in 0..10_000 {
        store.account(&account.id).await?;
    }
    let each = begun.elapsed() / 10_000;
    figure("account in memory", micros(each), "us");
    let begun = Instant::now();
    for _ in 0..200 {
        store.latest(&account.id, None, 50).await?;
    }
    let each = begun.elapsed() / 200;
    figure("latest 50 records", micros(each), "us");
    Ok(())
}

async fn create_accounts(store: &Store, count: u32) -> Result<Duration, Box<dyn Error>> {
    let begun = Instant::now();
    for _ in 0..count {
        store.create(Template::Demo).await?;
    }
    Ok(begun.elapsed() / count)
}

/// The time of one append, when `accounts` append at once, each `count` times.
async fn append(store: &Store, accounts: u32, count: u32) -> Result<Duration, Box<dyn Error>> {
    let mut made = Vec::new();
    for _ in 0..accounts {
        made.push(store.create(Template::Demo).await?);
    }
    append_to(store, &made, count).await
}

async fn append_to(
    store: &Store,
    accounts: &[Arc<Account>],
    count: u32,
) -> Result<Duration, Box<dyn Error>> {
    let begun = Instant::now();
    let mut work = tokio::task::JoinSet::new();
    for account in accounts.iter().cloned() {
        let store = store.clone();
        work.spawn(async move {
            for _ in 0..count {
                let command = Command::Start(Method::Password).into();
                let actor = owner(&account);
                store.execute(&account.id, &actor, &command).await?;
            }
            Ok::<_, credlab_store::Failure>(())
        });
    }
    while let Some(done) = work.join_next().await {
        done??;
    }
    let accounts = u32::try_from(accounts.len())?;
    Ok(begun.elapsed() / (accounts * count))
}

fn owner(account: &Account) -> Actor {
    Actor::user(account.owner.clone(), Face::Shell)
}

/// The text of a demo account with so many records: its own, and the last one again and again.
async fn large(store: &Store, wanted: u64) -> Result<String, Box<dyn Error>> {
    let account = store.create(Template::Demo).await?;
    let command = Command::Start(Method::Password).into();
    let actor = owner(&account);
    let signed_in = store.execute(&account.id, &actor, &command).await?;
    let text = store.export(&account.id).await?;
    store.delete(&account.id).await?;

    let (version, records) = (signed_in.account.version, &signed_in.records);
    let known = format!("\"records\":{version}");
    let promised = format!("\"records\":{wanted}");
    // The header's hash is of the records that were exported, so it goes.
    let (header, exported) = text.split_once('\n').ok_or("there is a header")?;
    let (header, _) = header.split_once(",\"head\"").ok_or("there is a hash")?;
    let mut text = format!("{}}}\n{exported}", header.replacen(&known, &promised, 1));
    let mut record = records.last().ok_or("signing in is recorded")?.clone();
    while record.version < wanted {
        record.version += 1;
        text.push_str(&serde_json::to_string(&record)?);
        text.push('\n');
    }
    Ok(text)
}

/// An account of which only the records were kept.
async fn without_snapshot(file: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let location = Location::File(file.to_path_buf());
    let settings = Settings {
        snapshot_every: u64::MAX,
        ..Settings::default()
    };
    let store = Store::open_with(&location, &settings).await?;
    let account = store.import(text).await?;
    drop(store);
    let store = Store::open_with(&location, &settings).await?;
    let begun = Instant::now();
    store.account(&account.id).await?;
    figure("the same without snapshot", millis(begun.elapsed()), "ms");
    Ok(())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn figure(name: &str, value: f64, unit: &str) {
    println!("{name:<28} {value:>9.1} {unit}");
}
