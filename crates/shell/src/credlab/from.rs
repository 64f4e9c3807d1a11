//! `credlab from` and `credlab allow`: where a session comes from, and where a user is let in (R112).

use std::net::IpAddr;

use credlab_model::iam::session::AllowedAddresses;
use credlab_model::iam::user::Command;
use credlab_model::refusal::shorten;

use crate::ibmcloud::NOT_LOGGED_IN;
use crate::run::{Outcome, Run, Stop};

/// `credlab from ADDRESS`.
#[derive(Debug, clap::Args)]
pub(crate) struct From {
    /// An IP address: 203.0.113.7
    #[arg(value_name = "ADDRESS")]
    address: String,
}

impl From {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let address: IpAddr = self.address.trim().parse().map_err(|_| {
            Stop::Failed(format!(
                "'{}' is not an IP address.",
                shorten(&self.address)
            ))
        })?;
        run.session.address = Some(address);
        run.out.marked(&format!(
            "Logins of this session come from `{address}` now."
        ));
        Ok(())
    }
}

/// `credlab allow EMAIL ADDRESSES`.
#[derive(Debug, clap::Args)]
pub(crate) struct Allow {
    #[arg(value_name = "EMAIL")]
    user: String,
    /// Addresses, ranges and subnets, separated by commas; an empty text for all
    #[arg(value_name = "ADDRESSES")]
    addresses: String,
}

impl Allow {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let actor = run.actor(NOT_LOGGED_IN)?;
        let account = run.account();
        let user = account.user_called(&self.user)?;
        let addresses: AllowedAddresses = self.addresses.parse()?;
        let shown = addresses.to_string();
        let command = Command::AllowAddresses {
            user: user.id.clone(),
            addresses,
        };
        run.execute(&actor, command)?;
        let place = match shown.as_str() {
            "" => "any IP address",
            list => list,
        };
        run.out
            .marked(&format!("`{}` is given tokens at {place}.", user.email));
        Ok(())
    }
}
