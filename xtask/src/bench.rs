//! `cargo xtask bench`: figures, not assertions.

mod browser;
mod load;
mod rendering;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::problem::{During, Outcome, Problem};
use crate::process::{cargo, run};
use crate::server::{self, Running};
use crate::workspace::{self, Make};
use crate::{front, prerequisite, site};

/// Crates that measure themselves, by an example named `bench`.
const OWN_MEASUREMENTS: [&str; 3] = ["model", "shell", "store"];

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// Bytes of what a browser loads.
    Sizes,
    /// The time until the first answer, and memory.
    Start,
    /// How fast the server makes pages.
    Rendering,
    /// Pages in a browser: the time to switch, layout shift, Lighthouse.
    Browser,
    /// The crates' own measurements.
    Crates,
}

impl What {
    const ALL: [What; 5] = [
        What::Sizes,
        What::Start,
        What::Rendering,
        What::Browser,
        What::Crates,
    ];
}

/// Measures what is asked for, or everything.
pub fn measure(asked: &[What]) -> Outcome {
    let asked = match asked {
        [] => What::ALL.as_slice(),
        some => some,
    };
    let (folder, binary) = {
        let _turn = workspace::turn()?;
        prerequisite::all(prerequisite::PROGRAM)?;
        let folder = site::build(Make::Release)?;
        let binary = server::build(Make::Release, &folder)?;
        (folder, binary)
    };
    for what in asked {
        match what {
            What::Sizes => sizes(&folder)?,
            What::Start => start_up(&binary)?,
            What::Rendering => rendering::measure(&binary)?,
            What::Browser => browser::measure(&binary)?,
            What::Crates => crates()?,
        }
    }
    Ok(())
}

/// What the crates measure themselves.
fn crates() -> Outcome {
    for name in OWN_MEASUREMENTS {
        let package = format!("credlab-{name}");
        run(cargo().args([
            "run",
            "--quiet",
            "--release",
            "--package",
            &package,
            "--example",
            "bench",
        ]))?;
    }
    // In a workspace of its own; its results go to the same place.
    run(cargo().args([
        "run",
        "--quiet",
        "--release",
        "--manifest-path",
        "oracle/Cargo.toml",
        "--example",
        "bench",
    ]))
}

/// Bytes of what the Users page loads, and of what each other part of the front end adds, as they are and as brotli.
fn sizes(folder: &Path) -> Outcome {
    let all = workspace::files_below(folder)?;
    let of = |extension: &str| -> Vec<_> {
        let named = |file: &&PathBuf| file.extension().is_some_and(|found| found == extension);
        all.iter().filter(named).cloned().collect()
    };
    let first = front::first_files(folder)?;
    size("script of the Users page", &first)?;
    for (part, files) in front::parts(folder)? {
        size(&format!("  then {part}"), &files)?;
    }
    size("style", &of("css"))?;
    size("font", &of("woff2"))
}

fn size(what: &str, files: &[PathBuf]) -> Outcome {
    let (mut raw, mut compressed) = (0, 0);
    for file in files {
        let size = length(file)?;
        raw += size;
        compressed += length(Path::new(&format!("{}.br", file.display()))).unwrap_or(size);
    }
    println!("{what:<28} {raw:>9} bytes, {compressed} as brotli");
    Ok(())
}

fn length(path: &Path) -> Outcome<u64> {
    Ok(fs::metadata(path)
        .during(format_args!("can't read {}", path.display()))?
        .len())
}

/// The time from starting the process to the end of the first page, and the memory when nothing goes on.
fn start_up(binary: &Path) -> Outcome {
    let start = Instant::now();
    let server = Running::start(binary)?;
    get(&server.url)?;
    println!(
        "{:<28} {:>9.1} ms",
        "start to first answer",
        start.elapsed().as_secs_f64() * 1000.0
    );
    std::thread::sleep(Duration::from_secs(1));
    println!(
        "{:<28} {:>9} kB",
        "resident memory, idle",
        resident(server.pid())?
    );
    Ok(())
}

fn get(url: &str) -> Outcome {
    let host = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).during("can't reach the server")?;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .during("can't ask the server")?;
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .during("can't read the server's answer")?;
    if answer.starts_with("HTTP/1.1 200") {
        Ok(())
    } else {
        Err(Problem::new("the server's first answer is an error"))
    }
}

/// Resident memory in kB, as the kernel counts it.
fn resident(pid: u32) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))
        .during("can't read the server's memory")?;
    status
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmRSS:")?
                .trim()
                .trim_end_matches(" kB")
                .parse()
                .ok()
        })
        .ok_or_else(|| Problem::new("the kernel does not say how much memory the server has"))
}
