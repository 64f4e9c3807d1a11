//! The browser for the journeys.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::problem::{Outcome, Problem};
use crate::process::{output, program, run};

const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Which Chromium the journeys use.
pub enum Chromium {
    /// The system's.
    At(PathBuf),
    /// The one that Playwright has downloaded.
    Playwright,
}

/// Finds a Chromium, installs Debian's where that is allowed, or says what to install.
pub fn find() -> Outcome<Chromium> {
    if let Some(path) = named().or_else(on_path) {
        return Ok(Chromium::At(path));
    }
    if may_install() {
        run(program("apt-get").args(["update", "-qq"]))?;
        run(program("apt-get").args([
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "chromium",
        ]))?;
        if let Some(path) = on_path() {
            return Ok(Chromium::At(path));
        }
    }
    if playwright_has_one() {
        return Ok(Chromium::Playwright);
    }
    Err(Problem::new(
        "no Chromium: install it (Debian: `apt-get install chromium`) or run `npx playwright install chromium`",
    ))
}

fn named() -> Option<PathBuf> {
    env::var_os("CREDLAB_CHROMIUM").map(PathBuf::from)
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

fn may_install() -> bool {
    output(program("id").arg("-u")).is_some_and(|id| id == "0")
        && Path::new("/usr/bin/apt-get").exists()
}

fn playwright_has_one() -> bool {
    let folder = env::var_os("PLAYWRIGHT_BROWSERS_PATH")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache/ms-playwright")));
    let Some(entries) = folder.and_then(|folder| fs::read_dir(folder).ok()) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("chromium"))
}
