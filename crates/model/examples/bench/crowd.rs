//! A large account.

use std::error::Error;

use credlab_model::iam::user::State;
use credlab_model::template::{self, Template};
use credlab_model::{Account, Identity, Timestamp};

/// The large account, and its users who can act.
pub fn build(now: Timestamp) -> Result<(Account, Vec<Identity>), Box<dyn Error>> {
    let (account, _) = template::build(Template::Large, now, [0x1a; 32])?;
    let active = |user: &&credlab_model::iam::user::User| user.state == State::Active;
    let identities = account.users.values().filter(active);
    let identities = identities.map(|user| user.identity()).collect();
    Ok((account, identities))
}
