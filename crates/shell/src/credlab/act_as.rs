//! `credlab as`: acting as another persona.

use credlab_model::actor::{Actor, Face, Identity};
use credlab_model::iam::session::{self, Method};

use crate::run::{Outcome, Run};

/// `credlab as PERSONA`.
#[derive(Debug, clap::Args)]
pub(crate) struct As {
    /// Email address of a user, or name of a service ID
    #[arg(value_name = "EMAIL|SERVICE-ID-NAME")]
    persona: String,
}

impl As {
    pub(crate) fn run(&self, run: &mut Run<'_>) -> Outcome {
        let account = run.account();
        let identity = account.identity_called(&self.persona)?;
        let method = match identity {
            Identity::ServiceId(_) => Method::ApiKey,
            _ => Method::Password,
        };
        let actor = Actor {
            identity: identity.clone(),
            face: Face::Shell,
        };
        let address = run.session.address();
        run.execute(&actor, session::Command::StartFrom(method, address))?;
        run.session.identity = Some(identity);
        run.session.underneath = None;
        run.session.login = None;
        run.out
            .marked(&format!("You act as `{}` now.", run.caller(&actor)?));
        Ok(())
    }
}
