//! What has to be there before a step: found, or installed, or asked for in one line.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use crate::problem::{Outcome, Problem};
use crate::process::{output, program, run};
use crate::stamp::{self, Fingerprint};
use crate::workspace;

/// The oldest Node that the style and browser tools run on.
const NODE: u32 = 20;

const WASM: &str = "wasm32-unknown-unknown";

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

/// Adds Rust's WASM target when it is missing.
pub fn wasm_target() -> Outcome {
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
pub fn node() -> Outcome {
    let Some(version) = output(program("node").arg("--version")) else {
        return Err(Problem::new(format!(
            "Node is missing: install Node {NODE} or later, with npm, and run this again"
        )));
    };
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        Ok(())
    } else {
        Err(Problem::new(format!(
            "Node {version} is too old: install Node {NODE} or later and run this again"
        )))
    }
}
