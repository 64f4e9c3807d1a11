//! `ibmcloud plugin` (`cli.md`, 3.5).

use crate::run::{Outcome, Run};

/// The plug-ins that this shell answers for, with the versions whose output it follows.
const PLUGINS: [[&str; 2]; 2] = [
    ["container-service/kubernetes-service", "1.0.590"],
    ["sl", "1.5.9"],
];

commands! {
    pub(crate) enum Plugin {
        /// List installed plug-ins
        List(List),
    }
}

/// `ibmcloud plugin list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {}

impl List {
    fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.progress("Listing installed plug-ins...");
        run.progress("");
        let rows = PLUGINS.map(|[name, version]| [name.into(), version.into(), String::new()]);
        run.out.table(["Plugin Name", "Version", "Status"], &rows);
        Ok(())
    }
}
