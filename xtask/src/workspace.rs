//! Where things are.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::problem::{During, Outcome};

/// Which of the two builds is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Make {
    /// Small and fast.
    Release,
    /// Quick to build.
    Dev,
}

impl Make {
    /// The name of the folder for what this build keeps between steps.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }
}

/// The repository that this task was started in. Clones may share a target folder, and so this program.
pub fn root() -> PathBuf {
    let here =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = Path::new(&here);
    here.parent().unwrap_or(here).to_owned()
}

/// Cargo's target folder: what `CARGO_TARGET_DIR` names, or `target`. The server's build script looks for the
/// site by the same rule.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// What a build keeps between its steps.
pub fn kept(make: Make) -> PathBuf {
    target().join("xtask").join(make.name())
}

/// A command that npm has installed.
pub fn npm_command(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// Waits until no other task builds in this target folder, and keeps the others waiting while the value lives.
pub fn turn() -> Outcome<File> {
    let folder = target().join("xtask");
    fs::create_dir_all(&folder).during(format_args!("can't make {}", folder.display()))?;
    let lock = File::create(folder.join("lock")).during("can't make the lock file")?;
    if lock.try_lock().is_err() {
        eprintln!("waiting for another build in {}", target().display());
        lock.lock().during("can't wait for the other build")?;
    }
    Ok(lock)
}

/// All files below a folder, sorted by path.
pub fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .during(format_args!("can't read {}", folder.display()))?
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Removes a folder and what is in it, if it is there.
pub fn remove(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).during(format_args!("can't remove {}", folder.display()))?;
    }
    Ok(())
}
