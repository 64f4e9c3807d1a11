//! Running other programs.

use std::env;
use std::process::Command;

use crate::problem::{During, Outcome, Problem};
use crate::workspace;

/// Cargo, the one that runs this task, told where results go whatever a person's own settings say. Flags for the compiler
/// in the environment would take the place of those in `.cargo/config.toml`, which front end and server need.
pub fn cargo() -> Command {
    let mut cargo = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .env("CARGO_BUILD_TARGET_DIR", workspace::target())
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// The nightly compiler's cargo, where one is installed: some tools need what only it has.
pub fn nightly_cargo() -> Command {
    let mut command = program("rustup");
    command.args(["run", "nightly", "cargo"]);
    command
}

/// A program that runs at the root of the repository.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(workspace::root());
    command
}

/// Runs a command and shows what it prints.
pub fn run(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let status = command
        .status()
        .during(format_args!("can't start {name}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new(format!("{name} failed ({status})")))
    }
}

/// Runs a command whose warnings nobody can act on: what it prints is shown if it fails.
pub fn run_quietly(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let output = command
        .output()
        .during(format_args!("can't start {name}"))?;
    if output.status.success() {
        return Ok(());
    }
    eprint!("{}", String::from_utf8_lossy(&output.stdout));
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    Err(Problem::new(format!("{name} failed ({})", output.status)))
}

/// Runs a command and returns what it prints on standard output, or nothing if it can't be run or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The program and its first argument: enough to know which step it was.
fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let first = command.get_args().next().unwrap_or_default();
    format!("{} {}", program.to_string_lossy(), first.to_string_lossy())
}
