//! Fingerprints of a step's inputs, so that a step whose inputs have not changed is skipped.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::problem::{During, Outcome};
use crate::workspace;

/// Collects the inputs of a step.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds text: a file's name, a version, an option.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds the content of a file.
    pub fn file(&mut self, path: &Path) -> Outcome<&mut Self> {
        let bytes = fs::read(path).during(format_args!("can't read {}", path.display()))?;
        Ok(self.bytes(&bytes))
    }

    /// Adds the names and contents of all files below `folder` that end in `extension`.
    pub fn folder(&mut self, folder: &Path, extension: &str) -> Outcome<&mut Self> {
        for path in workspace::files_below(folder)? {
            if path.extension().is_some_and(|found| found == extension) {
                self.text(&path.to_string_lossy()).file(&path)?;
            }
        }
        Ok(self)
    }

    /// The fingerprint as 16 hexadecimal digits.
    pub fn finish(&self) -> String {
        let digest = self.0.clone().finalize();
        hex::encode(&digest[..8])
    }
}

/// Does `work` unless it was done for the same `fingerprint` before. The note of that lies at `stamp`, which
/// belongs beside the step's results so that it vanishes with them.
pub fn unless_done(stamp: &Path, fingerprint: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    if fs::read_to_string(stamp).is_ok_and(|done| done == fingerprint) {
        return Ok(());
    }
    work()?;
    fs::write(stamp, fingerprint).during(format_args!("can't write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_do_not_run_together() {
        let of = |pieces: [&str; 2]| {
            let mut print = Fingerprint::default();
            pieces.iter().for_each(|piece| {
                print.text(piece);
            });
            print.finish()
        };
        assert_eq!(of(["ab", "c"]), of(["ab", "c"]));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
    }
}
