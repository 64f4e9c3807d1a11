//! The stylesheet: Carbon's Sass and ours, without the classes that nobody uses.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::{During, Outcome, Problem};
use crate::process::{program, run};
use crate::stamp::{self, Fingerprint};
use crate::workspace::{self, Make};

/// Where class names may stand.
const USERS: [&str; 2] = ["app/src", "server/src"];

/// Where the typefaces lie in their packages, as subsets for the Latin-1 characters.
const FONTS: [&str; 2] = ["plex-sans/fonts/split/woff2", "plex-mono/fonts/split/woff2"];

/// Builds the stylesheet and returns it.
pub fn build(make: Make) -> Outcome<PathBuf> {
    let root = workspace::root();
    let out = workspace::kept(make).join("style");
    fs::create_dir_all(&out).during("can't make the stylesheet's folder")?;

    let mut inputs = Fingerprint::default();
    inputs
        .folder(&root.join("style"), "scss")?
        .file(&root.join("xtask/style.mjs"))?;
    inputs.file(&root.join("package-lock.json"))?;
    for folder in USERS {
        inputs.folder(&root.join(folder), "rs")?;
    }
    let sheet = out.join("credlab.css");
    stamp::unless_done(&out.join("stamp"), &inputs.finish(), || {
        run(program("node")
            .arg("xtask/style.mjs")
            .arg(&sheet)
            .args(USERS))
    })?;
    Ok(sheet)
}

/// The typefaces' files that the stylesheet asks for, by the names that it gives them beside itself.
pub fn fonts(sheet: &Path) -> Outcome<Vec<PathBuf>> {
    let text = fs::read_to_string(sheet).during(format_args!("can't read {}", sheet.display()))?;
    let packages = workspace::root().join("node_modules/@ibm");
    let find = |name: &str| {
        FONTS
            .iter()
            .map(|folder| packages.join(folder).join(name))
            .find(|file| file.is_file())
            .ok_or_else(|| {
                Problem::new(format!(
                    "style/ asks for {name}, which no package of typefaces has"
                ))
            })
    };
    fonts_in(&text).into_iter().map(find).collect()
}

/// The names of all fonts in a stylesheet, each once.
fn fonts_in(sheet: &str) -> BTreeSet<&str> {
    sheet
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|name| name.trim_matches(['"', '\'']))
        .filter(|name| name.ends_with(".woff2"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_are_found_with_and_without_quotes_and_once() {
        let sheet = r#"@font-face{src:url(B.woff2)format("woff2")}a{background:url(c.svg)}
            @font-face{src:url("A.woff2")}@font-face{src:url('B.woff2')}"#;
        assert_eq!(Vec::from_iter(fonts_in(sheet)), ["A.woff2", "B.woff2"]);
    }
}
