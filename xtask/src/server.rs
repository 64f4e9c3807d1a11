//! The server: built, started, asked where it listens.

use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, thread};

use crate::problem::{During, Outcome, Problem};
use crate::process::{cargo, program, run};
use crate::workspace::{self, Make};

/// Compiles all of the server but the program itself, which waits for the site.
pub fn compile(make: Make) -> Outcome {
    run(build_command(make).arg("--lib"))
}

/// Builds the program with the site in `folder` inside, and returns it.
pub fn build(make: Make, folder: &Path) -> Outcome<PathBuf> {
    run(with_site(&mut build_command(make), folder).arg("--bins"))?;
    Ok(binary(make))
}

fn build_command(make: Make) -> Command {
    let mut build = cargo();
    build.args(["build", "--package", "credlab-server"]);
    if make == Make::Release {
        build.arg("--release");
    }
    build
}

/// Tells a cargo that compiles the program which site it shall have inside.
pub fn with_site<'a>(cargo: &'a mut Command, folder: &Path) -> &'a mut Command {
    cargo.env("SITE_FOLDER", folder)
}

/// Where cargo puts the binary.
pub fn binary(make: Make) -> PathBuf {
    let folder = match make {
        Make::Release => "release",
        Make::Dev => "debug",
    };
    workspace::target().join(folder).join("credlab")
}

/// Where cargo puts an example of the server's package.
pub fn example(name: &str) -> PathBuf {
    workspace::target().join("release/examples").join(name)
}

/// Replaces this process by the server, so that signals reach it. Returns only if that fails.
pub fn become_server(binary: &Path, listen: SocketAddr) -> Problem {
    let mut server = program(binary);
    server.args(["serve", "--listen", &listen.to_string()]);
    // Ours, and the server refuses what it does not know.
    server.env_remove("CREDLAB_CHROMIUM");
    let refusal = server.exec();
    Problem::new(format!("can't start {}: {refusal}", binary.display()))
}

/// A server on a free port that keeps nothing, and ends with this value.
pub struct Running {
    child: Child,
    /// As `http://ADDRESS:PORT`.
    pub url: String,
}

impl Running {
    /// Starts the server, with no settings but its command line's, and waits until it says where it listens.
    pub fn start(binary: &Path) -> Outcome<Self> {
        let mut server = program(binary);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("CREDLAB_") {
                server.env_remove(name);
            }
        }
        server.args(["serve", "--ephemeral", "--listen", "127.0.0.1:0"]);
        Self::run(server, binary)
    }

    /// Starts another program that says where it listens in the same way.
    pub fn program(binary: &Path) -> Outcome<Self> {
        Self::run(program(binary), binary)
    }

    fn run(mut server: Command, binary: &Path) -> Outcome<Self> {
        let child = server
            .stdout(Stdio::piped())
            .spawn()
            .during(format_args!("can't start {}", binary.display()))?;
        let mut running = Self {
            child,
            url: String::new(),
        };
        running.url = running.address()?;
        Ok(running)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Reads up to the line that names the address, and lets the rest run into nothing: a server whose
    /// output is closed or full would stop.
    fn address(&mut self) -> Outcome<String> {
        let ended = || Problem::new("the server ended before it listened");
        let mut said = BufReader::new(self.child.stdout.take().ok_or_else(ended)?);
        let mut line = String::new();
        while said
            .read_line(&mut line)
            .during("can't read what the server says")?
            > 0
        {
            if let Some(url) = url_in(&line) {
                let url = url.to_owned();
                thread::spawn(move || io::copy(&mut said, &mut io::sink()));
                return Ok(url);
            }
            line.clear();
        }
        Err(ended())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn url_in(line: &str) -> Option<&str> {
    line.split_whitespace()
        .find(|word| word.starts_with("http://"))
}
