//! A line, run on a copy of the account that is thrown away: what `explain`, `who-can` and `impact` look at.

use std::io;
use std::sync::Arc;

use credlab_model::actor::Identity;
use credlab_model::explain::Gates;
use credlab_model::iam::access::{Decision, watching};
use credlab_model::refusal::shorten;
use credlab_model::{Account, Actor, Command, Context, Refusal, Timestamp};

use crate::host::{Failure, Host, NewFile};
use crate::output::Stream;
use crate::reply::Reply;
use crate::run::{Outcome, Run, Stop};
use crate::session::Session;

/// How many questions a line may ask; a confirmation is one.
const QUESTIONS: usize = 3;

/// What a line would do.
pub(crate) struct Rehearsal {
    /// The account as it is.
    pub(crate) before: Arc<Account>,
    /// The account as it would be.
    pub(crate) after: Arc<Account>,
    /// What the account would refuse.
    pub(crate) refusal: Option<Refusal>,
    /// The gates of what was asked of the account, in order; of the commands that have two.
    pub(crate) gates: Vec<Gates>,
    /// What was asked of the first gate by the commands that have no second one, in order.
    pub(crate) decisions: Vec<Decision>,
    /// Who asks classic infrastructure, of its own commands.
    pub(crate) classic: Vec<String>,
    /// What the shell would answer.
    pub(crate) reply: Reply,
}

impl Rehearsal {
    /// Whether the line would do what it says.
    pub(crate) fn succeeds(&self) -> bool {
        self.reply.status == 0
    }

    /// The failure of a line whose words are wrong for everybody: what the shell would say of it, in a line.
    pub(crate) fn slip(&self) -> Option<Stop> {
        let text = self.reply.output.plain(Some(Stream::Err));
        let said = text.lines();
        let said = said.filter(|line| !line.is_empty() && *line != "FAILED");
        let said: Vec<&str> = said.collect();
        self.reply.slip.then(|| Stop::Failed(said.join("\n")))
    }
}

/// Runs `lines`, one after the other, as whoever is logged in, or as `identity`. Confirmations are answered with yes.
pub(crate) fn rehearse(
    run: &Run<'_>,
    identity: Option<&Identity>,
    lines: &[String],
) -> Outcome<Rehearsal> {
    // A question about a question would be asked of everybody, each time.
    if lines.iter().any(|line| is_own(line)) {
        return Err(Stop::Failed(
            "Only lines of 'ibmcloud' and 'kubectl' can be asked about.".into(),
        ));
    }
    Scene::now(run).rehearse(run, identity, lines)
}

/// Whether a line is of `credlab`, as the shell takes words, quotes and all.
pub(crate) fn is_own(line: &str) -> bool {
    let words = shlex::split(line).unwrap_or_default();
    words.first().is_some_and(|program| program == "credlab")
}

/// An account on which lines are tried.
pub(crate) struct Scene<'a> {
    pub(crate) account: Arc<Account>,
    now: Timestamp,
    /// Whose files lines read.
    host: &'a dyn Host,
}

impl<'a> Scene<'a> {
    /// The account as it is.
    pub(crate) fn now(run: &'a Run<'_>) -> Scene<'a> {
        Scene {
            account: run.account(),
            now: run.now(),
            host: run.host(),
        }
    }

    /// Runs `lines` as whoever is logged in, or as `identity`, up to the first that fails. What is told is of the last that was
    /// run.
    pub(crate) fn rehearse(
        &self,
        run: &Run<'_>,
        identity: Option<&Identity>,
        lines: &[String],
    ) -> Outcome<Rehearsal> {
        let mut session = run.session.clone();
        if let Some(identity) = identity {
            session.identity = Some(identity.clone());
        }
        let mut account = self.account.clone();
        let mut told = None;
        for line in lines {
            let scene = Scene { account, ..*self };
            let rehearsal = scene.play(&mut session, line)?;
            account = rehearsal.after.clone();
            let failed = !rehearsal.succeeds();
            told = Some(rehearsal);
            if failed {
                break;
            }
        }
        let rehearsal = told.ok_or_else(|| Stop::Usage("Give a line, in quotes.".into()))?;
        Ok(Rehearsal {
            before: self.account.clone(),
            ..rehearsal
        })
    }

    /// The account after `lines`, one after the other, by the user of address `who`. None if one of them fails.
    pub(crate) fn after(
        &self,
        run: &Run<'_>,
        who: &str,
        lines: &[String],
    ) -> Outcome<Option<Scene<'a>>> {
        let who = self.account.user_called(who)?.identity();
        let played = self.rehearse(run, Some(&who), lines)?;
        Ok(played.succeeds().then_some(Scene {
            account: played.after,
            ..*self
        }))
    }

    fn play(&self, session: &mut Session, line: &str) -> Outcome<Rehearsal> {
        for answers in 0..=QUESTIONS {
            let answers = vec!["y".to_string(); answers];
            let mut stage = Stage::of(self);
            let mut trial = session.clone();
            let reply = crate::line::run(&mut trial, &mut stage, line, &answers);
            if reply.ask.is_none() {
                *session = trial;
                return Ok(Rehearsal {
                    before: self.account.clone(),
                    after: stage.account,
                    refusal: stage.refusal,
                    gates: stage.gates,
                    decisions: stage.decisions,
                    classic: stage.classic,
                    reply,
                });
            }
        }
        Err(Stop::Failed(format!(
            "'{}' asks for more than a confirmation. Give everything on the line.",
            shorten(line)
        )))
    }
}

/// A host whose account nobody else has.
struct Stage<'a> {
    account: Arc<Account>,
    now: Timestamp,
    host: &'a dyn Host,
    refusal: Option<Refusal>,
    gates: Vec<Gates>,
    decisions: Vec<Decision>,
    classic: Vec<String>,
    commands: u8,
}

impl<'a> Stage<'a> {
    fn of(scene: &Scene<'a>) -> Stage<'a> {
        Stage {
            account: scene.account.clone(),
            now: scene.now,
            host: scene.host,
            refusal: None,
            gates: Vec::new(),
            decisions: Vec::new(),
            classic: Vec::new(),
            commands: 0,
        }
    }
}

impl Host for Stage<'_> {
    fn account(&self) -> Arc<Account> {
        self.account.clone()
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn execute(&mut self, actor: &Actor, command: &Command) -> Result<Context, Failure> {
        // Another seed for each command, so that ids differ. Nobody ever sees them.
        self.commands = self.commands.wrapping_add(1);
        let ctx = Context::new(self.now, [self.commands; 32]);
        let gates = self.account.gates(actor, command, self.now);
        self.classic
            .extend(self.account.classic_standing(actor, command));
        let (preview, decisions) = watching(|| self.account.preview(actor, command, &ctx));
        match gates {
            Some(gates) => self.gates.push(gates),
            None => self.decisions.extend(decisions),
        }
        match preview {
            Ok(after) => {
                self.account = Arc::new(after);
                Ok(ctx)
            }
            Err(refusal) => {
                self.refusal = Some(refusal.clone());
                Err(Failure::Refused(Box::new(refusal)))
            }
        }
    }

    fn file(&self, path: &str) -> Option<io::Result<String>> {
        self.host.file(path)
    }

    fn new_file(&self, path: &str) -> Option<io::Result<Box<dyn NewFile>>> {
        self.host.file(path).map(|_| Ok(Box::new(Nowhere) as _))
    }
}

/// A file that is not written.
struct Nowhere;

impl NewFile for Nowhere {
    fn write(self: Box<Self>, _: &str) -> io::Result<()> {
        Ok(())
    }
}
