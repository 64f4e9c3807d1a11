//! A file that only its owner can read, on the machine of whoever types.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;

use credlab_shell::NewFile;

/// Opened, and not written yet.
pub(super) struct PrivateFile {
    file: File,
    /// Where it is, if it was made to be written: it goes away again if it isn't.
    made: Option<PathBuf>,
}

impl PrivateFile {
    /// Opens a file that is there, or makes an empty one.
    pub(super) fn open(path: &str) -> io::Result<PrivateFile> {
        let mut options = OpenOptions::new();
        options.write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.clone().create_new(true).open(path) {
            Ok(file) => Ok(PrivateFile {
                file,
                made: Some(path.into()),
            }),
            Err(problem) if problem.kind() == ErrorKind::AlreadyExists => Ok(PrivateFile {
                file: options.open(path)?,
                made: None,
            }),
            Err(problem) => Err(problem),
        }
    }
}

impl NewFile for PrivateFile {
    fn write(mut self: Box<Self>, text: &str) -> io::Result<()> {
        // Devices and pipes, /dev/stdout say, have neither a length nor readers to keep out.
        let regular = self.file.metadata()?.is_file();
        if regular {
            #[cfg(unix)]
            self.file
                .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
            self.file.set_len(0)?;
        }
        self.file.write_all(text.as_bytes())?;
        if regular {
            self.file.sync_all()?;
        }
        self.made = None;
        Ok(())
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        if let Some(path) = &self.made {
            // An empty file that stays does no harm.
            _ = std::fs::remove_file(path);
        }
    }
}
