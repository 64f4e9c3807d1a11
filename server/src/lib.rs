//! `credlab`: the server, and the commands that administer it.
//!
//! What lives here is what only a running process has: settings, sockets, headers, assets, a terminal. The rules
//! of the simulated account live in `crates/model`, the pages in `app`.
//!
//! Architecture invariant: what the program does over HTTP is [`router`], so that tests ask the same thing as browsers.

// Views are types, and the frame around every page makes deep ones.
#![recursion_limit = "256"]

mod account;
mod assets;
mod cli;
mod database;
mod download;
mod editor;
mod error_page;
mod forms;
mod guard;
mod live;
mod pages;
mod serve;
mod shell;
mod state;
mod terminal;
mod trail;
mod visitor;

pub use assets::Site;
pub use pages::page_paths;
pub use serve::router;
pub use state::AppState;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// Carries out what the process's arguments and environment say, with `site` as the front end.
///
/// The work is short and waits mostly for the disk: more threads would cost memory and gain nothing.
#[tokio::main(worker_threads = 2)]
pub async fn run(site: Site) -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli::refuse_unknown_settings() {
        Ok(()) => carry_out(cli.command, site).await,
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(problem) => {
            terminal::complain(&problem);
            ExitCode::FAILURE
        }
    }
}

/// Gives the exit status, or one line that says what is wrong and what to do.
async fn carry_out(command: Command, site: Site) -> Result<u8, String> {
    match command {
        Command::Serve(settings) => serve::run(settings, site).await.map(|()| 0),
        Command::Account(command) => account::run(command).await.map(|()| 0),
        Command::Shell(shell) => shell::run(shell).await,
    }
}
