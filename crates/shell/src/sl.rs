//! `ibmcloud sl`: classic infrastructure (`cli.md`, section 8).

mod version;

commands! {
    pub(crate) enum Sl {
        /// Show the version of the plug-in
        Version(version::Version),
    }
}
