//! `credlab account`: accounts as a whole, outside the console.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use credlab_model::Refusal;
use credlab_model::account::{Era, Pace};
use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::api_key;
use credlab_model::id::AccountId;
use credlab_model::template::{Beginning, Template};
use credlab_shell::Output;
use credlab_store::{StoreError, Verified};
use serde::Serialize;

use crate::database::Database;
use crate::terminal;

/// The commands.
#[derive(Subcommand)]
pub enum AccountCommand {
    /// Make an account, and an API key of its owner. The key is shown this once.
    New(New),
    /// List the accounts.
    List(List),
    /// Write an account to standard output, as text that 'import' reads. Secrets are in it as hashes only.
    Export(Named),
    /// Make an account of the text that 'export' wrote, under the ID that it had.
    Import(Import),
    /// Look whether every record of an account is as it was written, none is missing, and they stand in their order.
    Verify(Verify),
    /// Delete an account with everything in it, for good.
    Delete(Named),
}

/// `credlab account new`.
#[derive(Args)]
pub struct New {
    /// What the account begins with
    #[arg(long, value_name = "NAME", value_parser = template_parser())]
    template: Template,
    #[command(flatten)]
    rules: Rules,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// By which rules, and how fast, a fresh account goes on.
#[derive(Args)]
pub struct Rules {
    /// Which documents' rules it follows where they differ; 2024-09 if it is left out
    #[arg(long, value_parser = parser::<Era, 3>(Era::ALL.map(Era::as_str)))]
    era: Option<Era>,
    /// How fast things happen that take time: within half a minute, or as in life; brisk if it is left out
    #[arg(long, value_parser = parser::<Pace, 2>(Pace::ALL.map(Pace::as_str)))]
    pace: Option<Pace>,
}

impl Rules {
    /// Whether something is said that only a fresh account can follow.
    pub fn are_given(&self) -> bool {
        self.era.is_some() || self.pace.is_some()
    }

    /// How an account of `template` begins.
    pub fn beginning(&self, template: Template) -> Beginning {
        Beginning {
            template,
            era: self.era.unwrap_or_default(),
            pace: self.pace.unwrap_or_default(),
        }
    }
}

/// `credlab account list`.
#[derive(Args)]
pub struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// A command on one account.
#[derive(Args)]
pub struct Named {
    /// The account's ID
    id: AccountId,
    #[command(flatten)]
    database: Database,
}

/// `credlab account verify`.
#[derive(Args)]
pub struct Verify {
    /// The account's ID
    id: AccountId,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// `credlab account import`.
#[derive(Args)]
pub struct Import {
    /// The text's file; '-' is standard input
    file: PathBuf,
    #[command(flatten)]
    database: Database,
}

/// What `new` prints.
#[derive(Serialize)]
struct Made {
    account: String,
    owner: String,
    api_key: String,
}

/// Carries out one of the commands. The error is one line that says what to do.
pub async fn run(command: AccountCommand) -> Result<(), String> {
    match command {
        AccountCommand::New(new) => new.run().await,
        AccountCommand::List(list) => list.run().await,
        AccountCommand::Export(named) => export(named).await,
        AccountCommand::Import(import) => import.run().await,
        AccountCommand::Verify(verify) => verify.run().await,
        AccountCommand::Delete(named) => delete(named).await,
    }
}

/// Reads a template's name, and names all of them in help and errors.
pub fn template_parser() -> impl TypedValueParser<Value = Template> {
    parser(Template::ALL.map(Template::as_str))
}

/// Reads one of `names`, and names all of them in help and errors.
fn parser<T, const N: usize>(names: [&'static str; N]) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err = Refusal> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse::<T>())
}

impl New {
    async fn run(self) -> Result<(), String> {
        let store = self.database.storage().open().await?;
        let account = store
            .create(self.rules.beginning(self.template))
            .await
            .map_err(said)?;
        let owner = Identity::User(account.owner.clone());
        let actor = Actor {
            identity: owner.clone(),
            face: Face::Shell,
        };
        let create = api_key::Command::Create {
            owner: owner.clone(),
            name: "credlab".into(),
            description: "Made with the account".into(),
            locked: false,
            terms: api_key::Terms::default(),
        };
        let done = store.execute(&account.id, &actor, &create.into()).await;
        let done = done.map_err(|failure| failure.to_string())?;
        let made = Made {
            account: account.id.to_string(),
            owner: account.member_name(&owner).map_err(|r| r.to_string())?,
            api_key: done.context.api_key_value(),
        };
        if self.json {
            return print_json(&made);
        }
        let mut out = Output::default();
        out.table(
            ["", ""],
            &[
                ["Account ID:".into(), made.account.clone()],
                ["Owner:".into(), made.owner],
                ["API key:".into(), made.api_key],
            ],
        );
        out.line("");
        out.line("The key is shown this once. To work on the account:");
        out.line(format!("credlab shell --account {}", made.account));
        terminal::print(&out)
    }
}

impl List {
    async fn run(self) -> Result<(), String> {
        let store = self.database.open_existing().await?;
        let accounts = store.accounts().await.map_err(said)?;
        if self.json {
            return print_json(&accounts);
        }
        let mut out = Output::default();
        if accounts.is_empty() {
            out.line("There are no accounts. Make one with 'credlab account new --template demo'.");
            return terminal::print(&out);
        }
        let rows = accounts.into_iter().map(|account| {
            [
                account.id.to_string(),
                account.name,
                account.owner_email,
                account.version.to_string(),
                account
                    .created_at
                    .strftime("%Y-%m-%d %H:%M UTC")
                    .to_string(),
            ]
        });
        let rows: Vec<_> = rows.collect();
        out.table(["ID", "Name", "Owner", "Records", "Created"], &rows);
        terminal::print(&out)
    }
}

async fn export(named: Named) -> Result<(), String> {
    let store = named.database.open_existing().await?;
    let text = store.export(&named.id).await.map_err(said)?;
    terminal::print_text(&text)
}

impl Verify {
    async fn run(self) -> Result<(), String> {
        let store = self.database.open_existing().await?;
        let verified = store.verify(&self.id).await.map_err(said)?;
        if self.json {
            return print_json(&verified);
        }
        let Verified { records, head } = verified;
        terminal::print_text(&format!(
            "All {records} records are as they were written. Their hash is {head}.\n"
        ))
    }
}

impl Import {
    async fn run(self) -> Result<(), String> {
        let text = read(&self.file)
            .map_err(|problem| format!("can't read {}: {problem}", self.file.display()))?;
        let store = self.database.storage().open().await?;
        let account = store.import(&text).await.map_err(said)?;
        let (id, records) = (&account.id, account.version);
        terminal::print_text(&format!("Imported account {id} with {records} records.\n"))
    }
}

fn read(file: &Path) -> io::Result<String> {
    if file != Path::new("-") {
        return fs::read_to_string(file);
    }
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text)?;
    Ok(text)
}

async fn delete(named: Named) -> Result<(), String> {
    let store = named.database.open_existing().await?;
    store.delete(&named.id).await.map_err(said)?;
    terminal::print_text(&format!("Deleted account {}.\n", named.id))
}

fn print_json(value: &impl Serialize) -> Result<(), String> {
    let text = serde_json::to_string_pretty(value).map_err(|problem| problem.to_string())?;
    terminal::print_text(&format!("{text}\n"))
}

fn said(problem: StoreError) -> String {
    problem.to_string()
}
