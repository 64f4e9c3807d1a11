//! `credlab shell`: the shell of the console, on a terminal or in a script.

use clap::{ArgGroup, Args};
use credlab_app::backend::shell::{StoreHost, prompt};
use credlab_model::actor::Identity;
use credlab_model::id::AccountId;
use credlab_model::template::Template;
use credlab_model::{Account, Timestamp};
use credlab_shell::{Host, Output, Reply, Session, Span};
use credlab_store::Store;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::account::{Rules, template_parser};
use crate::database::{Database, Storage};
use crate::editor::LineEditor;
use crate::terminal;

/// The exit status of a line whose question nobody answers.
const UNANSWERED: u8 = 1;

/// Run ibmcloud, kubectl and credlab commands on an account.
///
/// Lines come from -c, or else from standard input: one command each, with a prompt if it is a terminal. Questions are
/// answered from standard input. 'exit', 'quit' or the end of input end the shell. The exit status is that of the last
/// command that failed, or 0.
#[derive(Args)]
#[command(group = ArgGroup::new("which").required(true).args(["account", "template"]))]
pub struct Shell {
    /// Work on this account
    #[arg(long, value_name = "ID")]
    account: Option<AccountId>,

    /// Work on a fresh account in memory, which is gone when the shell ends
    #[arg(long, value_name = "NAME", value_parser = template_parser(), conflicts_with = "database")]
    template: Option<Template>,

    /// Keep the account in memory only, as --template does by itself
    #[arg(long, requires = "template", conflicts_with = "account")]
    ephemeral: bool,

    #[command(flatten)]
    rules: Rules,

    /// Act as this user, or as the service ID of this name, instead of as the owner
    #[arg(long = "as", value_name = "EMAIL")]
    persona: Option<String>,

    /// Run this line; may be given several times
    #[arg(short = 'c', value_name = "LINE")]
    lines: Vec<String>,

    #[command(flatten)]
    database: Database,
}

/// Runs the lines. Gives the exit status; the error is one line that says what to do.
pub async fn run(shell: Shell) -> Result<u8, String> {
    let (store, account) = match (&shell.account, shell.template) {
        (Some(_), _) if shell.rules.are_given() => {
            return Err("--era and --pace are for a fresh account: use --template".into());
        }
        (Some(id), _) => {
            let store = shell.database.open_existing().await?;
            let account = store.account(id).await;
            (store, account)
        }
        (None, template) => {
            let store = Storage::Memory.open().await?;
            let template = template.unwrap_or(Template::Demo);
            let account = store.create(shell.rules.beginning(template)).await;
            (store, account)
        }
    };
    let account = account.map_err(|problem| problem.to_string())?;
    let conversation = Conversation {
        session: Session::of(Identity::User(account.owner.clone())),
        store,
        account: account.id.clone(),
        editor: match terminal::is_interactive() {
            true => Some(LineEditor::new()?),
            false => None,
        },
    };
    // Lines block: they read from a terminal, and wait for the store.
    block_in_place(|| conversation.hold(shell.persona, shell.lines))
}

/// A shell on one account.
struct Conversation {
    session: Session,
    store: Store,
    account: AccountId,
    /// Where somebody sits at standard input.
    editor: Option<LineEditor>,
}

impl Conversation {
    fn hold(mut self, persona: Option<String>, lines: Vec<String>) -> Result<u8, String> {
        if let Some(persona) = persona {
            let reply = self.act_as(&persona)?;
            if reply.status != 0 {
                terminal::print(&reply.output)?;
                return Ok(reply.status);
            }
        }
        let given = !lines.is_empty();
        let mut lines = lines.into_iter();
        let mut last_failure = 0;
        loop {
            let line = match given {
                true => lines.next(),
                false => self.next_line()?,
            };
            let Some(line) = line.filter(|line| !matches!(line.trim(), "exit" | "quit")) else {
                return Ok(last_failure);
            };
            match self.run(&line)? {
                0 => {}
                status => last_failure = status,
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<String>, String> {
        let account = self.account()?;
        let Some(editor) = &mut self.editor else {
            return terminal::next_line();
        };
        let (prompt, now) = (
            prompt(&account, &self.session),
            account.time(Timestamp::now()),
        );
        editor.read(&prompt, account, self.session.clone(), now)
    }

    /// As the shell's own command does, with its refusals, but without a word when it went well.
    fn act_as(&mut self, persona: &str) -> Result<Reply, String> {
        let persona = shlex::try_quote(persona)
            .map_err(|_| "--as takes the email of a user or the name of a service ID".to_owned())?;
        let mut host = self.host()?;
        let line = format!("credlab as {persona}");
        Ok(credlab_shell::run(&mut self.session, &mut host, &line, &[]))
    }

    /// Runs a line, asks what it asks, and prints what came of it. Gives its exit status.
    fn run(&mut self, line: &str) -> Result<u8, String> {
        let mut host = self.host()?;
        let mut answers = Vec::new();
        // What is on the screen already: each run of a line prints everything anew.
        let mut seen = String::new();
        loop {
            let reply = credlab_shell::run(&mut self.session, &mut host, line, &answers);
            // A fork, or another account of the family.
            self.account = host.account().id.clone();
            if reply.clear {
                terminal::clear()?;
            }
            let Some(question) = reply.ask else {
                terminal::print_spans(&unseen(&reply.output, &seen))?;
                if self.editor.is_some() {
                    terminal::print(&reply.hint)?;
                }
                return Ok(reply.status);
            };
            let answer = match self.editor.is_some() {
                true => {
                    terminal::print_spans(&unseen(&reply.output, &seen))?;
                    terminal::ask(&question)?
                }
                false => terminal::next_line()?,
            };
            let Some(answer) = answer else {
                if self.editor.is_none() {
                    terminal::print(&reply.output)?;
                    terminal::print_text(&format!("{}\n", question.text))?;
                }
                terminal::complain("the question was not answered: standard input has ended");
                return Ok(UNANSWERED);
            };
            if self.editor.is_some() {
                let shown = if question.hidden { "" } else { &answer };
                seen = format!("{}{}{shown}\n", reply.output.plain(None), question.text);
            }
            answers.push(answer);
        }
    }

    /// The store as it is now.
    fn host(&self) -> Result<StoreHost, String> {
        let account = self.account()?;
        let now = account.time(Timestamp::now());
        Ok(StoreHost::new(self.store.clone(), account, now).with_environment())
    }

    fn account(&self) -> Result<std::sync::Arc<Account>, String> {
        let account = Handle::current().block_on(self.store.account(&self.account));
        account.map_err(|problem| problem.to_string())
    }
}

/// The part of `output` after the text `seen`; all of it if it does not begin so.
fn unseen(output: &Output, seen: &str) -> Vec<Span> {
    if !output.plain(None).starts_with(seen) {
        return output.spans().to_vec();
    }
    let mut seen = seen.len();
    let mut spans = Vec::new();
    for span in output.spans() {
        let skipped = seen.min(span.text.len());
        seen -= skipped;
        match span.text.get(skipped..) {
            None | Some("") => {}
            Some(rest) => spans.push(Span {
                text: rest.into(),
                ..span.clone()
            }),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use credlab_shell::Style;

    use super::*;

    fn rest(output: &Output, seen: &str) -> String {
        let spans = unseen(output, seen);
        spans.into_iter().map(|span| span.text).collect()
    }

    #[test]
    fn what_was_seen_is_not_printed_again() {
        let mut output = Output::default();
        output.line("Getting `a`...").put(Style::Plain, "Sure? y\n");
        output.ok();
        for (seen, expected) in [
            ("", "Getting `a`...\nSure? y\nOK\n"),
            ("Getting `a`...\nSure? y\n", "OK\n"),
            ("Getting", " `a`...\nSure? y\nOK\n"),
            ("Something else", "Getting `a`...\nSure? y\nOK\n"),
            ("Getting `a`...\nSure? y\nOK\n", ""),
        ] {
            assert_eq!(rest(&output, seen), expected, "{seen:?}");
        }
    }
}
