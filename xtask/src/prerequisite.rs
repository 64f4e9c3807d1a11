//! What has to be there before a step: found, or installed, or asked for in one line.

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use crate::front;
use crate::problem::{During, Outcome, Problem};
use crate::process::{output, program, run};
use crate::stamp::{self, Fingerprint};
use crate::workspace;

/// The oldest Node that the style and browser tools run on.
const NODE: u32 = 20;

const WASM: &str = "wasm32-unknown-unknown";

/// What a first build of the program takes on disk, in GB.
pub const PROGRAM: u64 = 4;

/// What a first build of the tests takes on disk, the program's included, in GB.
pub const TESTS: u64 = 10;

/// What a build that only compiles what has changed may still write, in GB.
const LATER_BUILD: u64 = 1;

const GB: u64 = 1_000_000_000;

/// What every build of the site needs, quickest first. The first one takes `room` GB.
pub fn all(room: u64) -> Outcome {
    node()?;
    enough_room(room)?;
    wasm_target()
}

/// Refuses to start a long build whose result could not be served.
pub fn port_is_free(address: SocketAddr) -> Outcome {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(problem) if problem.kind() == io::ErrorKind::AddrInUse => Err(Problem::new(format!(
            "{address} is in use: stop what listens there, or choose another address by --listen"
        ))),
        Err(problem) => Err(Problem::new(format!(
            "can't listen on {address} ({problem}): choose another by --listen"
        ))),
    }
}

/// Refuses to start a build that would fill the disk.
fn enough_room(first_build: u64) -> Outcome {
    let target = workspace::target();
    let needed = match target.join(front::TARGET).is_dir() {
        true => LATER_BUILD,
        false => first_build,
    };
    fs::create_dir_all(&target).during(format_args!("can't make {}", target.display()))?;
    let free = fs4::available_space(&target).during(format_args!(
        "can't look at the disk of {}",
        target.display()
    ))?;
    enough(free, needed).map_err(|lack| {
        Problem::new(format!(
            "no room on the disk that holds {}: {lack}; free some and run this again",
            target.display()
        ))
    })
}

/// Compares bytes that are free with GB that are needed.
fn enough(free: u64, needed: u64) -> Result<(), String> {
    if free >= needed * GB {
        return Ok(());
    }
    let free = free as f64 / GB as f64;
    Err(format!(
        "the build takes about {needed} GB, and {free:.1} GB are free"
    ))
}

/// Adds Rust's WASM target when it is missing.
fn wasm_target() -> Outcome {
    let folder = output(program("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run(program("rustup").args(["target", "add", WASM])).map_err(|problem| {
        Problem::new(format!("Rust's WASM target is missing and can't be added ({problem}): run `rustup target add {WASM}`"))
    })
}

/// Installs the packages of `package-lock.json` when they are missing or others.
pub fn node_packages() -> Outcome {
    let root = workspace::root();
    let mut lock = Fingerprint::default();
    lock.file(&root.join("package-lock.json"))?;
    stamp::unless_done(&root.join("node_modules/.credlab"), &lock.finish(), || {
        run(program("npm").args(["ci", "--ignore-scripts", "--loglevel=error"])).map_err(|problem| {
            Problem::new(format!("{problem}: check that npm is installed and reaches its registry, and run this again"))
        })
    })
}

/// Refuses a Node that is missing or too old.
fn node() -> Outcome {
    let Some(version) = output(program("node").arg("--version")) else {
        return Err(Problem::new(format!(
            "Node is missing: install Node {NODE} or later, with npm, and run this again"
        )));
    };
    if major(&version).is_some_and(|major| major >= NODE) {
        Ok(())
    } else {
        Err(Problem::new(format!(
            "Node {version} is too old: install Node {NODE} or later and run this again"
        )))
    }
}

/// The first number of a version as Node prints it, `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_compared_in_gb() {
        assert_eq!(enough(4 * GB, 4), Ok(()));
        assert_eq!(
            enough(3_940_000_000, 4),
            Err("the build takes about 4 GB, and 3.9 GB are free".to_owned())
        );
    }

    #[test]
    fn nodes_are_told_apart_by_their_first_number() {
        for (version, expected) in [
            ("v20.11.1", Some(20)),
            ("v8.0.0", Some(8)),
            ("nightly", None),
        ] {
            assert_eq!(major(version), expected, "{version}");
        }
    }
}
