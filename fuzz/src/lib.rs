//! What is done with random input, and what has to be true whatever it is.

use std::fmt::Debug;
use std::sync::{Arc, LazyLock};

use credlab_model::iam::access::{self, Ask};
use credlab_model::iam::policy::{Command as PolicyCommand, Rule, Scope, describe};
use credlab_model::region::Region;
use credlab_model::template::{self, Template};
use credlab_model::{Account, Actor, Command, Context, Event, Face, Identity, Record, Timestamp};
use credlab_shell::{Failure, Host, Session, run};
use serde::Serialize;
use serde::de::DeserializeOwned;

static DEMO: LazyLock<Arc<Account>> = LazyLock::new(|| Arc::new(demo().0));

fn demo() -> (Account, Vec<Record>) {
    template::build(Template::Demo, now(), [7; 32]).expect("it is well-formed")
}

/// Records as they are stored: what the target for events begins with.
pub fn records() -> Vec<Vec<u8>> {
    let records = demo().1.into_iter();
    let records = records.map(|record| serde_json::to_vec(&record).expect("it can be stored"));
    records.collect()
}

fn now() -> Timestamp {
    "2024-09-16T09:00:00Z".parse().expect("it is a moment")
}

fn owner() -> Identity {
    Identity::User(DEMO.owner.clone())
}

/// A demo account that lasts as long as a line.
struct Memory {
    account: Arc<Account>,
    records: Vec<Record>,
}

impl Memory {
    fn new() -> Memory {
        Memory {
            account: DEMO.clone(),
            records: Vec::new(),
        }
    }
}

impl Host for Memory {
    fn account(&self) -> Arc<Account> {
        self.account.clone()
    }

    fn now(&self) -> Timestamp {
        now()
    }

    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure> {
        let mut seed = [9; 32];
        seed[..8].copy_from_slice(&self.account.version.to_be_bytes());
        let ctx = Context::new(now(), seed);
        let decided = self.account.decide(actor, command, &ctx);
        let events = decided.map_err(|refusal| Failure::Refused(Box::new(refusal)))?;
        let records = self.account.records(actor, events, &ctx);
        let account = Arc::make_mut(&mut self.account);
        records.iter().for_each(|record| account.apply(record));
        self.records.extend(records);
        Ok(ctx)
    }
}

/// The first line is typed, the others are answers to what it asks: it prints nothing that does harm to a terminal, and
/// what fails has done nothing.
pub fn line(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut lines = text.split('\n');
    let line = lines.next().unwrap_or_default();
    let answers: Vec<String> = lines.map(String::from).collect();
    typed(line, &answers);
}

fn typed(line: &str, answers: &[String]) {
    let mut session = Session::of(owner());
    let mut host = Memory::new();
    let reply = run(&mut session, &mut host, line, answers);
    let shown = reply.output.plain(None);
    let harm = |c: char| {
        let reorders = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        reorders || (c.is_control() && c != '\n')
    };
    assert!(!shown.contains(harm), "{line:?} printed {shown:?}");
    if reply.status != 0 && reply.ask.is_none() {
        let did = host.records.iter();
        let did: Vec<&Record> = did
            .filter(|record| !matches!(record.event, Event::Refused(_)))
            .collect();
        assert!(did.is_empty(), "{line:?} failed and did {did:?}");
    }
    holds(&host.account);
}

/// The options of a policy as the shell reads them; or a command, a scope or a condition as JSON. What is accepted is
/// stored and read back the same, and decisions get along with it.
pub fn policy(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if !text.trim_start().starts_with('{') && !text.trim_start().starts_with('[') {
        typed(
            &format!("ibmcloud iam user-policy-create viewer@example.com {text}"),
            &[],
        );
        return;
    }
    if let Ok(scope) = serde_json::from_str::<Scope>(text) {
        same_when_read_back(&scope);
        let _ = describe(&scope, &DEMO);
        let ask = Ask::role("containers-kubernetes", &["Viewer"]).scoped(&DEMO, &scope);
        let _ = access::decide(&DEMO, &owner(), &ask, now()).findings(&DEMO);
    }
    if let Ok(rule) = serde_json::from_str::<Rule>(text) {
        same_when_read_back(&rule);
        let _ = (rule.to_string(), rule.holds(now()));
    }
    let Ok(command) = serde_json::from_str::<PolicyCommand>(text) else {
        return;
    };
    same_when_read_back(&command);
    let actor = Actor::user(DEMO.owner.clone(), Face::Api);
    let ctx = Context::new(now(), [3; 32]);
    let Ok(after) = DEMO.preview(&actor, &command.into(), &ctx) else {
        return;
    };
    let ask = Ask::role("containers-kubernetes", &["Viewer"]).in_region(Region::UsSouth);
    for identity in after.users.values().map(|user| user.identity()) {
        let decision = access::decide(&after, &identity, &ask, now());
        let _ = decision.findings(&after);
        assert_eq!(
            decision.allowed,
            access::allows(&after, &identity, &ask, now())
        );
    }
    holds(&after);
}

/// A record as it is stored, applied to an account: it is read back the same, and the account, too.
pub fn event(data: &[u8]) {
    let Ok(record) = serde_json::from_slice::<Record>(data) else {
        return;
    };
    same_when_read_back(&record);
    if Account::open(&record).is_some() {
        return;
    }
    let mut account = Account::clone(&DEMO);
    account.apply(&record);
    holds(&account);
    let _ = DEMO.diff(&account);
    let _ = DEMO.impact(&account, now());
}

/// What is stored of an account is that account.
fn holds(account: &Account) {
    if account.version != DEMO.version {
        same_when_read_back(account);
    }
}

fn same_when_read_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("it can be stored");
    let read: T = serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem}: {text}"));
    assert_eq!(read, *value, "{text}");
}
