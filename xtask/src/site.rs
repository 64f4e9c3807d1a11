//! The site: all files that a browser gets, in one folder named by their content.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::problem::{During, Outcome};
use crate::stamp::Fingerprint;
use crate::workspace::{self, Make};
use crate::{front, prerequisite, style};

/// Builds the site into `target/site` and returns the folder that holds its files.
pub fn build(make: Make) -> Outcome<PathBuf> {
    // npm waits for the network and Sass for one processor, so they go beside the compiler.
    let (compiled, sheet) = thread::scope(|scope| {
        let sheet = scope.spawn(|| {
            prerequisite::node_packages()?;
            style::build(make)
        });
        let compiled = front::compile(make);
        (compiled, sheet.join())
    });
    let sheet = sheet.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let mut files = front::link(make, &compiled?)?;
    files.extend(style::fonts(&sheet)?);
    files.push(sheet);

    let mut content = Fingerprint::default();
    content.text(make.name());
    for file in &files {
        content.text(&file_name(file)).file(file)?;
    }
    let site = workspace::target().join("site");
    let folder = site.join("assets").join(content.finish());
    if !folder.is_dir() {
        lay_out(make, &files, &site, &content.finish())?;
    }
    Ok(folder)
}

/// Writes the files and their compressed forms, all or nothing: an interrupted build leaves no half a site.
fn lay_out(make: Make, files: &[PathBuf], site: &Path, name: &str) -> Outcome {
    let draft = workspace::target().join("site.new");
    let folder = draft.join("assets").join(name);
    workspace::remove(&draft)?;
    fs::create_dir_all(&folder).during("can't make the site's folder")?;
    for file in files {
        let bytes = fs::read(file).during(format_args!("can't read {}", file.display()))?;
        let to = folder.join(file_name(file));
        write(&to, "", &bytes)?;
        if make == Make::Release && !is_compressed(file) {
            write(&to, ".br", &brotli(&bytes)?)?;
            write(&to, ".gz", &gzip(&bytes)?)?;
        }
    }
    workspace::remove(site)?;
    fs::rename(&draft, site).during("can't put the site in place")
}

fn write(path: &Path, suffix: &str, bytes: &[u8]) -> Outcome {
    let path = format!("{}{suffix}", path.display());
    fs::write(&path, bytes).during(format_args!("can't write {path}"))
}

/// Fonts come compressed.
fn is_compressed(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "woff2")
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    encoder.write_all(bytes).during("can't compress")?;
    drop(encoder);
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).during("can't compress")?;
    encoder.finish().during("can't compress")
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
