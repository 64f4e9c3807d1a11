//! The `credlab` program: the server with the built site inside.
//!
//! Only this file knows the site, so that the server is compiled without waiting for it, and another site has nothing
//! compiled but this.

use std::process::ExitCode;

use credlab_server::Site;
use rust_embed::RustEmbed;

/// The folder of the site that `cargo xtask build` has made; it is named by its content. Without it the server compiles
/// too, in a bare clone, and says so when it starts.
const FOLDER: Option<&str> = option_env!("SITE_FOLDER");

#[derive(RustEmbed)]
#[folder = "$SITE_FOLDER"]
#[allow_missing = true]
struct Files;

fn main() -> ExitCode {
    credlab_server::run(Site::of::<Files>(FOLDER))
}
