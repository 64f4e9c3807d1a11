//! What an event costs: deciding, recording and applying it, after so many others.

use std::error::Error;
use std::time::Instant;

use credlab_model::iam::policy::{self, Scope, Subject};
use credlab_model::iam::session::{self, Method};
use credlab_model::{Account, Actor, Command, Context, Face, Timestamp};

/// After how many events one is measured.
const AFTER: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Over how many the time is taken.
const SPAN: u64 = 900;

/// Prints the figures.
pub fn figures(demo: &Account, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let mut account = demo.clone();
    for after in AFTER {
        while account.version + SPAN < after {
            round(&mut account, now)?;
        }
        let (from, start) = (account.version, Instant::now());
        while account.version < after {
            round(&mut account, now)?;
        }
        let events = (account.version - from) as f64;
        let each = start.elapsed().as_secs_f64() * 1e6 / events;
        println!("{:<28} {each:>9.2} us", format!("event after {after}"));
    }
    Ok(())
}

/// Three commands, of one event each, that leave the account as large as it was.
fn round(account: &mut Account, now: Timestamp) -> Result<(), Box<dyn Error>> {
    let user = account.user_called("viewer@example.com")?.id.clone();
    perform(
        account,
        now,
        session::Command::Start(Method::Password).into(),
    )?;
    let create = policy::Command::Create {
        subject: Subject::User(user.clone()),
        roles: vec!["Viewer".into()],
        scope: Scope::service("is"),
        rule: None,
    };
    perform(account, now, create.into())?;
    let made = account.policies.of(&Subject::User(user)).last();
    let policy = made.ok_or("the policy was made")?.id.clone();
    perform(account, now, policy::Command::Delete { policy }.into())
}

fn perform(account: &mut Account, now: Timestamp, command: Command) -> Result<(), Box<dyn Error>> {
    let owner = Actor::user(account.owner.clone(), Face::Shell);
    let mut seed = [3; 32];
    seed[..8].copy_from_slice(&account.version.to_be_bytes());
    let ctx = Context::new(now, seed);
    let events = account.decide(&owner, &command, &ctx)?;
    for record in account.records(&owner, events, &ctx) {
        account.apply(&record);
    }
    Ok(())
}
