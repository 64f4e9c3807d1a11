//! Lines typed at a terminal: edited, recalled with the arrow keys, and completed by Tab with what the shell knows.
//!
//! Lines are recalled as long as the shell runs, and are written nowhere: a line can hold a key. Those that do are not
//! recalled either.

use std::sync::Arc;

use credlab_model::{Account, Timestamp};
use credlab_shell::{Session, complete};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::{History, MemHistory};
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

/// The flags that are followed by a secret.
const SECRET: [&str; 5] = [
    "--apikey",
    "--password",
    "--vpn-password",
    "--infrastructure-api-key",
    "passcode",
];

/// A line editor.
pub struct LineEditor(Editor<Knowledge, MemHistory>);

impl LineEditor {
    /// An editor on the terminal of this process.
    pub fn new() -> Result<LineEditor, String> {
        // As bash does: what is common to all candidates, then, asked again, the list of them.
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .build();
        let history = MemHistory::with_config(&config);
        Editor::with_history(config, history)
            .map(LineEditor)
            .map_err(told)
    }

    /// Reads a line, which may be completed as `session` could go on in `account` at `now`. None at the end of input. A line
    /// that is given up with Ctrl-C is empty.
    pub fn read(
        &mut self,
        prompt: &str,
        account: Arc<Account>,
        session: Session,
        now: Timestamp,
    ) -> Result<Option<String>, String> {
        self.0.set_helper(Some(Knowledge {
            account,
            session,
            now,
        }));
        match self.0.readline(prompt) {
            Ok(line) => {
                if !holds_a_secret(&line) {
                    self.0.history_mut().add(&line).map_err(told)?;
                }
                Ok(Some(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Some(String::new())),
            Err(ReadlineError::Eof) => Ok(None),
            Err(problem) => Err(told(problem)),
        }
    }
}

fn told(problem: ReadlineError) -> String {
    format!("can't read from the terminal: {problem}")
}

fn holds_a_secret(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    // Elsewhere, -p is a worker pool.
    let logs_in = words.contains(&"login");
    words.into_iter().any(|word| {
        let flag = word.split_once('=').map_or(word, |(flag, _)| flag);
        SECRET.contains(&flag) || (logs_in && word.starts_with("-p"))
    })
}

/// What a line is completed with.
struct Knowledge {
    account: Arc<Account>,
    session: Session,
    now: Timestamp,
}

impl Completer for Knowledge {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..at).unwrap_or(line);
        let found = complete(&self.account, &self.session, before, self.now);
        let candidates = match found.candidates.as_slice() {
            [one] => vec![format!("{one} ")],
            several => several.to_vec(),
        };
        Ok((found.from, candidates))
    }
}

impl Hinter for Knowledge {
    type Hint = String;
}

impl Highlighter for Knowledge {}
impl Validator for Knowledge {}
impl Helper for Knowledge {}

#[cfg(test)]
mod tests {
    use super::*;
    use credlab_model::template::{self, Template};

    #[test]
    fn lines_with_secrets_are_known() {
        for (line, secret) in [
            ("ibmcloud login --apikey abc", true),
            ("ibmcloud login --apikey=abc", true),
            ("ibmcloud login -u a@b.de -p abc", true),
            ("ibmcloud login -u a@b.de -pabc", true),
            ("ibmcloud ks worker-pool get -p edge -c prod", false),
            (
                "ibmcloud ks credential set classic --infrastructure-api-key abc",
                true,
            ),
            ("ibmcloud login", false),
            ("ibmcloud iam api-keys", false),
            ("ibmcloud ks api-key info -c prod", false),
        ] {
            assert_eq!(holds_a_secret(line), secret, "{line}");
        }
    }

    #[test]
    fn a_line_is_completed_where_the_cursor_is() {
        let now = "2026-11-27T09:00:00Z".parse().unwrap();
        let (account, _) = template::build(Template::Demo, now, [7; 32]).unwrap();
        let session = Session::of(credlab_model::Identity::User(account.owner.clone()));
        let account = Arc::new(account);
        let knowledge = Knowledge {
            account,
            session,
            now,
        };
        let history = MemHistory::new();
        let complete = |line: &str, at| {
            let context = Context::new(&history);
            knowledge.complete(line, at, &context).unwrap()
        };
        let line = "ibmcloud ks api-key info -c classic-d --output json";
        let at = line.find(" --output").unwrap();
        assert_eq!(complete(line, at), (28, vec!["classic-dal ".to_string()]));
        let (from, candidates) = complete("ibmcloud ks api-key ", 20);
        assert_eq!(
            (from, candidates),
            (20, vec!["info".into(), "reset".into()])
        );
    }
}
