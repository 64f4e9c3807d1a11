//! The front end: Rust to WASM, the glue between page and WASM, and both made small.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::problem::{During, Outcome};
use crate::process::{cargo, program, run};
use crate::stamp::{self, Fingerprint};
use crate::workspace::{self, Make, npm_command};

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc lets the front end use; binaryen has to be told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Cargo's profile for the front end.
pub fn profile(make: Make) -> &'static str {
    match make {
        Make::Release => "wasm-release",
        Make::Dev => "dev",
    }
}

/// Compiles the front end, and returns the WASM that rustc has made of it.
pub fn compile(make: Make) -> Outcome<PathBuf> {
    run(cargo().args([
        "build",
        "--package",
        "credlab-frontend",
        "--target",
        TARGET,
        "--profile",
        profile(make),
    ]))?;
    let folder = workspace::target().join(TARGET).join(folder(make));
    Ok(folder.join("credlab_frontend.wasm"))
}

/// Makes the script and the WASM that a browser loads out of what [`compile`] returned.
pub fn link(make: Make, compiled: &Path) -> Outcome<[PathBuf; 2]> {
    let out = workspace::kept(make).join("front");
    fs::create_dir_all(&out).during("can't make the front end's folder")?;

    let mut inputs = Fingerprint::default();
    inputs
        .file(compiled)?
        .file(&workspace::root().join("Cargo.lock"))?
        .file(&workspace::root().join("package-lock.json"))?
        .file(&workspace::root().join("xtask/src/front.rs"))?;
    let files = [out.join("credlab.js"), out.join("credlab_bg.wasm")];
    stamp::unless_done(&out.join("stamp"), &inputs.finish(), || {
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(compiled)
            .out_name("credlab")
            .typescript(false);
        bindgen
            .web(true)
            .and_then(|bindgen| bindgen.generate(&out))
            .during("can't write the WASM's glue")?;
        match make {
            Make::Release => shrink(&files),
            Make::Dev => Ok(()),
        }
    })?;
    Ok(files)
}

fn shrink([script, wasm]: &[PathBuf; 2]) -> Outcome {
    run(program(npm_command("wasm-opt"))
        .arg("-Oz")
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(wasm))?;
    run(program(npm_command("esbuild"))
        .args([
            "--minify",
            "--format=esm",
            "--allow-overwrite",
            "--log-level=warning",
        ])
        .arg(script)
        .arg(format!("--outfile={}", script.display())))
}

/// The folder that cargo gives a profile's results.
fn folder(make: Make) -> &'static str {
    match make {
        Make::Release => "wasm-release",
        Make::Dev => "debug",
    }
}
