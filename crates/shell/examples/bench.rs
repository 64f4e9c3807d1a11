//! Prints how fast lines are answered, without the durable write: `cargo run --release -p credlab-shell --example bench`.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use credlab_model::actor::Identity;
use credlab_model::template::{self, Template};
use credlab_model::{Account, Actor, Command, Context, Timestamp};
use credlab_shell::{Failure, Host, Session, complete, run};

/// How long each figure is measured.
const SPAN: Duration = Duration::from_millis(500);

/// An account in memory, in which nothing lasts.
struct Memory {
    account: Arc<Account>,
    now: Timestamp,
}

impl Host for Memory {
    fn account(&self) -> Arc<Account> {
        self.account.clone()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure> {
        let ctx = Context::new(self.now, [9; 32]);
        let after = self.account.preview(actor, command, &ctx);
        self.account = Arc::new(after.map_err(|refusal| Failure::Refused(Box::new(refusal)))?);
        Ok(ctx)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let now: Timestamp = "2024-09-16T09:00:00Z".parse()?;
    let (account, _) = template::build(Template::Demo, now, [7; 32])?;
    let account = Arc::new(account);
    let viewer = account.user_called("viewer@example.com")?.identity();
    let owner = Identity::User(account.owner.clone());
    for (name, who, line) in [
        ("line: list clusters", &owner, "ibmcloud ks cluster ls"),
        (
            "line: reset",
            &owner,
            "ibmcloud ks api-key reset --region us-south",
        ),
        (
            "line: refused reset",
            &viewer,
            "ibmcloud ks api-key reset --region us-south",
        ),
        (
            "line: explain it",
            &viewer,
            "credlab explain 'ibmcloud ks api-key reset --region us-south'",
        ),
    ] {
        let each = measure(|| {
            let mut session = Session::of(who.clone());
            let mut host = Memory {
                account: account.clone(),
                now,
            };
            run(&mut session, &mut host, line, &[])
        });
        println!("{name:<28} {each:>9.1} us");
    }
    let session = Session::of(owner);
    let each = measure(|| {
        complete(
            &account,
            &session,
            "ibmcloud ks api-key info --cluster ",
            now,
        )
    });
    println!("{:<28} {each:>9.1} us", "completing a line");
    Ok(())
}

/// The mean duration of `work`, in microseconds.
fn measure<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut runs = 0u32;
    let start = Instant::now();
    while start.elapsed() < SPAN {
        black_box(work());
        runs += 1;
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(runs)
}
