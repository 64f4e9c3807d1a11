//! `ibmcloud sl`: classic infrastructure (`cli.md`, section 8).
//!
//! A failure is a line of the tool's own, then the line of the API behind it.

mod account;
mod user;
mod version;
mod vlan;

use credlab_model::Refusal;
use credlab_model::refusal::{Layer, RefusalKind};

use crate::run::Stop;

commands! {
    pub(crate) enum Sl {
        /// Classic infrastructure Account
        #[command(subcommand)]
        Account(account::Account),
        /// Classic infrastructure Manage Users
        #[command(subcommand)]
        User(user::User),
        /// Classic infrastructure Network VLANs
        #[command(subcommand)]
        Vlan(vlan::Vlan),
        /// Show the version of the plug-in
        Version(version::Version),
    }
}

/// The failure of every command when nobody is logged in (`cli.md`, 2.2).
pub(crate) const NOT_LOGGED_IN: &str = "Please run command 'ibmcloud login' to login to IBM Cloud.";

/// A value that is not there (`cli.md`, 1.3).
const NONE: &str = "-";

/// Puts the tool's own line before what the API answered.
fn failing(line: &str) -> impl Fn(Stop) -> Stop {
    move |stop| match stop {
        Stop::Refused(refusal) => Stop::Failed(format!("{line}\n{}", api_line(&refusal))),
        other => other,
    }
}

/// The same for a refusal that comes straight from the model.
fn refused(line: &str) -> impl Fn(Refusal) -> Stop {
    move |refusal| failing(line)(refusal.into())
}

/// A refusal as the API of classic infrastructure words it. That of a missing object is documented (`cli.md`, 2.2);
/// the others follow its form.
fn api_line(refusal: &Refusal) -> String {
    let told = |message: String| {
        std::iter::once(message)
            .chain(refusal.why.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    match &refusal.kind {
        RefusalKind::NotFound { name, .. } if name.bytes().all(|b| b.is_ascii_digit()) => format!(
            "SoftLayer_Exception_ObjectNotFound: Unable to find object with id of '{name}'. (HTTP 404)"
        ),
        RefusalKind::NoClassicAccount { reason } => {
            format!("SoftLayer_Exception_Public: {reason} (HTTP 500)")
        }
        _ if refusal.layer == Layer::Caller => format!(
            "SoftLayer_Exception_AccessDenied: {} (HTTP 403)",
            told(refusal.message())
        ),
        _ => format!(
            "SoftLayer_Exception_Public: {} (HTTP 500)",
            told(refusal.message())
        ),
    }
}
