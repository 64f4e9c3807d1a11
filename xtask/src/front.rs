//! The front end: Rust to WASM, the glue between page and WASM, and both made small.

mod unused;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use crate::problem::{During, Outcome};
use crate::process::{cargo, program, run, run_quietly};
use crate::stamp::{self, Fingerprint};
use crate::workspace::{self, Make, npm_command};

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The script that loads the parts, by the name that the front end imports it by.
const LOADER: &str = "./__wasm_split.______________________.js";

/// The file that tells the server what the parts consist of.
const PARTS: &str = "parts.json";

/// What [`PARTS`] holds. The server reads the same.
#[derive(Serialize, Deserialize)]
struct Parts {
    /// The file of the script that loads them.
    loader: String,
    /// From the name of each to the files that its pages need, beside those that every page needs.
    files: BTreeMap<String, Vec<String>>,
}

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

/// Makes what a browser loads out of what [`compile`] returned: a script with its WASM, and a WASM for each part of the
/// console, with a script that loads them. They name each other.
pub fn link(make: Make, compiled: &Path) -> Outcome<Vec<PathBuf>> {
    let out = workspace::kept(make).join("front");
    let mut inputs = Fingerprint::default();
    inputs
        .file(compiled)?
        .file(&workspace::root().join("Cargo.lock"))?
        .file(&workspace::root().join("package-lock.json"))?
        .file(&workspace::root().join("xtask/src/front.rs"))?
        .file(&workspace::root().join("xtask/src/front/unused.rs"))?;
    stamp::unless_done(&out.join("stamp"), &inputs.finish(), || {
        workspace::remove(&out)?;
        let whole = split(compiled, &out)?;
        bind(&whole, &out)?;
        fs::remove_file(&whole).during("can't remove what lies between two steps")?;
        match make {
            Make::Release => files(&out)?.iter().try_for_each(|file| shrink(file)),
            Make::Dev => Ok(()),
        }
    })?;
    files(&out)
}

/// Splits off the parts, and returns what remains.
fn split(compiled: &Path, out: &Path) -> Outcome<PathBuf> {
    let input = fs::read(compiled).during("can't read the compiled front end")?;
    let input = unused::without(&input)?;
    let main = out.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = out;
    options.main_out_path = &main;
    options.main_module = "./credlab.js";
    options.link_name = LOADER;
    let split = wasm_split_cli_support::transform(options).during("can't split the front end")?;
    let parts = Parts {
        loader: LOADER.trim_start_matches("./").to_owned(),
        files: split.prefetch_map.into_iter().map(part).collect(),
    };
    let parts = serde_json::to_string(&parts).during("can't write down the parts")?;
    fs::write(out.join(PARTS), parts).during("can't write down the parts")?;
    Ok(main)
}

/// A part's name, and the names of its files.
fn part((name, files): (String, Vec<String>)) -> (String, Vec<String>) {
    let files = files.into_iter().map(|file| format!("{file}.wasm"));
    (name, files.collect())
}

/// Writes the script between the page and the WASM.
fn bind(main: &Path, out: &Path) -> Outcome {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(main)
        .out_name("credlab")
        .typescript(false)
        // The parts are linked by these names.
        .keep_lld_exports(true)
        .demangle(false);
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(out))
        .during("can't write the WASM's glue")
}

fn files(out: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = workspace::files_below(out)?;
    files.retain(|file| is_script(file) || is_wasm(file) || file.ends_with(PARTS));
    Ok(files)
}

fn shrink(file: &Path) -> Outcome {
    if is_wasm(file) {
        let mut command = program(npm_command("wasm-opt"));
        // It warns of names that it does not know, and removes them.
        return run_quietly(
            command
                .args(["-Os", "--quiet", "--strip-producers"])
                .arg("--strip-target-features")
                .args(FEATURES)
                .arg(file)
                .arg("-o")
                .arg(file),
        );
    }
    if !is_script(file) {
        return Ok(());
    }
    run(program(npm_command("esbuild"))
        .args([
            "--minify",
            "--format=esm",
            "--allow-overwrite",
            "--log-level=warning",
            // All parts import the loader, by one name.
            "--log-override:duplicate-object-key=silent",
        ])
        .arg(file)
        .arg(format!("--outfile={}", file.display())))
}

fn is_script(file: &Path) -> bool {
    file.extension().is_some_and(|found| found == "js")
}

fn is_wasm(file: &Path) -> bool {
    file.extension().is_some_and(|found| found == "wasm")
}

/// What a browser loads of a built site's folder for every page, beside the stylesheet.
pub fn first_files(site: &Path) -> Outcome<Vec<PathBuf>> {
    let files = ["credlab.js", "credlab_bg.wasm", &listed(site)?.loader];
    Ok(files.map(|file| site.join(file)).into())
}

/// The parts by name, and what a browser loads for the first page of each.
pub fn parts(site: &Path) -> Outcome<BTreeMap<String, Vec<PathBuf>>> {
    let parts = listed(site)?.files.into_iter();
    let at = |files: Vec<String>| files.iter().map(|file| site.join(file)).collect();
    Ok(parts.map(|(name, files)| (name, at(files))).collect())
}

fn listed(site: &Path) -> Outcome<Parts> {
    let text = fs::read_to_string(site.join(PARTS)).during("can't read the parts")?;
    serde_json::from_str(&text).during("can't understand the parts")
}

/// The folder that cargo gives a profile's results.
fn folder(make: Make) -> &'static str {
    match make {
        Make::Release => "wasm-release",
        Make::Dev => "debug",
    }
}
