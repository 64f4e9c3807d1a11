//! A shell over the demo account in memory, with fixed seeds and a clock that only tests move.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use credlab_model::account::Era;
use credlab_model::actor::{Actor, Identity};
use credlab_model::id::AccountId;
use credlab_model::template::{self, Template};
use credlab_model::{Account, Command, Context, Record, Timestamp, account, history};
use credlab_shell::{Failure, History, Host, NewFile, Relative, Reply, Session};

/// The moment at which every lab begins.
pub const START: &str = "2024-09-24T10:00:00Z";

/// An account in memory.
pub struct Memory {
    pub account: Arc<Account>,
    pub records: Vec<Record>,
    /// The real time.
    pub now: Timestamp,
    executed: u32,
    /// What was asked of the account, each with the account as it was.
    pub asked: Vec<(Arc<Account>, Command)>,
    /// The files, where there are any. None can be made below `/forbidden`, and nothing goes into one below `/full`.
    pub files: Option<Files>,
    /// The other accounts of the family.
    others: Vec<(Arc<Account>, Vec<Record>)>,
}

/// Texts by path.
pub type Files = Rc<RefCell<BTreeMap<String, String>>>;

struct MemoryFile {
    path: String,
    files: Files,
}

impl NewFile for MemoryFile {
    fn write(self: Box<Self>, text: &str) -> io::Result<()> {
        if self.path.starts_with("/full") {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.files.borrow_mut().insert(self.path, text.into());
        Ok(())
    }
}

impl Host for Memory {
    fn account(&self) -> Arc<Account> {
        self.account.clone()
    }

    fn now(&self) -> Timestamp {
        self.account.time(self.now)
    }

    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure> {
        self.executed += 1;
        self.asked.push((self.account.clone(), command.clone()));
        let mut seed = [0xc0; 32];
        seed[..4].copy_from_slice(&self.executed.to_be_bytes());
        let ctx = Context::new(self.now(), seed).at_real(self.now);
        let (events, refusal) = match self.account.decide(actor, command, &ctx) {
            Ok(events) => (events, None),
            Err(refusal) => {
                let trace = self.account.refused(command, &refusal);
                (trace.into_iter().collect(), Some(refusal))
            }
        };
        let records = self.account.records(actor, events, &ctx);
        let account = Arc::make_mut(&mut self.account);
        records.iter().for_each(|record| account.apply(record));
        self.records.extend(records);
        match refusal {
            None => Ok(ctx),
            Some(refusal) => Err(Failure::Refused(Box::new(refusal))),
        }
    }

    fn file(&self, path: &str) -> Option<io::Result<String>> {
        let found = self.files.as_ref()?.borrow().get(path).cloned();
        Some(found.ok_or(io::ErrorKind::NotFound.into()))
    }

    fn new_file(&self, path: &str) -> Option<io::Result<Box<dyn NewFile>>> {
        let (path, files) = (path.to_string(), self.files.clone()?);
        if path.starts_with("/forbidden") {
            return Some(Err(io::ErrorKind::PermissionDenied.into()));
        }
        Some(Ok(Box::new(MemoryFile { path, files })))
    }

    fn history(&mut self) -> Option<&mut dyn History> {
        Some(self)
    }
}

impl History for Memory {
    fn at(&self, version: u64) -> Result<Account, Failure> {
        let mut records = self.records.iter().take_while(|r| r.version <= version);
        let first = records.next().filter(|_| version <= self.account.version);
        let first = first.ok_or_else(|| Failure::Unavailable(format!("no record {version}")))?;
        let mut account = Account::open(first).unwrap();
        records.for_each(|record| account.apply(record));
        Ok(account)
    }

    fn latest(&self, limit: u32) -> Result<Vec<Record>, Failure> {
        let records = self.records.iter().rev().take(limit as usize);
        Ok(records.cloned().collect())
    }

    fn rewind(&mut self, version: u64) -> Result<(), Failure> {
        let earlier = self.at(version)?;
        let command = account::Command::Rewind(Box::new(earlier));
        self.execute(&Actor::credlab(), &command.into()).map(drop)
    }

    fn fork(&mut self, version: u64) -> Result<(), Failure> {
        self.at(version)?;
        let records = self.records.iter().take_while(|r| r.version <= version);
        let ctx = Context::new(self.now, [0xf0 ^ self.others.len() as u8; 32]);
        let (account, records) = history::fork(records.cloned().collect(), &ctx).unwrap();
        let origin = (self.account.clone(), self.records.clone());
        self.others.push(origin);
        (self.account, self.records) = (Arc::new(account), records);
        Ok(())
    }

    fn family(&self) -> Result<Vec<Relative>, Failure> {
        let others = self.others.iter().map(|(account, _)| account);
        let family = others.chain([&self.account]).map(|account| Relative {
            id: account.id.clone(),
            version: account.version,
            created_at: self.now,
        });
        Ok(family.collect())
    }

    fn open(&mut self, id: &AccountId) -> Result<(), Failure> {
        let there = self
            .others
            .iter()
            .position(|(account, _)| account.id == *id);
        let there = self.others.remove(there.unwrap());
        self.others
            .push((self.account.clone(), self.records.clone()));
        (self.account, self.records) = there;
        Ok(())
    }
}

/// A shell to try lines in.
pub struct Lab {
    pub host: Memory,
    pub session: Session,
    answers: Vec<String>,
}

impl Lab {
    /// The demo account, logged in as its owner, region us-south, no resource group.
    pub fn demo() -> Lab {
        Lab::of(Template::Demo)
    }

    /// A fresh account of `template`, logged in as its owner.
    pub fn of(template: Template) -> Lab {
        let now = START.parse().unwrap();
        let (account, records) = template::build(template, now, [7; 32]).unwrap();
        let session = Session::of(Identity::User(account.owner.clone()));
        Lab {
            host: Memory {
                account: Arc::new(account),
                records,
                now,
                executed: 0,
                asked: Vec::new(),
                files: None,
                others: Vec::new(),
            },
            session,
            answers: Vec::new(),
        }
    }

    /// The demo account, from here on by the documents of `era`.
    pub fn in_era(era: Era) -> Lab {
        let mut lab = Lab::demo();
        Arc::make_mut(&mut lab.host.account).era = era;
        lab
    }

    /// Acts as another user or service ID from here on, as if logged in anew: the target begins afresh.
    pub fn as_(&mut self, who: &str) -> &mut Lab {
        let account = &self.host.account;
        let identity = match account.user_called(who) {
            Ok(user) => user.identity(),
            Err(_) => account.service_id_called(who).unwrap().identity(),
        };
        self.session = Session::of(identity);
        self
    }

    /// Lets time pass.
    pub fn advance(&mut self, seconds: i64) -> &mut Lab {
        self.host.now = account::later(self.host.now, seconds);
        self
    }

    /// What is answered to the next questions of the next line, in order.
    pub fn answer(&mut self, answer: &str) -> &mut Lab {
        self.answers.push(answer.into());
        self
    }

    /// Runs a line, with the answers that were given, and forgets them.
    pub fn reply(&mut self, line: &str) -> Reply {
        let waiting = std::mem::take(&mut self.answers);
        let mut given = Vec::new();
        let mut waiting = waiting.into_iter();
        loop {
            let reply = credlab_shell::run(&mut self.session, &mut self.host, line, &given);
            match (&reply.ask, waiting.next()) {
                (Some(_), Some(answer)) => given.push(answer),
                (None, Some(answer)) => panic!("'{line}' did not ask for '{answer}'"),
                _ => return reply,
            }
        }
    }

    /// What a person sees of a line: both streams without colours, then the status, or the question that is open.
    pub fn run(&mut self, line: &str) -> String {
        let reply = self.reply(line);
        let text = reply.output.plain(None);
        match reply.ask {
            Some(prompt) => format!("{text}{}\n[asks]\n", prompt.text),
            None => format!("{text}[{}]\n", reply.status),
        }
    }

    /// Runs lines and shows each with what came of it. A line that begins with `<` answers a question of the line
    /// before; `# as WHO` acts as another one.
    pub fn transcript(&mut self, script: &str) -> String {
        let lines = script
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.collect();
        let mut shown = String::new();
        for (n, line) in lines.iter().enumerate() {
            if let Some(who) = line.strip_prefix("# as ") {
                self.as_(who);
                shown.push_str(&format!("# as {who}\n\n"));
                continue;
            }
            if line.starts_with('<') {
                continue;
            }
            let answers = lines[n + 1..]
                .iter()
                .map_while(|line| line.strip_prefix('<'));
            for answer in answers {
                self.answer(answer.trim());
            }
            let text = self.run(line);
            // Trailing spaces, of prompts, would not survive in a file.
            let text = text.lines().map(|line| format!("{}\n", line.trim_end()));
            shown.push_str(&format!("$ {line}\n{}\n", text.collect::<String>()));
        }
        shown
    }

    /// Runs a line that has to succeed.
    pub fn ok(&mut self, line: &str) -> String {
        let shown = self.run(line);
        assert!(shown.ends_with("[0]\n"), "{line}\n{shown}");
        shown
    }
}
