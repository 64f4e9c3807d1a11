//! What is missing is said in one line that tells what to do, before anything is built.
//!
//! The task runs in a folder of its own, with nothing on its path but what a test puts there.
#![cfg(unix)]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A machine with no programs yet, and an empty clone.
struct Machine(TempDir);

impl Machine {
    fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bin", "clone/xtask"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("clone/package-lock.json"), "{}").unwrap();
        Self(folder)
    }

    /// Installs a program: what a shell does for it.
    fn with(self, name: &str, does: &str) -> Self {
        let path = self.0.path().join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// A Rust that has the WASM target.
    fn with_rust(self) -> Self {
        let here = self.0.path().display().to_string();
        self.with("rustc", &format!("echo {here}"))
    }

    /// What `cargo xtask` complains about. A cargo that gets to build fails at once.
    fn complaint(&self, arguments: &[&str]) -> String {
        let clone = self.0.path().join("clone");
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .env_clear()
            .env("PATH", self.0.path().join("bin"))
            .env("CARGO", "/bin/false")
            .env("CARGO_MANIFEST_DIR", clone.join("xtask"))
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(!built(&clone));
        String::from_utf8(output.stderr).unwrap()
    }
}

fn built(clone: &Path) -> bool {
    clone.join("target/site").exists()
}

#[test]
fn without_node_it_asks_for_node() {
    assert_eq!(
        Machine::bare().with_rust().complaint(&["build"]),
        "cargo xtask: Node is missing: install Node 20 or later, with npm, and run this again\n"
    );
}

#[test]
fn an_old_node_is_too_old() {
    let machine = Machine::bare().with_rust().with("node", "echo v18.20.4");
    assert_eq!(
        machine.complaint(&["build"]),
        "cargo xtask: Node v18.20.4 is too old: install Node 20 or later and run this again\n"
    );
}

#[test]
fn a_port_that_is_taken_is_named_before_anything_else() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    assert_eq!(
        Machine::bare().complaint(&["run", "--listen", &address]),
        format!(
            "cargo xtask: {address} is in use: stop what listens there, or choose another address by --listen\n"
        )
    );
}

#[test]
fn a_missing_wasm_target_is_added_by_rustup_or_asked_for() {
    let machine = || {
        Machine::bare()
            .with("node", "echo v20.1.0")
            .with("rustc", "echo /nowhere")
    };
    let alone = machine().complaint(&["build"]);
    assert!(
        alone.starts_with("cargo xtask: Rust's WASM target is missing"),
        "{alone}"
    );
    assert!(
        alone.ends_with("run `rustup target add wasm32-unknown-unknown`\n"),
        "{alone}"
    );
    assert_eq!(alone.lines().count(), 1, "{alone}");

    let added = machine().with("rustup", "echo \"$@\" >&2");
    let said = added.complaint(&["build"]);
    assert!(
        said.starts_with("target add wasm32-unknown-unknown\n"),
        "{said}"
    );
}

#[test]
fn packages_that_npm_cannot_install_are_said() {
    let machine = Machine::bare()
        .with_rust()
        .with("node", "echo v22.0.0")
        .with("npm", "exit 1");
    let said = machine.complaint(&["build"]);
    assert!(said.starts_with("cargo xtask: npm ci failed"), "{said}");
    assert!(said.contains("check that npm is installed"), "{said}");
}
