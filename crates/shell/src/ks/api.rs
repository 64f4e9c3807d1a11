//! `ibmcloud ks api`: deprecated (`cli.md`, 7.9).

use crate::ks::NOT_LOGGED_IN;
use crate::run::{Outcome, Run};

/// `ks api`.
#[derive(Debug, clap::Args)]
pub(crate) struct Api {}

impl Api {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let region = run.session.region.map(|region| region.to_string());
        run.out.pairs(&[
            ("API Endpoint:", "https://containers.cloud.ibm.com".into()),
            ("API Version:", "v1".into()),
            ("Skip SSL Validation:", "false".into()),
            ("Region:", region.unwrap_or_default()),
        ]);
        Ok(())
    }
}
