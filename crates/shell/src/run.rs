//! What the code of a command works with.

use std::sync::Arc;

use credlab_model::id::ResourceGroupId;
use credlab_model::refusal::shorten;
use credlab_model::{Account, Actor, Command, Context, Refusal, Timestamp};

use crate::host::{Failure, History, Host, NewFile};
use crate::output::{Output, Style};
use crate::reply::Prompt;
use crate::session::Session;

/// One line being run.
pub struct Run<'a> {
    /// The shell's session.
    pub session: &'a mut Session,
    /// What is printed.
    pub out: Output,
    /// Whether progress lines and `OK` are left out (`-q`).
    pub quiet: bool,
    json: bool,
    host: &'a mut dyn Host,
    answers: std::slice::Iter<'a, String>,
}

/// Why a command did not go on to its end.
#[derive(Debug)]
pub enum Stop {
    /// The account refuses it.
    Refused(Box<Refusal>),
    /// The words are wrong; the detail follows `Incorrect Usage: `.
    Usage(String),
    /// It fails with a text of the tool's own.
    Failed(String),
    /// Something must be asked first.
    Ask(Prompt),
    /// The user said no: a message, and success.
    Declined(String),
}

/// How the code of a command ends.
pub type Outcome<T = ()> = Result<T, Stop>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(Box::new(refusal))
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        match failure {
            Failure::Refused(refusal) => Stop::Refused(refusal),
            Failure::Unavailable(message) => Stop::Failed(message),
        }
    }
}

impl<'a> Run<'a> {
    /// A run of `session` on `host`, with the answers that were given so far.
    pub fn new(session: &'a mut Session, host: &'a mut dyn Host, answers: &'a [String]) -> Run<'a> {
        Run {
            session,
            out: Output::default(),
            quiet: false,
            json: false,
            host,
            answers: answers.iter(),
        }
    }

    /// What the line runs on.
    pub(crate) fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// The account as it is now.
    pub fn account(&self) -> Arc<Account> {
        self.host.account()
    }

    /// The account's time.
    pub fn now(&self) -> Timestamp {
        self.host.now()
    }

    /// Who is logged in, or `otherwise` as a failure: each plug-in has its own text (`cli.md`, 2.2).
    pub fn actor(&self, otherwise: &str) -> Outcome<Actor> {
        self.session
            .actor()
            .ok_or_else(|| Stop::Failed(otherwise.into()))
    }

    /// What whoever is logged in is called: an address, or a service ID's name.
    pub fn caller(&self, actor: &Actor) -> Outcome<String> {
        Ok(self.account().member_name(&actor.identity)?)
    }

    /// The targeted resource group, or the account's default one (R7).
    pub fn group(&self) -> ResourceGroupId {
        let account = self.account();
        self.session
            .group
            .clone()
            .unwrap_or_else(|| account.default_group().id.clone())
    }

    /// Carries out a command.
    pub fn execute(&mut self, actor: &Actor, command: impl Into<Command>) -> Outcome<Context> {
        Ok(self.host.execute(actor, &command.into())?)
    }

    /// What an environment variable holds, if it holds anything.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.host.variable(name).filter(|value| !value.is_empty())
    }

    /// The JSON that a flag `--file` names: a file's, or the text itself where there are no files.
    pub fn json_of(&self, file: &str) -> Outcome<String> {
        if file.trim_start().starts_with('{') {
            return Ok(file.into());
        }
        let otherwise = "Give the JSON itself after '--file', in single quotes.";
        self.read_file(file, otherwise)
    }

    /// The text of a file; `otherwise` says what to do where there are no files.
    pub fn read_file(&self, path: &str, otherwise: &str) -> Outcome<String> {
        match self.host.file(path) {
            Some(text) => text.map_err(|problem| Stop::Failed(of_file(path, "read", &problem))),
            None => Err(no_files(otherwise)),
        }
    }

    /// A file that is going to be written, opened; `otherwise` says what to do where there are no files.
    pub fn new_file(&self, path: &str, otherwise: &str) -> Outcome<Box<dyn NewFile>> {
        match self.host.new_file(path) {
            Some(file) => file.map_err(|problem| Stop::Failed(of_file(path, "written", &problem))),
            None => Err(no_files(otherwise)),
        }
    }

    /// The account's earlier moments.
    pub fn history(&mut self) -> Outcome<&mut dyn History> {
        match self.host.history() {
            Some(history) => Ok(history),
            None => Err(Stop::Failed(
                "The account's history is not kept here.".into(),
            )),
        }
    }

    /// From here on, prints nothing but JSON: neither progress nor `OK` (`cli.md`, 1.4).
    pub fn only_json(&mut self) {
        self.json = true;
    }

    /// Prints a progress line, with entity names between back-ticks, unless quiet.
    pub fn progress(&mut self, text: &str) {
        if !self.quiet && !self.json {
            self.out.marked(text);
        }
    }

    /// Prints `OK`, unless quiet.
    pub fn ok(&mut self) {
        if !self.quiet && !self.json {
            self.out.ok();
        }
    }

    /// Asks for a text. Printed again on each run of the line, so the terminal shows each question once by itself.
    pub fn ask(&mut self, prompt: &str, hidden: bool) -> Outcome<String> {
        match self.answers.next() {
            Some(answer) => {
                let shown = if hidden { "" } else { answer.as_str() };
                self.out
                    .put(Style::Plain, prompt)
                    .put(Style::Plain, format!("{shown}\n"));
                Ok(answer.clone())
            }
            None => Err(Stop::Ask(Prompt {
                text: prompt.into(),
                hidden,
            })),
        }
    }

    /// Asks for a text that may not be empty; asks again until it isn't (`cli.md`, 1.5).
    pub fn ask_required(&mut self, prompt: &str, hidden: bool) -> Outcome<String> {
        loop {
            let answer = self.ask(prompt, hidden)?;
            if !answer.trim().is_empty() {
                return Ok(answer);
            }
            self.out
                .put(Style::Failure, "Please enter value.")
                .put(Style::Plain, "\n");
        }
    }

    /// Asks a yes-or-no question of the core and `ks`: the default is no. Other words are asked again.
    pub fn confirm(&mut self, question: &str) -> Outcome<bool> {
        let mut prompt = format!("{question} [y/N]> ");
        loop {
            let answer = self.ask(&prompt, false)?;
            match answer.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "n" | "no" | "" => return Ok(false),
                _ => {
                    self.out
                        .put(Style::Failure, "Please enter 'y', 'n', 'yes' or 'no'.")
                        .put(Style::Plain, "\n");
                    prompt = format!("{question} [y/N]> ");
                }
            }
        }
    }

    /// Prints a value as indented JSON: four spaces (`cli.md`, 1.4).
    pub fn json(&mut self, value: &(impl serde::Serialize + ?Sized)) {
        self.out.line(indented(value));
    }
}

fn no_files(otherwise: &str) -> Stop {
    Stop::Failed(format!("There are no files in this shell. {otherwise}"))
}

/// What went wrong with a file: it can't be `done`.
pub fn of_file(path: &str, done: &str, problem: &std::io::Error) -> String {
    format!("File '{}' can't be {done}: {problem}.", shorten(path))
}

/// A value as JSON, indented by four spaces.
pub fn indented(value: &(impl serde::Serialize + ?Sized)) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    match serde::Serialize::serialize(value, &mut serializer) {
        Ok(()) => String::from_utf8_lossy(&bytes).into(),
        Err(_) => String::new(),
    }
}
