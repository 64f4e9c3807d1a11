//! Tells the compiler which built site to embed and under which folder name its assets are served.
//!
//! `cargo xtask build` writes `site/assets/HASH/` in cargo's target folder. Without it an empty site is embedded, so that
//! the server compiles in a bare clone; it says so when it starts.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let package = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let workspace = Path::new(&package).join("..");
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let site = workspace.join(target).join("site");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CARGO_TARGET_DIR");
    println!("cargo::rerun-if-changed={}", site.display());

    let (folder, build) = match built_folder(&site.join("assets")) {
        Some(build) => (site, build),
        None => {
            let empty = out.join("site");
            fs::create_dir_all(&empty)?;
            (empty, "none".to_owned())
        }
    };
    println!("cargo::rustc-env=CREDLAB_SITE={}", folder.display());
    println!("cargo::rustc-env=CREDLAB_BUILD={build}");
    Ok(())
}

/// The name of the one folder under `assets`, if the site has been built.
fn built_folder(assets: &Path) -> Option<String> {
    let entry = fs::read_dir(assets).ok()?.flatten().next()?;
    entry.file_name().into_string().ok()
}
