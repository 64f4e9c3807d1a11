//! `ibmcloud ks api` and `ks init`: deprecated (`cli.md`, 7.9).

use crate::ks::{NONE, NOT_LOGGED_IN};
use crate::run::{Outcome, Run, Stop};

/// The one endpoint.
const ENDPOINT: &str = "https://containers.cloud.ibm.com";

/// `ks api`.
#[derive(Debug, clap::Args)]
pub(crate) struct Api {}

impl Api {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let region = run.session.region.map(|region| region.to_string());
        run.out.pairs(&[
            ("API Endpoint:", ENDPOINT.into()),
            ("API Version:", "v1".into()),
            ("Skip SSL Validation:", "false".into()),
            ("Region:", region.unwrap_or_else(|| NONE.into())),
        ]);
        Ok(())
    }
}

/// `ks init`: sets what `ks api` shows, of which there is one (text inferred).
#[derive(Debug, clap::Args)]
pub(crate) struct Init {
    /// The API endpoint, only https://containers.cloud.ibm.com is there
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Allow an insecure connection: none is made
    #[arg(long)]
    insecure: bool,
    /// The password: the session of 'ibmcloud login' is used
    #[arg(short = 'p', value_name = "PASSWORD")]
    password: Option<String>,
    /// The user: the session of 'ibmcloud login' is used
    #[arg(short = 'u', value_name = "USER")]
    user: Option<String>,
}

impl Init {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        run.actor(NOT_LOGGED_IN)?;
        let host = self.host.as_deref().unwrap_or(ENDPOINT);
        if host.trim_end_matches('/') != ENDPOINT {
            return Err(Stop::Failed(format!(
                "This shell has one API endpoint for clusters, {ENDPOINT}."
            )));
        }
        run.progress(&format!("Using default API endpoint: `{ENDPOINT}`"));
        run.ok();
        Ok(())
    }
}
