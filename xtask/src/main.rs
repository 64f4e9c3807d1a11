//! `cargo xtask`: build, run, test and measure Credlab, with Rust and Node as the only prerequisites.

mod bench;
mod browser;
mod chromium;
mod coverage;
mod front;
mod prerequisite;
mod problem;
mod process;
mod server;
mod site;
mod stamp;
mod style;
mod test;
mod workspace;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{panic, thread};

use clap::{Args, Parser, Subcommand};

use problem::Outcome;
use workspace::Make;

/// Build, run, test and measure Credlab.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what has changed, and serve.
    Run {
        #[command(flatten)]
        make: MakeFlags,
        /// The address and port to listen on.
        #[arg(long, env = "CREDLAB_LISTEN", default_value = "127.0.0.1:3000")]
        listen: SocketAddr,
    },
    /// Build what has changed: the site, and the server with the site inside.
    Build {
        #[command(flatten)]
        make: MakeFlags,
    },
    /// Check everything: format, lints, tests, dependencies, journeys in a browser.
    Test {
        /// Ask the model's tests many times as many questions, run the fuzzers and show what the tests reach: many minutes
        /// more.
        #[arg(long)]
        thorough: bool,
    },
    /// Run the browser tests only, against the release's site in a development build of the server.
    Browser {
        /// What `playwright test` takes: files, or options after `--`, as in `-- --grep NAME`.
        arguments: Vec<String>,
    },
    /// Measure sizes, start-up, rendering and pages in a browser, and run the crates' own measurements.
    Bench {
        /// What to measure, if not everything.
        only: Vec<bench::What>,
    },
    /// Show how much of the code that decides is reached by the tests of model and shell; needs cargo-llvm-cov and a nightly compiler.
    Coverage,
}

#[derive(Args)]
struct MakeFlags {
    /// Small and fast (this is the default).
    #[arg(long)]
    release: bool,
    /// Quick to build, large and slow to run.
    #[arg(long, conflicts_with = "release")]
    dev: bool,
}

impl MakeFlags {
    fn make(&self) -> Make {
        if self.dev { Make::Dev } else { Make::Release }
    }
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Run { make, listen } => run(make.make(), listen),
        Command::Build { make } => build(make.make(), make.make()).map(|_| ()),
        Command::Test { thorough } => test::check(thorough),
        Command::Browser { arguments } => browse(&arguments),
        Command::Bench { only } => bench::measure(&only),
        Command::Coverage => coverage::measure(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("cargo xtask: {}", problem.explained());
            ExitCode::FAILURE
        }
    }
}

fn run(make: Make, listen: SocketAddr) -> Outcome {
    prerequisite::port_is_free(listen)?;
    let binary = build(make, make)?;
    Err(server::become_server(&binary, listen))
}

fn browse(arguments: &[String]) -> Outcome {
    let binary = build(Make::Release, Make::Dev)?;
    browser::check(&binary, arguments)
}

/// Builds the site and the server around it.
fn build(site: Make, server: Make) -> Outcome<PathBuf> {
    let _turn = workspace::turn()?;
    prerequisite::all(prerequisite::PROGRAM)?;
    let (site, compiled) = thread::scope(|scope| {
        // The front end is optimized as a whole, by one processor: the server takes the others.
        let server = scope.spawn(|| server::compile(server));
        (site::build(site), server.join())
    });
    let folder = site?;
    compiled.unwrap_or_else(|panic| panic::resume_unwind(panic))?;
    server::build(server, &folder)
}
