//! `credlab`: the server, and the commands that administer it.
//!
//! What lives here is what only a running process has: settings, sockets, headers, assets. The rules
//! of the simulated account live in `crates/model`, the pages in `app`.

// Views are types, and the frame around every page makes deep ones.
#![recursion_limit = "256"]

mod assets;
mod config;
mod error_page;
mod forms;
mod guard;
mod live;
mod pages;
mod serve;
mod state;
mod visitor;

use std::process::ExitCode;

use clap::Parser;

use config::{Cli, Command};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match config::refuse_unknown_settings() {
        Ok(()) => match cli.command {
            Command::Serve(settings) => serve::run(settings).await,
        },
        Err(refusal) => Err(refusal),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("credlab: {problem}");
            ExitCode::FAILURE
        }
    }
}
