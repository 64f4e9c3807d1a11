//! Commands of `ibmcloud sl` that have no counterpart here: they deal with servers, networks, orders and bills.

use crate::run::{Outcome, Run, Stop};

/// Any words.
#[derive(Debug, clap::Args)]
pub(crate) struct Elsewhere {
    /// The rest of the line, whatever it is
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Elsewhere {
    pub(crate) fn run(&self, _: &mut Run<'_>) -> Outcome {
        Err(Stop::Failed(
            "This command of IBM Cloud is not in this shell. 'ibmcloud sl' has users, their permissions, devices and API keys, and VLANs here.".into(),
        ))
    }
}
