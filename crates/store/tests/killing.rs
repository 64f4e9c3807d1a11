//! The program is killed at random moments: what it has acknowledged is there, whole, and nothing by halves.

mod common;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::*;
use credlab_model::Event;
use credlab_model::iam::user;
use credlab_model::id::AccountId;
use credlab_store::{Location, Settings, Store};

/// Names the file for the process that will be killed.
const FILE: &str = "CREDLAB_TEST_KILLED_FILE";
const KILLS: u32 = 50;

/// Settings under which the process is often killed while it stores a snapshot.
fn busy() -> Settings {
    Settings {
        snapshot_every: 7,
        ..Settings::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_commands_survive_sigkill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged_in_all = 0;
    for round in 0..KILLS / 10 {
        let path = folder.path().join(format!("{round}.db"));
        let location = Location::File(path.clone());
        let ids = {
            let store = Store::open(&location).await.unwrap();
            [
                empty(&store).await.id.clone(),
                empty(&store).await.id.clone(),
            ]
        };
        for _ in 0..10 {
            let acknowledged = run_and_kill(&path);
            acknowledged_in_all += acknowledged.len();
            let store = Store::open_with(&location, &busy()).await.unwrap();
            for id in &ids {
                let version = check(&store, id).await;
                let last = acknowledged.get(id).copied().unwrap_or(0);
                assert!(
                    version >= last,
                    "{version} is there, {last} was acknowledged"
                );
            }
        }
    }
    assert!(acknowledged_in_all > 0, "no process ever got to work");
}

/// Runs this program as [`works_until_it_is_killed`] and kills it 10 to 150 ms later. Gives the version of each
/// account that it acknowledged last.
fn run_and_kill(path: &Path) -> BTreeMap<AccountId, u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "works_until_it_is_killed"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut random = [0];
    getrandom::fill(&mut random).unwrap();
    std::thread::sleep(Duration::from_micros(10_000 + u64::from(random[0]) * 550));
    child.kill().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let acknowledged = lines.filter_map(|line| {
        let line = line.unwrap();
        // The test harness puts the test's name before the first line.
        let (_, line) = line.split_once("acknowledged ")?;
        let (id, version) = line.split_once(' ')?;
        // The last line may be cut off anywhere: it counts if its end is there.
        let version = version.strip_suffix('.')?;
        Some((id.parse().unwrap(), version.parse().unwrap()))
    });
    let acknowledged = acknowledged.collect();
    let status = child.wait().unwrap();
    assert!(!status.success(), "it was killed and did not end by itself");
    acknowledged
}

/// Checks that the account is whole. Gives its version.
async fn check(store: &Store, id: &AccountId) -> u64 {
    let opened = store.account(id).await.unwrap();
    let records = store.records(id, 0, u32::MAX).await.unwrap();
    assert_eq!(sum(&records), *opened);
    let mut invitations = BTreeMap::new();
    for record in &records {
        if let Event::User(user::Event::Invited { .. }) = record.event {
            *invitations.entry(&record.correlation).or_insert(0) += 1;
        }
    }
    assert!(
        invitations.values().all(|events| *events == 3),
        "an invitation of three is three events or none: {invitations:?}"
    );
    opened.version
}

#[test]
#[ignore = "run by acknowledged_commands_survive_sigkill, which kills it"]
fn works_until_it_is_killed() {
    let path = std::env::var_os(FILE).expect("the file to work in is named");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let location = Location::File(path.into());
        let store = Store::open_with(&location, &busy()).await.unwrap();
        let mut work = tokio::task::JoinSet::new();
        for summary in store.accounts().await.unwrap() {
            let store = store.clone();
            work.spawn(async move { work_in(&store, &summary.id).await });
        }
        while let Some(ended) = work.join_next().await {
            ended.unwrap();
        }
    });
}

/// Invites three and takes the invitations back, for ever.
async fn work_in(store: &Store, id: &AccountId) {
    let mut account = store.account(id).await.unwrap();
    loop {
        let n = account.version;
        let names = ["a", "b", "c"].map(|name| format!("{name}{n}"));
        let command = invite(&names.each_ref().map(|name| &name[..]));
        let invited = run(store, &account, command).await.unwrap();
        println!("acknowledged {id} {}.", invited.account.version);
        account = invited.account;
        for name in names {
            let user = account.user_called(&format!("{name}@example.com")).unwrap();
            let command = user::Command::Cancel {
                user: user.id.clone(),
            };
            account = run(store, &account, command).await.unwrap().account;
            println!("acknowledged {id} {}.", account.version);
        }
    }
}
